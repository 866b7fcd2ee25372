"""A row of facts, each under its name: the head of an order, of a shipment, of a line in the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts import style
from pages.parts.literal import literal


def show(facts: Mapping[str, object], widths: Sequence[float] | None = None, *, key: str) -> None:
    """Name -> value, side by side, two in a row on a phone; ``widths``: how the columns share the width, else
    equally. ``key``: tells the row from others of the page."""
    with st.container(key=f"{style.FACTS}{key}"):
        for column, (name, value) in zip(st.columns(widths or len(facts)), facts.items(), strict=True):
            column.markdown(f":gray[{literal(name)}]  \n{literal(value)}")
