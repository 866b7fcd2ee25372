"""The row in which a line is typed: the box, where it comes from, the button."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import pickers


def columns() -> tuple[Any, Any, Any]:
    """Where the box, the warehouse if there are several, and the button go."""
    if pickers.has_several_warehouses():
        box, slot, button = st.columns([5, 1.2, 1], vertical_alignment="bottom")
        return box, slot, button
    box, button = st.columns([6, 1], vertical_alignment="bottom")
    return box, None, button
