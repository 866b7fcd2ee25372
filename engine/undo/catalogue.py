"""Undo of what the desk knows of: LICs and their levels, customers, locations, vendors, warehouses.

A fact that was set is set back if nobody has set it since; a record that was added is taken off again if
nothing needs it by now, and one that was taken off comes back. What only the past needs, as orders that the
same undo cancelled do, is put away: LICs and customers are inactive, warehouses are closed. Files bring
thousands: every step is set-based.
"""

from __future__ import annotations

from typing import Final

from db.session import Transaction
from engine import log
from engine.rows import Record
from engine.undo.step import Action, shortened

RECORDS: Final = frozenset({"item", "customer", "location", "vendor", "warehouse"})
"""What the record log calls them."""
_FACTS_BACK = (
    "gather_back",
    "set_items_back",
    "set_vendors_back",
    "set_warehouses_back",
    "set_customers_back",
    "forget_emails",
    "add_emails_back",
    "set_addresses_back",
    "forget_levels",
    "add_levels_back",
)
_REMOVE = ("remove_locations", "remove_customers", "remove_items", "remove_vendors", "remove_warehouses")
_PUT_AWAY = ("put_items_away", "put_customers_away", "put_warehouses_away")
_AGAIN = (
    "add_vendors_again",
    "add_warehouses_again",
    "add_items_again",
    "add_customers_again",
    "add_locations_again",
)


def back(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Bring back what was taken off, and then set back what was set."""
    return _come_back(tx, reason) + _set_back(tx, chosen, reason)


def _come_back(tx: Transaction, reason: str) -> list[str]:
    tx.write("undo_catalogue.find_comebacks")
    for step in _AGAIN:
        tx.write(f"undo_catalogue.{step}")
    tx.write("undo_catalogue.log_again", reason=reason)
    return shortened(
        f"{log.headed(row['record'])} {row['record_id']} is there already, by another hand."
        for row in tx.rows("undo_catalogue.taken").to_dicts()
    )


def _set_back(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    tx.write("undo_catalogue.find_back", last_log_id=chosen.last_log_id)
    tx.write("undo_catalogue.log_back", reason=reason)
    for step in _FACTS_BACK:
        tx.write(f"undo_catalogue.{step}")
    return shortened(_stays(row) for row in tx.rows("undo_catalogue.kept_facts").to_dicts())


def _stays(row: Record) -> str:
    what = f"{log.headed(row['record'])} {row['record_id']}: {row['field']}"
    if row["stays"] == "gone":
        return f"{what} is gone with its record."
    return f"{what} stays: {_WHY[row['stays']].format(who=row['who'], now=row['now_value'] or 'nothing')}."


_WHY: Final = {
    "changed": "{who} made it {now} since then",
    "in use": "the LIC has moved or been ordered by now",
    "wanted": "an order that stays wants it",
    "no vendor": "the vendor it had is not there any more",
    "under way": "something is under way there by now",
    "unknown": "it was changed before the record log kept what it was",
}
"""Why a fact stays as it is (``undo_catalogue.find_back``), but for those of records that are gone."""


def remove(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Take off what was added, once the orders of the same action that name it are cancelled; what these
    still need is put away."""
    for step in ("find_removals", "keep_needed", "find_put_away"):
        tx.write(f"undo_catalogue.{step}")
    for step in ("log_removed", "log_put_away"):
        tx.write(f"undo_catalogue.{step}", reason=reason)
    for step in _REMOVE + _PUT_AWAY:
        tx.write(f"undo_catalogue.{step}")
    return shortened(
        f"{log.headed(row['record'])} {row['record_id']} stays: {row['need']} by now."
        for row in tx.rows("undo_catalogue.needed").to_dicts()
    )
