"""The house checks itself: what the plan of it says is true of every file, also of those written tomorrow."""

import ast
import re
import sys
import tomllib
from typing import Any

import pytest

from db import errors, queries
from engine.cli import commands
from tests.house import (
    FILLED_IN,
    HOUSE,
    SOURCES,
    SQL_FLAGS,
    asked,
    askings,
    defines,
    docstrings,
    here,
    of,
    roots,
    strings,
    tree,
)


def sentences() -> list[type[errors.DeskError]]:
    """Every error a person can read, of all modules."""
    for file in of("engine"):
        text = file.read_text(encoding="utf-8")
        if "DeskError" in text and "\nclass " in text:
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


LEANING = re.compile(
    r"(The same(?! change)|Do it|Draw it|One of the|What is not|Likewise|The rest|Make sure|Also|As above|And"
    r"|It(?! cannot be| has two)|Its|They|Their|Theirs|Them|Those(?! (of|in|who|that))|These"
    r"|So (many|much|long|far)|Of|To the|By (what|how|when|whom)|Up to|Right after|From (where|which|when)"
    r"|(?!What|Whether|How|Why|When|Where|It)\w+ (it|them)(?! is)"
    r"|In the record log, that|Over (how|so)|For (how|each)|With|Differs|All (again|of (it|them)))\b"
)
"""How a sentence begins that needs another to be understood; a refusal that says "it" speaks of its file."""


def test_no_sentence_about_code_leans_on_the_one_above_it() -> None:
    """A docstring, or the sentence above a query, names its subject: people meet it alone, in a list."""
    said = {f"{where}: {text}" for where, text in docstrings() if LEANING.match(text)}
    said |= {
        f"{name}: {query.doc}" for name, query in queries.everything().items() if LEANING.match(query.doc)
    }
    assert sorted(said) == []


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


def test_every_module_has_a_test_file_of_its_name_where_it_stands() -> None:
    """engine/a/b.py has tests/engine/a/test_b.py; one that defines nothing of its own has nothing to test."""
    modules = [file for file in of("engine/") + of("db/") if file.stem != "__init__" and defines(file)]
    tests = {file: f"tests/{here(file.parent)}/test_{file.stem.strip('_')}.py" for file in modules}
    assert [here(file) for file, test in tests.items() if not (HOUSE / test).exists()] == []


def test_every_package_introduces_its_rooms() -> None:
    """In its docstring, each by name; a command's file is its command, and a screen's package its screen."""
    packages = [file for file in SOURCES if file.name == "__init__.py" and here(file) != "pages/__init__.py"]
    missing = []
    for file in packages:
        introduction = ast.get_docstring(tree(file)) or ""
        rooms = {each.stem for each in file.parent.glob("*.py")} - {"__init__", "__main__"}
        if here(file.parent) == "engine":
            rooms |= {each.parent.name for each in file.parent.glob("*/__init__.py")}
        if here(file.parent) == "engine/cli":
            rooms -= {commands.module_of(name) for name in commands.NAMES}
        missing += [f"{here(file)}: {room}" for room in sorted(rooms) if f"``{room}``" not in introduction]
    assert missing == []


def test_no_package_introduces_a_room_that_is_gone() -> None:
    """A room is introduced as ``name``: and what it is for, or several together."""
    gone = []
    for file in (file for file in SOURCES if file.name == "__init__.py"):
        introduction = ast.get_docstring(tree(file)) or ""
        named = set(re.findall(r"``(\w+)``(?=(?:,? (?:and )?``\w+``)*:)", introduction))
        rooms = {each.stem for each in file.parent.iterdir()}
        gone += [f"{here(file)}: {room}" for room in sorted(named - rooms)]
    assert gone == []


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


EVERY_FILE = [*SOURCES, *sorted((HOUSE / "tests").rglob("*.py")), *sorted((HOUSE / "docs").rglob("*.py"))]


def test_no_module_is_longer_than_one_can_hold() -> None:
    """One that outgrows 300 lines is split along the domain."""
    long = [here(file) for file in EVERY_FILE if len(file.read_text(encoding="utf-8").splitlines()) > 300]
    assert long == []


def test_no_function_is_longer_than_one_can_hold() -> None:
    """From its name to its last line, with its arguments and its docstring."""
    long = [
        f"{here(file)}:{node.lineno} {node.name}"
        for file in EVERY_FILE
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


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


def test_whoever_looks_waits_for_no_long_work_of_another_process() -> None:
    """What reads takes ``reading``; only who wants the file itself opened waits for it."""
    files = [*of("pages"), *of("engine/cli"), HOUSE / "app.py"]
    waits = [here(file) for file in files if ".snapshot(" in file.read_text(encoding="utf-8")]
    assert waits == ["engine/cli/init.py"]


def test_a_link_beside_buttons_stands_on_their_middle() -> None:
    """A link is lower than a button, and a row begins at its top unless it says otherwise."""
    rows = [
        (here(file), ast.unparse(item.context_expr), "".join(map(ast.unparse, node.body)))
        for file in of("pages")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.With)
        for item in node.items
    ]
    assert [
        (file, row)
        for file, row, held in rows
        if "horizontal=True" in row and "vertical_alignment" not in row
        if "links.link(" in held and "button(" in held
    ] == []
