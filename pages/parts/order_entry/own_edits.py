"""Which version of a draft was seen in this tab: the one drawn, and what was changed of it here since.

Opening or discarding a draft that somebody else changed meanwhile is refused. One's own edit makes nothing
stale, though it may be followed by the next key before the page is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from engine import orders
from engine.store import Transaction

_SEEN: Final = "entry_seen"


def drawn(number: str, version: int) -> None:
    """Remember that a draft is on the screen as it is in this version."""
    st.session_state[_SEEN] = (number, version)


def seen(number: str) -> int | None:
    """The version of a draft that was seen in this tab; None if none was."""
    about, version = st.session_state.get(_SEEN) or ("", None)
    return version if about == number else None


@contextmanager
def own(tx: Transaction, number: str) -> Iterator[None]:
    """Make an edit of the draft that this tab shows: what it makes of it has been seen, if all before was."""
    before = orders.version(tx, number)
    yield
    if before is not None and seen(number) == before:
        drawn(number, orders.version(tx, number) or before)
