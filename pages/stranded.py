"""Which stock lies idle for orders that cannot ship, and what would free it?"""

from __future__ import annotations

import streamlit as st

from engine.reports import stranded
from pages.parts import explain_drawer, export, facts, formats, links, readings, shell, tables
from pages.parts.stranded.remedies import remedies

shell.begin(
    "Stranded stock",
    "Units that cannot ship: set aside for a Complete order of which another line waits, or held on the "
    "shelf for a line that ships only in one piece.",
)

found = readings.once(stranded.find)
if not found.units.height:
    st.success("Nothing is stranded: all that is set aside can ship.", icon=":material/check_circle:")
    shell.end()

with st.container(horizontal=True):
    st.metric("Stranded", formats.units(found.qty), help=facts.STRANDED)
    st.metric("Set aside", formats.units(found.set_aside_qty), help=facts.SET_ASIDE)
    st.metric("Held on the shelf", formats.units(found.held_qty), help=facts.HELD)
    st.metric("Value", formats.worth(found.value), help=facts.WORTH)
    st.metric("Orders", found.units["order"].n_unique(), help="Orders for which units are stranded.")

st.subheader("What one act would free", anchor=False)
remedies(found.remedies)

st.subheader("What is stranded", anchor=False)
COLUMNS: tables.Columns = {
    "order": links.column("Order", "orders", "order", key="stranded-order", width=90),
    "lic": links.column("LIC", "demand", "lic", key="stranded-lic", width=110),
    "qty": tables.qty("Units"),
    "value": tables.money("Value"),
    "customer": tables.text("Customer", 170),
    "waits_for": tables.text("Its order waits for", 330),
    "on_shelf": tables.flag("Held", "On the shelf, held for the line; else allotted to it."),
}
explain_drawer.table(
    found.units,
    order="order",
    line="line",
    key="idle",
    alt="Stranded units by order and LIC",
    columns=COLUMNS,
    hint="Select a row to see why its line has what it has, and what would help.",
)
export.popover(export.plain(found.units), "stranded")
