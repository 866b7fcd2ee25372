"""How any sweep runs, the closing of the day included (R24 to R29, R50).

``run_sweep`` does what all share: the run's row before the work, the master switch, the work and its proof in
one transaction, what came of it, and then the drafts to customers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

import polars as pl

from db.session import Session, Transaction
from engine import notices, preferences, queues
from engine.errors import DeskError
from engine.model import Outcome, SweepName, Trigger
from engine.panics import UNFORESEEN
from engine.past import history
from engine.progress import Progress, unwatched
from engine.proof import faults
from engine.sweeps import closing, filling
from engine.sweeps import scope as scopes
from engine.sweeps.filling import FILLING, SWEEPS, SweepCounts
from engine.sweeps.scope import WHOLE, Scope
from engine.unforeseen import write_down


@dataclass(frozen=True, slots=True)
class SweepReport:
    """A run as its row of the run log has it (R28); instants are naive UTC."""

    run_id: int
    sweep: SweepName
    run_trigger: Trigger
    actor: str
    scheduled_for: datetime | None
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    counts: SweepCounts
    error: str
    scope: str = ""  # of a run for one LIC, order or customer; empty: all there is


Done = tuple[Outcome, SweepCounts, str]
"""What came of a run: how it ended, what it did, and in words what went wrong."""


def run_sweep(
    session: Session,
    sweep: SweepName,
    *,
    actor: str,
    trigger: Trigger = Trigger.MANUAL,
    scheduled_for: datetime | None = None,
    now: datetime | None = None,
    scope: Scope = WHOLE,
    step: Progress = unwatched,
) -> SweepReport | None:
    """Run one sweep now and return its row of the run log; a failure is in the row, not raised.

    ``scope``: what a secondary sweep is limited to; refused where there is no such LIC, order or customer.
    ``step``: told of each step as it begins, in words and with how much there is of it.

    None: another process already ran it for ``scheduled_for`` (R27). The desk is held throughout, so that two
    runs never overlap; a run killed half-way leaves only its row, which the next process marks interrupted
    (R28). Once its row is written, customers' news are drafted.
    """
    with session.holding():
        run_id = _start(session, sweep, actor, trigger, scheduled_for, now, scope=scope)
        if run_id is None:
            return None
        done = _work(_Run(session, run_id, sweep, actor, now, scope, step))
        report = _finish(session, run_id, done, actor, now)
        if report.outcome is Outcome.DONE and sweep in FILLING:
            step("checking what to tell customers")
            notices.draft_after_run(session, run_id, actor=actor, now=now)
    if report.outcome is Outcome.INTERRUPTED:  # the copy is made while nobody has the desk open, us included
        step("writing and verifying the backup")
        outcome, error = closing.back_up(session, now or datetime.now(UTC))
        report = _finish(session, run_id, (outcome, report.counts, error), actor, now)
    return report


def _start(
    session: Session,
    sweep: SweepName,
    actor: str,
    trigger: Trigger,
    scheduled_for: datetime | None,
    now: datetime | None,
    *,
    scope: Scope,
) -> int | None:
    with session.transaction(actor=actor, now=now) as tx:
        text = scopes.checked(tx, scope, sweep)
        if scheduled_for and tx.value("sweeps.is_taken", sweep=sweep, scheduled_for=scheduled_for):
            return None
        started = {"sweep": sweep, "run_trigger": trigger, "scheduled_for": scheduled_for, "scope": text}
        run_id: int = tx.value("sweeps.start", **started)
        return run_id


@dataclass(frozen=True, slots=True)
class _Run:
    """A run at work, with the row that it has in the run log."""

    session: Session
    run_id: int
    sweep: SweepName
    actor: str
    now: datetime | None
    scope: Scope
    step: Progress

    def in_one(self, work: Callable[[Transaction], Done]) -> Done:
        """The work in one transaction of the run; what goes wrong is its outcome, and nothing is saved."""
        try:
            with self.session.transaction(actor=self.actor, now=self.now) as tx:
                tx.run_id = self.run_id
                return work(tx)
        except DeskError as error:
            return Outcome.FAILED, SweepCounts(), str(error)
        except UNFORESEEN as error:  # a run must never take the scheduler down; its row says why
            doing = f"the {self.sweep} sweep, run {self.run_id}"
            return Outcome.FAILED, SweepCounts(), write_down(error, doing, self.session.path)


def _work(run: _Run) -> Done:
    """The sweep, and where that fails once more without what was at fault before it (R29)."""
    if run.sweep is SweepName.CLOSING:
        return _closed(run)
    done = _tried(run, thorough=False)
    if done[0] is Outcome.FAILED:
        without = _tried(run, thorough=True)
        return done if without[2] == _NOTHING_AT_FAULT else without
    return done


_NOTHING_AT_FAULT = "Nothing was at fault before."


def _tried(run: _Run, *, thorough: bool) -> Done:
    """The sweep and its proof in one transaction: all of it or nothing (R16, R29)."""

    def work(tx: Transaction) -> Done:
        if not preferences.read(tx).backorder_management:
            return Outcome.OFF, SweepCounts(), _OFF
        run.step("reading the levels" if run.sweep is SweepName.REPLENISHMENT else "reading the queue")
        filling.select(tx, run.sweep, run.scope)
        scopes.keep(tx, run.scope)
        before = faults.before_run(tx) if queues.look(tx) or thorough else faults.NONE
        if thorough and not before.named:
            return Outcome.FAILED, SweepCounts(), _NOTHING_AT_FAULT
        mark = history.newest(tx)
        done = SWEEPS[run.sweep](tx, run.step)
        run.step("proving what it did")
        filling.prove(tx, run.sweep, mark, before)
        return Outcome.DONE, done, before.sentence

    return run.in_one(work)


_OFF = "Backorder management is off in the preferences; nothing was done."


def _closed(run: _Run) -> Done:
    """The closing of the day but for its backup, in one transaction; the master switch does not gate it."""

    def work(tx: Transaction) -> Done:
        outcome, pools, error = closing.close(tx, has_file=run.session.path is not None, step=run.step)
        return outcome, SweepCounts(pools=pools), error

    return run.in_one(work)


def _finish(session: Session, run_id: int, done: Done, actor: str, now: datetime | None) -> SweepReport:
    """Write into the run's row what came of it (R28)."""
    outcome, counts, error = done
    with session.transaction(actor=actor, now=now) as tx:
        ended_at = tx.now if now else datetime.now(UTC)
        tx.write(
            "sweeps.finish",
            this_run_id=run_id,
            ended_at=ended_at,
            outcome=outcome,
            error=error,
            **asdict(counts),
        )
        return _report(tx, run_id)


