"""Setting the priority of orders, with a look at who would win and who would lose before it is done (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from engine.whatif.edits import Priority
from pages.parts import confirm, dialogs, formats, preview, preview_tables
from pages.parts.confirm import PendingAct

MOST_NAMED: Final = 12
"""How many orders are named."""


def ask(numbers: Sequence[str], *, seen: int | None = None) -> None:
    """Open the question for these orders; ``seen``: the version of a single order that a person looked at."""
    _priority.ask(sorted(set(numbers)), seen)


def _title(numbers: list[str], **_: object) -> str:
    return f"Set the priority of {formats.orders(numbers)}"


@dialogs.dialog(_title, width="large")
def _priority(numbers: list[str], seen: int | None) -> None:
    if len(numbers) > 1:
        st.caption(formats.listed(numbers, MOST_NAMED))
    priority = st.segmented_control(
        "Priority",
        list(range(10)),
        format_func=formats.priority,
        key="new-priority",
        help="Higher is served first. A higher priority takes stock from lower ones at once.",
    )
    if priority is None:
        st.info("Choose a priority to see who would gain and who would lose.")
        return
    edits = [Priority(number, priority, seen) for number in numbers]
    effect = preview.tried(edits, swept=False)
    if effect is not None:
        preview_tables.show(effect, swept=False)
        done = f"Priority {formats.priority(priority)} for {formats.orders(numbers)}."
        confirm.buttons(PendingAct(edits, done, yes="set it"), effect)
