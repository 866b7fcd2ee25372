"""The head of an order as it is kept: written whole, whichever of its fields changes."""

from __future__ import annotations

from collections.abc import Mapping

from db.session import Transaction
from engine import catalogue
from engine.orders.records import log_edit
from engine.rows import Order, Record
from engine.rules.header import BY_NAME, HEADER_FIELDS


def columns(tx: Transaction, customer: str, order: str, head: Mapping[str, object]) -> dict[str, object]:
    """A head as the columns of a new order; what it does not give is as usual. Refuses what cannot be."""
    return _stored(
        tx, customer, {f.name: f.checked(head.get(f.name, f.default), order) for f in HEADER_FIELDS}
    )


def change(tx: Transaction, order: Order, head: Mapping[str, object]) -> None:
    """Change the fields of an order that ``head`` gives; each that becomes another is logged."""
    given = {name: BY_NAME[name].checked(value, order["number"]) for name, value in head.items()}
    if "location" in given:
        given["location"] = _location(tx, order["customer"], given["location"])["code"]
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
    tx.write("orders.set_header", order_id=order["order_id"], **_stored(tx, order["customer"], head))
    tx.write("orders.touch_version", order_id=order["order_id"])


def _stored(tx: Transaction, customer: str, head: dict[str, object]) -> dict[str, object]:
    """A whole head as its columns: of the location, its id."""
    return head | {"location_id": _location(tx, customer, head.pop("location"))["location_id"]}


def _location(tx: Transaction, customer: str, code: object) -> Record:
    return catalogue.location(tx, catalogue.customer(tx, customer), None if code is None else str(code))


def _sentence(order: Order, name: str, new: object) -> str:
    if name == "location":
        return f"Order {order['number']} now goes to {new}."
    shown = new if new not in (None, "") else "nothing"
    return f"Order {order['number']}: {name.replace('_', ' ')} changed from {value(order, name)} to {shown}."
