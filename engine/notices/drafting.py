"""Drafting: what customers are to be told, found in what was written since somebody last looked.

A draft is a set of facts, one for each change of a typed line. A look reads the news of those lines alone of
which the record log or the promise ledger says something new, or whose day has come; of everybody's lines if
nobody looked before. Both find the same, as a property test holds.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, TypedDict, cast

from db.session import Session, Transaction
from engine import days, log, preferences
from engine.errors import DeskError, NoSuch
from engine.notices import questions
from engine.panics import UNFORESEEN
from engine.rules import texts
from engine.unforeseen import write_down

FIRST_LOOK = timedelta(days=1)
"""How far back the first drafts of a desk look."""

REPLACED_FOR = timedelta(days=1)
"""How long it is known that a draft was written anew, for those who have the old one on their screen."""

_NOTHING_NEW: Final = (2**63 - 1, 2**63 - 1)
"""Where every customer is asked, no line is asked for what was written of it."""


class BadSince(DeskError):
    """{text} is neither the number of a run nor an instant; write one such as 17 or 2026-03-31T14:30."""


class SinceToCome(DeskError):
    """{text} is still to come, so there is no news since then; write an instant that has passed."""


class NotDrafted(DeskError):
    """The drafts after run {run} were not written ({why}); check for changes on the Notices page."""


def look(tx: Transaction, since: str = "") -> None:
    """Bring the drafts up to what is so now; one that still says it stays as it is.

    ``since``: the number of a run, or an ISO instant or day (the desk's, if it names no zone), to look back
    to; empty: to what each customer was told last. What was told since is left out in any case. Where nothing
    changed, nothing is written.
    """
    if since:
        instant = _instant(tx, since)
        _look(tx, cast("Beginning", tx.only("notices.at", instant=instant)), named=True)
    else:
        _look(tx, _beginning(tx), named=False)


def draft_after_run(session: Session, run_id: int, *, actor: str, now: datetime | None = None) -> None:
    """Bring the drafts up to date after a run, unless the preference *draft notices* is off.

    In a transaction of its own once the run is committed: whatever goes wrong is a row of kind error in the
    record log and never harms the run.
    """
    try:
        with session.transaction(actor=actor, now=now) as tx:
            tx.run_id = run_id
            if preferences.read(tx).draft_notices:
                look(tx)
    except UNFORESEEN as error:  # the run is done, and stays so
        with suppress(*UNFORESEEN), session.transaction(actor=actor, now=now) as tx:
            tx.run_id = run_id
            problem = NotDrafted(run=run_id, why=_why(error, run_id, session.path))
            log.write(
                tx, kind="error", record="run", record_id=run_id, field="notices", sentence=str(problem)
            )


def _why(error: BaseException, run_id: int, desk: Path | None) -> str:
    """What went wrong, without its full stop."""
    is_foreseen = isinstance(error, DeskError)
    sentence = str(error) if is_foreseen else write_down(error, f"the notices after run {run_id}", desk)
    return " ".join(sentence.split()).rstrip(".")


class Beginning(TypedDict):
    """Where news begin: the newest rows of the two ledgers at that instant (``notices.beginning``)."""

    log_id: int
    promise_id: int


class Look(Beginning):
    """How far the desk was read for news last (``notices.last_look``)."""

    looked_on: date
    is_over: bool  # something was written since, a day has passed, or somebody's news are due


def _beginning(tx: Transaction) -> Beginning:
    """The beginning of all news of this desk; the first look settles it."""
    look = tx.row("notices.beginning")
    if look is None:
        look = tx.only("notices.at", instant=tx.now - FIRST_LOOK)
        tx.write("notices.begin", **look)
    return cast("Beginning", look)


def _instant(tx: Transaction, since: str) -> datetime:
    """When a run started, or the instant itself."""
    text = since.strip()
    if texts.in_figures(text, 30):
        started: datetime | None = tx.value("notices.run_started", this_run_id=int(text))
        if started is None:
            raise NoSuch(kind="run", name=text)
        return started
    try:
        instant = days.instant_typed(text)
    except ValueError:
        raise BadSince(text=since) from None
    moment = instant if instant.tzinfo else instant.replace(tzinfo=tx.zone)
    if moment > tx.now:
        raise SinceToCome(text=days.clock_of(tx).spelled(moment))
    return moment


def _look(tx: Transaction, start: Beginning, *, named: bool) -> None:
    """Find the news of the lines in question and put them into the drafts.

    Whoever names an instant sees everybody's news from there, so that the look after that one begins afresh.
    """
    last = None if named else cast("Look | None", tx.row("notices.last_look"))
    if last and not last["is_over"]:
        return
    everybody = _ask(tx, last)
    everything = everybody or (last is not None and last["looked_on"] < tx.today)
    waits = everything or tx.value("notices.waiting_count") > 0
    questions.ask(tx, everything=everything, waits=waits)
    tx.write("notices.find_basis", named=named, **start)
    if tx.value("notices.find_net") or waits:
        tx.write("notices.find_days")
        tx.write("notices.find_news")
    else:
        tx.write("notices.find_no_news")
    changed_drafts = tx.value("notices.find_changed_drafts")
    tx.write("notices.forget_due")
    if changed_drafts:
        _rewrite(tx)
    tx.write("notices.forget_look")
    if not named:
        tx.write("notices.keep_look")


def _ask(tx: Transaction, last: Look | None) -> bool:
    """Name the lines whose news are read: everybody's without a last look, or if the clock went back.

    Whether it is everybody's.
    """
    everybody = last is None or last["looked_on"] > tx.today
    tx.write("notices.ask_customers", everybody=everybody)
    newest = _NOTHING_NEW if last is None or everybody else (last["log_id"], last["promise_id"])
    tx.write("notices.ask_lines", log_id=newest[0], promise_id=newest[1])
    if last and last["looked_on"] < tx.today:
        tx.write("notices.ask_lines_of_days", looked_on=last["looked_on"])
    return everybody


def _rewrite(tx: Transaction) -> None:
    """Put what is so now in the place of the changed drafts."""
    last_id: int = tx.value("notices.last_id")
    for step in ("replace", "unwrite", "forget_facts", "add_facts"):
        tx.write(f"notices.{step}")
    tx.write("notices.add", last_id=last_id)
    tx.write("notices.add_due")
    tx.write("notices.forget", before=tx.now - REPLACED_FOR)
