"""Replaying: a past run, computed again from the record log, must come to the same result.

Every fill run writes down a hash of what it changes (``note``); runs of before kept one of all that was
granted. ``replay`` rebuilds the queue as it was just before the run, walks all of it with the policy's plain
loop, also the pools that the run did not walk since sums said that nothing changes there, and compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, TypedDict, cast

import polars as pl

from db.session import Transaction
from engine import preferences, queues
from engine.errors import DeskError, NoSuch
from engine.model import Allotment, Grains, Policy, PoolNo, QueueLine, SweepName, Terms
from engine.past import history
from engine.past.history import Mark
from engine.rules.queue import POLICIES


class NotReplayable(DeskError):
    """Run {run} has no result ({why}), so there is nothing to compare a replay with."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A run computed again.

    ``differences``: order, line, lic, run_qty (units held after the run by its record-log rows, firm ones
    left out), replay_qty; empty where a hash differs although the units agree.
    """

    run_id: int
    sweep: SweepName
    policy: Policy
    run_hash: str
    replay_hash: str
    differences: pl.DataFrame

    @property
    def is_same(self) -> bool:
        """Whether the replay came to what the run did."""
        return self.run_hash == self.replay_hash and not self.differences.height


NOTHING_CHANGED: Final = sha256(b"").hexdigest()
"""The hash of a walk that changes nothing."""


def note_parts(tx: Transaction) -> None:
    """Write down, before a run settles the touched pools, the lines there that the record log does not tell
    apart, and those that are paused (R45)."""
    prefs = preferences.read(tx)
    steps_over = prefs.policy_rule.steps_over
    tx.write("replay.keep_parts", steps_over=steps_over, skip_age_days=prefs.skip_age_days)


class RunResult(TypedDict):
    """What a run wrote down of its result (``replay.result_of``)."""

    run_id: int
    sweep: str
    outcome: str
    scope: str  # empty: all there is
    policy: str
    skip_age_days: int
    walked_at: datetime
    log_id: int
    movement_id: int
    result_hash: str
    hash_of: str


def note(tx: Transaction, before: Mark, walked: pl.DataFrame | None) -> None:
    """Write down what the walk of this run changes, and the mark of the desk before it.

    Without a walk nothing changes: sums said so of every pool.
    """
    prefs = preferences.read(tx)
    tx.write(
        "replay.keep_result",
        policy=prefs.allocation_policy,
        skip_age_days=prefs.skip_age_days,
        log_id=before.log_id,
        movement_id=before.movement_id,
        result_hash=NOTHING_CHANGED if walked is None else _changes_hash(tx, walked),
    )


def _changes_hash(tx: Transaction, walked: pl.DataFrame) -> str:
    with tx.lent("walked", walked.select("root_line_id", "qty", "held", "granted_qty")):
        return str(tx.value("replay.changes_hash"))


def replayable(tx: Transaction, most: int = 10_000) -> list[int]:
    """The runs that can be replayed, newest first."""
    run_ids: list[int] = tx.rows("replay.replayable", most=most)["run_id"].to_list()
    return run_ids


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A run walked again.

    ``queue``: the lines it walked, as ``replay.queue`` has them. ``lines``, ``stock``: the same as the rules
    see them. ``allotment``: what the policy's plain loop makes of it.
    """

    run: RunResult
    queue: pl.DataFrame
    lines: Sequence[QueueLine]
    stock: Mapping[PoolNo, Grains]
    allotment: Allotment

    @property
    def policy(self) -> Policy:
        """The policy that the run walked by."""
        return Policy(self.run["policy"])


def recompute(tx: Transaction, run_id: int) -> Recomputed:
    """Walk a past run again by the record log; nothing is written, a snapshot is enough."""
    run = _result(tx, run_id)
    policy, terms = Policy(run["policy"]), Terms(skip_age_days=run["skip_age_days"])
    history.find_queue(tx, Mark(run["log_id"], run["movement_id"]), by_log=True)
    _find_pools(tx, run, policy)
    queue = tx.rows(
        "replay.queue", which_run=run_id, walked_at=run["walked_at"], movement_id=run["movement_id"]
    )
    lines, stock = queues.lines_of(queue)
    with queues.without_collecting():
        allotment = POLICIES[policy].walk(lines, stock, terms)
    return Recomputed(run, queue, lines, stock, allotment)


def replay(tx: Transaction, run_id: int) -> Replay:
    """Compute a past run again from the record log; nothing is written, a snapshot is enough."""
    return compare(tx, recompute(tx, run_id))


def compare(tx: Transaction, again: Recomputed) -> Replay:
    """What a run walked again comes to, beside what the run itself did."""
    run_id, run = again.run["run_id"], again.run
    hash_of = "replay.changes_hash" if run["hash_of"] == "changes" else "replay.grants_hash"
    with tx.lent("walked", _walked(again)):
        return Replay(
            run_id,
            SweepName(run["sweep"]),
            again.policy,
            run["result_hash"],
            tx.value(hash_of),
            tx.rows("replay.differences", which_run=run_id),
        )


def replay_all(tx: Transaction, most: int = 10_000) -> list[Replay]:
    """Every run that can be replayed, newest first."""
    return [replay(tx, run_id) for run_id in replayable(tx, most)]


def _result(tx: Transaction, run_id: int) -> RunResult:
    run = tx.row("replay.result_of", which_run=run_id)
    if run is None:
        raise NoSuch(kind="run", name=run_id)
    if run["result_hash"] is None:
        why = (
            "it filled nothing" if run["sweep"] not in _FILLING or run["outcome"] != "done" else "it is older"
        )
        raise NotReplayable(run=run_id, why=why)
    return cast("RunResult", run)


_FILLING = (SweepName.PRIMARY, SweepName.SECONDARY)


def _find_pools(tx: Transaction, run: RunResult, policy: Policy) -> None:
    """The pools the run looked at, into ``past_pool``: by its own rule, from what was written before it."""
    if run["sweep"] == SweepName.PRIMARY:
        tx.write("replay.find_pools_received", movement_id=run["movement_id"], which_run=run["run_id"])
    elif run["scope"]:
        tx.write("replay.find_pools_kept", which_run=run["run_id"])
    else:
        tx.write("replay.find_pools_that_waited")
    if POLICIES[policy].looks_beyond_pool:
        tx.write("replay.add_connected_pools")


def _walked(again: Recomputed) -> pl.DataFrame:
    """What the plain loop grants: root_line_id, qty, held, granted_qty."""
    grants = queues.granted(again.allotment.rulings)
    return (
        again.queue.select("line_id", "root_line_id", "qty", "held")
        .join(grants, on="line_id")
        .select("root_line_id", "qty", "held", "granted_qty")
    )
