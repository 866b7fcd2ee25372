"""The record log of one thing, or of the whole desk, as a table (section 9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from engine import log
from pages.parts import export, formats, links, tables
from pages.parts.literal import Markdown


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: how it is called, and the page where one of it is seen."""

    one: Markdown
    many: Markdown
    page: str
    param: str = ""
    tab: str = ""


RECORDS: Final = {
    "order": RecordKind("Order", "Orders", "orders", "order"),
    "shipment": RecordKind("Shipment", "Shipments", "shipments", "shipment"),
    "po": RecordKind("PO", "Purchase orders", "supply", "po"),
    "po line": RecordKind("PO line", "Lines of purchase orders", "supply", "po"),
    "transfer": RecordKind("Transfer", "Transfers", "supply", "transfer"),
    "transfer line": RecordKind("Transfer line", "Lines of transfers", "supply", "transfer"),
    "item": RecordKind("LIC", "LICs", "demand", "lic"),
    "customer": RecordKind("Customer", "Customers", "orders", "q"),
    "vendor": RecordKind("Vendor", "Vendors", "supply"),
    "run": RecordKind("Run", "Runs", "run_log"),
    "warehouse": RecordKind("Warehouse", "Warehouses", "preferences", tab="Warehouses"),
    "schedule": RecordKind("Schedule", "Schedules", "preferences", tab="Schedules"),
    "file": RecordKind("File", "Imported files", "preferences", tab="Import"),
    "profile": RecordKind("Profile", "Profiles", "preferences", tab="Import"),
    "view": RecordKind("View", "Views of lists", "record_log", "q"),
    "preference": RecordKind("Preference", "Preferences", "preferences"),
    "desk": RecordKind("Desk", "The desk", "preferences"),
}
KINDS = {"comment": "✎ Comment", "edit": "± Edit", "log": "• Event", "error": "! Error"}


def remark_box() -> str:
    """A box for a remark; what was written, once, or nothing."""
    with st.form("remark", clear_on_submit=True, border=False):
        box, button = st.columns([6, 1], vertical_alignment="bottom")
        text = box.text_input(
            "Remark",
            placeholder="A remark for the record",
            max_chars=1000,
            label_visibility="collapsed",
        )
        written = button.form_submit_button("Write", width="stretch")
    return (text or "").strip() if written else ""


def show(
    rows: pl.DataFrame,
    *,
    key: str,
    alt: str,
    with_record: bool = False,
    height: int | None = None,
    most: int | None = log.MOST,
) -> None:
    """The rows of ``log.search``, newest first, and as files; ``with_record`` names what each is about. Where
    there are ``most`` of them, that older ones are on the page of the record log; None: that page is this
    one, which says and exports more."""
    if not rows.height:
        st.caption("Nothing has been written here yet.")
        return
    shown = rows.with_columns(
        formats.local_column("logged_at"),
        formats.words("kind", KINDS),
        _ABOUT.alias("record"),
    )
    columns = {
        "logged_at": tables.instant("When", width=100),
        "record": links.column_to("Record", page_of, key=f"{key}-about", width=130),
        "sentence": tables.text("What happened", 590),
        "actor": tables.text("By", 95),
        "kind": tables.text("Kind", 85),
    }
    if not with_record:
        del columns["record"]
    tables.grid(shown, key=key, columns=columns, alt=alt, height=height)
    if most:
        tables.newest(rows, most, "; the record log has older ones")
        export.popover(export.plain(rows), key.replace("_", "-"))


_ONE: Final = pl.col("record").replace({record: about.one for record, about in RECORDS.items()})
_ABOUT: Final = (
    pl.when(pl.col("record").is_in(["desk", "preference"]))
    .then(_ONE)
    .when(pl.col("record_id").str.contains(pl.format(r"^{}\d", _ONE)))
    .then("record_id")
    .otherwise(pl.format("{} {}", _ONE, "record_id"))
)
"""What a row is about: ``Order S1001``, and ``PO109`` and not ``PO PO109``, whose number says what it is.

There is one desk, and the sentence of a preference names it as its page does.
"""


def page_of(shown: str) -> tuple[str, dict[str, str]]:
    """The page of a record that the column names, and what its address says."""
    fitting = [about for about in RECORDS.values() if re.match(rf"{about.one}(\d| |$)", shown)]
    about = max(fitting, key=lambda about: len(about.one))  # "PO line" and not "PO"
    code = shown.removeprefix(f"{about.one} ")
    if about.one == "PO line":
        code = code.rpartition("/")[0]
    named = {about.param: code} if about.param else {}
    return about.page, named | ({"tab": about.tab} if about.tab else {})
