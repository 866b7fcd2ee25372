"""What can be printed of shipments and purchase orders, seen first and printed with one more click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from engine import paper
from engine.paper import Print
from pages.parts import desk, dialogs
from pages.parts.literal import Markdown

NAMES: Final = {
    Print.PICKING: "Picking list",
    Print.SHIPMENTS: "Packing slips",
    Print.LABELS: "Labels",
    Print.PO: "Purchase order",
}
OF_SHIPMENTS: Final = (Print.PICKING, Print.SHIPMENTS, Print.LABELS)
OF_SHIPPED: Final = (Print.SHIPMENTS, Print.LABELS)
"""Shipments that have left are picked by nobody."""
OF_POS: Final = (Print.PO,)


def button(numbers: Sequence[object], sheets: Sequence[Print]) -> None:
    """A button that lays out what can be printed of these numbers, and says of how many."""
    label = "Print …" if len(numbers) == 1 else f"Print {len(numbers):,} …"
    if st.button(label, icon=":material/print:"):
        ask([str(number) for number in numbers], sheets)


def ask(numbers: Sequence[str], sheets: Sequence[Print]) -> None:
    """Lay out what can be printed of these numbers."""
    _show.ask(list(numbers), sheets)


@dialogs.dialog("Print", width="large")
def _show(numbers: list[str], sheets: Sequence[Print]) -> None:
    what = sheets[0]
    if len(sheets) > 1:
        what = st.segmented_control(
            "What", sheets, default=what, format_func=NAMES.__getitem__, required=True, key="sheet"
        )
    with desk.reading() as tx:
        document = paper.printed(tx, what, numbers)
    _sheet(document, NAMES[what], what)


def ask_morning(day: date) -> None:
    """Lay out the morning report of a day."""
    _morning.ask(day)


@dialogs.dialog("Morning report", width="large")
def _morning(day: date) -> None:
    with desk.reading() as tx:
        document = paper.morning_report(tx, day)
    _sheet(document, "Morning report", f"morning-{day}")


def _sheet(document: str, name: Markdown, file: str) -> None:
    """The paper as it will be printed, with a button on it that prints it, and the way to keep it."""
    st.iframe(document, height=520, alt=f"{name}, as it will be printed")
    st.download_button(
        "Save as a file",
        document,
        f"{file}.html",
        "text/html",
        icon=":material/download:",
        on_click="ignore",
    )
