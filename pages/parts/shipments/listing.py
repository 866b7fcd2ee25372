"""The list of shipments, and what can be done with several at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import polars as pl
import streamlit as st

from engine import shipments
from engine.model import ShipmentState
from engine.rules.header import SHIP_TYPES
from engine.shipments import ShipmentView
from engine.store import Transaction
from engine.views import Filters, Listing
from pages.parts import (
    desk,
    dialogs,
    export,
    finding,
    formats,
    links,
    own_views,
    paper,
    pickers,
    readings,
    scan_field,
    tables,
    views,
)
from pages.parts.literal import Markdown
from pages.parts.own_views import IN_ADDRESS

VIEWS: Final[dict[str, Markdown]] = {
    ShipmentView.PENDING: "Pending",
    ShipmentView.PICKING: "Picking",
    ShipmentView.TODAY: "Shipped today",
    ShipmentView.SHIPPED: "Shipped",
    ShipmentView.VOID: "Void",
    ShipmentView.MINE: "Mine",
    ShipmentView.ALL: "All",
}


def show(*, arrived: bool) -> None:
    """The filters, the shipments that match, and the actions for those picked; who arrives may scan."""
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = ShipmentView(views.choose(VIEWS, readings.once(shipments.view_counts, desk.actor())))
    scan, words, _ = st.columns([1.3, 2.2, 4])
    scan_field.show(
        "shipment", "Shipment", "a picking list, packing slip or label", arrived=arrived, slot=scan
    )
    word = finding.box("Find", "Shipment, customer, order or LIC", slot=words)
    with own:
        own_views.show(Listing.SHIPMENTS, {"view": IN_ADDRESS, "q": ""}, _count)
    rows = readings.once(shipments.listed, view=view, word=word, person=desk.actor())
    if rows.height:
        _actions(rows, _table(rows))
        export.popover(rows.drop("total"), "shipments", whole=_whole())
    else:
        _nothing(view, bool(word))


def _count(filters: Filters) -> int:
    """How many shipments pass filters as the address has them."""
    view, word = (own_views.first(filters, name) for name in ("view", "q"))
    chosen = ShipmentView(view) if view in VIEWS else ShipmentView.PENDING
    rows = readings.once(shipments.listed, view=chosen, word=word, person=desk.actor(), most=1)
    return rows["total"][0] if rows.height else 0


def _whole() -> export.WholeList:
    """Every shipment, without a filter."""
    count = readings.once(shipments.view_counts, desk.actor())[ShipmentView.ALL]
    return export.WholeList(count, lambda tx: shipments.listed(tx, most=export.EVERY).drop("total"))


def _nothing(view: ShipmentView, narrowed: bool) -> None:
    if narrowed:
        st.info("No shipment matches. Look in another view, or search for another word.")
    elif view == ShipmentView.PENDING:
        st.info("There is nothing to pick. A shipment is created when an open order gets stock.")
    else:
        st.info("There are no such shipments." if view != ShipmentView.ALL else "There are no shipments yet.")


def _table(rows: pl.DataFrame) -> list[int]:
    shown = rows.with_columns(
        pl.col("shipment_id").cast(pl.String).alias("number"),
        formats.words("state", formats.SHIPMENT_STATE),
        formats.words("ship_type", SHIP_TYPES),
        formats.local_column("created_at"),
        formats.local_column("shipped_at"),
    )
    columns = {
        "number": links.column("Shipment", "shipments", "shipment", key="open_shipment", width=80),
        "qty": tables.qty("Units", width=55),
        "state": tables.text("State", 95),
        "customer_name": tables.text("Customer", 185),
        "location": tables.text("Goes to", 75),
        "warehouse": tables.text("From", 80),
        "orders": tables.text("Orders", 125),
        "created_at": tables.instant("Created", width=100),
        "shipped_at": tables.instant("Shipped at", width=100),
        "ship_type": tables.text("Ship type", 85),
        "lines": tables.number("Lines", width=50),
    }
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    if not rows["shipped_at"].count():
        del columns["shipped_at"]
    return tables.grid(
        shown,
        key="shipments",
        columns=columns,
        alt="Shipments, the newest first",
        id_column="shipment_id",
        select="multi-row",
        total=rows["total"][0],
    )


def _actions(rows: pl.DataFrame, picked: list[int]) -> None:
    """Pick, put back and ship, for what is picked in the table; each says how many it is for."""
    if not picked:
        st.caption("Tick shipments to pick, print or ship several at once; open one to ship less of it.")
        return
    states = dict(rows.select("shipment_id", "state").iter_rows())
    pending = [id_ for id_ in picked if states[id_] == ShipmentState.PENDING]
    picking = [id_ for id_ in picked if states[id_] == ShipmentState.PICKING]
    with st.container(horizontal=True):
        if pending and st.button(f"Pick {len(pending):,}", icon=":material/shopping_basket:", type="primary"):
            _do(shipments.pick, pending, "being picked")
        if picking and st.button(f"Back to pending ({len(picking):,})", icon=":material/undo:"):
            _do(shipments.unpick, picking, "pending again")
        if (pending or picking) and st.button(
            f"Ship {len(pending + picking):,}", icon=":material/local_shipping:"
        ):
            _ship.ask(pending + picking)
        _print(states, picked)


def _print(states: dict[int, str], picked: list[int]) -> None:
    """Print what is picked in the table; voided ones carry nothing."""
    carrying = [id_ for id_ in picked if states[id_] != ShipmentState.VOID]
    has_left = any(states[id_] == ShipmentState.SHIPPED for id_ in carrying)
    if carrying:
        paper.button(carrying, paper.OF_SHIPPED if has_left else paper.OF_SHIPMENTS)


def _do(action: Callable[[Transaction, Collection[int]], None], ids: list[int], what: str) -> None:
    with desk.acting(f"{formats.count(len(ids), 'shipment', 'are')} {what}.") as tx:
        action(tx, ids)


@dialogs.dialog("Ship them all?")
def _ship(ids: list[int]) -> None:
    st.write(
        f"{formats.count(len(ids), 'shipment')} will be shipped in full; what is on them comes off the shelf."
    )
    if dialogs.confirmed("ship them", "not yet"):
        with dialogs.settling(f"{formats.count(len(ids), 'shipment', 'were')} shipped.") as tx:
            shipments.ship(tx, ids)
