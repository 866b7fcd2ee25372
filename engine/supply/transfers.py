"""Transfers: goods that go from one warehouse to another (R47).

A transfer is kept like a purchase order with a source in the place of a vendor. Pending it changes no balance
and reserves nothing (R4); sent, its goods leave on hand at the source and are on order where it goes; what
came lies on hand there, as with any receipt (R24). So no unit counts in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import polars as pl

from db.session import Transaction
from engine import catalogue, codes, days, numbers, preferences, promises, stock, together
from engine.allocation import Settled
from engine.errors import DeskError, NoReason, NoSuch, PastDay, noted, refuse
from engine.model import NOTHING, Pool, PoState, Qty, WhyMissing
from engine.quantities import checked, spelled
from engine.rows import PurchaseOrder
from engine.rules import texts
from engine.supply import purchasing, receiving, transit, words
from engine.supply.receiving import MoreThanSent


class SameWarehouse(DeskError):
    """A transfer leads from one warehouse to another, and both are {warehouse}; name another."""


class EmptyTransfer(DeskError):
    """Transfer {transfer} has no lines; add one before you send it."""


class NotThere(DeskError):
    """{lic} has only {on_hand} on hand in warehouse {warehouse}, so {qty} cannot be sent with transfer
    {transfer}; send less, or count what is there."""


class NothingMissing(DeskError):
    """Nothing of {lic} is left to come with transfer {transfer}, so nothing of it is missing."""


@dataclass(frozen=True, slots=True)
class Came:
    """What the receipt of a transfer did."""

    receipt_id: int | None  # None: nothing came
    closed: bool  # nothing more is in transit


def find(tx: Transaction, number: str) -> PurchaseOrder:
    """One transfer by its number; NoTransfer where that is a purchase order's."""
    po = codes.find(tx, "supply.find", number, "transfer", by="number")
    if po is None:
        raise NoSuch(kind="transfer", name=number)
    if po["from_warehouse_id"] is None:
        raise purchasing.NoTransfer(po=po["number"])
    return cast("PurchaseOrder", po)


def pools(tx: Transaction, number: str) -> list[Pool]:
    """The pools that a transfer takes from and brings to."""
    po = find(tx, number)
    items = sorted(set(purchasing.lines_of(tx, po)["item_id"]))
    ends = [po["from_warehouse_id"] or 0, po["warehouse_id"]]
    return [(item_id, warehouse_id) for item_id in items for warehouse_id in ends]


def listed(tx: Transaction, state: PoState | None = None) -> pl.DataFrame:
    """Every transfer, those that still bring something first.

    Columns: transfer, state (as stored: ``open`` is in transit), from_warehouse, warehouse, automatic,
    created_at, opened_at (UTC; when it was sent), lines, qty, received, expected_on, started_by.
    """
    return tx.rows("transfers.listed", state=state)


def create(
    tx: Transaction,
    source: str,
    into: str | None = None,
    *,
    number: str | None = None,
    automatic: bool = False,
) -> str:
    """Start a pending transfer from one warehouse into another and return its number; its lines are added
    like a purchase order's."""
    typed = number or numbers.next_number(tx, numbers.Series.TRANSFERS)
    number = codes.new(tx, "supply.find", typed, "purchase order or transfer", by="number")
    problems: list[DeskError | str] = []
    with noted(problems):
        there = catalogue.open_warehouse(tx, source)
    with noted(problems):
        here = catalogue.open_warehouse(tx, into)
    refuse(problems)
    if there["warehouse_id"] == here["warehouse_id"]:
        raise SameWarehouse(warehouse=here["code"])
    tx.write(
        "supply.add",
        number=number,
        vendor_id=None,
        from_warehouse_id=there["warehouse_id"],
        warehouse_id=here["warehouse_id"],
        automatic=automatic,
    )
    maker = "by replenishment, " if automatic and tx.run_id else ""
    purchasing.log_started(tx, number, f"{maker}from warehouse {there['code']} into {here['code']}")
    return number


