"""The head of an order as it is kept: written whole, whichever of its fields changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.session import Transaction
from engine import catalogue, days
from engine.model import ShipType
from engine.orders.records import log_edit
from engine.rows import Customer, Location, Order
from engine.rules.header import BY_NAME, HEADER_FIELDS, SHIP_TYPES


def columns(tx: Transaction, buyer: Customer, head: Mapping[str, object]) -> dict[str, object]:
    """A head as the columns of a new order; what it does not give is as usual. Refuses what cannot be."""
    given = {
        field.name: field.checked(head.get(field.name, field.default), "the new order")
        for field in HEADER_FIELDS
    }
    return given | {"location_id": _location(tx, buyer, given.pop("location"))["location_id"]}


def change(tx: Transaction, order: Order, head: Mapping[str, object]) -> None:
    """Change the fields of an order that ``head`` gives; each that becomes another is logged."""
    given = {name: BY_NAME[name].checked(value, f"order {order['number']}") for name, value in head.items()}
    if "location" in given:
        given["location"] = _location(tx, _buyer(tx, order), given["location"])["code"]
    changes = {name: new for name, new in given.items() if new != value(order, name)}
    if changes:
        write(tx, order, changes)
        for name, new in changes.items():
            log_edit(tx, order, name, value(order, name), new, _sentence(order, name, new))


def value(order: Order, name: str) -> object:
    """The field of an order's head that is called ``name``."""
    fields: Mapping[str, object] = order
    return fields[name]


def write(tx: Transaction, order: Order, changes: Mapping[str, object]) -> None:
    """Store changed fields; nothing is logged, nothing settled."""
    head = {field.name: value(order, field.name) for field in HEADER_FIELDS} | dict(changes)
    location, location_id = head.pop("location"), order["location_id"]
    if location != order["location"]:
        location_id = _location(tx, _buyer(tx, order), location)["location_id"]
    tx.write("orders.set_header", order_id=order["order_id"], location_id=location_id, **head)


def _buyer(tx: Transaction, order: Order) -> Customer:
    return catalogue.customer(tx, order["customer"])


def _location(tx: Transaction, buyer: Customer, code: object) -> Location:
    return catalogue.location(tx, buyer, None if code is None else str(code))


def _value_in_words(name: str, one: object) -> object:
    if name == "ship_type":
        return SHIP_TYPES[ShipType(str(one))]
    if isinstance(one, date):
        return days.dated(one)
    return "nothing" if one in (None, "") else one


def _sentence(order: Order, name: str, new: object) -> str:
    if name == "location":
        return f"Order {order['number']} now goes to {new}."
    was, now = (_value_in_words(name, one) for one in (value(order, name), new))
    return f"Order {order['number']}: {name.replace('_', ' ')} changed from {was} to {now}."
