"""Answers that pages keep: a question is asked once in each state of the desk and hour of the day.

    found = readings.once(promises.waiting_promises)

A page is drawn anew at every click; what it shows of the whole desk is read again only after something
happened.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

import streamlit as st

from engine.reports import backlog
from engine.store import Session, Transaction
from pages.parts import desk, formats

P = ParamSpec("P")
T = TypeVar("T")

MOST_STATES: Final = 2
"""Answers are kept for the newest states of a desk alone: on a large one, each may be many megabytes."""
MOST_ANSWERS: Final = 32


def once(question: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of the desk answers to these arguments, kept until something changes.

    Only for answers that nobody changes, such as tables, about what the record log and the promise ledger
    know of: every change of orders, stock, purchase orders, promises and what is known of them writes a row
    there. Refusals end the page, as in ``desk.reading``.
    """
    asked = (question.__module__, question.__qualname__, args, tuple(kwargs.items()))
    with desk.reading() as tx:
        return _answer(_of_now(tx), asked, partial(question, tx, *args, **kwargs))


def tried_once(question: Callable[Concatenate[Session, str, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function that tries something out answers to these arguments, kept like what ``once`` asks; it
    is given the session and who is at the screen, on whom the answer must not depend."""
    with desk.reading() as tx:
        answers = _of_now(tx)
    asked = (question.__module__, question.__qualname__, args, tuple(kwargs.items()))
    return _answer(answers, asked, partial(question, desk.session(), desk.actor(), *args, **kwargs))


def _answer(answers: dict[Any, Any], asked: object, ask: Callable[[], T]) -> T:
    answer = answers.pop(asked, _NONE)
    answer = ask() if answer is _NONE else answer
    answers[asked] = answer
    for oldest in list(answers)[:-MOST_ANSWERS]:
        answers.pop(oldest, None)
    return cast("T", answer)


_NONE: Final = object()


def _of_now(tx: Transaction) -> dict[Any, Any]:
    """The answers in the present state of the desk."""
    return _answers((str(desk.path()), backlog.version(tx), formats.hour()))


@st.cache_resource(max_entries=MOST_STATES, show_spinner=False)
def _answers(state: tuple[str, int, str]) -> dict[Any, Any]:  # noqa: ARG001 - what they are kept by
    """The answers in one state of a desk, the one asked for last at the end."""
    return {}
