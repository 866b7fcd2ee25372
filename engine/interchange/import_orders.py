"""Orders from a file: entered in file order and settled as one event (R9, R10, R17), or opened as they
stood."""

from __future__ import annotations

from db.session import Transaction
from engine import allocation, days, notices, orders, promises, shipments
from engine.interchange import import_known, updating
from engine.interchange.bad_rows import from_rows
from engine.interchange.reports import ImportCounts, Incoming

_SAVE = (
    "import_orders.add_orders",
    "import_orders.log_heads",
    "import_orders.start_again",
    "import_orders.add_lines",
    "import_orders.log_orders",
)


_CAUSE = "import of orders"


def load(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Start the orders that are not in the books and open them as one event; known ones must be the same, or
    are made so.

    Orders refused for a discontinued short line stay pending and are named in ``held`` (R10). Orders of which
    the file says how their lines stand are opened like that first, and nothing is asked or settled. Orders
    that are void because the file that brought them in was undone come in anew, under their numbers.
    """
    tx.write("import_orders.find_void")
    tx.write("import_known.find_taken_back", kind="orders")
    tx.write("import_orders.resolve", oldest_first=incoming.oldest_first)
    tx.write("import_orders.gather")
    tx.write("import_orders.find_allotments")
    differing = import_known.find_differing(tx, "orders")
    other = updating.refusals(incoming, "orders", differing)
    incoming.refuse([*from_rows(tx.rows("import_orders.problems"), days.clock_of(tx)), *other])
    for query in _SAVE:
        tx.write(query)
    tx.write("import_known.forget_taken_back", kind="orders")
    tx.write("import_known.remember_orders")
    new = tx.rows("import_orders.new_orders")
    if again := new.filter("is_again")["order_id"].to_list():
        notices.start_again(tx, again)
    incoming.step("settling")
    _open_as_stated(tx, new.filter("is_stated")["order_id"].to_list())
    asked: list[int] = new.filter(~new["is_stated"])["order_id"].to_list()
    held = orders.open_many(tx, asked, _CAUSE).refused if asked else []
    taken_over = updating.take_over(tx, "orders", differing)
    notes = [*taken_over, *import_known.notes_on_less(tx, "orders")]
    return updating.counted(
        ImportCounts(held=held, notes=notes, **tx.only("import_orders.counts")), differing
    )


def _open_as_stated(tx: Transaction, order_ids: list[int]) -> None:
    """Open orders whose lines stand as the file says; shipments and promises follow (R30, R40).

    What is being picked goes on its shipments first: nothing may join those.
    """
    if not order_ids:
        return
    for query in ("find_stated_lines", "log_stated", "open_stated_orders"):
        tx.write(f"import_orders.{query}")
    allocation.select_orders(tx, order_ids)
    tx.write("import_orders.open_stated_lines", picking=True)
    shipments.reconcile(tx, _CAUSE)
    shipments.pick(tx, tx.values("import_orders.stated_picking"))
    tx.write("import_orders.open_stated_lines", picking=False)
    shipments.reconcile(tx, _CAUSE)
    allocation.select_pools_of_orders(tx, order_ids)
    promises.refresh(tx, _CAUSE)
