"""What the queries of db/sql touch, as DuckDB's own parser reads them: the tables they write and read.

DuckDB shows the tree of a question only. So what stands before the question in a statement that writes is
taken off by its first words; one that begins in any other way is refused, and the rest is DuckDB's reading.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from db import queries
from db.migrate import migrate
from db.session import MIGRATIONS

_COMMENTS = re.compile(r"\A(\s*--[^\n]*\n)+")
_RETURNING = re.compile(r"\nreturning [\w, ]+$")  # what of the rows is said, and no question
_WRITES = re.compile(
    r"(?P<create>create or replace temp table (?P<created>\w+) as\s)"
    r"|(?P<insert>insert into (?P<filled>\w+)\s+(?:by name\s)?(?:\s*\([^)]*\))?)"
    r"|(?P<delete>delete from (?P<emptied>\w+)\b)"
    r"|(?P<update>update (?P<changed>\w+)\s+set\s)"
)

_ASKED_OF_TABLES = frozenset({"reached_from"})
"""The macros that are given the names of tables."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The tables and views that one statement writes and reads, and the expressions it names itself."""

    written: str | None
    """What it creates, fills or changes."""
    read: frozenset[str]
    """What must be there before it runs."""
    expressions: tuple[str, ...]
    """The names of its common table expressions."""


@cache
def stored() -> frozenset[str]:
    """The tables and views that every desk has."""
    with duckdb.connect() as desk:
        migrate(desk, MIGRATIONS, None)
        tables = desk.execute("select table_name from information_schema.tables").fetchall()
        return frozenset(name for (name,) in tables)


@cache
def touched() -> dict[str, Touched]:
    """What each query touches, by the query's full name."""
    with duckdb.connect() as parser:
        return {name: _touched(parser, query.sql) for name, query in queries.everything().items()}


def _touched(parser: duckdb.DuckDBPyConnection, sql: str) -> Touched:
    written, is_new, question = _question(sql)
    names = list(_names(_tree(parser, question), frozenset()))
    read = {name for name, is_expression in names if not is_expression}
    return Touched(
        written,
        frozenset(read if written is None or is_new else read | {written}),
        tuple(name for name, is_expression in names if is_expression),
    )


def _question(sql: str) -> tuple[str | None, bool, str]:
    """What a statement writes, whether that is new, and the question whose answer it writes."""
    bare = _COMMENTS.sub("", sql).strip()
    found = _WRITES.match(bare)
    rest = bare[found.end() :] if found else bare
    match found.groupdict() if found else {}:
        case {"created": str(table)}:
            return table, True, rest
        case {"filled": str(table)}:
            return table, False, _RETURNING.sub("", rest)
        case {"emptied": str(table)}:
            return table, False, f"select 1 from {table} {rest}"
        case {"changed": str(table)}:
            # `a = 1, b = 2 from …` is a question as it stands: whether they are equal.
            return table, False, f"select {_RETURNING.sub('', rest)}"
        case _:
            return None, False, rest


def _tree(parser: duckdb.DuckDBPyConnection, question: str) -> Any:
    """DuckDB's tree of a question; AssertionError if it is none."""
    [(text,)] = parser.execute("select json_serialize_sql(?::varchar)", [question]).fetchall()
    tree = json.loads(text)
    assert not tree["error"], f"{tree['error_message']}: {question[:80]}"
    return tree["statements"]


def _names(node: Any, known: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The names below a node: of expressions made there, and of tables read there that are none of them."""
    if isinstance(node, list):
        for part in node:
            yield from _names(part, known)
        return
    if not isinstance(node, dict):
        return
    for made in (node.get("cte_map") or {}).get("map", ()):
        name, inside = made["key"], made["value"]
        yield name, True
        sees_itself = inside["query_node"]["type"] == "RECURSIVE_CTE_NODE"
        yield from _names(inside, known | {name} if sees_itself else known)
        known |= {name}
    yield from ((name, False) for name in _read_by(node) if name not in known)
    for key, part in node.items():
        if key != "cte_map":
            yield from _names(part, known)


def _read_by(node: dict[str, Any]) -> list[str]:
    """The names of the tables or expressions that a node itself reads."""
    if node.get("type") == "BASE_TABLE" and not node["schema_name"]:
        return [node["table_name"]]
    if node.get("type") == "TABLE_FUNCTION" and node["function"]["function_name"] in _ASKED_OF_TABLES:
        return [argument["expression"]["column_names"][0] for argument in node["function"]["arguments"]]
    return []
