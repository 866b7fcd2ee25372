"""A purchase that is opened at once, without waiting for anybody to look at it (R44)."""

from __future__ import annotations

from datetime import date

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, days, stock, supply
from engine.buying import links, shares, uncovered
from engine.errors import DeskError, NoVendor, PastPurchase, refuse
from engine.model import Qty


def purchase(tx: Transaction, lic: str, qty: Qty, expected_on: date, *, warehouse: str | None = None) -> str:
    """Order units of a LIC from its vendor, on a purchase order that is opened at once; returns its number.

    It is for the lines that wait uncovered, by rank. Refuses a LIC without a vendor, and a day that has
    passed.
    """
    item = stock.stocked(tx, lic, "buy")
    into = catalogue.warehouse(tx, warehouse)
    pool = (item["item_id"], into["warehouse_id"])
    vendor = tx.value("buying.vendor_of", item_id=pool[0], warehouse_id=pool[1])
    problems: list[DeskError] = [] if vendor else [NoVendor(lic=item["lic"])]
    if expected_on < tx.today:
        problems.append(PastPurchase(lic=item["lic"], day=days.dated(expected_on)))
    refuse(problems)
    allocation.select_pools(tx, [pool])
    found = uncovered.read(tx)
    number = supply.create_po(tx, vendor, warehouse=into["code"])
    supply.add_po_line(tx, number, item["lic"], qty, expected_on=expected_on)
    short = shares.find_short(found)
    lines = supply.lines(tx, number).select(
        "po_line_id", "qty", item_id=pl.lit(pool[0], pl.Int32), warehouse_id=pl.lit(pool[1], pl.Int32)
    )
    links.write(tx, found.links.clear(), shares.hand_out(short, lines))
    supply.open_po(tx, number)
    return number
