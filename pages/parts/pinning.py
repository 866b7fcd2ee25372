"""Several lines pinned in one act, so that nobody takes what they have, or let go again (R22)."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.orders import bulk
from engine.orders.bulk import Lines
from pages.parts import desk, formats
from pages.parts.literal import Markdown


def buttons(lines: Lines, *, key: str) -> None:
    """Pin what these lines have, or unpin it; why there is nothing to pin, where none of them has any."""
    with desk.reading() as tx:
        loose, firm = bulk.pins(tx, lines)
    if loose and button("Pin what they have", loose, f"pin-{key}", ":material/keep:", _PIN):
        _pin(loose, pinned=True)
    if firm and button("Unpin", firm, f"unpin-{key}", ":material/keep_off:", _UNPIN):
        _pin(firm, pinned=False)
    if not loose and not firm:
        st.caption(_NOTHING)


def button(label: Markdown, lines: Lines, key: str, icon: str, tip: Markdown) -> bool:
    """A button for several lines, which says of how many."""
    return st.button(f"{label} ({len(lines):,})", key=key, icon=icon, help=tip, width="stretch")


def _pin(lines: Lines, *, pinned: bool) -> None:
    what = "pinned: nobody can take what is set aside for" if pinned else "no longer pinned"
    verb = formats.verb(len(lines), "are")
    with desk.acting(f"{counted(lines)} {verb} {what}{' them' if pinned else ''}.") as tx:
        bulk.set_pinned(tx, lines, pinned=pinned)


def counted(lines: Lines) -> Markdown:
    """``3 lines``."""
    return formats.count(len(lines), "line")


_PIN: Final[Markdown] = (
    "What is set aside for these lines stays theirs, whoever comes with a higher priority."
)
_UNPIN: Final[Markdown] = "A higher priority may take their stock again."
_NOTHING: Final[Markdown] = (
    ":material/keep: Nothing to pin: a pin keeps what is set aside for a line, and nothing is for these. "
    "Lines that have their stock stand in *Order items*, view *Allotted*."
)
