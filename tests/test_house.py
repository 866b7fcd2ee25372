"""The house checks itself: what the plan of it says is true of every file, also of those written tomorrow."""

import ast
import itertools
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from db import errors, queries
from tests.statements import stored, touched

HOUSE = Path(__file__).parent.parent
SOURCES = sorted(file for folder in ("engine", "db", "pages") for file in (HOUSE / folder).rglob("*.py")) + [
    file for file in [HOUSE / "app.py"] if file.exists()
]
ASKING = {"rows", "row", "only", "value", "write"}
QUERY_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")
FILLED_IN = {"now", "actor", "run_id", "action_id", "today", "clock"}
SQL_FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def here(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def of(folder: str) -> list[Path]:
    return [file for file in SOURCES if here(file).startswith(folder)]


def imports(file: Path) -> Iterator[str]:
    """The dotted names of the modules a file imports; `from a import b` gives a and a.b."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}


def strings(file: Path) -> set[str]:
    constants = (node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def asked(file: Path) -> set[str]:
    """The query names a file knows: whole, or a stem as in `f"orders.{step}"` and the steps beside it."""
    words = strings(file)
    stems = {word for word in words if re.fullmatch(r"[a-z_]+\.", word)}
    return words | {stem + word for stem in stems for word in words}


def askings() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call such as `tx.rows("orders.lines", ...)`: where it stands, the query's name, the call."""
    for file in SOURCES:
        for node in ast.walk(tree(file)):
            match node:
                case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(name))]) if (
                    method in ASKING and QUERY_NAME.fullmatch(name)
                ):
                    yield f"{here(file)}:{node.lineno}", name, node


def sentences() -> list[type[errors.DeskError]]:
    """Every error a person can read, of all modules."""
    for file in of("engine"):
        if "DeskError" in file.read_text(encoding="utf-8"):
            __import__(here(file).removesuffix(".py").replace("/", "."))
    found: set[type[errors.DeskError]] = set()
    rest = errors.DeskError.__subclasses__()
    while rest:
        found.add(kind := rest.pop())
        rest.extend(kind.__subclasses__())
    return sorted((kind for kind in found if kind.__module__.startswith(("engine", "db"))), key=str)


def test_every_query_is_asked_somewhere() -> None:
    known = set().union(*(asked(file) for file in of("engine") + of("db/")))
    assert sorted(queries.everything().keys() - known) == []


def test_every_query_says_in_a_sentence_what_it_answers() -> None:
    mute = [name for name, query in queries.everything().items() if not query.doc.endswith((".", ".)"))]
    assert mute == []


def test_every_query_asked_for_exists() -> None:
    known = queries.everything()
    assert [f"{where} asks for {name}" for where, name, _ in askings() if name not in known] == []


def test_every_question_gives_its_query_exactly_the_parameters_it_names() -> None:
    wrong = []
    for where, name, call in askings():
        query = queries.everything().get(name)
        given = {keyword.arg for keyword in call.keywords}
        if query is None or None in given:  # **params can only be checked when it runs
            continue
        missing, unknown = query.params - given - FILLED_IN, given - query.params
        if missing or unknown:
            wrong.append(f"{where} {name}: missing {sorted(missing)}, unknown {sorted(map(str, unknown))}")
    assert wrong == []


def test_every_query_file_is_named_after_an_engine_module() -> None:
    """After the module, or after its package: undo_supply.sql is what engine/undo/supply.py asks."""
    modules = {file.stem for file in of("engine")} | {file.parent.name for file in of("engine")}
    modules |= {f"{file.parent.name}_{file.stem}" for file in of("engine")}
    assert [file.name for file in sorted(queries.SQL.glob("*.sql")) if file.stem not in modules] == []


def test_the_front_door_imports_no_database() -> None:
    """The contracts of pyproject.toml hold this for every other file; they see packages only."""
    assert [here(file) for file in of("app.py") if roots(file) & {"db", "duckdb"}] == []


