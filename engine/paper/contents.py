"""What stands on paper: shipments with what they carry and what is still owed, and purchase orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypedDict

from db.session import Transaction
from engine import parts, preferences, rows, supply
from engine.errors import DeskError, NoSuch, Unknown, refuse
from engine.model import PoState, Qty, ShipmentState
from engine.parts import StoredPart
from engine.rows import PoLine, PurchaseOrder
from engine.rules import texts
from engine.supply import words

MOST_DIGITS: Final = 18
"""How long a number may be that a table holds."""


class PrintsNothing(DeskError):
    """{what} {why}; there is nothing of it to print."""


class SlipRow(TypedDict):
    """A shipment that is asked for, with where it goes (``paper.slips``)."""

    shipment_id: int
    state: str
    created_at: datetime
    ship_type: str
    customer_name: str
    customer: str
    location: str
    address: str
    warehouse: str


class PackedRow(TypedDict):
    """Units of a LIC for one order on a shipment (``paper.packed``)."""

    shipment_id: int
    order_number: str
    lic: str
    description: str
    qty: Qty
    note: str


class OwedRow(TypedDict):
    """Units that an order is owed beside what is on a shipment (``paper.owed``)."""

    shipment_id: int
    order_number: str
    lic: str
    description: str
    qty: Qty
    with_shipment: int | None
    parts: list[StoredPart] | None


class PickRow(TypedDict):
    """Units of a LIC for one shipment, to be taken from the shelf (``paper.picks``)."""

    warehouse: str
    lic: str
    description: str
    qty: Qty
    shipment_id: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to come of an order, and when, in words for its customer."""

    row: OwedRow
    when: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What travels in one shipment."""

    head: SlipRow
    packed: list[PackedRow]
    owed: list[Owed]

    @property
    def orders(self) -> list[str]:
        """The numbers of the orders it is for, each once."""
        return list(dict.fromkeys(row["order_number"] for row in self.packed))


@dataclass(frozen=True, slots=True)
class Pick:
    """One way to the shelf: a LIC, how much of it in all, and for which shipments."""

    lic: str
    description: str
    qty: Qty
    shares: list[PickRow]


@dataclass(frozen=True, slots=True)
class PoSheet:
    """A purchase order as its vendor reads it, or a transfer as the other warehouse does."""

    head: PurchaseOrder
    lines: list[PoLine]

    @property
    def title(self) -> str:
        """``Purchase order PO104``, ``Transfer TR101``."""
        return words.capital(words.named(self.head))

    @property
    def source(self) -> str:
        """Who it is for: the vendor, or the warehouse that sends the goods."""
        if words.is_transfer(self.head):
            return f"From warehouse {self.head['from_warehouse']}"
        return self.head["vendor_name"] or ""

    @property
    def caution(self) -> str:
        """Words for one that is pending, since nobody may act on it yet; empty for any other."""
        if self.head["state"] != PoState.PENDING:
            return ""
        return f"Draft: not {'sent' if words.is_transfer(self.head) else 'ordered'} yet"

    @property
    def amount(self) -> Decimal | None:
        """What all of it costs; None while the cost of some line is not known."""
        costs = [line["unit_cost"] for line in self.lines]
        if None in costs:
            return None
        return sum((line["qty"] * (line["unit_cost"] or 0) for line in self.lines), Decimal(0))


def heads(tx: Transaction, numbers: Sequence[str], *, here: bool = False) -> list[SlipRow]:
    """The shipments of these numbers, in their order; all that there are none of are refused together.

    Voided ones are refused, since they carry nothing; with ``here`` those that have left as well.
    """
    ids = {number: int(number) for number in numbers if texts.in_figures(number, MOST_DIGITS)}
    found = rows.of(SlipRow, tx.rows("paper.slips", shipment_ids=list(ids.values())))
    there = {row["shipment_id"] for row in found}
    problems: list[DeskError | str] = [
        NoSuch(kind="shipment", name=number) for number in numbers if ids.get(number) not in there
    ]
    over = {ShipmentState.VOID: "was voided"} | ({ShipmentState.SHIPPED: "has left"} if here else {})
    problems += [
        PrintsNothing(what=f"Shipment {row['shipment_id']}", why=over[ShipmentState(row["state"])])
        for row in found
        if row["state"] in over
    ]
    refuse(problems)
    return found


def slips(tx: Transaction, numbers: Sequence[str]) -> list[Slip]:
    """What each shipment carries, split siblings as one row, and what its orders are still owed."""
    found, is_swept = heads(tx, numbers), preferences.read(tx).backorder_management
    ids = [head["shipment_id"] for head in found]
    packed, owed = defaultdict[int, list[PackedRow]](list), defaultdict[int, list[Owed]](list)
    for row in rows.of(PackedRow, tx.rows("paper.packed", shipment_ids=ids)):
        packed[row["shipment_id"]].append(row)
    for left in rows.of(OwedRow, tx.rows("paper.owed", shipment_ids=ids)):
        owed[left["shipment_id"]].append(Owed(left, _when(left, tx.today, is_swept=is_swept)))
    return [Slip(head, packed[head["shipment_id"]], owed[head["shipment_id"]]) for head in found]


def _when(row: OwedRow, today: date, *, is_swept: bool) -> str:
    if row["with_shipment"] is not None:
        return f"with shipment {row['with_shipment']}"
    return parts.for_customer(parts.swept(parts.of_rows(row["parts"]), is_swept=is_swept), today)


def picks(tx: Transaction, shipments: Sequence[SlipRow]) -> dict[str, list[Pick]]:
    """What is to be taken from the shelves for shipments, by warehouse, each LIC once."""
    ids = [head["shipment_id"] for head in shipments]
    found = defaultdict[tuple[str, str], list[PickRow]](list)
    for row in rows.of(PickRow, tx.rows("paper.picks", shipment_ids=ids)):
        found[row["warehouse"], row["lic"]].append(row)
    ways = defaultdict[str, list[Pick]](list)
    for (warehouse, lic), shares in found.items():
        qty = sum((share["qty"] for share in shares), Decimal(0))
        ways[warehouse].append(Pick(lic, shares[0]["description"], qty, shares))
    return ways


def bought(tx: Transaction, numbers: Sequence[str]) -> list[PoSheet]:
    """Purchase orders with their lines, in the order asked; refuses all that cannot be printed together."""
    found, problems = list[PoSheet](), list[DeskError | str]()
    for number in numbers:
        try:
            po = supply.find(tx, number)
        except Unknown as problem:
            problems.append(problem)
            continue
        lines = rows.of(PoLine, supply.lines(tx, number))
        if po["state"] == PoState.VOID or not lines:
            why = "was cancelled" if po["state"] == PoState.VOID else "has no line"
            problems.append(PrintsNothing(what=words.capital(words.named(po)), why=why))
        found.append(PoSheet(po, lines))
    refuse(problems)
    return found
