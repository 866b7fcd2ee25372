"""What the sweeps do in their transaction, and the proof of it (R24, R29).

A sweep selects the pools that it looks at (``select``), works in them (``SWEEPS``), and proves what it
touched (``prove``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

import polars as pl

from db.session import Transaction
from engine import allocation, preferences, queues, replenishment
from engine.allocation import Filled
from engine.model import POOL, MayGain, Pool, SweepName
from engine.orders import holds
from engine.past import history, replay
from engine.progress import Progress, unwatched
from engine.proof import checks, faults
from engine.quantities import counted
from engine.sweeps import scope as scopes
from engine.sweeps.scope import WHOLE, Scope


@dataclass(frozen=True, slots=True)
class SweepCounts(Filled):
    """What one run did, in the counts of the run log."""

    pos_created: int = 0
    pos_topped_up: int = 0
    last_movement_id: int = 0

    @classmethod
    def of(cls, filled: Filled) -> SweepCounts:
        """The counts of a run that did nothing but settle."""
        return cls(**{field.name: getattr(filled, field.name) for field in fields(Filled)})


def primary(tx: Transaction, step: Progress = unwatched) -> SweepCounts:
    """Fill the pools that received purchase orders since the last successful primary run (R24)."""
    newest: int = tx.value("sweeps.newest_movement")
    return replace(_fill(tx, "primary sweep", step), last_movement_id=newest)


def secondary(tx: Transaction, step: Progress = unwatched) -> SweepCounts:
    """Fill every pool with a line that waits, whatever set its stock free (R24)."""
    return _fill(tx, "secondary sweep", step)


def replenish(tx: Transaction, step: Progress = unwatched) -> SweepCounts:
    """Order what the pools lack (R36, R37, R44)."""
    step("ordering what is short")
    done = replenishment.replenish(tx)
    return SweepCounts(pools=done.pools, pos_created=done.pos_created, pos_topped_up=done.pos_topped_up)


SWEEPS: dict[SweepName, Callable[[Transaction, Progress], SweepCounts]] = {
    SweepName.PRIMARY: primary,
    SweepName.SECONDARY: secondary,
    SweepName.REPLENISHMENT: replenish,
}
FILLING = (SweepName.PRIMARY, SweepName.SECONDARY)
"""The sweeps that decide who gets stock, and so what customers are to be told."""


def losers(tx: Transaction, sweep: SweepName, scope: Scope = WHOLE) -> pl.DataFrame:
    """Who would lose stock if the sweep ran now, for a person who starts it; nothing is written.

    Columns: order, customer, priority, lic, description, change_qty (below zero), value. A sweep takes only
    where the rules changed since the last one, or a line has grown old (R43): mostly there are none. Pools at
    fault lose nothing: the sweep leaves them out. Refused as the run would be.
    """
    scopes.checked(tx, scope, sweep)
    if sweep not in FILLING or not preferences.read(tx).backorder_management:
        return pl.DataFrame()
    lines = _losers(tx, sweep, scope, thorough=False)
    return _losers(tx, sweep, scope, thorough=True) if lines.height else lines


def _losers(tx: Transaction, sweep: SweepName, scope: Scope, *, thorough: bool) -> pl.DataFrame:
    with tx.lent("change", would_change(tx, sweep, scope, thorough=thorough)):
        return tx.rows("sweeps.losers")


def would_change(
    tx: Transaction, sweep: SweepName, scope: Scope = WHOLE, *, thorough: bool = False
) -> pl.DataFrame:
    """The changes that a filling sweep would make if it ran now, as ``allocation.decide`` gives them.

    What is plainly at fault is left out, as by the run; ``thorough``: all that the proof finds (R29).
    """
    select(tx, sweep, scope)
    left_out = faults.pools(tx) if queues.look(tx) or thorough else []
    queues.leave_unmoved(tx)
    return allocation.decide(tx, MayGain.ALL, left_out).changes


def would_change_in(tx: Transaction, pools: Collection[Pool]) -> pl.DataFrame:
    """The changes that the next sweep would make in these pools and those that hang together with them."""
    allocation.select_pools(tx, pools)
    queues.select_connected(tx)
    left_out = faults.pools(tx) if queues.look(tx) else []
    return allocation.decide(tx, MayGain.ALL, left_out).changes


def select(tx: Transaction, sweep: SweepName, scope: Scope = WHOLE) -> None:
    """Select the pools that a sweep looks at (R24); a secondary one those of its scope."""
    if sweep is SweepName.REPLENISHMENT:
        replenishment.select(tx)
        return
    if sweep is SweepName.PRIMARY:
        tx.write("allocation.select_pools_received")
    else:
        scopes.select(tx, scope)
    # What the sweep gives may couple more pools; the same sweep again must find nothing to do in them.
    queues.select_connected(tx)


def _fill(tx: Transaction, reason: str, step: Progress) -> SweepCounts:
    """Settle the touched pools; those of which sums say that nothing changes there are not walked.

    All are looked into where days may have moved without an event in their pools. What was paused until its
    day came and has its stock goes on a shipment, wherever it lies (R45).
    """
    before = history.newest(tx)
    replay.note_parts(tx)
    made, joined = holds.board_ended(tx, "its day has come")
    pools: int = tx.value("allocation.touched_pool_count")
    step(f"deciding who gets what of {counted(pools, 'LIC')}")
    may_have_moved = tx.value("sweeps.may_have_moved")
    if not may_have_moved:
        queues.leave_unmoved(tx)
    walked, settled = None, allocation.Settled()
    if tx.value("allocation.touched_pool_count"):
        decision = allocation.decide(tx, MayGain.ALL, faults.left_out(tx))
        step(f"writing {counted(decision.changes.height, 'line')} that changed")
        queues.note_changed(tx, decision.applied)
        if decision.reading is None and not may_have_moved:
            queues.select_changed(tx)  # the others were only asked, and what was told of them is still so
        settled = allocation.settle_as(tx, decision, reason)
        walked = decision.walked
    elif made or joined:
        queues.note_changed(tx, _NO_POOLS)
    replay.note(tx, before, walked)
    settled += allocation.Settled(shipments_created=made, shipments_appended=joined)
    return replace(SweepCounts.of(settled), pools=pools)


_NO_POOLS: Final = pl.DataFrame(schema=dict.fromkeys(POOL, pl.Int32))


def prove(tx: Transaction, sweep: SweepName, mark: history.Mark, before: faults.Faults) -> None:
    """Refuse what a sweep did after a mark if it breaks a rule, or if the same again would change more (R29).

    A sweep that looked into no pool and wrote nothing touched nothing.
    """
    if not tx.value("allocation.touched_pool_count") and history.newest(tx) == mark:
        return
    if sweep is SweepName.PRIMARY:
        tx.write("allocation.select_pools_received")
    elif sweep is SweepName.SECONDARY:
        queues.select_changed(tx)
    else:
        allocation.select_pools(tx, [])  # what a replenishment wrote says which it touched
    broken = checks.broken_touched_rows(tx, asdict(mark))
    faults.refuse_new(before, broken, _unsettled(tx) if sweep in FILLING else [])


def _unsettled(tx: Transaction) -> list[str]:
    """What the policy, asked again, would still change, in sentences.

    It is asked about the changed pools, and those that hang together with them where it looks beyond a pool.
    All others stand as they stood when it was asked first, so that a pure function of their rows says the
    same (R15). Where sums of the rows as they are now say that nothing changes, no walk is needed to say it.
    """
    queues.select_changed(tx)
    queues.select_connected(tx)
    tx.write("faults.deselect")
    queues.look(tx)
    queues.leave_unmoved(tx)
    if not tx.value("allocation.touched_pool_count"):
        return []
    with tx.lent("change", allocation.decide(tx, MayGain.ALL, faults.left_out(tx)).changes):
        return checks.in_sentences(tx.rows("proof.still_changing"))["sentence"].to_list()
