"""Questions to a person: at most one is open, and session state says which, so that a rerun never loses it.

    @dialogs.dialog("Cancel order {number}?")
    def cancel(number: str) -> None:
        st.write("Lines that have not shipped are cancelled.")
        if dialogs.confirmed("cancel it", "keep it"):
            with dialogs.settling(f"Order {number} was cancelled.") as tx:
                orders.cancel_order(tx, number)

    if st.button("Cancel order"):
        cancel.ask(number)

A page asks, and that is all it does: ``app.py`` draws the open question once, after the page. A question ends
with ``close``, with a success inside ``settling``, or when the person closes the dialog. It gives way where
somebody else changed meanwhile what it asks about, and where a yes is refused: no answer would be taken, and
the page behind it may show what is no longer so.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, Literal, NoReturn, ParamSpec

import streamlit as st

from engine.errors import ChangedSince, DeskError, ShipmentChanged
from engine.store import Transaction
from pages.parts import desk
from pages.parts.literal import Markdown, literal

P = ParamSpec("P")
DialogWidth = Literal["small", "medium", "large"]
Position = Literal["center", "right"]

_QUESTION = "_question"
_PAGE = "_page"
_WAS_OPEN = "_was_open"
_CHANGED: Final = (ChangedSince, ShipmentChanged)
"""Refusals of what somebody else changed since it was read."""


def close() -> None:
    """Close the open question: it is answered, or nobody wants to answer it."""
    st.session_state.pop(_QUESTION, None)


@dataclass(frozen=True)
class Dialog(Generic[P]):
    """A question that can be asked: ``body`` draws it with the facts that ``ask`` was given."""

    title: str | Callable[..., str]
    """The facts stand in it in braces, or it is worked out of them; shown as it is, and never as Markdown."""
    body: Callable[P, None]
    width: DialogWidth = "small"
    position: Position = "center"
    on_dismiss: Callable[[], None] = close

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Make this dialog the open question, which is drawn after the page."""
        facts = inspect.signature(self.body).bind(*args, **kwargs).arguments
        st.session_state[_QUESTION] = _Question(self, facts)

    def is_open(self) -> bool:
        """Whether this dialog is the open question."""
        question = _open_question()
        return question is not None and question.dialog is self


@dataclass(frozen=True)
class _Question:
    """The dialog that is open, what it asks about, why it is asked again if it is, and whether a yes was
    said to it."""

    dialog: Dialog[Any]
    facts: dict[str, Any]
    refused: DeskError | None = None
    agreed: bool = False

    @property
    def title(self) -> str:
        title = self.dialog.title
        return title.format(**self.facts) if isinstance(title, str) else title(**self.facts)


def dialog(
    title: str | Callable[..., str],
    *,
    width: DialogWidth = "small",
    position: Position = "center",
    on_dismiss: Callable[[], None] = close,
) -> Callable[[Callable[P, None]], Dialog[P]]:
    """Make a dialog of the function that draws its body; ``on_dismiss`` follows when a person closes it."""

    def _made(body: Callable[P, None]) -> Dialog[P]:
        return Dialog(title, body, width, position, on_dismiss)

    return _made


def draw() -> None:
    """Draw the open question, if there is one: once for every page, after it."""
    question = _open_question()
    st.session_state[_WAS_OPEN] = question is not None
    if question is None:
        return
    kind = question.dialog

    @st.dialog(literal(question.title), width=kind.width, position=kind.position, on_dismiss=kind.on_dismiss)
    def _drawn() -> None:
        now = _open_question()
        if now is None or now.dialog is not kind:  # a callback answered it before the body ran again
            st.rerun()
        else:
            if now.refused:
                desk.refuse(now.refused)
            kind.body(**now.facts)

    _drawn()


