"""The house checks itself: days are the desk's, and made in one place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from db import queries
from tests.house import (
    SOURCES,
    SQL_FLAGS,
    here,
    tree,
)

DAYS_IN_PYTHON = {
    "db/days.py": "the one place",
    "engine/rules/calendar.py": "imports no database; its zone is an argument",
    "engine/interchange/parsing.py": "the day that a text with an offset is in the zone that is given",
    "pages/parts/formats.py": "the day of what db.days.local says",
}


READS_WRITTEN = {
    "engine/days.py": "the one place",
    "engine/rules/field.py": "the record log",
    "engine/rules/holds.py": "the record log",
    "engine/undo/orders.py": "the record log",
    "engine/interchange/updating.py": "what parsing has written",
    "engine/interchange/parsing.py": "parts that a pattern has found",
    "engine/signals.py": "its own note",
    "db/lease.py": "its own note",
}


WRITES_DAYS = {
    "engine/desk/backup.py": "a name that says its instant in UTC",
    "engine/desk/rotation.py": "a name that says its instant in UTC",
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
    "backlog.sweeps": "days that are given",
    "explain.queue_reached": "a null",
    "history.lic_days": "days that are given",
    "history.find_past_queue": "the text of a day in the record log",
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


def test_a_day_or_an_instant_that_somebody_typed_is_read_in_one_place() -> None:
    """Python alone reads 20261130 and 2026-W48-1 too, where people are told to write 2026-11-30."""
    readers = {
        here(file)
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr == "fromisoformat"
    }
    assert readers == READS_WRITTEN.keys()


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
