"""Every SQL statement by name: `get("stock.move")` is the block `-- name: move` of sql/stock.sql.

A block is its name, one or more comment lines that say in a sentence what it answers, the temporary tables
that it makes for others and needs from them, and one statement:

    -- name: find_short_pools
    -- The touched pools that have not enough for all who want it.
    -- makes: short_pool
    -- needs: touched_pool
    create or replace temp table short_pool as select ... from touched_pool ...

What a query fills or changes it makes, and needs as well unless it creates it anew.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SQL = Path(__file__).with_name("sql")

_BLOCK = re.compile(r"^--[ \t]*name:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TABLES = re.compile(r"--[ \t]*(makes|needs):[ \t]*(.*?)[ \t]*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_WRITES = re.compile(
    r"(?:insert into|update|delete from|create or replace temp table)\s+(\w+)", re.IGNORECASE
)
_PARAM = re.compile(r"\$([A-Za-z_]\w*)")
# What a `$word` or a semicolon means nothing in: strings, quoted names, dollar-quoted strings, comments.
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$\$.*?\$\$|--[^\n]*|/\*.*?\*/", re.DOTALL)


class QueryError(Exception):
    """A query file is written wrongly, or a name has no query: a mistake in the program, not of its user."""


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement: its text, the names of its `$params`, and the sentence above it."""

    name: str
    sql: str
    params: frozenset[str]
    doc: str
    makes: frozenset[str] = frozenset()
    """The temporary tables that it creates, fills or changes."""
    needs: frozenset[str] = frozenset()
    """The temporary tables that must be there before it runs."""
    words: frozenset[str] = frozenset()
    """Every word of the statement, for whoever asks whether it names a table."""
    writes: str = ""
    """The table that it inserts into, updates, deletes from or creates; empty for a question."""

    def leaves(self, made: str) -> bool:
        """Whether what the query called ``made`` has made of stored tables is still so, once this one ran."""
        other = get(made)
        return bool(self.makes) and self.makes.isdisjoint(other.makes | other.needs)


def get(name: str) -> Query:
    """The query called `<file>.<block>`; QueryError names what there is when there is no such query."""
    try:
        return of_file(name.partition(".")[0])[name]
    except KeyError:
        raise QueryError(f"no query is called {name!r}; {_nearby(name)}") from None


@functools.cache
def of_file(stem: str) -> dict[str, Query]:
    """The queries of one file by full name, read once in the life of the process; a command needs few."""
    return load(SQL, stem)


@functools.cache
def everything() -> dict[str, Query]:
    """Every query of the folder by its full name, read once in the life of the process."""
    return load(SQL)


def load(folder: Path, stem: str = "*") -> dict[str, Query]:
    """Every query of the .sql files in `folder`, or of one of them, by full name."""
    by_name: dict[str, Query] = {}
    for file in sorted(folder.glob(f"{stem}.sql")):
        for query in parse(file.read_text(encoding="utf-8"), file.stem):
            if query.name in by_name:
                raise QueryError(f"the name {query.name} is given twice")
            by_name[query.name] = query
    return by_name


def parse(text: str, stem: str) -> Iterator[Query]:
    """The blocks of one file's text, their names prefixed with `stem`."""
    marks = list(_BLOCK.finditer(text))
    for mark, after in itertools.zip_longest(marks, marks[1:]):
        if not _NAME.fullmatch(mark[1]):
            raise QueryError(f"{stem}.sql has a query whose name is not lower_case: {mark[1]!r}")
        yield _query(f"{stem}.{mark[1]}", text[mark.end() : after.start() if after else len(text)])


def params_of(sql: str) -> frozenset[str]:
    """The names of the `$params` in a statement, leaving out strings and comments."""
    return frozenset(_PARAM.findall(_QUOTED.sub(" ", sql)))


def _query(name: str, block: str) -> Query:
    head, body = _split(block.strip())
    sql = body.strip().rstrip(";").rstrip()
    bare = _QUOTED.sub(" ", sql)
    if not bare.strip():
        raise QueryError(f"{name} has no statement")
    if ";" in bare:
        raise QueryError(f"{name} holds more than one statement")
    doc = " ".join(line.lstrip("- ").strip() for line in head if not _TABLES.fullmatch(line))
    makes, needs = _tables(name, head, "makes"), _tables(name, head, "needs")
    written = _WRITES.match(sql)
    words = frozenset(_WORD.findall(sql))
    return Query(name, sql, params_of(sql), doc, makes, needs, words, written[1] if written else "")


def _split(block: str) -> tuple[list[str], str]:
    """The comment lines at the head of a block, and the rest of it."""
    lines = block.splitlines()
    head = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return lines[:head], "\n".join(lines[head:])


def _tables(name: str, head: list[str], verb: str) -> frozenset[str]:
    """The temporary tables that the head of a block says the query makes, or needs."""
    lists = [declared[2] for line in head if (declared := _TABLES.fullmatch(line)) and declared[1] == verb]
    tables = [table.strip() for text in lists for table in text.split(",")]
    if len(lists) > 1 or len(set(tables)) < len(tables):
        raise QueryError(f"{name} says twice what it {verb}")
    if wrong := [table for table in tables if not _NAME.fullmatch(table)]:
        raise QueryError(f"{name} {verb} what is no table: {', '.join(map(repr, wrong))}")
    return frozenset(tables)


def _nearby(name: str) -> str:
    stem = name.partition(".")[0]
    names = sorted(of_file(stem))
    return f"{stem}.sql has {', '.join(names)}" if names else f"there is no query in {stem}.sql"
