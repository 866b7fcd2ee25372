"""What the desk knows of a LIC, to be changed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from engine import catalogue
from engine.errors import DeskError
from engine.quantities import parse, plain
from engine.rows import Item
from pages.parts import desk, formats, pickers, vendor_dialog


def show(item: Item) -> None:
    """The form; a change is written into the record log field by field."""
    with st.form(f"facts-{item['lic']}"):
        left, right = st.columns(2)
        with left:
            description = st.text_input("Description", value=item["description"], max_chars=200)
            vendor = pickers.vendor("Preferred vendor", key=f"vendor-of-{item['lic']}", chosen=item["vendor"])
            unit_cost = "" if item["unit_cost"] is None else plain(item["unit_cost"])
            cost = st.text_input("Unit cost", value=unit_cost, placeholder="Not known")
        with right:
            days = st.number_input(
                "Lead time in days", 0, 3650, item["lead_time_days"], help="Empty: the vendor's lead time."
            )
            discontinued = st.toggle(
                "Discontinued",
                value=item["discontinued"],
                help="Sold while stock lasts; a shortage is refused.",
            )
            active = st.toggle("Active", value=item["active"], help="An inactive LIC cannot be ordered.")
            st.caption(_nature(item))
        sent = st.form_submit_button("Save", type="primary")
    vendor_dialog.button()
    if sent:
        _save(
            item["lic"],
            cost,
            description=description.strip(),
            vendor_code=vendor,
            lead_time_days=days,
            discontinued=discontinued,
            active=active,
        )


def _nature(item: Item) -> str:
    places = formats.count(item["decimals"], "decimal place")
    return f"A stocked item, counted with {places}." if item["inventoried"] else "Not stocked: a service."


def _save(lic: str, cost: str, **changes: Any) -> None:
    try:
        changes["unit_cost"] = parse(cost, lic) if cost.strip() else None
    except DeskError as error:
        desk.refuse(error)
        return
    with desk.acting(f"{lic} was saved.") as tx:
        catalogue.change_item(tx, lic, **changes)
