"""Who did what, when, and why? Everything the desk has written down (section 9)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import log
from pages.parts import export, fields, finding, formats, log_table, query, readings, shell, tables
from pages.parts.literal import Markdown

MOST: Final = 1_000
ALL: Final = "All"


def filters() -> dict[str, Any]:
    """What is looked for; the address keeps it."""
    words, who, what, since, until = st.columns([2.6, 1.7, 1.7, 1.1, 1.1], vertical_alignment="bottom")
    word = finding.box("Find", "A number, a LIC or a word", slot=words)
    people = readings.once(log.people)
    query.check("by", people)
    query.check("about", [record.many for record in log_table.RECORDS.values()])
    query.check("kind", [ALL, *log_table.KINDS.values()])
    actor = who.selectbox(
        "By",
        people,
        index=None,
        key="by",
        bind="query-params",
        placeholder="Everybody",
    )
    about = what.selectbox(
        "About",
        list(log_table.RECORDS),
        index=None,
        key="about",
        bind="query-params",
        placeholder="Everything",
        format_func=lambda record: log_table.RECORDS[record].many,
    )
    kind = st.segmented_control(
        "Kind", [ALL, *log_table.KINDS.values()], default=ALL, key="kind", bind="query-params", required=True
    )
    return {
        "word": word,
        "actor": actor,
        "record": about,
        "kind": {shown: kind for kind, shown in log_table.KINDS.items()}.get(str(kind)),
        "first": _day(since, "From", "from"),
        "last": _day(until, "To", "to"),
    }


def _day(slot: Any, label: Markdown, key: str) -> date | None:
    chosen: date | None = slot.date_input(
        label,
        None,
        format=fields.DAY,
        min_value=fields.EVER,
        max_value=formats.today(),
        key=key,
        bind="query-params",
    )
    return chosen


def show(rows: pl.DataFrame) -> None:
    """The rows that match, and how many are left out."""
    log_table.show(rows, key="record_log", alt="The record log, newest first", with_record=True, most=None)
    tables.newest(rows, MOST, tables.NARROWER)
    whole = export.WholeList(readings.once(log.row_count), partial(log.browse, most=export.EVERY))
    export.popover(rows, "log", whole=whole)


shell.begin("Record log", "Who did what, when and why. Nothing here is ever changed or removed.")
asked = filters()
found = readings.once(log.browse, **asked, most=MOST)
if found.height:
    show(found)
else:
    st.info("Nothing matches. Clear a filter, or search for part of what was written.")