def make(
    tx: Transaction,
    quantities: Mapping[str, Qty],
    source: str,
    into: str | None = None,
    *,
    expected_on: date | None = None,
) -> str:
    """Start a pending transfer of units (LIC -> units) and return its number; every problem with a line is
    reported at once."""
    number, problems = "", list[DeskError | str]()
    with noted(problems):
        number = create(tx, source, into)
    if expected_on is not None and expected_on < tx.today:
        problems.append(
            PastDay(
                record=f"Transfer {number}" if number else "The transfer",
                day=days.spelled(expected_on, tx.today),
            )
        )
    for lic, qty in quantities.items():
        with noted(problems):
            if number:
                purchasing.add_po_line(tx, number, lic, qty, expected_on=expected_on)
            else:
                item = stock.stocked(tx, lic, "transfer")
                checked(qty, item["lic"], item["decimals"])
    refuse(problems)
    return number


def send(
    tx: Transaction,
    number: str,
    quantities: Mapping[str, Qty] | None = None,
    *,
    expected_on: date | None = None,
) -> Settled:
    """Let the goods of a pending transfer leave its source: from now they are on order where it goes.

    ``quantities``: LIC -> units of those of which less, or more, goes than was planned. Lines of orders at
    the source that on hand no longer covers lose, from the back of the queue (R23); more than lies there is
    refused.
    """
    po = purchasing.in_state(find(tx, number), "sent", PoState.PENDING)
    for lic, qty in (quantities or {}).items():
        _set_units(tx, po, lic, qty)
    if expected_on is not None:
        _expect(tx, po, expected_on)
    _refuse_lacking(tx, po)
    purchasing.go(tx, po, PoState.OPEN, "was sent")
    why = f"{words.named(po)} was sent"
    promises.refresh_po(tx, po["po_id"], why)
    return transit.follow(tx, [po["po_id"]], why)


def _set_units(tx: Transaction, po: PurchaseOrder, typed: str, qty: Qty) -> None:
    """Let a transfer bring so many units of a LIC: on its first line, and nothing on others of the LIC."""
    lic = catalogue.item(tx, typed)["lic"]
    lines = purchasing.lines_of(tx, po).filter(pl.col("lic") == lic)
    if lines.is_empty():
        raise NoSuch(kind=f"line of {words.named(po)} for LIC", name=lic)
    first, *others = lines["po_line_id"]
    purchasing.change_po_line(tx, po["number"], first, qty=qty)
    for line in others:
        purchasing.change_po_line(tx, po["number"], line, qty=NOTHING)


def _expect(tx: Transaction, po: PurchaseOrder, expected_on: date) -> None:
    if expected_on < tx.today:
        raise PastDay(record=f"Transfer {po['number']}", day=days.spelled(expected_on, tx.today))
    purchasing.keep_lines(tx, [po["po_id"]])
    tx.write("transfers.expect", po_id=po["po_id"], expected_on=expected_on)
    purchasing.log_lines(tx)


def _refuse_lacking(tx: Transaction, po: PurchaseOrder) -> None:
    """Refuse a transfer without lines, and one of more than lies at its source."""
    lies = tx.rows("transfers.on_hand", po_id=po["po_id"])
    if lies.is_empty():
        raise EmptyTransfer(transfer=po["number"])
    if preferences.read(tx).allow_negative_stock:
        return
    where = {"warehouse": po["from_warehouse"], "transfer": po["number"]}
    refuse(
        [
            NotThere(lic=lic, on_hand=spelled(on_hand), qty=spelled(qty), **where)
            for lic, qty, on_hand in lies.select("lic", "qty", "on_hand").iter_rows()
            if qty > on_hand
        ]
    )


