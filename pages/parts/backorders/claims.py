"""What several lines claim, changed in one act: in parts or in one piece, pinned or not (R7, R22)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from engine.orders.bulk import Lines
from engine.whatif.edits import Split, Whole
from pages.parts import confirm, formats, pinning
from pages.parts.confirm import PendingAct
from pages.parts.literal import Markdown


def buttons(chosen: pl.DataFrame) -> None:
    """A popover with what can be done with the claims of chosen lines, each for those it can be done to."""
    named = chosen.select("order", "line").rows()
    whole, parts = (
        chosen.filter(rows).select("order", "line").rows() for rows in ("whole", ~pl.col("whole"))
    )
    with st.popover("More", icon=":material/more_horiz:"):
        if parts and pinning.button("In one piece", parts, "whole-waiting", ":material/package_2:", _WHOLE):
            _claim(
                [Whole(*one) for one in parts], f"{pinning.counted(parts)} {_ship(parts)} only in one piece."
            )
        if whole and pinning.button("May be split", whole, "split-waiting", ":material/call_split:", _SPLIT):
            _claim([Split(*one) for one in whole], f"{pinning.counted(whole)} may be split.")
        pinning.buttons(named, key="waiting")


def _claim(edits: Sequence[Split | Whole], done: str) -> None:
    """Make the edits as one act: at once, or as they were shown where they take stock from others."""
    confirm.do(PendingAct(edits, done))


def _ship(lines: Lines) -> Markdown:
    return formats.verb(len(lines), "ship")


_WHOLE = "Nothing of a line ships until all of it can be set aside at once."
_SPLIT = "A line takes what there is, and the rest waits as a line of its own."