def yes_no(
    yes: Markdown, no: Markdown, *, tip: Markdown | None = None, on_yes: Callable[[], None] | None = None
) -> bool | None:
    """Draw the two answers; True or False where one of them was pressed, by mouse or by its key, else None.

    ``cancel it`` and ``keep it`` are read *Yes: cancel it* (Y) and *No: keep it* (N). ``on_yes`` is called
    before anything is drawn again: for a Yes to exactly what was on the screen.
    """
    agreed = st.button(
        f"Yes: {yes}", shortcut="Y", type="primary", width="stretch", help=tip, on_click=on_yes
    )
    refused = st.button(f"No: {no}", shortcut="N", width="stretch")
    return True if agreed else False if refused else None


def confirmed(
    yes: Markdown, no: Markdown, *, tip: Markdown | None = None, on_yes: Callable[[], None] | None = None
) -> bool:
    """Draw the two answers of ``yes_no`` where No only closes the dialog; whether Yes was pressed.

    Where what follows a Yes is refused, nothing in the dialog could be said otherwise: ``refuse`` and
    ``settling`` close it.
    """
    answer = yes_no(yes, no, tip=tip, on_yes=on_yes)
    if answer is False:
        leave()
    if answer and on_yes is None and (question := _open_question()):
        st.session_state[_QUESTION] = replace(question, agreed=True)
    return answer is True


def leave() -> None:
    """Close the dialog from inside it, and draw the page without it."""
    close()
    st.rerun()


def refuse(error: DeskError) -> None:
    """Show a refusal in the open question, unless that gives way: then over the page, which is drawn anew.

    Not for callbacks, which cannot have anything drawn anew. Without a question it is shown where it stands.
    """
    question = _open_question()
    if question and (question.agreed or isinstance(error, _CHANGED)):
        withdraw(error)
    desk.refuse(error)


def withdraw(error: DeskError) -> NoReturn:
    """Close the open question, which cannot be asked any more, and say why over the page.

    Not for callbacks, which cannot have anything drawn anew.
    """
    _give_way(error)
    st.rerun()


@contextmanager
def settling(
    done: str = "",
    *,
    on_refusal: Callable[[DeskError], None] = refuse,
    on_changed: Callable[[], None] = close,
) -> Iterator[Transaction]:
    """A change made in a dialog: a success closes it, a refusal is shown in it and leaves it open, unless
    it follows a Yes.

    Where somebody else changed meanwhile what it asks about, it closes, and the refusal stands over the
    page, which shows the record as it is now. A yes or a no, or one thing chosen, is soon said again. A form
    in which more was typed asks itself again in ``on_changed``, about the record as it is now and with what
    was typed: it says the refusal then, and can be sent. Its keys are others then: one key may send a form
    twice, and what was not seen yet must not be sent by that. The block may ask the next question, and so may
    ``on_refusal``.
    """
    asked = _open_question()

    def _refused(error: DeskError) -> None:
        st.session_state[_QUESTION] = asked
        if asked and isinstance(error, _CHANGED):
            _give_way(error, on_changed)
        else:
            on_refusal(error)

    with desk.attempting(done, on_refusal=_refused) as attempt:
        yield attempt.tx
    asks_more = _open_question() is not asked
    if attempt.saved and not asks_more:
        close()
    if attempt.saved or asks_more:
        st.rerun()


def _give_way(error: DeskError, then: Callable[[], None] = close) -> None:
    """End the open question as ``then`` does it: the refusal goes into the question that it asks, or over
    the page if it asks none."""
    then()
    if again := _open_question():
        st.session_state[_QUESTION] = replace(again, refused=error)
    else:
        desk.refuse_on_page(error)


def was_closed() -> bool:
    """Whether a question was open when the page was drawn before, and none is now."""
    return bool(st.session_state.get(_WAS_OPEN)) and _open_question() is None


def has_arrived(page: str) -> bool:
    """Whether another page was shown before; a question that it left open is not asked here."""
    arrived: bool = st.session_state.get(_PAGE) != page
    if arrived:
        close()
    st.session_state[_PAGE] = page
    return arrived


def _open_question() -> _Question | None:
    question: _Question | None = st.session_state.get(_QUESTION)
    return question