def receive(
    tx: Transaction,
    number: str,
    came: Mapping[str, Qty],
    missing: Mapping[str, Qty],
    why: WhyMissing,
    *,
    note: str = "",
    reference: str = "",
) -> Came:
    """Book what came of a transfer in transit, and that the rest does not: LIC -> units (R47).

    What is missing is received and written off in the same act, so that the loss stands among the
    adjustments; what was never sent lies on hand at the source again. ``note``: the reason in a person's own
    words, which *other* must have. What is neither named here nor there may still come.
    """
    po = purchasing.in_state(find(tx, number), "received against", PoState.OPEN)
    cause = _cause(po, why, note)
    lost = {} if why is WhyMissing.NOT_SENT else _by_lic(tx, missing)
    booked = {lic: qty for lic, qty in _added(_by_lic(tx, came), lost).items() if qty}
    receipt = None
    if booked:
        receipt = receiving.receive(tx, po["number"], booked, reference=reference, missing=lost)
    for lic, qty in lost.items():
        stock.correct(tx, lic, -qty, cause=cause, warehouse=po["warehouse"])
    if why is WhyMissing.NOT_SENT:
        _take_off(tx, po, _by_lic(tx, missing), cause)
    state = purchasing.find(tx, po["number"])["state"]
    return Came(receipt.receipt_id if receipt else None, state == PoState.CLOSED)


def _cause(po: PurchaseOrder, why: WhyMissing, note: str) -> str:
    """Why less came, as the record log keeps it."""
    first = [] if why is WhyMissing.OTHER else [why.words]
    reason = ", ".join(filter(None, [*first, texts.text(note, "reason").strip()]))
    if not reason:
        raise NoReason(lic=f"what is missing of {words.named(po)}")
    return f"{reason}, {words.named(po)}"


def _by_lic(tx: Transaction, quantities: Mapping[str, Qty]) -> dict[str, Qty]:
    """Units under the LIC's own code; checked one by one, refused together."""
    units: dict[str, Qty] = {}
    for lic, qty in together.each(lambda typed: _of_lic(tx, *typed), quantities.items()):
        units[lic] = units.get(lic, NOTHING) + qty
    return units


def _of_lic(tx: Transaction, typed: str, qty: Qty) -> tuple[str, Qty]:
    item = catalogue.item(tx, typed)
    return item["lic"], checked(qty, item["lic"], item["decimals"])


def _added(one: Mapping[str, Qty], other: Mapping[str, Qty]) -> dict[str, Qty]:
    return {lic: one.get(lic, NOTHING) + other.get(lic, NOTHING) for lic in [*one, *other]}


def _take_off(tx: Transaction, po: PurchaseOrder, missing: Mapping[str, Qty], cause: str) -> None:
    """Take units that were never sent off a transfer in transit; they lie on hand at the source again."""
    purchasing.keep_lines(tx, [po["po_id"]])
    refuse([problem for lic, qty in missing.items() if (problem := _lower(tx, po, lic, qty))])
    purchasing.log_lines(tx, cause)
    purchasing.close_or_reopen(tx)
    promises.refresh_po(tx, po["po_id"], cause)
    transit.follow(tx, [po["po_id"]], cause)


def _lower(tx: Transaction, po: PurchaseOrder, lic: str, missing: Qty) -> DeskError | None:
    """Lower the lines of a LIC, the last first; refused where more is missing than is in transit."""
    left = missing
    lines = tx.rows("transfers.lines_left", po_id=po["po_id"], lic=lic).to_dicts()
    for line in lines:
        off = min(left, line["open_qty"])
        tx.write("transfers.set_qty", po_line_id=line["po_line_id"], qty=line["qty"] - off)
        left -= off
    if not lines:
        return NothingMissing(lic=lic, transfer=po["number"])
    if left:
        facts = {"open_qty": spelled(missing - left), "qty": spelled(missing)}
        return MoreThanSent(lic=lic, transfer=po["number"], **facts)
    return None


_POOL: Final = {"item_id": pl.Int32, "warehouse_id": pl.Int32}


def spare(tx: Transaction, pools: pl.DataFrame) -> pl.DataFrame:
    """What lies elsewhere of the LICs of pools (item_id, warehouse_id), wanted by nobody there and on no
    pending transfer; where most lies first.

    Columns: item_id, warehouse_id (the pool), lic, warehouse, from_warehouse_id, from_warehouse, spare_qty.
    """
    with tx.lent("lacking_pool", pools.select(pl.col(name).cast(kind) for name, kind in _POOL.items())):
        return tx.rows("transfers.spare")
