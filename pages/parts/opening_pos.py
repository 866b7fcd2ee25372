"""Pending purchase orders are opened where they cover what waits, and beside what put it on them (R44)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from engine import supply
from pages.parts import desk, formats, links
from pages.parts.literal import Markdown, literal

_OFFERED: Final = "_pos-to-open"
_TIP: Final = (
    "They go to their vendors: from then on their units are on order, and replenishment leaves them alone."
)


def button(numbers: Sequence[str], *, key: str, most: int = 99) -> None:
    """A button that opens pending purchase orders, where there are any, and a link to each of the first
    ``most`` of them."""
    if not numbers:
        return
    icon = ":material/send:"
    # A callback, as what was done just now is gone when the page is drawn again, and the button beside it.
    st.button(_label(numbers), key=key, icon=icon, help=_TIP, on_click=_open, args=(numbers,))
    for number in numbers[:most]:
        links.link("supply", number, "receipt_long", po=number)


def _label(numbers: Sequence[str]) -> Markdown:
    several = formats.count(len(numbers), "purchase order")
    return f"Open {literal(numbers[0]) if len(numbers) == 1 else several}"


def _open(numbers: Sequence[str]) -> None:
    done = f"{formats.listed(numbers, 9)} {formats.verb(len(numbers), 'are')} open: it is on order now."
    with desk.acting(done, again=False) as tx:
        supply.open_pos(tx, numbers)


def offer(numbers: Sequence[str]) -> None:
    """Offer to open these beside what was done just now, when the page is next drawn."""
    st.session_state[_OFFERED] = list(numbers)


def offered() -> list[str]:
    """The purchase orders of ``offer`` since the page was drawn last."""
    numbers: list[str] = st.session_state.pop(_OFFERED, [])
    return numbers
