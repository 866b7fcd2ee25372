"""What the desk knows of, from files: LICs with their levels, customers with their locations, vendors,
warehouses (R35, R38, R47).

What a file does not say of a record stays as it is: a column that is missing and a cell that is blank are
the same.
"""

from __future__ import annotations

from db.session import Transaction
from engine.interchange.bad_rows import from_rows
from engine.interchange.reports import Counts, Incoming

_RESOLVE_ITEMS = (
    "import_catalogue.resolve_items",
    "import_catalogue.merge_items",
    "import_catalogue.merge_levels",
    "import_catalogue.find_item_changes",
    "import_catalogue.find_level_changes",
)
_SAVE_ITEMS = (
    "import_catalogue.log_items_added",
    "import_catalogue.add_items",
    "import_catalogue.log_items_changed",
    "import_catalogue.set_items",
    "import_catalogue.log_levels",
    "import_catalogue.set_levels",
    "import_catalogue.add_levels",
)
_SAVE_VENDORS = (
    "import_catalogue.log_vendors",
    "import_catalogue.add_vendors",
    "import_catalogue.set_vendors",
)
_SAVE_CUSTOMERS = (
    "import_catalogue.log_customers",
    "import_catalogue.add_customers",
    "import_catalogue.set_customers",
    "import_catalogue.forget_emails",
    "import_catalogue.add_emails",
    "import_catalogue.add_locations",
    "import_catalogue.set_locations",
)
_SAVE_WAREHOUSES = (
    "import_catalogue.log_warehouses",
    "import_catalogue.add_warehouses",
    "import_catalogue.set_warehouses",
)


def load_items(tx: Transaction, incoming: Incoming) -> Counts:
    """Add the new LICs, change the known ones, set their levels (R35, R38)."""
    for query in _RESOLVE_ITEMS:
        tx.write(query)
    incoming.refuse(from_rows(tx.rows("import_catalogue.item_problems")))
    for query in _SAVE_ITEMS:
        tx.write(query)
    return Counts(**tx.only("import_catalogue.item_counts"))


def load_vendors(tx: Transaction, incoming: Incoming) -> Counts:
    """Add the new vendors and change the known ones."""
    tx.write("import_catalogue.resolve_vendors")
    incoming.refuse(from_rows(tx.rows("import_catalogue.vendor_problems")))
    for query in _SAVE_VENDORS:
        tx.write(query)
    return Counts(**tx.only("import_catalogue.vendor_counts"))


def load_customers(tx: Transaction, incoming: Incoming) -> Counts:
    """Add the new customers and locations, change names, addresses and e-mail addresses of the known ones."""
    tx.write("import_catalogue.resolve_customers")
    incoming.refuse(from_rows(tx.rows("import_catalogue.customer_problems")))
    for query in _SAVE_CUSTOMERS:
        tx.write(query)
    return Counts(**tx.only("import_catalogue.customer_counts"))


def load_warehouses(tx: Transaction, incoming: Incoming) -> Counts:
    """Add the new warehouses; rename, close and open the known ones (R47)."""
    tx.write("import_catalogue.resolve_warehouses")
    incoming.refuse(from_rows(tx.rows("import_catalogue.warehouse_problems")))
    for query in _SAVE_WAREHOUSES:
        tx.write(query)
    return Counts(**tx.only("import_catalogue.warehouse_counts"))
