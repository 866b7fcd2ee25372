"""The parts of a typed line as one row: how they stand in words, and opened each by itself (R5)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import polars as pl

from engine import alike, orders
from engine.model import LineState, ShipmentState
from engine.rows import Record
from engine.store import Transaction
from pages.parts import formats

STATES: Final[dict[str, str]] = formats.LINE_STATE | {ShipmentState.PICKING: "◑ Being picked"}
"""How a part stands, ``picking`` for what is on a shipment that is being picked."""
_WORDS: Final[dict[str, str]] = {
    LineState.SHIPPED: "shipped",
    ShipmentState.PICKING: "being picked",
    LineState.ALLOTTED: "allotted",
    LineState.BACKORDERED: "waiting",
    LineState.CANCELLED: "cancelled",
}


def items(tx: Transaction, /, **chosen: Any) -> pl.DataFrame:
    """``orders.items``, with a ``state``: how the parts of each line stand, in words."""
    rows = orders.items(tx, **chosen)
    return rows.with_columns(standing(rows["parts"]).alias("state"))


def standing(parts: pl.Series) -> pl.Series:
    """How the parts of each line stand, in words; of a column of lists, each part with a state and a qty."""
    stands = parts.list.eval(pl.struct(pl.element().struct.field("state", "qty")))
    return alike.worded(stands.to_frame(), _in_words)


def _in_words(parts: Iterable[Record]) -> str:
    """``12 shipped · 8 waiting``; ``● Allotted`` where all parts stand alike."""
    sums: dict[str, Decimal] = {}
    for part in parts:
        sums[part["state"]] = sums.get(part["state"], Decimal()) + part["qty"]
    if len(sums) == 1:
        return STATES[next(iter(sums))]
    return " · ".join(f"{formats.qty(sums[state])} {word}" for state, word in _WORDS.items() if state in sums)


def numbered(line_no: int, parts: int) -> str:
    """A typed line by its number, and how many parts it opens into: ``3``, ``3 · 2 parts``."""
    return str(line_no) if parts == 1 else f"{line_no} · {parts} parts"
