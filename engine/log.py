"""The record log: what happened, when, by whose hand, in a sentence (section 9). Append-only."""

from __future__ import annotations

from typing import Any

import polars as pl

from db.session import Transaction

_OPTIONAL = (
    "order_id",
    "line_id",
    "line_no",
    "root_line_id",
    "item_id",
    "warehouse_id",
    "shipment_id",
    "po_id",
    "po_line_id",
    "old_value",
    "new_value",
    "qty",
    "other_order_id",
)


def write(
    tx: Transaction,
    *,
    record: str,
    record_id: object,
    sentence: str,
    field: str = "",
    kind: str = "edit",
    **facts: Any,
) -> None:
    """Add one row. ``facts``: any of order_id, line_id, item_id, …, old_value, new_value, qty,
    other_order_id."""
    unknown = set(facts) - set(_OPTIONAL)
    if unknown:
        raise TypeError(f"the record log has no {', '.join(sorted(unknown))}")
    row = {name: facts.get(name) for name in _OPTIONAL}
    for name in ("old_value", "new_value"):
        row[name] = spelled(row[name])
    tx.write(
        "log.write", kind=kind, record=record, record_id=str(record_id), field=field, sentence=sentence, **row
    )


def spelled(value: object) -> str | None:
    """A value as the record log keeps it; flags as SQL writes them, ``true`` and ``false``."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def search(
    tx: Transaction,
    *,
    order_id: int | None = None,
    item_id: int | None = None,
    shipment_id: int | None = None,
    po_id: int | None = None,
    run: int | None = None,
    word: str | None = None,
    most: int = 500,
) -> pl.DataFrame:
    """The newest ``most`` rows that match: log_id, logged_at (UTC), actor, run_id, kind, record, …,
    sentence."""
    return tx.rows(
        "log.search",
        order_id=order_id,
        item_id=item_id,
        shipment_id=shipment_id,
        po_id=po_id,
        run=run,
        word=word or None,
        most=most,
    )
