"""The question whether orders are cancelled; they are in one act, or none is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from engine.orders import bulk
from pages.parts import dialogs, formats

MOST_NAMED: Final = 12
"""How many orders are named."""


def ask(numbers: Sequence[str], *, seen: int | None = None) -> None:
    """Open the question for these orders; ``seen``: the version of a single order that a person looked at."""
    _cancel.ask(list(numbers), seen)


def _title(numbers: list[str], **_: object) -> str:
    return f"Cancel {formats.orders(numbers)}?"


@dialogs.dialog(_title)
def _cancel(numbers: list[str], seen: int | None) -> None:
    what, them = formats.orders(numbers), formats.them(len(numbers))
    if len(numbers) > 1:
        st.caption(formats.listed(numbers, MOST_NAMED))
    st.write(
        "Lines that have not shipped are cancelled, and pending shipments lose them. What comes free goes to "
        "whoever is first when the next sweep runs."
    )
    if dialogs.confirmed(f"cancel {them}", f"keep {them}"):
        done = f"{what[0].upper()}{what[1:]} {formats.verb(len(numbers), 'were')} cancelled."
        with dialogs.settling(done) as tx:
            bulk.cancel_orders(tx, numbers, seen=seen)
