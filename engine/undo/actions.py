"""Undo: the last action, or a whole run, taken back by a compensating run.

Nothing is erased: what was allotted is released, what was cancelled waits again, goods are booked the other
way, each logged like everything else, in one transaction with a row of its own in the run log (sweep
``undo``). What cannot be undone any more is refused line by line with its reason, and the rest is undone. A
preview is the undo itself, made and taken back, so that it cannot lie. An undo can be undone like any other
run: then what it took back is done again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from db.session import Session, Transaction
from engine import log, notices, proof, sweeps
from engine.allocation import Settled
from engine.errors import DeskError, NoSuch, ProofFailed
from engine.model import Outcome, Trigger
from engine.past import history
from engine.proof import checks, faults
from engine.undo import compensating
from engine.undo.step import Action

UNDO = "undo"
"""What the run log calls a run that undoes."""
NEWEST_ROWS: Final = 5_000
"""Among how many rows of the record log the newest action is looked for first: it stands there nearly always,
and all rows grow with the age of the desk."""


class NothingToUndo(DeskError):
    """There is no action to undo; the record log holds none, or all of them were undone."""


class RunChangedNothing(DeskError):
    """Run {run} wrote nothing into the record log, so there is nothing to undo."""


class UndoneAlready(DeskError):
    """{what} was undone already, by run {run}; nothing is left to undo."""


class RedoneSince(DeskError):
    """{what} was undone by run {run} and done again by run {redo}; undo run {redo} instead."""


class NothingOfItCanBeUndone(DeskError):
    """{what}: nothing of it can be undone. {reasons}"""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did, or would do."""

    what: str  # the action in words
    run_id: int | None  # the run that undid it; None in a preview
    done: list[str]  # a sentence for everything that was written
    refused: list[str]  # a sentence for everything that could not be undone
    taken_back: int = 0  # lines of which a run's stock was taken back, and which wait: what can be held (R45)


def last_action(tx: Transaction) -> Action:
    """The newest action that was not undone: what *Undo last action* means."""
    newest = history.newest(tx).log_id
    for after in (newest - NEWEST_ROWS, 0):
        log_id = tx.value("undo.last_action", after_log_id=after)
        if log_id is not None:
            return action(tx, log_id)
    raise NothingToUndo


def action(tx: Transaction, log_id: int) -> Action:
    """The action that wrote a row of the record log."""
    row = tx.row("undo.action_of", log_id=log_id)
    if row is None:
        raise NoSuch(kind="row of the record log numbered", name=log_id)
    return Action(**row)


def row_to_undo(tx: Transaction, action_id: int) -> int | None:
    """The first row of the record log that an action wrote; None where it wrote none but remarks, or that
    the desk was begun, which is final."""
    log_id: int | None = tx.value("undo.first_row_of_action", which_action=action_id)
    return log_id


def action_since(tx: Transaction, log_id: int, actor: str) -> int | None:
    """The newest action of somebody since a row of the record log; None where they did nothing."""
    action_id: int | None = tx.value("undo.action_since", log_id=log_id, who=actor)
    return action_id


def action_of_run(tx: Transaction, run_id: int) -> int | None:
    """The number of the action that a run is; None where it wrote nothing into the record log."""
    action_id: int | None = tx.value("undo.action_of_run", which_run=run_id)
    return action_id


def run(tx: Transaction, run_id: int) -> Action:
    """The action of a run: all that it wrote."""
    if tx.row("undo.run_of", which_run=run_id) is None:
        raise NoSuch(kind="run", name=run_id)
    log_id = tx.value("undo.first_row_of_run", which_run=run_id)
    if log_id is None:
        raise RunChangedNothing(run=run_id)
    return action(tx, log_id)


def preview(
    session: Session,
    *,
    actor: str,
    run_id: int | None = None,
    log_id: int | None = None,
    hold: bool = False,
) -> Undone:
    """What an undo would do now; nothing is written. Arguments as in ``undo``."""
    undone = _proven(session, actor=actor, run_id=run_id, log_id=log_id, hold=hold, dry_run=True)
    return replace(undone, run_id=None)


