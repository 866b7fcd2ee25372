"""Undo with a preview first: what would be undone, what is refused and why."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import signals, undo
from engine.errors import DeskError
from engine.past import replay
from engine.undo import Undone
from pages.parts import desk, dialogs, formats, links, opening_pos, style
from pages.parts.literal import Markdown, literal

_HOLD: Final = "undo-hold"
MOST: Final = 30
"""How many sentences of a list are shown."""


def run_buttons(run_id: int, *, is_undo: bool) -> None:
    """What can be done with a past run that is done: undo it, an undo too, or compute it again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Undo this undo" if is_undo else "Undo this run",
            key="undo_run",
            icon=":material/redo:" if is_undo else ":material/undo:",
            help="What it took back is done again." if is_undo else None,
        ):
            _undo.ask(run_id, None)
        if not is_undo and st.button(
            "Replay it",
            key="replay_run",
            icon=":material/replay:",
            help="Computes the run again from the record log; the same result has the same hash.",
        ):
            _replay(run_id)
        if not is_undo:
            links.link("any_day", "Step by step", "movie", tab="A run, step by step", run=run_id)


def show_done() -> None:
    """What was done just now, and beside it the way back, or why it was not done; shell.begin draws it.

    It lies over the head of the page (``style``), so that nothing moves when it comes and when it goes.
    """
    (sentences, action_id), refused = desk.done_just_now(), desk.refused_just_now()
    pos = opening_pos.offered()
    if not sentences and refused is None:
        return
    with st.container(key=style.DONE):
        if refused is not None:
            desk.refuse(refused)
        for sentence in sentences[:-1]:
            _say_done(sentence)
        if sentences:
            _say_last(sentences[-1], pos, action_id)


def _say_last(sentence: str, pos: list[str], action_id: int | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _say_done(sentence)
        opening_pos.button(pos, key="open-just-ordered", most=1)
        if action_id is not None:
            _undo_button(action_id)


def _say_done(sentence: str) -> None:
    st.success(literal(sentence), icon=":material/check_circle:", width="stretch")


def _undo_button(action_id: int) -> None:
    log_id = None
    with desk.reading(stop=False) as tx:
        log_id = undo.row_to_undo(tx, action_id)
    if log_id is not None:
        # The message is gone when the page is drawn again, and the button with it: only a callback is called.
        st.button("Undo", key="undo_done", icon=":material/undo:", on_click=_undo.ask, args=(None, log_id))


def last_button() -> None:
    """Undo the newest action of the desk, whoever did it."""
    if st.button("Undo last action", key="undo_last", icon=":material/undo:"):
        try:
            with desk.session().reading() as tx:
                _undo.ask(None, undo.last_action(tx).first_log_id)
        except DeskError as error:
            desk.refuse(error)


@dialogs.dialog("Undo", width="large")
def _undo(run_id: int | None, log_id: int | None) -> None:
    hold = bool(st.session_state.get(_HOLD))
    try:
        seen = undo.preview(desk.session(), actor=desk.actor(), run_id=run_id, log_id=log_id, hold=hold)
    except DeskError as error:
        dialogs.withdraw(error)
    st.markdown(f"**{literal(seen.what)}**")
    if seen.taken_back:
        st.checkbox(
            f"Put the {formats.count(seen.taken_back, 'line')} it takes stock back from on hold",
            key=_HOLD,
            help="Else the next sweep gives it to them again. Whoever waits gets nothing until the hold is "
            "lifted.",
        )
    _listed("What it does", seen.done)
    _listed("What cannot be undone", seen.refused)
    if dialogs.confirmed("undo it", "leave it"):
        _do(run_id, log_id, hold=hold)


def _listed(lead: Markdown, sentences: list[str]) -> None:
    if sentences:
        st.markdown(f"{lead}:\n\n{formats.bullets(sentences, MOST)}")


def _do(run_id: int | None, log_id: int | None, *, hold: bool) -> None:
    try:
        done = undo.undo(desk.session(), actor=desk.actor(), run_id=run_id, log_id=log_id, hold=hold)
    except DeskError as error:
        dialogs.refuse(error)
        return
    signals.announce_change(desk.path())  # a schedule or a preference may have gone back
    desk.say(_in_words(done))
    dialogs.leave()


def _in_words(done: Undone) -> str:
    text = f"Run {done.run_id} undid: {done.what.rstrip('.')}."
    return (
        f"{text} {formats.count(len(done.refused), 'thing')} could not be undone." if done.refused else text
    )


def _replay(run_id: int) -> None:
    try:
        with desk.session().reading() as tx:
            result = replay.replay(tx, run_id)
    except DeskError as error:
        desk.refuse(error)
        return
    if result.is_same:
        same = literal(result.run_hash[:16])
        st.success(f"Replayed from the record log, run {run_id} gives the same result ({same}).")
        return
    st.error(f"Replayed from the record log, run {run_id} gives another result.")
    st.dataframe(result.differences, hide_index=True)
