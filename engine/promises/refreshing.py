"""The ledger kept up to date: every change of what a line was told, and its cause (R40).

Every event that can move a day ends with ``refresh`` on the pools it touched: it projects the parts again and
keeps what was told. A day that merely passes moves nothing: what is late is late, and never due today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.preferences import Preferences
from engine.promises import adding_up, news, outlook
from engine.queues.reading import Reading

_IS_TRIED: Final[ContextVar[bool]] = ContextVar("is_tried", default=False)


@contextmanager
def tried() -> Iterator[None]:
    """Inside the block no promise is written down: nobody is told of what is only tried and taken back.

    Whoever tries asks ``project`` for the days; the ledger then says what was so before.
    """
    token = _IS_TRIED.set(True)
    try:
        yield
    finally:
        _IS_TRIED.reset(token)


def refresh(tx: Transaction, cause: str, found: Reading | None = None) -> None:
    """Project the touched pools again and write down what changed, with the event that changed it (R40).

    ``found``: the touched pools as they are now, of whoever has read them already. Where the policy looks
    beyond a pool, other pools are told of, too, and all are read anew.
    """
    if _IS_TRIED.get():
        return
    prefs = preferences.read(tx)
    with outlook.told_pools(tx, prefs):
        rows = _news(tx, prefs, outlook.read_told(tx, prefs, found))
    if rows is not None:
        with tx.lent("promise_news", rows):
            tx.write("promises.add_news", cause=cause)


def _news(tx: Transaction, prefs: Preferences, found: Reading) -> pl.DataFrame | None:
    """What there is new to say of the lines in the pools told of, as ``news.find_news`` says it."""
    waiting = parts = adding_up.NO_PARTS
    if not found.lines["held"].all():
        seen = outlook.look(tx, prefs, found)
        waiting, parts = seen.waiting, seen.parts
    latest = news.find_latest(tx.rows("promises.ledger"))
    told = news.find_told_units(latest)
    if waiting.is_empty() and told.is_empty():
        return None
    every = adding_up.every_part(waiting, parts, "root_line_id")
    moved = news.find_moved(every, told, latest, tx.today)
    if moved.is_empty():
        return None
    every, told = (
        frame.join(moved, on="root_line_id", how="semi", maintain_order="left") for frame in (every, told)
    )
    units = news.find_units(every, told, tx.today)
    return news.find_news(_held(tx, found, moved), units, told, latest, tx.today)


def _held(tx: Transaction, found: Reading, moved: pl.DataFrame) -> pl.DataFrame:
    """What has its stock, or left, of the lines that moved; asked only of those of which not all is open."""
    held = news.find_held(found.lines, moved)
    rest = moved.join(held, on="root_line_id", how="anti")
    if rest.is_empty():
        return held
    with tx.lent("moved_root", rest):
        return pl.concat([held, tx.rows("promises.held")])


def refresh_po(tx: Transaction, po_id: int, cause: str) -> None:
    """Write down the days a purchase order's vendor said, and refresh the promises in its pools."""
    tx.write("supply.select_pos", po_ids=[po_id])
    refresh_pos(tx, cause)


def refresh_pos(tx: Transaction, cause: str) -> None:
    """Write down the days the vendors of the touched purchase orders said, and refresh their pools."""
    tx.write("promises.note_vendor_days")
    tx.write("promises.select_pools_of_pos")
    refresh(tx, cause)


def refresh_firm(tx: Transaction, line_ids: Collection[int], cause: str) -> None:
    """Refresh what is told of the stock of lines that became firm, loose or left (R22): those who wait and
    might have taken it are told something else."""
    looks_beyond = preferences.read(tx).policy_rule.looks_beyond_pool
    pools = tx.rows("promises.at_stake", line_ids=list(line_ids), looks_beyond_pool=looks_beyond)
    if pools.height:
        tx.load("touched_pool", pools)
        refresh(tx, cause)


def refresh_orders(tx: Transaction, cause: str) -> None:
    """Refresh the promises in every pool of the touched orders, whatever became of their lines."""
    tx.write("promises.select_pools_of_orders")
    refresh(tx, cause)
