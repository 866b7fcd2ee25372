"""When what waits will be filled, part by part, by what is known now (R40): read, projected, and kept in
temporary tables for those who ask by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import preferences, queues
from engine.model import POOL, PoolNo
from engine.preferences import Preferences
from engine.promises import adding_up, walking
from engine.queues import reading
from engine.queues.reading import Reading


@dataclass(frozen=True, slots=True)
class Outlook:
    """What waits in the pools that are told of, and in which parts it is filled.

    ``waiting``: as of ``adding_up.rank``; ``shelves``: of ``find_free``; ``supply``: of ``find_supply``;
    ``parts``: of ``add_up``, without what nothing covers.
    """

    waiting: pl.DataFrame
    shelves: pl.DataFrame
    supply: pl.DataFrame
    parts: pl.DataFrame


@contextmanager
def told_pools(tx: Transaction, prefs: Preferences) -> Iterator[None]:
    """Inside the block the touched pools are those whose lines may have to be told something else.

    Under a policy that looks beyond a pool, to the touched ones come those that decide what is told there,
    and those in which something else is told because of them (R43).
    """
    rule = prefs.policy_rule
    if not rule.looks_beyond_pool:
        yield
        return
    tx.write("promises.keep_touched")
    tx.write(
        "promises.select_coupled",
        whole_orders_first=rule.whole_orders_first,
        skip_age_days=prefs.skip_age_days,
    )
    yield
    tx.write("promises.select_kept")


def look(tx: Transaction, prefs: Preferences, found: Reading) -> Outlook:
    """Project in which parts the lines that wait are filled, inside ``told_pools``, whose reading is given.

    Where the policy looks beyond a pool, the touched pools are then narrowed down to those that matter.
    """
    old_on = pl.lit(tx.today) + pl.duration(days="old_in")
    lines = queues.with_joining(found.lines, prefs.policy_rule, prefs.skip_age_days, old_on)
    waiting = adding_up.rank(lines)
    shelves = adding_up.find_free(lines, found.shelves, prefs.policy_rule)
    ties = _ties(tx) if prefs.policy_rule.looks_beyond_pool else None
    owed = tx.rows("promises.owed")
    supply = adding_up.find_supply(owed, shelves)
    if ties is None and not shelves["is_hard"].any():
        parts = [adding_up.add_up(waiting, shelves, supply), adding_up.on_hold(waiting)]
        return Outlook(waiting, shelves, supply, pl.concat(parts))
    hard = walking.hard_pools(lines, shelves, owed, ties, prefs, tx.today)
    if ties is not None:
        hard, near = _narrowed(tx, hard)
        waiting, shelves = (frame.join(near, on=POOL, how="semi") for frame in (waiting, shelves))
    added = adding_up.add_up(waiting, shelves, supply)
    walked = walking.parts_of(hard.fills(), waiting, owed, tx.today)
    return Outlook(waiting, shelves, supply, pl.concat([added, walked, adding_up.on_hold(waiting)]))


def _ties(tx: Transaction) -> pl.DataFrame:
    """The pools at which sweeps look together with those told of: item_id, warehouse_id, tie. They are
    touched then, so that what comes there is read, too."""
    tx.write("promises.tie_together")
    tx.write("promises.select_tied")
    return tx.rows("promises.ties")


def _narrowed(tx: Transaction, hard: walking.HardPools) -> tuple[walking.HardPools, pl.DataFrame]:
    """The hard pools that matter for the promises of those concerned; and all that have promises, which are
    touched then."""
    concerned: list[PoolNo] = tx.rows("promises.kept_pools").select(queues.POOL_NO).to_series().to_list()
    near = hard.near(concerned)
    pools = queues.of_pools({*concerned, *near.stock})
    tx.load("touched_pool", pools)
    return near, pools


def read_told(tx: Transaction, prefs: Preferences, found: Reading | None) -> Reading:
    """The pools told of, read inside ``told_pools``; ``found``: the touched ones, if somebody read them."""
    return found if found is not None and not prefs.policy_rule.looks_beyond_pool else reading.read(tx)


def project(tx: Transaction, found: Reading | None = None) -> None:
    """Rank the lines that wait in the touched pools and project in which parts they are filled (R40), into
    temporary tables.

    Tables: waiting (rank, ahead_qty), shelf (free_qty), coming (what open purchase orders still
    bring), part, projection (parts, projected_on). Where the policy looks beyond a pool, to the touched pools
    come those that decide what is told there, and those in which something else is told because of them.
    ``found``: the touched pools as they are, of whoever has read them already.
    """
    prefs = preferences.read(tx)
    with told_pools(tx, prefs):
        seen = look(tx, prefs, read_told(tx, prefs, found))
    every = adding_up.every_part(seen.waiting, seen.parts, "line_id")
    with tx.lent("ranked", seen.waiting.select("line_id", "priority", "rank", "ahead_qty", "joins_on")):
        tx.write("promises.keep_waiting")
    tx.load("shelf", seen.shelves)
    tx.load("coming", seen.supply.drop("is_hard"))
    tx.load("part", seen.parts.select("line_id", pl.col("source").cast(pl.String), "po_line_id", "qty"))
    tx.load("projection", adding_up.project(every, tx.today, is_swept=prefs.backorder_management))
