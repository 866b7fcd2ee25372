"""Every SQL statement by name: `get("allocation.walk")` is the block `-- name: walk` of sql/allocation.sql.

A block is its name, one or more comment lines that say in a sentence what it answers, and one statement:

    -- name: walk
    -- Every open line of the touched pools, best rank first.
    select ... where pool_id = $pool_id
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


def get(name: str) -> Query:
    """The query called `<file>.<block>`; QueryError names what there is when there is no such query."""
    try:
        return everything()[name]
    except KeyError:
        raise QueryError(f"no query is called {name!r}; {_nearby(name)}") from None


@functools.cache
def everything() -> dict[str, Query]:
    """Every query of the folder by its full name, read once in the life of the process."""
    return load(SQL)


def load(folder: Path) -> dict[str, Query]:
    """Every query of the .sql files in `folder`, by full name."""
    found: dict[str, Query] = {}
    for file in sorted(folder.glob("*.sql")):
        for query in parse(file.read_text(encoding="utf-8"), file.stem):
            if query.name in found:
                raise QueryError(f"the name {query.name} is given twice")
            found[query.name] = query
    return found


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
    doc, body = _split(block.strip())
    sql = body.strip().rstrip(";").rstrip()
    bare = _QUOTED.sub(" ", sql)
    if not bare.strip():
        raise QueryError(f"{name} has no statement")
    if ";" in bare:
        raise QueryError(f"{name} holds more than one statement")
    return Query(name, sql, params_of(sql), doc)


def _split(block: str) -> tuple[str, str]:
    """The comment lines at the head of a block as one sentence, and the rest."""
    lines = block.splitlines()
    head = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return " ".join(line.lstrip("- ").strip() for line in lines[:head]), "\n".join(lines[head:])


def _nearby(name: str) -> str:
    stem = name.partition(".")[0]
    names = sorted(other for other in everything() if other.startswith(f"{stem}."))
    return f"{stem}.sql has {', '.join(names)}" if names else f"there is no query in {stem}.sql"
