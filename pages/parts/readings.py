"""Answers that pages keep: a question is asked once in each state of the desk and hour of the day.

    found = readings.once(promises.waiting_promises)

A page is drawn anew at every click; what it shows of the whole desk is read again only after something
happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Concatenate, Final, ParamSpec, TypeVar, cast

import streamlit as st

from engine.reports import backlog
from engine.store import Session, Transaction
from pages.parts import desk, formats

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

MOST_STATES: Final = 2
"""Answers are kept for the newest states of a desk alone: on a large one, each may be many megabytes."""
MOST_ANSWERS: Final = 32


def once(question: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of the desk answers to these arguments, kept until something changes.

    Only for answers that nobody changes, such as tables, about what the record log and the promise ledger
    know of: every change of orders, stock, purchase orders, promises and what is known of them writes a row
    there. Refusals end the page, as in ``desk.reading``.
    """
    asked = _asked(question, *args, **kwargs)
    with desk.reading() as tx:
        return _answer(_of_now(tx), asked, partial(question, tx, *args, **kwargs))


def worked_out(
    work: Callable[Concatenate[T, P], R],
    question: Callable[[Transaction], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """What ``work`` makes of the answer of ``once`` to a question, kept beside it."""
    asked = _asked(question)
    with desk.reading() as tx:
        answers = _of_now(tx)
        answer = _answer(answers, asked, partial(question, tx))
    return _answer(answers, (asked, _asked(work, *args, **kwargs)), partial(work, answer, *args, **kwargs))


def tried_once(question: Callable[Concatenate[Session, str, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function that tries something out answers to these arguments, kept like what ``once`` asks; it
    is given the session and who is at the screen, on whom the answer must not depend."""
    with desk.reading() as tx:
        answers = _of_now(tx)
    asked = _asked(question, *args, **kwargs)
    return _answer(answers, asked, partial(question, desk.session(), desk.actor(), *args, **kwargs))


def _asked(question: Callable[..., object], *args: object, **kwargs: object) -> object:
    """What an answer is kept by."""
    return question.__module__, question.__qualname__, args, tuple(kwargs.items())


@dataclass(slots=True)
class _Answers:
    """The answers in one state of a desk, the one asked for last at the end."""

    by_question: dict[object, object] = field(default_factory=dict)
    asking: dict[object, Lock] = field(default_factory=dict)
    """Held while somebody finds the answer to a question: who asks the same meanwhile waits for it."""


def _answer(answers: _Answers, asked: object, ask: Callable[[], T]) -> T:
    with answers.asking.setdefault(asked, Lock()):
        answer = answers.by_question.pop(asked, _NONE)
        answer = ask() if answer is _NONE else answer
        answers.by_question[asked] = answer
    for oldest in list(answers.by_question)[:-MOST_ANSWERS]:
        answers.by_question.pop(oldest, None)
    return cast("T", answer)


_NONE: Final = object()


def _of_now(tx: Transaction) -> _Answers:
    """The answers in the present state of the desk."""
    return _answers((str(desk.path()), backlog.version(tx), formats.hour()))


@st.cache_resource(max_entries=MOST_STATES, show_spinner=False)
def _answers(state: tuple[str, int, str]) -> _Answers:  # noqa: ARG001 - what they are kept by
    return _Answers()
