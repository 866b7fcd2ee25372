"""What several lines claim, changed in one act: in parts or in one piece, pinned or not (R7, R22)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl
import streamlit as st

from engine.orders import bulk
from engine.whatif.edits import Split, Whole
from pages.parts import confirm, desk, formats
from pages.parts.confirm import PendingAct
from pages.parts.literal import Markdown

Lines = Sequence[tuple[str, int]]
"""Lines by order and number."""


def buttons(chosen: pl.DataFrame) -> None:
    """A popover with what can be done with the claims of chosen lines, each for those it can be done to."""
    named = chosen.select("order", "line").rows()
    whole, parts = (
        chosen.filter(rows).select("order", "line").rows() for rows in ("whole", ~pl.col("whole"))
    )
    with desk.reading() as tx:
        loose, firm = bulk.pins(tx, named)
    with st.popover("More", icon=":material/more_horiz:"):
        if parts and _button("In one piece", parts, "whole-waiting", ":material/package_2:", _WHOLE):
            _claim([Whole(*one) for one in parts], f"{_lines(parts)} {_ship(parts)} only in one piece.")
        if whole and _button("May be split", whole, "split-waiting", ":material/call_split:", _SPLIT):
            _claim([Split(*one) for one in whole], f"{_lines(whole)} may be split.")
        if loose and _button("Pin what they have", loose, "pin-waiting", ":material/keep:", _PIN):
            _pin(loose, pinned=True)
        if firm and _button("Unpin", firm, "unpin-waiting", ":material/keep_off:", _UNPIN):
            _pin(firm, pinned=False)


def _button(label: Markdown, lines: Lines, key: str, icon: str, tip: Markdown) -> bool:
    return st.button(f"{label} ({len(lines):,})", key=key, icon=icon, help=tip, width="stretch")


def _claim(edits: Sequence[Split | Whole], done: str) -> None:
    """Make the edits as one act: at once, or as they were shown where they take stock from others."""
    confirm.do(PendingAct(edits, done))


def _pin(lines: Lines, *, pinned: bool) -> None:
    act = partial(bulk.set_pinned, lines=lines, pinned=pinned)
    what = "pinned: nobody can take what is set aside for" if pinned else "no longer pinned"
    with desk.acting(
        f"{_lines(lines)} {formats.verb(len(lines), 'are')} {what}{' them' if pinned else ''}."
    ) as tx:
        act(tx)


def _lines(lines: Lines) -> Markdown:
    return formats.count(len(lines), "line")


def _ship(lines: Lines) -> Markdown:
    return formats.verb(len(lines), "ship")


_WHOLE = "Nothing of a line ships until all of it can be set aside at once."
_SPLIT = "A line takes what there is, and the rest waits as a line of its own."
_PIN = "What is set aside for these lines stays theirs, whoever comes with a higher priority."
_UNPIN = "A higher priority may take their stock again."
