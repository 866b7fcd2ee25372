"""One shipment: its lines, and its way from pending to shipped."""

from __future__ import annotations

from typing import Literal

import polars as pl
import streamlit as st

from engine import shipments
from engine.model import ShipmentState, ShipType
from engine.rows import Shipment
from engine.rules.header import SHIP_TYPES
from engine.whatif.edits import VoidShipment
from pages.parts import (
    confirm,
    counting,
    desk,
    dialogs,
    explain_drawer,
    export,
    fact_row,
    focus,
    formats,
    head_fields,
    links,
    paper,
    pickers,
    tables,
)
from pages.parts.confirm import PendingAct
from pages.parts.shipments import leaving


def facts(shipment: Shipment) -> None:
    """The head of a shipment: whose it is, where it goes, how far it is."""
    shown = {
        "State": formats.SHIPMENT_STATE[ShipmentState(shipment["state"])],
        "Customer": shipment["customer_name"],
        "Goes to": head_fields.goes_to(shipment),
        "Ship type": SHIP_TYPES[ShipType(shipment["ship_type"])],
        "Created": formats.when(shipment["created_at"]),
        "Picked": formats.when(shipment["picked_at"]),
        "Shipped": formats.when(shipment["shipped_at"]),
    }
    if pickers.has_several_warehouses():
        shown["From"] = shipment["warehouse"]
    if shipment["voided_at"]:
        shown["Voided"] = formats.when(shipment["voided_at"])
    widths = [1.8 if name in ("Customer", "Goes to") else 1.0 for name in shown]
    fact_row.show(shown, widths, key="shipment")


def lines(shipment: Shipment, carried: pl.DataFrame) -> None:
    """The lines of a shipment, or of a voided one those that were on it."""
    if shipment["state"] == ShipmentState.VOID:
        st.caption("It was voided. These lines were on it.")
    columns = {
        "lic": tables.text("LIC", 140),
        "qty": tables.qty("Units"),
        "order_number": links.column("Order", "orders", "order", key="open_order", width=90),
        "line_no": tables.number("Line"),
        "description": tables.text("Description", "large"),
    }
    alt = f"The {formats.count(carried.height, 'line')} of shipment {shipment['shipment_id']}"
    explain_drawer.table(
        carried,
        order="order_number",
        line="line_no",
        key="shipment_lines",
        alt=alt,
        columns=columns,
        hint="Select a line to see why it is on this shipment, and what was taken from it.",
    )
    export.popover(export.plain(carried), "shipment-lines")


def actions(shipment: Shipment, carried: pl.DataFrame) -> None:
    """What can be done with a shipment in its state."""
    id_, state = shipment["shipment_id"], shipment["state"]
    with st.container(horizontal=True):
        if state == ShipmentState.PENDING and st.button(
            "Pick", icon=":material/shopping_basket:", type="primary"
        ):
            focus.on(counting.BOX)
            with desk.acting(f"Shipment {id_} is being picked.") as tx:
                shipments.pick(tx, [id_])
        if state == ShipmentState.PICKING and st.button("Back to pending", icon=":material/undo:"):
            focus.on(counting.BOX)
            with desk.acting(f"Shipment {id_} is pending again.") as tx:
                shipments.unpick(tx, [id_])
        if state in (ShipmentState.PENDING, ShipmentState.PICKING):
            kind: Literal["primary", "secondary"] = (
                "primary" if state == ShipmentState.PICKING else "secondary"
            )
            if st.button("Ship", icon=":material/local_shipping:", type=kind):
                leaving.ask(id_, carried)
        if state != ShipmentState.VOID:
            paper.button([id_], paper.OF_SHIPPED if state == ShipmentState.SHIPPED else paper.OF_SHIPMENTS)
        if state != ShipmentState.VOID and st.button("Void", icon=":material/cancel:"):
            _void(id_, shipped=state == ShipmentState.SHIPPED)


def count(shipment: Shipment, carried: pl.DataFrame) -> None:
    """Count what is in the box with a scanner; Enter in the empty box ships it."""
    if shipment["state"] not in (ShipmentState.PENDING, ShipmentState.PICKING) or not carried.height:
        return
    id_ = shipment["shipment_id"]
    record = leaving.counted(id_)
    packed = carried.group_by("lic", maintain_order=True).agg(
        pl.col("description").first(), pl.col("qty").sum()
    )
    expected = dict(packed.select("lic", "qty").iter_rows())
    confirmed = counting.box(record, "What is packed?", expected, more=False)
    counts = {lic: qty for lic, qty in counting.counts(record).items() if qty}
    if counts:
        counting.table(
            record,
            packed,
            key="packed",
            to_come="Set aside",
            now="Packed",
            alt="What was counted into the parcel",
        )
        is_all = all(counts.get(lic) == qty for lic, qty in expected.items())
        st.caption("All of it is packed: Enter ships it." if is_all else "Enter ships what is packed.")
    if confirmed and counts:
        leaving.ship_counted(id_, carried, counts)


def _void(id_: int, *, shipped: bool) -> None:
    """Ask first: who loses is shown at once, unless the goods have left and nobody does."""
    if shipped:
        _put_back.ask(id_)
    else:
        confirm.ask(_voiding(id_))


def _voiding(id_: int) -> PendingAct:
    return PendingAct(
        [VoidShipment(id_)],
        f"Shipment {id_} was voided.",
        yes="void it",
        title=f"Void shipment {id_}?",
    )


@dialogs.dialog("Void shipment {id_}?")
def _put_back(id_: int) -> None:
    st.write("The goods go back on the shelf, and the lines wait again; a closed order opens again.")
    if dialogs.confirmed("void it", "leave it"):
        confirm.do(_voiding(id_))
