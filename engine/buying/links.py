"""For which lines of orders a line of a purchase order was ordered (R44). The link informs: rank decides who
gets the goods."""

from __future__ import annotations

from typing import Final

import polars as pl

from db.session import Transaction
from engine import log
from engine.quantities import QTY, plain_column, spelled_column

_KEY: Final = ("po_line_id", "root_line_id")


def write(tx: Transaction, stored: pl.DataFrame, new: pl.DataFrame, reason: str = "") -> None:
    """Write the ``new`` links instead of those that are ``stored``; logged.

    Both: po_line_id, root_line_id, qty. A link that is not among the new ones is dropped; units for no line
    (root_line_id is null) are no link. ``reason``: what the record log says in brackets.
    """
    old = stored.select(*_KEY, old_qty=pl.col("qty").cast(QTY))
    every = (
        new.drop_nulls("root_line_id")
        .select(*_KEY, pl.col("qty").cast(QTY))
        .join(old, on=_KEY, how="full", coalesce=True)
        .with_columns(pl.col("qty", "old_qty").fill_null(pl.lit(0, QTY)))
    )
    changed = every.filter(pl.col("qty") != pl.col("old_qty"))
    if changed.is_empty():
        return
    with tx.lent("link_change", changed):
        records = tx.rows("buying.link_records")
        tx.write("buying.forget_links")
        tx.write("buying.add_links")
    log.add(tx, _rows(records, reason))


def _rows(records: pl.DataFrame, reason: str) -> pl.DataFrame:
    """The rows of the record log: record ``po line`` or ``transfer line``, field ``for``, about the order's
    line as well."""
    old, new = (plain_column(pl.col(name)) for name in ("old_qty", "qty"))
    units = spelled_column(pl.col("qty"))
    why = pl.lit(f" ({reason})" if reason else "")
    sentence = (
        pl.when(pl.col("qty") == 0)
        .then(pl.format(f"Nothing of {_WHERE} any more{{}}.", *_NAMED, why))
        .otherwise(pl.format("{} of {} on {} are for line {} of order {}{}.", units, *_NAMED, why))
    )
    record_id = pl.format("{}/{}", "po", "po_line_id")
    return records.select(
        *("po_id", "po_line_id", "item_id", "warehouse_id", "order_id", "root_line_id", "line_no"),
        *log.changed(pl.col("record"), record_id, "for", old, new),
        qty="qty",
        sentence=sentence,
    )


_NAMED: Final = ("lic", "named", "line_no", "order")
_WHERE: Final = "{} on {} is for line {} of order {}"


def for_whom(tx: Transaction, number: str) -> pl.DataFrame:
    """For whom the lines of a purchase order were ordered, those served first first.

    Columns: po_line_id, lic, order, line (as typed), customer, customer_name, qty (ordered for it),
    waiting_qty (what of the line still waits).
    """
    return tx.rows("links.for_whom", number=number)


def bought_on(tx: Transaction, *, order: str | None = None, lic: str | None = None) -> pl.DataFrame:
    """On which pending and open purchase orders, or transfers, lines of an order, or of a LIC, were ordered.

    Columns: order, line (as typed), po, state (of the purchase order), qty (ordered for the line),
    expected_on (the day on which it is due; null: none is known), is_transfer.
    """
    return tx.rows("links.bought_on", number=order, lic=lic)
