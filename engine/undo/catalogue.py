"""Undo of what the desk knows of: LICs and their levels, customers, locations, vendors, warehouses.

A fact that was set is set back if nobody has set it since; a record that was added is taken off again if
nothing needs it by now, and one that was taken off comes back. Files bring thousands: every step is
set-based.
"""

from __future__ import annotations

from typing import Final

from db.session import Transaction
from engine.rows import Record
from engine.undo.step import Action, shortened

RECORDS: Final = frozenset({"item", "customer", "location", "vendor", "warehouse"})
"""What the record log calls them."""
_FACTS_BACK = (
    "set_items_back",
    "set_vendors_back",
    "set_warehouses_back",
    "set_names_back",
    "forget_emails",
    "add_emails_back",
    "set_addresses_back",
    "forget_levels",
    "add_levels_back",
)
_REMOVE = ("remove_locations", "remove_customers", "remove_items", "remove_vendors", "remove_warehouses")
_AGAIN = (
    "add_vendors_again",
    "add_warehouses_again",
    "add_items_again",
    "add_customers_again",
    "add_locations_again",
)


def catalogue(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Bring back what was taken off, set back what was set, take off what was added, in this order."""
    return _come_back(tx, reason) + _set_back(tx, chosen, reason) + _remove(tx, reason)


def _come_back(tx: Transaction, reason: str) -> list[str]:
    tx.write("undo_catalogue.find_comebacks")
    for step in _AGAIN:
        tx.write(f"undo_catalogue.{step}")
    tx.write("undo_catalogue.log_again", reason=reason)
    return shortened(
        f"{row['record'].capitalize()} {row['record_id']} is there already, by another hand."
        for row in tx.rows("undo_catalogue.taken").to_dicts()
    )


def _set_back(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    tx.write("undo_catalogue.find_back", last_log_id=chosen.last_log_id)
    tx.write("undo_catalogue.log_back", reason=reason)
    for step in _FACTS_BACK:
        tx.write(f"undo_catalogue.{step}")
    return shortened(_stays(row) for row in tx.rows("undo_catalogue.kept_facts").to_dicts())


def _stays(row: Record) -> str:
    what = f"{row['record'].capitalize()} {row['record_id']}: {row['field']}"
    match row["stays"]:
        case "changed":
            return f"{what} stays: {row['who']} made it {row['now_value'] or 'nothing'} since then."
        case "in use":
            return f"{what} stays: the LIC has moved or been ordered by now."
        case "no vendor":
            return f"{what} stays: the vendor it had is not there any more."
        case "under way":
            return f"{what} stays: something is under way there by now."
        case "gone":
            return f"{what} is gone with its record."
        case _:
            return f"{what} stays: it was changed before the record log kept what it was."


def _remove(tx: Transaction, reason: str) -> list[str]:
    tx.write("undo_catalogue.find_removals")
    tx.write("undo_catalogue.keep_needed")
    tx.write("undo_catalogue.log_removed", reason=reason)
    for step in _REMOVE:
        tx.write(f"undo_catalogue.{step}")
    return shortened(
        f"{row['record'].capitalize()} {row['record_id']} stays: {row['need']} by now."
        for row in tx.rows("undo_catalogue.needed").to_dicts()
    )
