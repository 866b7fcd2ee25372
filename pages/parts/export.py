"""The export of a table as a file: CSV, Excel or Parquet."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine.errors import DeskError
from engine.interchange import writing
from pages.parts import formats
from pages.parts.literal import Markdown, literal

KINDS: Final = {"CSV": "csv", "Excel": "xlsx", "Parquet": "parquet"}
MOST_IN_EXCEL: Final = 100_000
"""Beyond this a workbook takes minutes to open; the other kinds do not mind."""


def popover(frame: pl.DataFrame, name: str, *, label: Markdown = "Export") -> None:
    """A button that offers the rows of ``frame`` as files; they are written only when one is asked for."""
    with st.popover(label, icon=":material/download:", disabled=not frame.height):
        st.caption(f"{formats.count(frame.height, 'row')}, as filtered")
        for kind, ending in KINDS.items():
            refused = _refused(frame) if kind == "Excel" else None
            st.download_button(
                kind,
                data=partial(_bytes, frame, ending),
                file_name=f"{name}_{formats.today():%Y-%m-%d}.{ending}",
                key=f"export-{name}-{ending}",
                on_click="ignore",
                disabled=refused is not None,
                help=refused,
                width="stretch",
            )


def _refused(frame: pl.DataFrame) -> str | None:
    """Why these rows cannot be exported to Excel, or None."""
    if frame.height > MOST_IN_EXCEL:
        return f"Excel takes up to {MOST_IN_EXCEL:,} rows; filter first."
    try:
        writing.check_excel(frame, "The workbook")
    except DeskError as error:
        return str(literal(str(error)))
    return None


def _bytes(frame: pl.DataFrame, ending: str) -> bytes:
    return writing.content(frame, f".{ending}")
