"""The bar at the bottom of the window while rows of a list are ticked: what is done with them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import streamlit as st

from pages.parts import export, tables
from pages.parts.literal import Markdown


@contextmanager
def bar(grid: str, rows: pl.DataFrame, words: Markdown, *, name: str) -> Iterator[None]:
    """How many rows of a grid are ticked, with some ``words`` about them; the acts that the block draws; the
    ``rows`` as a file called ``name``; and *Clear*, which ticks none."""
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        about = f" · {words}" if words else ""
        st.markdown(f"**{rows.height:,} selected**{about}")
        st.space("stretch")
        yield
        export.popover(rows, name, label="Export selected")
        st.button("Clear", on_click=tables.clear_selection, args=(grid,))
