"""LICs with their levels, customers with their locations, vendors and warehouses, brought in from files (R35,
R38, R47).

What a file does not say of a record stays as it is: a column that is missing and a cell that is blank are
the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.session import Transaction
from engine import days
from engine.interchange.bad_rows import from_rows
from engine.interchange.reports import ImportCounts, Incoming


@dataclass(frozen=True, slots=True)
class Steps:
    """The queries of ``import_catalogue`` that bring one kind of file in, in their order."""

    resolve: tuple[str, ...]
    problems: str
    save: tuple[str, ...]
    counts: str


ITEMS: Final = Steps(
    resolve=(
        "import_catalogue.resolve_items",
        "import_catalogue.merge_items",
        "import_catalogue.merge_levels",
        "import_catalogue.find_item_changes",
        "import_catalogue.find_level_changes",
    ),
    problems="import_catalogue.item_problems",
    save=(
        "import_catalogue.log_items_added",
        "import_catalogue.add_items",
        "import_catalogue.log_items_changed",
        "import_catalogue.set_items",
        "import_catalogue.log_levels",
        "import_catalogue.set_levels",
        "import_catalogue.add_levels",
    ),
    counts="import_catalogue.item_counts",
)
VENDORS: Final = Steps(
    resolve=("import_catalogue.resolve_vendors",),
    problems="import_catalogue.vendor_problems",
    save=(
        "import_catalogue.log_vendors",
        "import_catalogue.add_vendors",
        "import_catalogue.set_vendors",
    ),
    counts="import_catalogue.vendor_counts",
)
CUSTOMERS: Final = Steps(
    resolve=("import_catalogue.resolve_customers",),
    problems="import_catalogue.customer_problems",
    save=(
        "import_catalogue.log_customers",
        "import_catalogue.add_customers",
        "import_catalogue.set_customers",
        "import_catalogue.forget_emails",
        "import_catalogue.add_emails",
        "import_catalogue.add_locations",
        "import_catalogue.set_locations",
    ),
    counts="import_catalogue.customer_counts",
)
WAREHOUSES: Final = Steps(
    resolve=("import_catalogue.resolve_warehouses",),
    problems="import_catalogue.warehouse_problems",
    save=(
        "import_catalogue.log_warehouses",
        "import_catalogue.add_warehouses",
        "import_catalogue.set_warehouses",
    ),
    counts="import_catalogue.warehouse_counts",
)


def load(steps: Steps, tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Add what is new in a file and change what is known; what cannot be is refused together."""
    for query in steps.resolve:
        tx.write(query)
    incoming.refuse(from_rows(tx.rows(steps.problems), days.clock_of(tx)))
    for query in steps.save:
        tx.write(query)
    return ImportCounts(**tx.only(steps.counts))
