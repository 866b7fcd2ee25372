"""What an order, a line, a LIC … is, once it is found: the rows that travel between rooms, column by column.

Instants are naive UTC. States are texts, as they are stored; a comparison with a member of their enum holds.
The query that answers with a row is named in its docstring, and a test compares the two.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

from engine.model import Qty
from engine.rules.header import Head
from engine.rules.holds import Hold

if TYPE_CHECKING:
    import polars as pl

Record = dict[str, Any]
"""A row that goes no further than the function beside its query, which makes words or a record of it."""

R = TypeVar("R")


def of(kind: type[R], frame: pl.DataFrame) -> list[R]:
    """The rows of a frame, each as a ``kind``: with its fields and no others."""
    return cast("list[R]", frame.select(*kind.__annotations__).to_dicts())


class Started(TypedDict):
    """An order by its id and its number (``orders.add``)."""

    order_id: int
    number: str


class Order(Head, Started):
    """An order, with its customer and location (``orders.find``); the fields of its head are in ``Head``."""

    customer_id: int
    location_id: int
    state: str
    entered_at: datetime
    entered_by: str
    opened_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str
    hold: Hold | None
    customer: str
    customer_name: str
    address: str


class LineFields(TypedDict):
    """What a line of an order has, alone or in a list."""

    line_id: int
    line_no: int
    qty: Qty
    ordered_qty: Qty | None
    state: str
    whole: bool
    on_shortage: str | None
    pinned: bool
    entry_seq: int | None
    unit_price: Decimal | None
    note: str
    waiting_since: datetime | None
    hold: Hold | None
    not_before: date | None
    lic: str
    inventoried: bool
    description: str
    warehouse: str
    shipment_id: int | None


class OrderLine(LineFields):
    """A line of an order, with its LIC and the shipment it is on (``orders.find_line``)."""

    order_id: int
    root_line_id: int
    item_id: int
    warehouse_id: int
    answered_qty: Qty | None
    decimals: int
    discontinued: bool
    shipment_state: str


class ListedLine(LineFields):
    """A line of an order as lists have it, split siblings beside the typed one (``orders.lines_of``)."""

    root_line_no: int
    shipment_state: str | None


class FamilyLine(TypedDict):
    """A split sibling of a typed line that is not cancelled (``orders.family``)."""

    line_id: int
    line_no: int
    qty: Qty
    state: str
    firm: bool


class LineAboard(TypedDict):
    """A line on a shipment (``shipments.lines_of``)."""

    line_id: int
    qty: Qty
    live: bool
    order_id: int
    order_number: str
    line_no: int
    root_line_id: int
    item_id: int
    warehouse_id: int
    lic: str
    description: str
    inventoried: bool
    decimals: int
    state: str
    ship_type: str


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


class Customer(TypedDict):
    """A customer, with the location that ships to it when none is named (``catalogue.customer``)."""

    customer_id: int
    code: str
    name: str
    hold: Hold | None
    active: bool  # an inactive one cannot order
    home_id: int | None
    home: str | None


class Location(TypedDict):
    """A location of a customer (``catalogue.location``)."""

    location_id: int
    code: str


class Vendor(TypedDict):
    """A vendor (``catalogue.vendor``)."""

    vendor_id: int
    code: str
    name: str
    lead_time_days: int | None


class Warehouse(TypedDict):
    """A warehouse (``catalogue.warehouse``)."""

    warehouse_id: int
    code: str
    name: str
    closed: bool


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
    address: str
    warehouse: str


class PurchaseOrder(TypedDict):
    """A purchase order, or a transfer, which has a source in the place of a vendor (``supply.find``)."""

    po_id: int
    number: str
    vendor_id: int | None
    warehouse_id: int
    state: str
    automatic: bool
    created_at: datetime
    opened_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str
    from_warehouse_id: int | None
    started_by: str | None
    vendor: str | None
    vendor_name: str | None
    warehouse: str
    from_warehouse: str | None
    vendor_lead_time_days: int | None


class PoLine(TypedDict):
    """A line of a purchase order (``supply.lines_of``)."""

    po_line_id: int
    item_id: int
    lic: str
    description: str
    decimals: int
    qty: Qty
    received: Qty
    open_qty: Qty
    unit_cost: Decimal | None
    expected_on: date | None
    edited: bool


class Receipt(TypedDict):
    """A receipt, with the number of its purchase order (``supply.find_receipt``)."""

    receipt_id: int
    po_id: int
    reference: str
    received_at: datetime
    voided_at: datetime | None
    number: str


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
