"""Undo of purchase orders and transfers: their lines, for whom these are, and states, by a person or by
replenishment (R37, R39, R44, R47).

Each field of a line goes back if nobody has changed it since, the order was not sent to its vendor meanwhile,
and no more has come than would be left on it. Receipts are undone as movements; what left with a transfer
follows from where it is then.
"""

from __future__ import annotations

from typing import Final

from db.session import Transaction
from engine import days, preferences, promises, supply
from engine.buying import links
from engine.rows import Record
from engine.undo.step import Action, shortened

RECORDS: Final = frozenset({"po", "po line", "transfer", "transfer line"})
"""What the record log calls purchase orders, transfers and their lines."""
_FIELDS = {
    "qty": "the quantity",
    "expected_on": "the day it is expected",
    "unit_cost": "the unit cost",
    "edited": "who decides on it",
}


def purchase_orders(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Set lines back, then put the orders where they were."""
    tx.write("undo_supply.find_orders", last_log_id=chosen.last_log_id)
    _find_free(tx)
    tx.write("undo_supply.find_lines", last_log_id=chosen.last_log_id)
    po_ids = tx.rows("undo_supply.orders_back")["po_id"].to_list()
    if not po_ids:
        return []
    supply.keep_lines(tx, po_ids)
    tx.write("undo_supply.set_lines_back")
    supply.log_lines(tx, reason)
    _set_links_back(tx, reason)
    tx.write("undo_supply.check_states")
    _move(tx, po_ids, reason, goes_out=False)
    return _refusals(tx)


def transfers_again(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Let the goods of transfers leave once more that were cancelled or not sent, if they lie free (R47)."""
    po_ids = tx.rows("undo_supply.goes_out")["po_id"].to_list()
    if po_ids:
        _find_free(tx)
        tx.write("undo_supply.check_sources")
        supply.keep_lines(tx, po_ids)
        _move(tx, po_ids, reason, goes_out=True)
    return _stay(tx, goes_out=True)


def _find_free(tx: Transaction) -> None:
    tx.write("undo_supply.find_free", allow_negative=preferences.read(tx).allow_negative_stock)


def _move(tx: Transaction, po_ids: list[int], reason: str, *, goes_out: bool) -> None:
    """Put the orders where they were; their goods follow."""
    tx.write("undo_supply.log_states", reason=reason, goes_out=goes_out)
    tx.write("undo_supply.set_states", goes_out=goes_out)
    supply.close_or_reopen(tx)
    promises.refresh_pos(tx, reason)
    supply.follow(tx, po_ids, reason)


def _set_links_back(tx: Transaction, reason: str) -> None:
    """Let lines be for those they were for before the action."""
    rows = tx.rows("undo_supply.links_back")
    key = ("po_line_id", "root_line_id")
    links.write(tx, rows.select(*key, qty="new_qty"), rows.select(*key, qty="old_qty"), reason)


def _refusals(tx: Transaction) -> list[str]:
    unknown = tx.rows("undo_supply.rows_without_values")["sentence"].to_list()
    return [
        *shortened(_line_stays(row) for row in tx.rows("undo_supply.kept_lines").to_dicts()),
        *_stay(tx, goes_out=False),
        *shortened(
            f"{sentence} It was written before the record log kept the lines of purchase orders, so it stays."
            for sentence in unknown
        ),
    ]


def _stay(tx: Transaction, *, goes_out: bool) -> list[str]:
    """A sentence for each that stays where it is."""
    rows = tx.rows("undo_supply.kept_orders", goes_out=goes_out)
    return shortened(_order_stays(row) for row in rows.to_dicts())


def _line_stays(row: Record) -> str:
    what = f"{row['lic']} on {row['named']}: {_FIELDS[row['field']]} stays"
    match row["stays"]:
        case "changed":
            return f"{what}: {row['who']} made it {days.in_text(row['now_value'] or 'nothing')} since then."
        case "void":
            return f"{what}: it is cancelled by now."
        case "moved":
            return f"{what}: it was started again since then."
        case "sent":
            sent = "the transfer" if row["is_transfer"] else "the purchase order to its vendor"
            return f"{what}: {row['sender']} sent {sent} meanwhile."
        case "gone":
            return f"{what}: too little of it lies free at its source by now."
        case _:
            return f"{what}: {row['came']} of it came in already."


def _order_stays(row: Record) -> str:
    what = f"{row['named']} stays {row['now_state']}"
    match row["stays"]:
        case "another":
            return f"{what}: it came in again from or to elsewhere since then, so these lines are another's."
        case "moved":
            return f"{what}: {row['who']} made it so since then."
        case "came":
            return f"{what}: {row['came']} came in with it already."
        case "gone":
            return f"{what}: too little of what it is to take lies free at its source by now."
        case _:
            return f"{what}: something is left on it."
