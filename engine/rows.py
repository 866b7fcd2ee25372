"""The rows that the finds answer with, column by column: what an order, a line, a LIC … is, once it is found.

Instants are naive UTC. States are texts, as they are stored; a comparison with a member of their enum holds.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from engine.model import Qty
from engine.rules.header import Head

Record = dict[str, Any]
"""A row of any other query."""


class Order(Head):
    """An order, with its customer and location (``orders.find``); the fields of its head are in ``Head``."""

    order_id: int
    number: str
    customer_id: int
    location_id: int
    state: str
    entered_at: datetime
    entered_by: str
    opened_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str
    customer: str
    customer_name: str
    address: str


class OrderLine(TypedDict):
    """A line of an order, with its LIC and the shipment it is on (``orders.find_line``)."""

    line_id: int
    order_id: int
    line_no: int
    root_line_id: int
    item_id: int
    warehouse_id: int
    qty: Qty
    ordered_qty: Qty | None
    state: str
    whole: bool
    on_shortage: str | None
    answered_qty: Qty | None
    pinned: bool
    entry_seq: int | None
    unit_price: Decimal | None
    note: str
    waiting_since: datetime | None
    lic: str
    decimals: int
    discontinued: bool
    inventoried: bool
    description: str
    warehouse: str
    shipment_state: str
    shipment_id: int | None


class Item(TypedDict):
    """A LIC (``catalogue.item``)."""

    item_id: int
    lic: str
    description: str
    inventoried: bool
    decimals: int
    discontinued: bool
    active: bool
    vendor_id: int | None
    unit_cost: Decimal | None
    lead_time_days: int | None
    vendor: str | None


class Shipment(TypedDict):
    """A shipment (``shipments.find``)."""

    shipment_id: int
    customer_id: int
    location_id: int
    warehouse_id: int
    ship_type: str
    state: str
    created_at: datetime
    picked_at: datetime | None
    shipped_at: datetime | None
    voided_at: datetime | None
    customer: str
    customer_name: str
    location: str
    warehouse: str


class PurchaseOrder(TypedDict):
    """A purchase order (``supply.find``)."""

    po_id: int
    number: str
    vendor_id: int
    warehouse_id: int
    state: str
    automatic: bool
    created_at: datetime
    opened_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str
    vendor: str
    vendor_name: str
    warehouse: str
    vendor_lead_time_days: int | None


class LogRow(TypedDict):
    """A row of the record log (section 9)."""

    log_id: int
    logged_at: datetime
    actor: str
    run_id: int | None
    kind: str
    record: str
    record_id: str
    order_id: int | None
    line_id: int | None
    root_line_id: int | None
    item_id: int | None
    warehouse_id: int | None
    shipment_id: int | None
    po_id: int | None
    field: str
    old_value: str | None
    new_value: str | None
    qty: Qty | None
    other_order_id: int | None
    sentence: str
    action_id: int
    line_no: int | None
    po_line_id: int | None
