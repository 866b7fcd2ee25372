"""Small readings, purchase orders and ledgers, as frames of the types that the desk answers with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from engine.queues.reading import Reading

TODAY: Final = date(2026, 3, 2)
_QTY: Final = pl.Decimal(18, 4)
_SUM: Final = pl.Decimal(38, 4)
_Schema = dict[str, Any]
_LINE: Final[_Schema] = {
    "line_id": pl.Int64,
    "order_id": pl.Int32,
    "root_line_id": pl.Int64,
    "item_id": pl.Int32,
    "warehouse_id": pl.Int32,
    "entry_seq": pl.Int64,
    "qty": _QTY,
    "ordered_qty": _QTY,
    "held": pl.Boolean,
    "firm": pl.Boolean,
    "whole": pl.Boolean,
    "priority": pl.Int8,
    "complete": pl.Boolean,
    "days": pl.Int64,
    "old_in": pl.Int64,
    "joins_on": pl.Date,
}
_PLAIN: Final[dict[str, Any]] = {
    "item_id": 1,
    "warehouse_id": 1,
    "priority": 0,
    "days": 0,
    "old_in": 10,
    "joins_on": None,
    **dict.fromkeys(("held", "firm", "whole", "complete"), False),
}
_PART: Final = pl.Struct(
    {"qty": _QTY, "source": pl.String, "due_on": pl.Date, "po": pl.String, "first_on": pl.Date}
)


def lines(*rows: dict[str, Any]) -> pl.DataFrame:
    """Open lines by what is special of each (line_id, qty, …): else each waits, is an order of its own, and
    all of what was ordered."""
    told = [
        _PLAIN
        | dict.fromkeys(("order_id", "root_line_id", "entry_seq"), row["line_id"])
        | {"ordered_qty": row["qty"]}
        | row
        for row in rows
    ]
    return pl.DataFrame(told, _LINE, orient="row")


def reading(open_lines: pl.DataFrame, on_hand: dict[int, int]) -> Reading:
    """A reading with what lies of each LIC."""
    shelves = {"item_id": [*on_hand], "warehouse_id": 1, "on_hand_qty": [*on_hand.values()]}
    schema: _Schema = {"item_id": pl.Int32, "warehouse_id": pl.Int32, "on_hand_qty": _SUM}
    return Reading(open_lines, pl.DataFrame(shelves, schema))


def owed(*rows: tuple[int, int, int, date | None]) -> pl.DataFrame:
    """What purchase orders still bring: (po_line_id, LIC, units, day)."""
    schema: _Schema = {"po_line_id": pl.Int32, "item_id": pl.Int32, "qty": _SUM, "due_on": pl.Date}
    return pl.DataFrame(rows, schema, orient="row").with_columns(
        warehouse_id=pl.lit(1, pl.Int32), po=pl.format("PO{}", "po_line_id")
    )


def _parts(told: Sequence[tuple[Any, ...]] | None) -> list[dict[str, Any]] | None:
    names = _PART.to_schema()
    return None if told is None else [dict(zip(names, part, strict=True)) for part in told]


def ledger(*rows: tuple[int, str, date | None, Sequence[tuple[Any, ...]] | None]) -> pl.DataFrame:
    """Rows of the ledger: (root_line_id, state, day, parts), a part (qty, source, due_on, po, first_on)."""
    told = [(place, *row[:3], _parts(row[3])) for place, row in enumerate(rows)]
    schema: _Schema = {
        "promise_id": pl.Int64,
        "root_line_id": pl.Int64,
        "state": pl.String,
        "promised_on": pl.Date,
        "parts": pl.List(_PART),
    }
    return pl.DataFrame(told, schema, orient="row").with_columns(
        held_qty=pl.lit(Decimal(0), _QTY), is_broken=pl.lit(value=False)
    )
