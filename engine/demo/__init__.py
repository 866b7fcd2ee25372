"""The demo: the desk of a made-up supplier of school books, ten weeks after it opened.

Everything in it is done by the use cases that the pages call, at past instants: what a visitor sees is what
the rules made of it.

- ``story``: what happens in its order: four quiet weeks, six ordinary ones, and today.
- ``world``: the company: what it sells, to whom, and from whom it buys.
- ``desk``: the desk as its people know it: who does what, and when.
- ``days``: the ordinary days. ``scenes``: one for each rule that a visitor may want to see. ``today``: the
  last hundred minutes.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from db import machine, scratch
from db.beside import beside
from db.duck import logs_of
from db.errors import DiskFull
from db.session import Session, Transaction
from engine import preferences
from engine.demo import story, world
from engine.demo.desk import Desk
from engine.errors import DeskError
from engine.interchange import contents, whole_desk
from engine.progress import Progress, unwatched
from engine.store import open_desk

__all__ = ["DeskNotEmpty", "ensure_demo", "load_demo", "used_tables"]

WAIT_SECONDS = 120.0
"""How long to wait for another process that is making the same demo."""
_IN_USE = ("item", "customer", "vendor", "sales_order", "purchase_order", "movement")
_OWN = ("migration",)
"""Tables that every desk has of its own."""
_HOME = 1
"""The warehouse that every desk begins with; the demo's others come beside it."""


class DeskNotEmpty(DeskError):
    """The desk has {records} already, and the demo comes only into an empty one; start a new desk."""


def ensure_demo(path: Path, step: Progress = unwatched) -> None:
    """Make the demo at ``path`` if there is none, or make it again if it tells an older story.

    A file that is no demo is left alone, whatever it is. The demo is made in memory, written to a folder
    beside ``path`` and put in its place when it is done: an interrupted build leaves no demo, and the next
    one clears up after it.
    """
    with closing(open_desk(path, name="the making of the demo", wait_seconds=WAIT_SECONDS)) as desk:
        if path.exists() and not _is_outdated(desk):
            return
        was_there = path.exists()
        with desk.exclusive_file() as file:
            if was_there or not file.exists():  # somebody else may have made it while this process waited
                _build(file, step)


def load_demo(session: Session, step: Progress = unwatched, *, actor: str = world.ADMIN) -> None:
    """Fill an empty desk with the demo, all of it in one transaction; refuses one that has LICs or orders.

    The desk keeps its preferences and what its run log and record log say already.
    """
    with session.snapshot() as tx:
        _refuse_used(tx)
    tables = _tables_of_a_demo(step)
    del tables["preference"]
    with session.transaction(actor=actor) as tx:
        _refuse_used(tx)
        _pour(tx, tables)
        preferences.change_all(tx, {"backorder_management": "on", "order_without_levels": "on"})


def _is_outdated(desk: Session) -> bool:
    """Whether the desk is a demo, but not today's; the copy that its migration made is then of no use."""
    with desk.snapshot() as tx:
        outdated = story.edition(tx) not in (None, story.current_edition(tx))
    copy = desk.migration and desk.migration.backup
    if outdated and copy:
        copy.unlink()
    return outdated


def _build(file: Path, step: Progress) -> None:
    shutil.rmtree(beside(file, "building"), ignore_errors=True)  # an older program's
    with machine.in_a_sentence(file), scratch.folder(file) as folder:
        tables = _tables_of_a_demo(step)
        made = folder / "demo.duckdb"
        with (
            closing(open_desk(made, name="the making of the demo")) as session,
            session.transaction(actor=world.ADMIN) as tx,
        ):
            _pour(tx, tables)
        if logs_of(made):
            raise DiskFull(path=file, detail="its log could not be folded in")
        if file.exists():
            scratch.like(made, file)
        scratch.put(made, file)


def _tell(session: Session, step: Progress, now: datetime | None = None) -> None:
    """Let the story happen on an empty desk, seen from ``now``, in the time zone of the machine."""
    with session.snapshot() as tx:
        zone = tx.zone
    story.tell(Desk(session, zone, now or datetime.now(UTC), world.PRICES), step)


def _tables_of_a_demo(step: Progress) -> dict[str, pl.DataFrame]:
    """The rows of a demo made in memory, by table."""
    with closing(open_desk(None, name="the making of the demo")) as session:
        _tell(session, step)
        with session.snapshot() as tx:
            names = set(tx.rows("whole_desk.tables")["table_name"]).difference(_OWN)
            tables = {name: tx.rows("whole_desk.table_rows", table_name=name) for name in sorted(names)}
    return tables | {"warehouse": tables["warehouse"].filter(pl.col("warehouse_id") != _HOME)}


def used_tables(tx: Transaction) -> list[str]:
    """The tables in which something of the desk's own lies already; the demo comes where there is none."""
    rows = {table: tx.value("whole_desk.row_count", table_name=table) for table in (*_IN_USE, "warehouse")}
    return [table for table, count in rows.items() if count > (table == "warehouse")]


def _refuse_used(tx: Transaction) -> None:
    if used := used_tables(tx):
        raise DeskNotEmpty(records=contents.in_words(used))


def _pour(tx: Transaction, tables: dict[str, pl.DataFrame]) -> None:
    """Add the rows, the numbers of runs, log rows and actions above those the desk has already."""
    tx.write("whole_desk.clear_schedules")
    last_run: int = tx.value("sweeps.last_run_id") or 0
    newest: dict[str, int] = {"run_id": last_run} | tx.only("log.highest_numbers")
    above = {name: pl.col(name) + last for name, last in newest.items()}
    for name, rows in tables.items():
        columns = [shift.cast(rows.schema[c]) for c, shift in above.items() if c in rows.columns]
        tx.append(name, rows.with_columns(columns))
    whole_desk.continue_numbers(tx)
