"""One shipment: what it carries, its way from pending to gone, and shipping less than it has (R12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl
import streamlit as st

from engine import shipments
from engine.errors import DeskError, ShippingTooMuch
from engine.model import ShipmentState
from engine.quantities import parse, plain
from engine.shipments import Short
from pages.parts import desk, dialogs, formats, links, pickers, tables

Record = dict[str, Any]
SHORT: Final = "ship short"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A line of which less ships than it has."""

    order: str
    line_no: int
    lic: str
    ships: Decimal
    has: Decimal


def facts(shipment: Record) -> None:
    """Whose it is, where it goes, how far it is."""
    told = {
        "State": formats.SHIPMENT_STATE[shipment["state"]],
        "Customer": shipment["customer_name"],
        "Goes to": shipment["location"],
        "Ship type": formats.SHIP_TYPE[shipment["ship_type"]],
        "Made": formats.when(shipment["created_at"]),
        "Picked": formats.when(shipment["picked_at"]),
        "Left": formats.when(shipment["shipped_at"]),
    }
    if pickers.has_several_warehouses():
        told["From"] = shipment["warehouse"]
    if shipment["voided_at"]:
        told["Voided"] = formats.when(shipment["voided_at"])
    for column, (label, value) in zip(st.columns(len(told)), told.items(), strict=True):
        column.markdown(f":gray[{label}]  \n{desk.plain_markdown(str(value))}")


def lines(shipment: Record, carried: pl.DataFrame) -> None:
    """What it carries, or carried."""
    gone = shipment["state"] == ShipmentState.VOID
    if gone:
        st.caption("It was voided and carries nothing any more; these lines were on it.")
    columns = {
        "order_number": links.column("Order", "orders", "order", key="open_order", width=90),
        "line_no": tables.number("Line"),
        "lic": tables.text("LIC", 140),
        "description": tables.text("Description", "large"),
        "qty": tables.qty("Carried" if gone else "Carries"),
    }
    alt = f"The {formats.count(carried.height, 'line')} of shipment {shipment['shipment_id']}"
    tables.grid(carried, key="shipment_lines", columns=columns, alt=alt)


def actions(shipment: Record, carried: pl.DataFrame) -> None:
    """What can be done with it in its state."""
    id_, state = shipment["shipment_id"], shipment["state"]
    with st.container(horizontal=True):
        if state == ShipmentState.PENDING and st.button(
            "Pick", icon=":material/shopping_basket:", type="primary"
        ):
            with desk.acting(f"Shipment {id_} is being picked.") as tx:
                shipments.pick(tx, [id_])
        if state == ShipmentState.PICKING and st.button("Back to pending", icon=":material/undo:"):
            with desk.acting(f"Shipment {id_} is pending again.") as tx:
                shipments.unpick(tx, [id_])
        if state in (ShipmentState.PENDING, ShipmentState.PICKING):
            kind: Literal["primary", "secondary"] = (
                "primary" if state == ShipmentState.PICKING else "secondary"
            )
            if st.button("Ship", icon=":material/local_shipping:", type=kind):
                dialogs.ask("ship", id_=id_, carried=carried.to_dicts())
        if state != ShipmentState.VOID and st.button("Void", icon=":material/cancel:"):
            dialogs.ask("void shipment", id_=id_, shipped=state == ShipmentState.SHIPPED)
    dialogs.answer("ship", f"Ship shipment {id_}", _ship, width="medium")
    dialogs.answer(SHORT, "Less ships than was set aside", _short, width="medium")
    dialogs.answer("void shipment", f"Void shipment {id_}?", _void)


def _ship(id_: int, carried: list[Record]) -> None:
    """Everything, unless a smaller quantity is typed."""
    st.caption("What is typed here leaves. Where less leaves than is there, you are asked about the rest.")
    with st.form("ship", border=False):
        typed = [_quantity_field(line) for line in carried]
        if not st.form_submit_button("Ship these quantities", type="primary", shortcut="Ctrl+Enter"):
            return
    shorts = _shortfalls(carried, typed)
    if shorts is None:
        return
    if shorts:
        dialogs.ask(SHORT, id_=id_, carried=carried, shorts=shorts)
        st.rerun()
    with dialogs.settling(f"Shipment {id_} left.") as tx:
        shipments.check_carries(tx, id_, _seen(carried))
        shipments.ship(tx, [id_])


