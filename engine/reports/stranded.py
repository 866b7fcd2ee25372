"""Stranded stock: units that lie for orders that cannot ship, and what one act would free (R15, R30, R43).

A figure here is what the rows of the queue promise; the preview of its edit is the truth, for it runs the
very functions that would make it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

import polars as pl

from db.session import Transaction
from engine import preferences, promises, rows
from engine.model import Qty, ShipType
from engine.quantities import SUM, in_units, spelled
from engine.queues import verdicts
from engine.whatif.edits import Adjust, Edit, Receive, Release, SetShipType, Split

MOST_REMEDIES = 200


class RemedyKind(StrEnum):
    """What would free stranded stock."""

    RECEIPT = "receipt"  # the units that are missing come in
    SPLIT = "split"  # a whole line takes what there is
    IN_PARTS = "in parts"  # a Complete order ships what it has
    RELEASE = "release"  # a line gives its stock and its place up to those behind it


class RemedyRow(TypedDict):
    """What would free stranded units, and the record that it is done to (``stranded.remedies``).

    What a kind has no use for is null: an order for a receipt, units for all else.
    """

    kind: str
    lic: str
    warehouse: str
    order: str
    customer: str
    line: int
    units: Qty
    orders: int
    frees_qty: Qty
    frees_value: Decimal
    po: str | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """One act, and what it would free."""

    kind: RemedyKind
    edit: Edit
    is_real: bool  # False: units that nobody ordered; a preview of it must not be applied
    frees_qty: Qty
    frees_value: Decimal
    orders: int  # how many it helps
    order: str | None
    lic: str | None
    customer: str | None
    sentence: str

    @property
    def standing(self) -> str:
        """The sentence, and where nothing brings what it needs, that this is so."""
        return self.sentence if self.is_real else f"{self.sentence}, which is not on an open purchase order"


@dataclass(frozen=True, slots=True)
class Stranded:
    """What lies idle and what would free it.

    ``units``: order, customer, line, lic, qty, value, on_shelf (not allotted, but held for the line),
    waits_for (in words); the most valuable first.
    """

    units: pl.DataFrame
    remedies: list[Remedy]

    @property
    def qty(self) -> Qty:
        """Units that are stranded."""
        return sum(self.units["qty"], Decimal(0))

    @property
    def set_aside_qty(self) -> Qty:
        """The stranded units that are allotted to Complete orders that cannot ship."""
        return sum(self.units.filter(~pl.col("on_shelf"))["qty"], Decimal(0))

    @property
    def held_qty(self) -> Qty:
        """The stranded units on the shelf that a whole line holds, which needs more."""
        return sum(self.units.filter("on_shelf")["qty"], Decimal(0))

    @property
    def value(self) -> Decimal:
        """What the stranded units are worth, at the line's price, else the LIC's cost."""
        return sum(self.units["value"], Decimal(0))


def find(tx: Transaction, most: int = MOST_REMEDIES) -> Stranded:
    """The stranded units of the desk, and at most ``most`` remedies, the one that frees most value first."""
    tx.write("allocation.select_pools_that_wait")
    promises.project(tx)
    if not preferences.read(tx).policy_rule.looks_beyond_pool:
        tx.write("backorders.select_pools_in_play")
    tx.load("held_place", _held_places(tx))
    for step in ("find_holders", "find_stranded"):
        tx.write(f"stranded.{step}")
    remedies = [_remedy(row) for row in rows.of(RemedyRow, tx.rows("stranded.remedies", most=most))]
    return Stranded(tx.rows("stranded.units"), remedies)


def _held_places(tx: Transaction) -> pl.DataFrame:
    """The whole lines for which something lies in the touched pools, and how much, by the walk that explains
    every line (R15, R41)."""
    apart = verdicts.walk(tx).held_apart()
    rows = [(line.line_id, in_units(left)) for line, left in apart]
    return pl.DataFrame(rows, {"line_id": pl.Int64, "held_qty": SUM}, orient="row")


def _remedy(row: RemedyRow) -> Remedy:
    kind = RemedyKind(row["kind"])
    return Remedy(
        kind=kind,
        edit=_edit(kind, row),
        is_real=kind is not RemedyKind.RECEIPT or row["po"] is not None,
        frees_qty=row["frees_qty"],
        frees_value=row["frees_value"],
        orders=row["orders"],
        order=row["order"],
        lic=row["lic"],
        customer=row["customer"],
        sentence=_sentence(kind, row),
    )


def _sentence(kind: RemedyKind, row: RemedyRow) -> str:
    sentence = _SENTENCES[kind].format(**row | {"units": spelled(row["units"] or Decimal(0))})
    return f"{sentence} on {row['po']}" if kind is RemedyKind.RECEIPT and row["po"] else sentence


def _edit(kind: RemedyKind, row: RemedyRow) -> Edit:
    match kind:
        case RemedyKind.RECEIPT if row["po"]:
            return Receive(row["po"], {row["lic"]: row["units"]})
        case RemedyKind.RECEIPT:
            return Adjust(row["lic"], row["units"], row["warehouse"])
        case RemedyKind.SPLIT:
            return Split(row["order"], row["line"])
        case RemedyKind.IN_PARTS:
            return SetShipType(row["order"], ShipType.PARTIAL)
        case RemedyKind.RELEASE:
            return Release(row["order"], row["line"])


_SENTENCES = {
    RemedyKind.RECEIPT: "Receive {units} of {lic}",
    RemedyKind.SPLIT: "Let line {line} of order {order} be split, so that it takes what there is of {lic}",
    RemedyKind.IN_PARTS: "Let order {order} ship in parts",
    RemedyKind.RELEASE: "Let line {line} of order {order} give its {lic} to those behind it",
}