def contract(beginning: str) -> dict[str, Any]:
    """The import contract whose name begins so."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"].startswith(beginning))


def test_the_contract_of_the_rules_forbids_every_library_the_house_uses() -> None:
    libraries = {root for file in SOURCES for root in roots(file)} - {
        *sys.stdlib_module_names,
        "engine",
        "app",
    }
    assert libraries - set(contract("Rules are pure")["forbidden_modules"]) == set()


def test_every_screen_with_parts_of_its_own_is_in_the_contract_that_keeps_them_apart() -> None:
    packages = {
        f"pages.parts.{file.parent.name}" for file in of("pages/parts/") if file.name == "__init__.py"
    } - {"pages.parts.parts"}
    assert packages == set(contract("What one screen is made of")["modules"])


def test_rules_read_no_clock() -> None:
    clocks = re.compile(r"\b(datetime\.now|date\.today|time\.time|datetime\.utcnow)\b")
    assert [here(f) for f in of("engine/rules") if clocks.search(f.read_text(encoding="utf-8"))] == []


DAYS_IN_PYTHON = {
    "db/days.py": "the one place",
    "engine/rules/calendar.py": "imports no database; its zone is an argument",
    "engine/cli/late.py": "takes the day off what a person typed",
    "engine/interchange/parsing.py": "the day that a text with an offset is in the zone that is given",
    "pages/parts/formats.py": "the day of what db.days.local says",
}
WRITES_DAYS = {
    "engine/desk/backup.py": "a name that says its instant in UTC",
    "db/migrate.py": "the same, before the desk's zone can be read",
    "db/log.py": "the same, when it cannot be read any more",
    "engine/interchange/writing.py": "whole instants, ISO UTC",
    "engine/interchange/columnar.py": "whole instants, as the file has them",
    "engine/interchange/excel_values.py": "the same",
    "engine/interchange/parsing.py": "reads text",
    "engine/orders/records.py": "what db.days.local says",
    "engine/reports/policies.py": "what db.days.local says",
    "engine/rules/letters.py": "a day",
    "pages/parts/preferences/schedule_form.py": "a key that nobody reads",
    "pages/parts/formats.py": "what db.days.local says",
    "pages/parts/late_dialog.py": "days",
    "pages/parts/preview_tables.py": "days",
}
DAYS_IN_SQL = {
    "backlog.per_day": "days that are given",
    "notices.find_news": "a null",
    "undo_supply.set_lines_back": "the text of a day in the record log",
}


def days_in_python(file: Path) -> Iterator[str]:
    """Where a file makes a day of an instant, or an instant of a day."""
    for node in ast.walk(tree(file)):
        match node:
            case (
                ast.Call(func=ast.Attribute(attr="date" | "combine" | "truncate"))
                | ast.Call(func=ast.Attribute(attr="today", value=ast.Name(id="date" | "datetime")))
            ):
                yield f"{here(file)}:{node.lineno}"


def written_days(file: Path) -> Iterator[str]:
    """Where a file writes the day of the month of something, in a format or by strftime."""
    for node in ast.walk(tree(file)):
        match node:
            case ast.FormattedValue(value=value, format_spec=ast.JoinedStr() as spec):
                text = ast.unparse(spec)
            case ast.Call(
                func=ast.Attribute(attr="strftime", value=value), args=[ast.Constant(value=str(text))]
            ):
                pass
            case _:
                continue
        if re.search(r"%-?[dj]", text) and not re.search(
            r"(_on\b|\btoday\(\)|formats\.now\(\))", ast.unparse(value)
        ):
            yield f"{here(file)}:{node.lineno}"


def test_a_day_is_made_of_an_instant_in_one_place() -> None:
    """In any other the day would be that of UTC, or of the machine, and not the desk's."""
    made = {where.partition(":")[0]: where for file in SOURCES for where in days_in_python(file)}
    assert {where for file, where in made.items() if file not in DAYS_IN_PYTHON} == set()
    assert DAYS_IN_PYTHON.keys() <= made.keys(), "an exception that nothing needs"


def test_nothing_writes_the_day_of_an_instant_as_utc_has_it() -> None:
    written = {where.partition(":")[0]: where for file in SOURCES for where in written_days(file)}
    assert {where for file, where in written.items() if file not in WRITES_DAYS} == set()


def test_sql_makes_days_and_ages_with_the_macros_of_the_desk() -> None:
    """desk_day(instant, $clock), $today and whole_days(since, until): DuckDB's own would answer for UTC."""
    own = re.compile(
        r"::\s*date\b|\bas\s+date\s*\)|\b(date_trunc|date_diff|datediff|date_sub|date_part|datepart|strftime|time_bucket"
        r"|today|current_date|extract|dayofyear|make_date)\b\s*\(|\bcurrent_(date|timestamp)\b|\bnow\(\)",
        SQL_FLAGS,
    )
    made = {
        name for name, query in queries.everything().items() if own.search(re.sub(r"--[^\n]*", "", query.sql))
    }
    assert made == DAYS_IN_SQL.keys()


# What 0014_facts.sql says, and how it would be said again.
FACTS = {
    "received": r"select (\w+\.)?po_line_id, sum\((\w+\.)?qty\)( as \w+)? from movement",
    "on_hand": r"select item_id, warehouse_id, sum\(qty\)( as \w+)? from movement group by",
    "aboard": r"from shipment_line( \w+)? join shipment( \w+)? using \(shipment_id\) where [^)]*\blive and",
    "is_open": r"\bin \('(allotted', 'backordered|backordered', 'allotted)'\)",
    "is_firm": r"\bpinned or ",
    "worth": r"coalesce\([^()]*unit_price[^()]*, [^()]*unit_cost",
    "home_warehouse": r"min_by\(code, warehouse_id\)|min\(warehouse_id\) from w|by warehouse_id limit 1",
    "home_location": r"min(_by\(\w+, location_id\)|\(location_id\)) (as \w+ )?from location",
    "newest_log_id": r"coalesce\(max\(log_id\), 0\) from record_log\b(?! where)",
    "newest_movement_id": r"coalesce\(max\(movement_id\), 0\) from movement\b(?! where)",
    "newest_promise_id": r"coalesce\(max\(promise_id\), 0\) from promise\b(?! where)",
    "whole_days": r"date_(diff|sub)\(",
}
SAID_AGAIN = {  # Where a query narrows first, or asks for another moment.
    "promises.find_coming": {"received"},
    "history.find_past_order": {"received"},
}


