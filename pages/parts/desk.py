"""The pages' way to the desk: one session per server, and failures that are sentences, never traces.

    with desk.reading() as tx:
        order = orders.find(tx, number)

    if st.button("Cancel line"):
        with desk.acting(f"Line {line_no} was cancelled.") as tx:
            orders.cancel_line(tx, number, line_no)

A refusal shows its sentence where the block stands. ``reading`` then ends the page; ``acting`` has written
nothing and lets the page go on. After a success the page is drawn anew and says what was done. ``st.rerun``
and ``st.stop`` inside a block would take the work back: leave them outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from engine import machine, money, settings, store
from engine.desk import first_run
from engine.desk.first_run import DeskKind
from engine.errors import DeskError
from engine.money import Money
from engine.rules import texts
from engine.store import Session, Transaction
from engine.sweeps import closing
from pages.parts.literal import literal

NOTHING_CHANGED = "Nothing was changed."
_DONE = "_said"
_ACTION = "_action"
_REFUSED = "_refused"


def path() -> Path:
    """The file of the desk these pages show."""
    return settings.settings().path


def session() -> Session:
    """The one session of this server; it is closed when the server ends."""
    chosen = settings.settings()
    return _session(chosen.path, chosen.wait_seconds, first_run=chosen.first_run)


@st.cache_resource(show_spinner=False, on_release=lambda open_session: open_session.close())
def _session(file: Path, wait_seconds: float, *, first_run: bool) -> Session:
    making = store.Making.WHERE_NONE_WAS if first_run else store.Making.NEVER
    return store.open_desk(file, name="the pages", wait_seconds=wait_seconds, making=making)


@contextmanager
def reading(*, stop: bool = True) -> Iterator[Transaction]:
    """One consistent view of the desk; a refusal is shown, and ends the page unless ``stop`` is off.

    A desk that cannot be looked at ends it all the same: the block has nothing to look at.
    """
    is_there = False
    try:
        with machine.in_a_sentence(), session().reading() as tx:
            is_there = True
            yield tx
    except DeskError as error:
        refuse(error)
        if stop or not is_there:
            st.stop()


@dataclass(slots=True)
class Attempt:
    """A change under way; ``saved`` once it is committed."""

    tx: Transaction
    saved: bool = False


def refuse(error: DeskError) -> None:
    """Show a refusal in its own words, one line per problem."""
    st.error(literal(str(error)), icon=":material/block:")


def refuse_on_page(error: DeskError) -> None:
    """Show a refusal with what was done, when the page is next drawn: for a question that gives way to it."""
    st.session_state[_REFUSED] = error


def refused_just_now() -> DeskError | None:
    """What ``refuse_on_page`` was given since the page was drawn last."""
    error: DeskError | None = st.session_state.pop(_REFUSED, None)
    return error


@contextmanager
def attempting(done: str = "", *, on_refusal: Callable[[DeskError], None] = refuse) -> Iterator[Attempt]:
    """A change whose success the caller wants to know: what ``acting`` is made of.

    Of one that left everything as it was, ``done`` would be untrue: then that is said in its place.
    """
    before = _sentences()
    try:
        with machine.in_a_sentence(), session().transaction(actor=actor()) as tx:
            attempt = Attempt(tx)
            yield attempt
    except DeskError as error:
        st.session_state[_DONE] = before
        on_refusal(error)
        return
    attempt.saved = True
    if done:
        say(NOTHING_CHANGED if tx.number is None else done)
    if _sentences() != before:
        st.session_state[_ACTION] = tx.number


@contextmanager
def acting(done: str = "", *, again: bool = True) -> Iterator[Transaction]:
    """A change by the person at the screen, committed when the block ends; nothing is saved if it is refused.

    ``done`` (and what ``say`` adds inside the block) is shown once it is saved; where nothing was written
    into the record log, it is said that nothing was changed. ``again=False`` does not draw the page anew:
    for callbacks, after which it is drawn anyway.
    """
    with attempting(done) as attempt:
        yield attempt.tx
    if attempt.saved and again:
        st.rerun()


def alarm() -> tuple[datetime, str] | None:
    """When the last closing of the day failed and why, as app.py read it for this run of the page."""
    failed: tuple[datetime, str] | None = st.session_state.get("_alarm")
    return failed


def say(sentence: str, action_id: int | None = None) -> None:
    """Show a sentence, as it is and never as Markdown, at the top of the page when it is next drawn.

    ``action_id``: the number of the action that it speaks of, where that was done elsewhere.
    """
    st.session_state[_DONE] = [*_sentences(), sentence]
    if action_id is not None:
        st.session_state[_ACTION] = action_id


def done_just_now() -> tuple[list[str], int | None]:
    """What ``say`` was given since the page was drawn last, and the number of the action that was done last
    with it, if it wrote anything."""
    return st.session_state.pop(_DONE, []), st.session_state.pop(_ACTION, None)


def _sentences() -> list[str]:
    sentences: list[str] = st.session_state.get(_DONE, [])
    return sentences


def actor() -> str:
    """Who is at the screen: the name for the record log."""
    return texts.line(st.session_state.get("actor") or "", "name") or default_actor()


def default_actor() -> str:
    """The name the machine knows its user by, unless the settings name another."""
    return settings.settings().actor


def zone() -> ZoneInfo:
    """The desk's time zone, as app.py read it for this run of the page."""
    stored = st.session_state.get("_zone")
    return stored if isinstance(stored, ZoneInfo) else ZoneInfo("UTC")


def sums() -> Money:
    """How the desk writes sums of money, as app.py read it for this run of the page."""
    stored = st.session_state.get("_money")
    return stored if isinstance(stored, Money) else Money()


def kind() -> DeskKind:
    """Read once per run what every page needs: whether the desk is new or the demo, its zone and money, and
    whether the last closing of the day failed."""
    with reading() as tx:
        st.session_state["_alarm"] = closing.alarm(tx)
        st.session_state["_zone"] = tx.zone
        st.session_state["_money"] = money.read(tx)
        return _kind(tx)


def _kind(tx: Transaction) -> DeskKind:
    """A desk that was begun stays so, and is not looked at again."""
    before = st.session_state.get("_kind")
    if isinstance(before, DeskKind) and not before.new:
        return before
    kind = first_run.kind(tx)
    if kind.new or not st.session_state.get("importing"):
        st.session_state["_kind"] = kind
        return kind
    return DeskKind(new=True, demo=False)
