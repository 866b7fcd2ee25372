"""A small world for the tests of db: one counter, a table of stock, and the questions about them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from db import queries
from db.session import Session
from tests.saying import line_of

HOUSE: Final = Path(__file__).parent.parent.parent

MIGRATION: Final = """
create table counter (id integer, reading bigint);
create table stock (lic varchar, on_hand decimal(18, 4), counted_at timestamp, note varchar default 'none');
insert into counter values (1, 0);
"""

QUERIES: Final = """
-- name: reading
-- What the counter shows.
select reading from counter where id = 1;

-- name: set
-- Set the counter.
update counter set reading = $reading where id = 1;

-- name: bump_returning
-- Add one and say what the counter shows then.
update counter set reading = reading + 1 where id = 1 returning reading;

-- name: add_stock
-- One LIC's stock, stamped.
insert into stock (lic, on_hand, counted_at, note)
values ($lic, $on_hand, $now, concat_ws(' ', $actor, $run_id));

-- name: stock
-- Every LIC on the shelf.
select * from stock order by lic;

-- name: stock_since
-- The LICs counted at an instant or later.
select lic from stock where counted_at >= $since order by lic;

-- name: several
-- Three rows.
select i as number, i * 2 as double from range(3) as numbers (i) order by i;

-- name: nothing
-- No row at all.
select 1 as one where false;

-- name: wishes
-- The rows of a temporary table.
select * from wish order by all;

-- name: make_wish
-- Make a temporary table.
-- makes: wish
create or replace temp table wish as select $lic as lic;

-- name: mark
-- A temporary table of what is stored, which tells one making from another.
-- makes: mark
create or replace temp table mark as select uuid() as mark, reading + $more as reading from counter;

-- name: add_kept
-- Counters that were kept back.
insert into counter (reading) select reading from kept returning null;

-- name: forge
-- The temporary table, changed.
-- needs: mark
-- makes: mark
update mark set reading = -1;

-- name: marked
-- What the temporary table shows.
-- needs: mark
select mark, reading from mark;

-- name: wrong
-- A table that is not there.
select * from no_such_table;

-- name: many
-- So many numbers; the disk cannot give the one of them that is bad.
select if(n = $bad, error('IO Error: could not read'), n::varchar) as number from range($rows) as r(n)

-- name: unreadable
-- A file that is not there.
select * from read_text('no-such-folder/no-such-file.txt') as file,
read_csv('no-such-folder/no-such-file.csv') as rows;

-- name: echo
-- What it was given.
select $given as given;
"""


def use_these_queries() -> None:
    """Put the questions above in place of the desk's own, for this process."""
    known = {query.name: query for query in queries.parse(QUERIES, "world")}
    queries.of_file = lambda stem: known  # type: ignore[assignment]


def build(folder: Path) -> Path:
    """A migrations folder of one step; the path of the desk to make with it is beside it."""
    migrations = folder / "migrations"
    migrations.mkdir()
    (migrations / "0001_counter.sql").write_text(MIGRATION, encoding="utf-8")
    return folder / "desk.duckdb"


def session(path: Path | None, name: str = "a test", **options: Any) -> Session:
    """A session on the small world built beside `path`."""
    return Session(path, name=name, **({"migrations": path.parent / "migrations"} if path else {}) | options)


def add_one(desk: Session) -> int:
    """Read, then write: two that did this at once would lose one."""
    with desk.transaction(actor="a test") as tx:
        reading: int = tx.value("world.reading") + 1
        tx.write("world.set", reading=reading)
    return reading


def reading(desk: Session) -> int:
    with desk.snapshot() as tx:
        shown: int = tx.value("world.reading")
    return shown


class Clerk:
    """Another process at the same desk (tests/db/clerk.py), spoken to over its standard streams."""

    def __init__(self, path: Path, *order: object, name: str = "the scheduler") -> None:
        words = [sys.executable, "-m", "tests.db.clerk", str(path), name, *map(str, order)]
        pipe = subprocess.PIPE
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            words, cwd=HOUSE, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )

    def says(self) -> str:
        """The next line it prints."""
        return line_of(self.process)

    def does(self, act: str, path: Path) -> str:
        """Have one that serves do something at one of its desks; what it says of it."""
        assert self.process.stdin
        self.process.stdin.write(f"{act} {path}\n")
        self.process.stdin.flush()
        return self.says()

    def leave(self) -> None:
        """Let go on what waits for its input."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.stdin = None  # or communicate() would write to it

    def kill(self) -> None:
        """End the process as the system would, with no chance to tidy up."""
        self.process.kill()
        self.process.communicate()

    def report(self) -> dict[str, Any]:
        """What it has to say at the end; everything it wrote to its error stream must be nothing."""
        out, err = self.process.communicate(timeout=120)
        assert (self.process.returncode, err) == (0, ""), f"ended with {self.process.returncode}: {err}"
        answer: dict[str, Any] = json.loads(out.splitlines()[-1])
        return answer


def made(path: Path) -> None:
    """Make a desk of the small world, with one act on it."""
    desk = session(path)
    add_one(desk)
    desk.close()


Hire = Callable[..., Clerk]
"""Starts a clerk with its orders, and gives it a name."""
