"""What is on its way out, and what has left?"""

from __future__ import annotations

import streamlit as st

from engine import log, shipments
from engine.model import ShipmentState
from pages.parts import desk, links, log_table, scan_field, shell
from pages.parts.shipments import listing, view


def one_shipment(shipment_id: int) -> None:
    """A shipment, from its head to its record log."""
    with desk.reading() as tx:
        shipment = shipments.find(tx, shipment_id)
        gone = shipment["state"] == ShipmentState.VOID
        carried = shipments.carried(tx, shipment_id, with_withdrawn=gone)
        history = log.search(tx, shipment_id=shipment_id)
    if shipment["state"] in (ShipmentState.SHIPPED, ShipmentState.VOID):
        scan_field.show("shipment", "Next shipment", "a packing slip or label", arrived=False)
    view.facts(shipment)
    view.actions(shipment, carried)
    view.count(shipment, carried)
    view.lines(shipment, carried)
    st.subheader("Record log", anchor=False)
    comment(shipment_id)
    log_table.show(history, key="shipment_log", alt=f"The record log of shipment {shipment_id}, newest first")


def comment(shipment_id: int) -> None:
    """A remark, written into the record log."""
    text = log_table.remark_box()
    if text:
        with desk.acting() as tx:
            shipments.comment(tx, shipment_id, text)


def numbered(text: str) -> int | None:
    """The number that an address says; None if it is none, or longer than any."""
    try:
        return int(text)
    except ValueError:
        return None


named = st.query_params.get("shipment", "")
arrived = shell.begin(f"Shipment {named}" if named else "Shipments")
if named:
    links.link("shipments", "All shipments", icon="arrow_back")
if not named:
    listing.show(arrived=arrived)
elif (number := numbered(named)) is not None:
    one_shipment(number)
else:
    st.error("This is not the number of a shipment.", icon=":material/block:")
