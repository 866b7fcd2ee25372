"""Goods counted as they are scanned, at a shipment or a receipt: the box, and how far the count is.

A scanner types a code and Enter, faster than a cell of a grid can take it in, so it has a box of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine.counting import Counts, count_on
from engine.errors import DeskError
from engine.quantities import parse, plain
from pages.parts import dialogs, focus, formats, tables
from pages.parts.literal import Markdown, literal

BOX: Final = "scan"
_PARAM: Final = "counted"
_COUNTS, _REFUSAL, _CONFIRMED = "_counted", "_count_refused", "_count_confirmed"


def counts(record: str) -> dict[str, Decimal]:
    """How much of each LIC was counted at this record so far, also before the page was loaded anew."""
    everywhere = _everywhere()
    return dict(everywhere[record] if record in everywhere else _of_address(record))


def keep(record: str, so_far: Mapping[str, Decimal]) -> None:
    """Count on from here; nothing counted: from the beginning. The address has it, too, for F5."""
    st.session_state[_COUNTS] = {**_everywhere(), record: dict(so_far)}
    if so_far:
        counted = {lic: plain(qty) for lic, qty in so_far.items()}
        st.query_params[_PARAM] = json.dumps({record: counted}, separators=(",", ":"))
    else:
        st.query_params.pop(_PARAM, None)


def _of_address(record: str) -> dict[str, Decimal]:
    """What the address says was counted at this record; nothing where it says what nobody wrote."""
    try:
        counted = json.loads(st.query_params.get(_PARAM, "{}")).get(record, {})
        units = {lic: parse(qty, lic) for lic, qty in counted.items()}
    except (AttributeError, TypeError, ValueError, RecursionError, DeskError):
        return {}
    return {lic: qty for lic, qty in units.items() if qty > 0}


def _everywhere() -> dict[str, Counts]:
    """What was counted at each record: who looks at another one meanwhile goes on where they were."""
    counted: dict[str, Counts] = st.session_state.get(_COUNTS, {})
    return counted


def box(record: str, label: Markdown, expected: Mapping[str, Decimal], *, more: bool) -> bool:
    """The box; whether Enter was pressed in it while it was empty, which confirms what was counted.

    ``expected``: how much of each LIC there should be. ``more``: whether there may be more than that.
    """
    if focus.has_changed("count", record) or dialogs.was_closed():
        focus.on_arrival(BOX)
    with st.form("count", clear_on_submit=True, border=False):
        field, button = st.columns([6, 1], vertical_alignment="bottom")
        field.text_input(
            label,
            key=BOX,
            placeholder="Scan or type a LIC, then Enter",
            help="A LIC counts one more; `LIC 25` says that there are 25, `LIC 0` none.",
            icon=":material/barcode_scanner:",
            autocomplete="off",
        )
        button.form_submit_button(
            "Count", on_click=_take, args=(record, dict(expected), more), width="stretch"
        )
    if refusal := st.session_state.pop(_REFUSAL, None):
        st.error(literal(refusal), icon=":material/block:")
    return bool(st.session_state.pop(_CONFIRMED, None) == record)


def _take(record: str, expected: Counts, more: bool) -> None:
    text = str(st.session_state[BOX]).strip()
    if not text:
        st.session_state[_CONFIRMED] = record
        return
    focus.on(BOX)
    try:
        keep(record, count_on(counts(record), text, expected, more=more))
    except DeskError as error:
        st.session_state[_REFUSAL] = str(error)


def table(
    record: str, expected: pl.DataFrame, *, key: str, to_come: Markdown, now: Markdown, alt: str
) -> None:
    """How far the count is. ``expected``: lic, description, qty (how much there should be), one row a LIC."""
    so_far = counts(record)
    tables.grid(
        expected.with_columns(
            counted=pl.Series([so_far.get(lic) for lic in expected["lic"]], dtype=pl.Decimal(18, 4)),
            done=pl.Series(
                [_mark(so_far.get(lic), qty) for lic, qty in expected.select("lic", "qty").iter_rows()],
                dtype=pl.String,
            ),
        ),
        key=key,
        columns={
            "lic": tables.text("LIC", 110),
            "qty": tables.qty(to_come, width=90),
            "counted": tables.qty(now, width=90),
            "done": tables.text("Count", 150),
            "description": tables.text("Description", 260),
        },
        alt=alt,
        height="content" if expected.height <= tables.MOST_TALL else None,
    )


def _mark(so_far: Decimal | None, qty: Decimal) -> str:
    if not so_far:
        return ""
    if so_far == qty:
        return "✓ All"
    return f"{formats.qty(qty - so_far)} less" if so_far < qty else f"⚠ {formats.qty(so_far - qty)} more"