def _quantity_field(line: Record) -> str:
    what, box = st.columns([4, 1], vertical_alignment="center")
    where = f"order {line['order_number']}, line {line['line_no']}"
    lic, name = desk.plain_markdown(line["lic"]), desk.plain_markdown(line["description"])
    what.markdown(f"**{lic}** {name} :gray[· {where} · {plain(line['qty'])} set aside]")
    label = f"{line['lic']} ({where})"
    key = f"ships-{line['line_id']}-{plain(line['qty'])}"
    return box.text_input(label, plain(line["qty"]), key=key, label_visibility="collapsed") or ""


def _shortfalls(carried: list[Record], typed: list[str]) -> list[Shortfall] | None:
    """The lines of which less ships; None, and the reason said, if a quantity is none."""
    shorts = []
    for line, text in zip(carried, typed, strict=True):
        try:
            ships = _at_most(parse(text, line["lic"]), line)
        except DeskError as error:
            desk.refuse(error)
            return None
        if ships != line["qty"]:
            shorts.append(Shortfall(line["order_number"], line["line_no"], line["lic"], ships, line["qty"]))
    return shorts


def _at_most(ships: Decimal, line: Record) -> Decimal:
    if ships > line["qty"]:
        refused = {"line": line["line_no"], "allotted": plain(line["qty"]), "qty": plain(ships)}
        raise ShippingTooMuch(shipment=st.query_params.get("shipment", ""), **refused)
    return ships


def _short(id_: int, carried: list[Record], shorts: list[Shortfall]) -> None:
    """R12: backorder the rest, reduce the order, or go back."""
    for short in shorts:
        lic = desk.plain_markdown(short.lic)
        leave, stay = plain(short.ships), plain(short.has - short.ships)
        line = f"Order {short.order}, line {short.line_no}"
        st.markdown(f"{line}: **{leave}** of {plain(short.has)} {lic} leave, **{stay}** stay.")
    rest = plain(sum((short.has - short.ships for short in shorts), Decimal(0)))
    if st.button(f"Backorder the {rest}", shortcut="B", type="primary", width="stretch"):
        _leave(id_, carried, shorts, backorder_rest=True)
    if st.button(f"Reduce the order by {rest}", shortcut="D", width="stretch"):
        _leave(id_, carried, shorts, backorder_rest=False)
    if st.button("Go back", shortcut="G", width="stretch"):
        dialogs.ask("ship", id_=id_, carried=carried)
        st.rerun()


def _seen(carried: list[Record]) -> dict[int, Decimal]:
    return {line["line_id"]: line["qty"] for line in carried}


def _leave(id_: int, carried: list[Record], shorts: list[Shortfall], *, backorder_rest: bool) -> None:
    rest = "the rest waits on backorder" if backorder_rest else "the order was reduced by the rest"
    with dialogs.settling(f"Shipment {id_} left; {rest}.") as tx:
        shipments.check_carries(tx, id_, _seen(carried))
        named = [Short(short.order, short.line_no, short.ships) for short in shorts]
        shipments.ship(tx, [id_], named, backorder_rest=backorder_rest)


def _void(id_: int, shipped: bool) -> None:
    st.write(
        "The goods go back on the shelf and the lines to backorder; an order that was closed opens again."
        if shipped
        else "Its lines go back to backorder at their own place in the queue, for the next sweep to fill."
    )
    if st.button("Yes: void it", shortcut="Y", type="primary", width="stretch"):
        with dialogs.settling(f"Shipment {id_} was voided.") as tx:
            shipments.void(tx, [id_])
    if st.button("No: leave it", shortcut="N", width="stretch"):
        dialogs.done()
        st.rerun()
