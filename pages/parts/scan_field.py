"""A field for a scanner that opens the record whose number is scanned."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import counting, focus
from pages.parts.literal import Markdown


def show(param: str, what: Markdown, on: Markdown, *, arrived: bool, slot: Any = None) -> None:
    """The field. ``param``: what in the address names the record; ``what``: what it is; ``on``: where its
    code is printed. Who has just arrived may scan at once."""
    key = key_of(param)
    if arrived:
        focus.on_arrival(key)
    (slot or st).text_input(
        "Scan",
        key=key,
        icon=":material/barcode_scanner:",
        placeholder=what,
        on_change=_open,
        args=(param, key),
        autocomplete="off",
        width=175 if slot is None else "stretch",
        help=f"The code on {on} opens it.",
    )


def key_of(param: str) -> str:
    """The key of the field, for the cursor."""
    return f"scanned_{param}"


def _open(param: str, key: str) -> None:
    """Go to the record of the number that was scanned; its page says if there is none."""
    scanned = str(st.session_state[key]).strip()
    if scanned:
        st.session_state[key] = ""
        st.query_params[param] = scanned
        focus.on(counting.BOX)
