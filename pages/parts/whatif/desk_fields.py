"""The fields of the changes that are tried out on stock, supply, shipments, customers and the policy."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import shipments, supply
from engine.model import Policy, PoState, ShipmentState
from engine.quantities import parse
from engine.rules.queue import POLICIES
from engine.whatif import edits, pausing
from engine.whatif.edits import Edit
from engine.whatif.transfer_edits import Transfer
from pages.parts import desk, fields, formats, hold_dialog, pickers, tables
from pages.parts.literal import Markdown

MOST: Final = 200
"""How many of the newest receipts or shipments are offered."""


def _po() -> str | None:
    with desk.reading() as tx:
        numbers = supply.purchase_orders(tx, PoState.OPEN)["po"].to_list()
    po: str | None = st.selectbox("Purchase order", numbers, index=None, key="whatif-po")
    return po


def receive() -> Edit | None:
    """What is received of an open purchase order."""
    po = _po()
    if po is None:
        return None
    with desk.reading() as tx:
        lics = supply.lines(tx, po)["lic"].unique(maintain_order=True).to_list()
    lic = st.selectbox("LIC", lics, key="whatif-po-lic")
    qty = _qty("Units received")
    return None if qty is None else edits.Receive(po, {lic: parse(qty, lic)})


def adjust() -> Edit | None:
    """The stock of a LIC that is found or lost."""
    lic = pickers.lic("LIC", key="whatif-lic")
    qty = _qty("Units, + found or − lost")
    return None if lic is None or qty is None else edits.Adjust(lic, parse(qty, lic))


def _qty(label: Markdown) -> str | None:
    return st.text_input(label, key="whatif-qty").strip() or None


def move() -> Edit | None:
    """Another day for what is still to come of a purchase order."""
    po = _po()
    on: Any = st.date_input("New expected day", None, format=fields.DAY, key="whatif-day")
    return edits.MoveDate(po, on) if po is not None and isinstance(on, date) else None


def purchase() -> Edit | None:
    """Units of a LIC that are bought from its vendor, and the day on which they come."""
    lic = pickers.lic("LIC", key="whatif-lic")
    qty = _qty("Units bought")
    on: Any = st.date_input("Expected on", None, format=fields.DAY, key="whatif-bought-day")
    warehouse = pickers.warehouse("Into warehouse", key="whatif-warehouse")
    if lic is None or qty is None or not isinstance(on, date):
        return None
    return edits.Purchase(lic, parse(qty, lic), on, warehouse)


def transfer() -> Edit | None:
    """Units of a LIC that are sent from one warehouse into another (R47)."""
    lic = pickers.lic("LIC", key="whatif-lic")
    source = pickers.warehouse("From warehouse", key="whatif-from", at=1)
    into = pickers.warehouse("Into warehouse", key="whatif-warehouse")
    qty = _qty("Units sent")
    on: Any = st.date_input("Expected on", None, format=fields.DAY, key="whatif-sent-day")
    if lic is None or qty is None or source is None:
        return None
    return Transfer(lic, parse(qty, lic), source, into, on if isinstance(on, date) else None)


def hold_customer() -> Edit | None:
    """All that a customer wants, on hold until a day or until it is lifted (R45)."""
    code = pickers.customer("Customer", key="whatif-customer")
    until: date | None = st.date_input(
        "Until", None, format=fields.DAY, max_value=hold_dialog.LATEST, key="whatif-customer-until"
    )
    return None if code is None else pausing.HoldCustomer(code, until)


def lift_customer() -> Edit | None:
    """The end of the hold on a customer."""
    code = pickers.customer("Customer", key="whatif-customer")
    return None if code is None else pausing.LiftCustomer(code)


def policy() -> Edit | None:
    """Another policy for the whole desk."""
    policy: Policy | None = st.selectbox(
        "Policy",
        list(POLICIES),
        index=None,
        format_func=lambda name: POLICIES[name].title,
        key="whatif-policy",
    )
    return None if policy is None else edits.SetPolicy(policy)


def void_receipt() -> Edit | None:
    """The voiding of a receipt that is in the books."""
    with desk.reading() as tx:
        newest = supply.receipts(tx, most=MOST)
    booked = newest.filter(~pl.col("voided"))
    named = {
        row["receipt_id"]: f"{row['receipt_id']} · {formats.qty(row['qty'])} of {row['lic']} with {row['po']}"
        for row in booked.iter_rows(named=True)
    }
    number = _numbered("Receipt", named, "whatif-receipt")
    tables.newest(newest, MOST, "; an older one is voided under *Receipts*")
    return None if number is None else edits.VoidReceipt(number)


def void_shipment() -> Edit | None:
    """The voiding of a shipment that is not void yet."""
    with desk.reading() as tx:
        newest = shipments.listed(tx, most=MOST)
    rows = newest.filter(pl.col("state") != ShipmentState.VOID)
    named = {
        row["shipment_id"]: f"{row['shipment_id']} · {row['customer_name']}, {row['state']}"
        for row in rows.iter_rows(named=True)
    }
    number = _numbered("Shipment", named, "whatif-shipment")
    tables.newest(newest, MOST, "; an older one is voided under *Shipments*")
    return None if number is None else edits.VoidShipment(number)


def _numbered(label: Markdown, named: dict[int, str], key: str) -> int | None:
    number: int | None = st.selectbox(
        label, list(named), index=None, format_func=lambda number: named.get(number, ""), key=key
    )
    return number
