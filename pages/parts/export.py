"""The export of a table as a file: CSV, Excel or Parquet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import polars as pl
import polars.selectors as cs
import streamlit as st

from engine.errors import DeskError
from engine.interchange import writing
from engine.store import Session, Transaction
from pages.parts import desk, formats
from pages.parts.literal import Markdown, literal

KINDS: Final = {"CSV": "csv", "Excel": "xlsx", "Parquet": "parquet"}
MOST_IN_EXCEL: Final = 100_000
"""Beyond this a workbook takes minutes to open; the other kinds do not mind."""


EVERY: Final = 2_000_000_000
"""More rows than any list has: how many are asked for where all are meant."""


class WholeList(NamedTuple):
    """A list without its filters: how many rows it has, and who reads them once a file is asked for."""

    rows: int
    read: Callable[[Transaction], pl.DataFrame]


_OWN: Final = (
    *("line_id", "root_line_id", "root_line", "order_id", "item_id", "warehouse_id", "po_line_id", "pool"),
    *("version", "total"),
)


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a file has them: no lists, and no numbers by which the desk alone knows records."""
    return rows.drop(_OWN, strict=False).select(~cs.nested())


def popover(
    frame: pl.DataFrame, name: str, *, label: Markdown = "Export", whole: WholeList | None = None
) -> None:
    """A button that offers the rows of ``frame`` as files; they are written only when one is asked for.

    ``whole``: the list that ``frame`` is a part of, offered beside it.
    """
    with st.container(width="content"):  # a fragment is as wide as what it stands in
        _menu(frame, name, label, whole)


@st.fragment
def _menu(frame: pl.DataFrame, name: str, label: Markdown, whole: WholeList | None) -> None:
    """What is offered is drawn once somebody looks: whether Excel can hold them is asked of all rows."""
    disabled = not (frame.height or whole)
    menu = st.popover(
        label, icon=":material/download:", disabled=disabled, key=f"export-{name}", on_change="rerun"
    )
    if menu.open:
        with menu:
            _offer(frame, name, whole)


def _offer(frame: pl.DataFrame, name: str, whole: WholeList | None) -> None:
    st.caption(f"{formats.count(frame.height, 'row')}, as shown")
    _files(name, partial(_bytes, frame), _refused(frame))
    if whole:
        st.caption(f"All {formats.count(whole.rows, 'row')}, without a filter")
        refused = _TOO_MANY if whole.rows > MOST_IN_EXCEL else None
        _files(f"all-{name}", partial(_whole_bytes, desk.session(), whole), refused)


def _files(name: str, content: Callable[[str], bytes], no_excel: Markdown | None) -> None:
    """A button for each kind of file; ``no_excel``: why there is no workbook of these rows."""
    for kind, ending in KINDS.items():
        refused = no_excel if kind == "Excel" else None
        st.download_button(
            kind,
            data=partial(content, ending),
            file_name=f"{name}_{formats.today():%Y-%m-%d}.{ending}",
            key=f"export-{name}-{ending}",
            on_click="ignore",
            disabled=refused is not None,
            help=refused,
            width="stretch",
        )


_TOO_MANY: Final = f"Excel takes up to {MOST_IN_EXCEL:,} rows; filter first."


def _whole_bytes(session: Session, whole: WholeList, ending: str) -> bytes:
    """The file of a whole list, read when it is asked for: no page is being drawn then."""
    with session.reading() as tx:
        return _bytes(whole.read(tx), ending)


def _refused(frame: pl.DataFrame) -> str | None:
    """Why these rows cannot be exported to Excel, or None."""
    if frame.height > MOST_IN_EXCEL:
        return _TOO_MANY
    try:
        writing.check_excel(frame, "The workbook")
    except DeskError as error:
        return str(literal(str(error)))
    return None


def _bytes(frame: pl.DataFrame, ending: str) -> bytes:
    return writing.content(frame, f".{ending}")