def undo(
    session: Session,
    *,
    actor: str,
    run_id: int | None = None,
    log_id: int | None = None,
    hold: bool = False,
    now: datetime | None = None,
) -> Undone:
    """Undo a run, or the action that wrote a row of the record log, or without either the last action.

    ``hold``: the lines of which a run's stock is taken back are put on hold until it is lifted, so that the
    next sweep does not give it to them again (R45).

    One transaction with its proof (R29), after which customers' news are drafted. Refused as a whole if
    nothing of it can be undone.
    """
    undone = _proven(session, actor=actor, run_id=run_id, log_id=log_id, hold=hold, now=now)
    if undone.run_id is not None:
        notices.draft_after_run(session, undone.run_id, actor=actor, now=now)
    return undone


def _proven(
    session: Session,
    *,
    actor: str,
    run_id: int | None,
    log_id: int | None,
    hold: bool,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Undone:
    """The undo with a proof of what it did; what was at fault before is no reason to refuse it (R29)."""
    try:
        with session.transaction(actor=actor, now=now, dry_run=dry_run) as tx:
            return _undo(tx, _chosen(tx, run_id, log_id), faults.NONE, hold=hold)
    except ProofFailed:
        with session.transaction(actor=actor, now=now, dry_run=dry_run) as tx:
            return _undo(tx, _chosen(tx, run_id, log_id), faults.Faults(proof.problems(tx)), hold=hold)


def _chosen(tx: Transaction, run_id: int | None, log_id: int | None) -> Action:
    if run_id is None and log_id is None:
        return last_action(tx)
    chosen = run(tx, run_id) if run_id is not None else action(tx, log_id or 0)
    _refuse_twice(tx, chosen)
    return chosen


def _undo(tx: Transaction, chosen: Action, before: faults.Faults, *, hold: bool) -> Undone:
    what = _title(tx, chosen)
    own_run = _start(tx)
    mark = asdict(history.newest(tx))
    tx.write("undo.find_rows", undone_action_id=chosen.action_id)
    refused, settled, taken_back = compensating.compensate(tx, chosen, _reason(chosen), hold=hold)
    done = tx.rows("undo.written", log_id=mark["log_id"])["sentence"].to_list()
    if not done:
        raise NothingOfItCanBeUndone(
            what=what.rstrip("."), reasons=" ".join(refused) or "It changed nothing."
        )
    for sentence in refused:
        log.write(tx, kind="error", record="run", record_id=own_run, sentence=sentence, field=UNDO)
    _finish(tx, own_run, chosen, settled)
    faults.refuse_new(before, checks.broken_touched_rows(tx, mark, written=tx.wrote), [])
    return Undone(what, own_run, done, refused, taken_back)


def _title(tx: Transaction, chosen: Action) -> str:
    if chosen.run_id is None:
        return chosen.title
    return f"Run {chosen.run_id} ({_purpose(tx, chosen.run_id)})"


def _purpose(tx: Transaction, run_id: int) -> str:
    """What a run was for: its sweep; of an undo what it undid, back to what was done at first."""
    run = tx.only("undo.run_of", which_run=run_id)
    if run["undone_log_id"] is None:
        return str(run["sweep"])
    if undone_run := run["undone_run_id"]:
        return f"undo of run {undone_run}, {_purpose(tx, undone_run)}"
    return f"undo of: {action(tx, run['undone_log_id']).title.rstrip('.')}"


def _reason(chosen: Action) -> str:
    """Why things are undone, in a few words for the record log."""
    who = f"what {chosen.actor} did" if chosen.run_id is None else f"run {chosen.run_id}"
    return f"{who} was undone"


def _refuse_twice(tx: Transaction, chosen: Action) -> None:
    by = tx.value("undo.undone_by", first_log_id=chosen.first_log_id)
    if by is None:
        return
    what = _title(tx, chosen).rstrip(".")
    redo = tx.value("undo.redone_by", first_log_id=chosen.first_log_id)
    if redo is not None:
        raise RedoneSince(what=what, run=by, redo=redo)
    raise UndoneAlready(what=what, run=by)


def _start(tx: Transaction) -> int:
    started = {"sweep": UNDO, "run_trigger": Trigger.MANUAL, "scheduled_for": None, "scope": ""}
    run_id: int = tx.value("sweeps.start", **started)
    tx.run_id = run_id
    return run_id


def _finish(tx: Transaction, run_id: int, chosen: Action, settled: Settled) -> None:
    counts = asdict(sweeps.SweepCounts.of(settled))
    tx.write("sweeps.finish", this_run_id=run_id, ended_at=tx.now, outcome=Outcome.DONE, error="", **counts)
    tx.write(
        "undo.keep",
        undone_run_id=chosen.run_id,
        first_log_id=chosen.first_log_id,
        last_log_id=chosen.last_log_id,
    )
