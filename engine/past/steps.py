"""A past run as it went, one step after another: whose turn it was, what was left, what the rule gave it.

A step is one line in its turn, in one pool. Their order is that in which the policy served them; what each
got is computed again from the record log, as ``replay`` does it, and held against what the run did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from db.session import Transaction
from engine import queues
from engine.model import Grains, PoolNo, QueueLine, Ruling
from engine.past import replay
from engine.past.replay import Recomputed, Replay
from engine.quantities import written
from engine.rules import stepping


@dataclass(frozen=True, slots=True)
class Film:
    """A run step by step.

    ``steps``: lic, warehouse, step (from 1, in its pool), order, line, customer, customer_name, priority,
    opened_at (of its order, UTC), whole, complete, held (it had its stock before), qty (what it wanted, or
    had), ahead (lines of the pool that were served before), ahead_qty (what they wanted), at_hand_qty (what
    was left in its turn), granted_qty, gain_qty (what it gained, below zero what it lost), rule, sentence.
    ``pools``: lic, warehouse, stock_qty (what could be given), steps, gained_qty, lost_qty; where something
    changed hands first.
    """

    replay: Replay
    steps: pl.DataFrame
    pools: pl.DataFrame


def film(tx: Transaction, run_id: int) -> Film:
    """Replay a past run and tell its steps; raises what ``replay`` raises of a run that has no result."""
    again = replay.recompute(tx, run_id)
    compared = replay.compare(tx, again)
    names = tx.rows("replay.lines_named")
    steps = _steps(again, names)
    return Film(compared, steps, _pools(steps))


_STEP: Final = pl.Schema(
    {
        "line_id": pl.Int64(),
        "pool": pl.Int64(),
        "step": pl.Int64(),
        "ahead": pl.Int64(),
        "ahead_grains": pl.Int64(),
        "at_hand": pl.Int64(),
        "granted": pl.Int64(),
        "rule": pl.String(),
        "sentence": pl.String(),
    }
)
_COLUMNS: Final = (
    *("lic", "warehouse", "step", "order", "line", "customer", "customer_name", "priority", "opened_at"),
    *("whole", "complete", "held", "qty", "ahead", "ahead_qty", "at_hand_qty", "granted_qty", "gain_qty"),
    *("rule", "sentence"),
)


def _steps(again: Recomputed, names: pl.DataFrame) -> pl.DataFrame:
    facts = again.queue.select("line_id", "root_line_id", "priority", "whole", "complete", "held", "qty")
    named = facts.join(names, on="root_line_id", how="left")
    called = {row["line_id"]: (row["order"], row["line"]) for row in named.iter_rows(named=True)}
    rows = pl.DataFrame(list(_turns(again, called)), _STEP, orient="row")
    units = {
        new: queues.in_units(pl.col(old))
        for new, old in (
            ("ahead_qty", "ahead_grains"),
            ("at_hand_qty", "at_hand"),
            ("granted_qty", "granted"),
        )
    }
    whole = rows.with_columns(**units).join(named, on="line_id", how="left", maintain_order="left")
    had = pl.when("held").then(pl.col("qty")).otherwise(0)
    return whole.with_columns(gain_qty=pl.col("granted_qty") - had).select(_COLUMNS)


def _turns(again: Recomputed, called: Mapping[int, tuple[str, int]]) -> Iterator[tuple[object, ...]]:
    """Every turn of the walk, in its order, with the columns of ``_STEP``."""
    lines = {line.line_id: line for line in again.lines}
    served: dict[PoolNo, tuple[int, Grains]] = defaultdict(lambda: (0, 0))
    for row in again.allotment.rulings:
        ruling = Ruling(*row)
        line = lines[ruling.line_id]
        ahead, qty = served[line.pool]
        served[line.pool] = (ahead + 1, qty + line.qty)
        what = stepping.sentence(line, ruling, _blocker(line, ruling, called), written)
        yield (
            *(line.line_id, line.pool, ahead + 1, ahead, qty, ruling.at_hand, ruling.granted),
            *(stepping.rule(line, ruling), what),
        )


def _blocker(line: QueueLine, ruling: Ruling, called: Mapping[int, tuple[str, int]]) -> str:
    """The order in the way, or the line of its own order."""
    if ruling.blocker is None:
        return "another line of it"
    order, line_no = called[ruling.blocker]
    return f"line {line_no}" if order == called[line.line_id][0] else f"order {order}"


def _pools(steps: pl.DataFrame) -> pl.DataFrame:
    gain = pl.col("gain_qty")
    of_pool = steps.group_by("lic", "warehouse", maintain_order=True).agg(
        stock_qty=pl.col("at_hand_qty").first(),
        steps=pl.len(),
        gained_qty=gain.filter(gain > 0).sum(),
        lost_qty=-gain.filter(gain < 0).sum(),
    )
    moved = pl.col("gained_qty") + pl.col("lost_qty")
    return of_pool.sort(moved, "lic", descending=[True, False], maintain_order=True)
