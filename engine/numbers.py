"""Numbers given in turn to orders, purchase orders and transfers: one above the highest there is (8a)."""

from __future__ import annotations

from enum import StrEnum

from db.session import Transaction


class Series(StrEnum):
    """The letters before a number that is given in turn; those of orders have none."""

    PURCHASE_ORDERS = "PO"
    TRANSFERS = "TR"


def next_number(tx: Transaction, series: Series) -> str:
    """The number of the next purchase order or transfer, such as ``PO102``; nothing is reserved.

    Numbers that people typed count too where they have this form and at most 15 digits.
    """
    found: str = tx.value("numbers.find_next", series=series)
    return found


def carry_forward(tx: Transaction) -> None:
    """Let the highest numbers stand for every record there is, so that the next one is sought among later
    ones; only the closing of the day does this."""
    tx.write("numbers.forget_carried")
    tx.write("numbers.carry_forward")
