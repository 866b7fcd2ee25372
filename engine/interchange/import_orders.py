"""Orders from a file: entered in file order, then settled as one event (R9, R10, R17)."""

from __future__ import annotations

from db.session import Transaction
from engine import orders
from engine.interchange import import_known
from engine.interchange.bad_rows import from_rows
from engine.interchange.reports import Counts, Incoming

_SAVE = (
    "import_orders.add_orders",
    "import_orders.add_lines",
    "import_orders.log_orders",
    "import_known.remember_orders",
)


def load(tx: Transaction, incoming: Incoming) -> Counts:
    """Start the orders that are not in the books and open them as one event; known ones must be the same.

    Orders refused for a discontinued short line stay pending and are named in ``held`` (R10).
    """
    tx.write("import_orders.resolve")
    tx.write("import_orders.gather")
    other = import_known.find_other(tx, "orders")
    incoming.refuse([*from_rows(tx.rows("import_orders.problems")), *other])
    for query in _SAVE:
        tx.write(query)
    order_ids: list[int] = tx.rows("import_orders.new_orders")["order_id"].to_list()
    incoming.step("settling")
    held = orders.open_many(tx, order_ids, "import of orders").refused if order_ids else []
    notes = import_known.notes_on_void(tx, "orders")
    return Counts(held=held, notes=notes, **tx.only("import_orders.counts"))
