"""Questions to a person: at most one is open, and session state says which, so that a rerun never loses it.

    if st.button("Cancel order"):
        dialogs.ask("cancel order", number=number)
    dialogs.answer("cancel order", f"Cancel order {number}?", _cancel_body)

    def _cancel_body(number: str) -> None:
        if st.button("Yes, cancel it (Y)", shortcut="y"):
            with dialogs.settling(f"Order {number} was cancelled.") as tx:
                orders.cancel_order(tx, number)

The question ends with ``done``, with a success inside ``settling``, or when the person closes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import streamlit as st

from engine.errors import DeskError
from engine.store import Transaction
from pages.parts import desk
from pages.parts.literal import literal

_QUESTION = "_question"
_PAGE = "_page"
_OPEN = "_was_open"
_DRAWN = "_dialog_is_drawn"


def ask(name: str, **facts: Any) -> None:
    """Make ``name`` the open question; ``facts`` go to the body that draws it."""
    st.session_state[_QUESTION] = (name, facts)


def facts_of(name: str) -> dict[str, Any] | None:
    """The facts of the question if it is the open one."""
    asked, facts = st.session_state.get(_QUESTION) or (None, {})
    return facts if asked == name else None


def done() -> None:
    """The question is answered, or nobody wants to answer it."""
    st.session_state.pop(_QUESTION, None)


def answer(
    name: str,
    title: str,
    body: Callable[..., None],
    *,
    width: Literal["small", "medium", "large"] = "small",
    position: Literal["center", "right"] = "center",
    on_dismiss: Callable[[], None] = done,
) -> None:
    """Open the dialog if ``name`` is the open question; ``body`` gets the facts as keywords.

    ``title`` is shown as it is, and never as Markdown.
    """
    if facts_of(name) is None:
        return

    @st.dialog(literal(title), width=width, position=position, on_dismiss=on_dismiss)
    def _dialog() -> None:
        facts = facts_of(name)
        if facts is None:  # a callback answered it before the body ran again
            st.rerun()
        else:
            body(**facts)

    if st.session_state.get(_DRAWN):  # another was drawn before this was asked, and a page has one at a time
        st.rerun()
    st.session_state[_DRAWN] = True
    _dialog()


@contextmanager
def settling(
    said: str = "", *, on_refusal: Callable[[DeskError], None] = desk.refuse
) -> Iterator[Transaction]:
    """Like desk.acting, inside a dialog: a success closes it, a refusal is shown in it.

    The block may ask the next question, and so may ``on_refusal``.
    """
    asked = st.session_state.get(_QUESTION)

    def _refused(error: DeskError) -> None:
        st.session_state[_QUESTION] = asked
        on_refusal(error)

    with desk.attempting(said, on_refusal=_refused) as attempt:
        yield attempt.tx
    asks_more = st.session_state.get(_QUESTION) is not asked
    if attempt.saved and not asks_more:
        done()
    if attempt.saved or asks_more:
        st.rerun()


def was_closed() -> bool:
    """Whether a question was open when the page was drawn before, and none is now."""
    before, now = st.session_state.get(_OPEN, False), st.session_state.get(_QUESTION) is not None
    st.session_state[_OPEN] = now
    return bool(before and not now)


def arrive(page: str) -> bool:
    """Whether another page was shown before; a question that it left open is not asked here."""
    st.session_state[_DRAWN] = False
    arrived: bool = st.session_state.get(_PAGE) != page
    if arrived:
        done()
    st.session_state[_PAGE] = page
    return arrived
