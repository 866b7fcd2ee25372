"""A table as a file to take away: CSV, Excel or Parquet."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl
import streamlit as st

from engine.interchange import writing
from pages.parts import formats
from pages.parts.literal import Markdown

KINDS: Final = {"CSV": "csv", "Excel": "xlsx", "Parquet": "parquet"}
MOST_IN_EXCEL: Final = 100_000
"""Beyond this a workbook takes minutes to open; the other kinds do not mind."""


def popover(frame: pl.DataFrame, name: str, *, label: Markdown = "Export") -> None:
    """A button that offers the rows of ``frame`` as files; they are written only when one is asked for."""
    with st.popover(label, icon=":material/download:", disabled=not frame.height):
        st.caption(f"{formats.count(frame.height, 'row')}, as filtered")
        for kind, ending in KINDS.items():
            too_long = kind == "Excel" and frame.height > MOST_IN_EXCEL
            st.download_button(
                kind,
                data=partial(_bytes, frame, ending),
                file_name=f"{name}_{formats.today():%Y-%m-%d}.{ending}",
                key=f"export-{name}-{ending}",
                on_click="ignore",
                disabled=too_long,
                help=f"Excel takes up to {MOST_IN_EXCEL:,} rows; filter first." if too_long else None,
                width="stretch",
            )


def _bytes(frame: pl.DataFrame, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"export.{ending}"
        writing.write(frame, file)
        return file.read_bytes()