def _report(tx: Transaction, run_id: int) -> SweepReport:
    row = tx.only("sweeps.one_run", this_run_id=run_id)
    counts = SweepCounts(**{field.name: row.pop(field.name) for field in fields(SweepCounts)})
    names = {
        "sweep": SweepName(row["sweep"]),
        "run_trigger": Trigger(row["run_trigger"]),
        "outcome": Outcome(row["outcome"]),
    }
    return SweepReport(**row | names, counts=counts)


def runs(
    tx: Transaction, sweep: str | None = None, outcome: Outcome | None = None, *, most: int = 200
) -> pl.DataFrame:
    """The run log, newest first, with the fields of ``SweepReport`` and its counts; instants are naive UTC.

    ``sweep``: a sweep's name, or ``undo``. ``outcome``: only runs that ended so.
    """
    return tx.rows("sweeps.runs", sweep=sweep, outcome=outcome, most=most)


def run_count(tx: Transaction) -> int:
    """How many runs the run log has."""
    count: int = tx.value("sweeps.run_count")
    return count


def after_receipt(session: Session, actor: str, now: datetime | None = None) -> SweepReport | None:
    """Run the primary sweep at once if the preference *sweep on receipt* says so.

    The receipt is saved by then, and a refusal would read as if it were not. So a desk in use, or a disk that
    is full by now, is no error: the next primary sweep looks at these pools.
    """
    with contextlib.suppress(DeskError):
        with session.snapshot() as tx:
            sweeps = preferences.read(tx).sweep_on_receipt
        if sweeps:
            return run_sweep(session, SweepName.PRIMARY, actor=actor, now=now)
    return None


def as_dict(report: SweepReport) -> dict[str, Any]:
    """The report as its row of the run log, under the names that an export of the run log has."""
    row, counts = asdict(report), asdict(report.counts)
    del row["counts"], counts["last_movement_id"]  # which is of no use to people
    error, scope = row.pop("error"), row.pop("scope")
    named = {"run_id": "run", "run_trigger": "trigger"}
    return {named.get(name, name): value for name, value in (row | counts).items()} | {
        "error": error,
        "scope": scope,
    }
