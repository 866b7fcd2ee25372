"""Undo of purchase orders: their lines, for whom these are, and states, by a person or by replenishment
(R37, R39, R44).

Each field of a line goes back if nobody has changed it since, the order was not sent to its vendor meanwhile,
and no more has come than would be left on it. Receipts are undone as movements.
"""

from __future__ import annotations

from db.session import Transaction
from engine import promises, supply
from engine.buying import links
from engine.rows import Record
from engine.undo.step import Action, shortened

_FIELDS = {
    "qty": "the quantity",
    "expected_on": "the day it is expected",
    "unit_cost": "the unit cost",
    "edited": "who decides on it",
}


def purchase_orders(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Set lines back, then put the orders where they were."""
    tx.write("undo_supply.find_orders", last_log_id=chosen.last_log_id)
    tx.write("undo_supply.find_lines", last_log_id=chosen.last_log_id)
    po_ids = tx.rows("undo_supply.orders_back")["po_id"].to_list()
    if not po_ids:
        return []
    supply.keep_lines(tx, po_ids)
    tx.write("undo_supply.set_lines_back")
    supply.log_lines(tx, reason)
    _set_links_back(tx, reason)
    tx.write("undo_supply.check_states")
    tx.write("undo_supply.log_states", reason=reason)
    tx.write("undo_supply.set_states")
    supply.close_or_reopen(tx)
    promises.refresh_pos(tx, reason)
    return _refusals(tx)


def _set_links_back(tx: Transaction, reason: str) -> None:
    """Let lines be for those they were for before the action."""
    rows = tx.rows("undo_supply.links_back")
    key = ("po_line_id", "root_line_id")
    links.write(tx, rows.select(*key, qty="new_qty"), rows.select(*key, qty="old_qty"), reason)


def _refusals(tx: Transaction) -> list[str]:
    unknown = tx.rows("undo_supply.rows_without_values")["sentence"].to_list()
    return [
        *shortened(_line_stays(row) for row in tx.rows("undo_supply.kept_lines").to_dicts()),
        *shortened(_order_stays(row) for row in tx.rows("undo_supply.kept_orders").to_dicts()),
        *shortened(
            f"{sentence} It was written before the record log kept the lines of purchase orders, so it stays."
            for sentence in unknown
        ),
    ]


def _line_stays(row: Record) -> str:
    what = f"{row['lic']} on purchase order {row['number']}: {_FIELDS[row['field']]} stays"
    match row["stays"]:
        case "changed":
            return f"{what}: {row['who']} made it {row['now_value'] or 'nothing'} since then."
        case "void":
            return f"{what}: the purchase order is called off by now."
        case "sent":
            return f"{what}: {row['sender']} sent the purchase order to its vendor meanwhile."
        case _:
            return f"{what}: {row['came']} of it came in already."


def _order_stays(row: Record) -> str:
    what = f"Purchase order {row['number']} stays {row['now_state']}"
    match row["stays"]:
        case "moved":
            return f"{what}: {row['who']} made it so since then."
        case "came":
            return f"{what}: {row['came']} came in with it already."
        case _:
            return f"{what}: something is left on it."