def test_a_fact_that_has_a_view_or_a_macro_is_not_said_again() -> None:
    again = {}
    for name, query in queries.everything().items():
        text = " ".join(re.sub(r"--[^\n]*", "", query.sql).split())
        if facts := {fact for fact, words in FACTS.items() if re.search(words, text)}:
            again[name] = facts
    assert again == SAID_AGAIN


@cache
def loaded() -> frozenset[str]:
    """The temporary tables that the engine fills from frames: `tx.load("decision", frame)`."""
    found = set()
    for node in itertools.chain.from_iterable(ast.walk(tree(file)) for file in of("engine")):
        match node:
            case ast.Call(func=ast.Attribute(attr="load"), args=[ast.Constant(value=str(table)), _]):
                found.add(table)
    return frozenset(found)


def temporary(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The temporary tables that a query makes, and those that it needs."""
    found = touched()[name]
    written = frozenset({found.written} if found.written else ())
    return written - stored(), found.read - stored()


def test_every_query_declares_the_temporary_tables_it_makes_and_needs() -> None:
    wrong = []
    for name, query in queries.everything().items():
        makes, needs = temporary(name)
        if (makes, needs) != (query.makes, query.needs):
            wrong.append(f"{name} makes {sorted(makes)} and needs {sorted(needs)}")
    assert wrong == []


def test_every_temporary_table_that_is_needed_is_made_and_the_other_way_round() -> None:
    every = [temporary(name) for name in touched()]
    created = {table for makes, needs in every for table in makes - needs}
    assert {table for _, needs in every for table in needs} == created | loaded()


def test_a_query_that_writes_is_named_by_a_verb_that_names_no_answer() -> None:
    """To find a record by its key, the record log, a mark in it and void things are questions, too."""
    of_deeds: set[str] = set()
    of_answers: set[str] = set()
    for name, found in touched().items():
        (of_deeds if found.written else of_answers).add(name.partition(".")[2].partition("_")[0])
    assert of_deeds & of_answers == {"find", "log", "mark", "void"}


def test_no_name_stands_for_two_tables() -> None:
    """Neither a temporary table for one that is stored, nor an expression in a query for either."""
    temporaries = {table for name in touched() for table in temporary(name)[0]} | loaded()
    assert temporaries & stored() == set()
    taken = temporaries | stored()
    twice = {name: taken.intersection(found.expressions) for name, found in touched().items()}
    assert [name for name, names in twice.items() if names] == []


def test_no_statement_is_written_outside_a_query_file() -> None:
    # In lower or upper case: a sentence that begins with "Select" is only a sentence.
    start = r"(select|SELECT)\s.+\s(from|FROM)|(insert\s+into|INSERT\s+INTO|delete\s+from|DELETE\s+FROM)"
    sql = re.compile(rf"\s*({start}|update\s+\w+\s+set|UPDATE\s+\w+\s+SET)\s", re.DOTALL)
    written = [
        f"{here(file)}: {text[:60]}"
        for file in [*of("engine"), *of("pages"), *of("app.py")]
        for text in strings(file)
        if sql.match(text)
    ]
    assert written == []


def test_no_line_of_sql_is_wider_than_a_screen() -> None:
    wide = [
        f"{here(file)}:{number}"
        for file in sorted(queries.SQL.glob("*.sql"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 120
    ]
    assert wide == []


def test_no_table_has_a_secondary_index() -> None:
    """Their entries have been lost across replay of the log (duckdb/duckdb#23788, #25771)."""
    files = [*(HOUSE / "db/migrations").glob("*.sql"), *queries.SQL.glob("*.sql")]
    index = re.compile(r"^\s*create\s+(unique\s+)?index\b", SQL_FLAGS)
    assert [here(file) for file in files if index.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("kind", sentences(), ids=lambda kind: kind.__name__)
def test_an_error_is_one_whole_sentence(kind: type[errors.DeskError]) -> None:
    text = " ".join((kind.__doc__ or "").split())
    assert text.endswith((".", "?", "}"))  # one that only gathers others ends with them
    assert not text[0].islower()


def test_no_page_writes_days_or_numbers_in_a_way_of_its_own() -> None:
    """formats.py and tables.py do; names of files and keys of what is kept are no text on a screen."""
    writers = {"pages/parts/formats.py", "pages/parts/tables.py"}
    own = re.compile(
        r"strftime\(|isoformat\(|:%[aAbBdmyY]|:[,.]*\d*\.\d+f}|NumberColumn\(|Date(time)?Column\("
    )
    kept = re.compile(r"file_name=|\bmark = |\bname = f|format=\"%-d %b")
    found = [
        f"{here(file)}:{number} {line.strip()}"
        for file in of("pages")
        if here(file) not in writers
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if own.search(line) and not kept.search(line)
    ]
    assert found == []
