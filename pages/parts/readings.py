"""Answers that pages keep: a question is asked once in each state of the desk and hour of the day.

    found = readings.once(promises.waiting_promises)

A page is drawn anew at every click; what it shows of the whole desk is read again only after something
happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from engine.reports import backlog
from engine.store import Transaction
from pages.parts import desk, formats

P = ParamSpec("P")
T = TypeVar("T")


def once(question: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of the desk answers to these arguments, kept until something changes.

    Only for answers that nobody changes, such as tables, about what the record log and the promise ledger
    know of: every change of orders, stock, purchase orders, promises and what is known of them writes a row
    there. Refusals end the page, as in ``desk.reading``.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    with desk.reading() as tx:
        state = (str(desk.path()), backlog.version(tx), formats.hour())
        return cast("T", _answer(state, name, args, kwargs, question, tx))


@st.cache_resource(max_entries=32, show_spinner=False)
def _answer(
    state: tuple[str, int, str],  # noqa: ARG001 - with the name, what an answer is kept by
    name: str,  # noqa: ARG001
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    _question: Callable[..., Any],
    _tx: Transaction,
) -> Any:
    return _question(_tx, *args, **kwargs)
