"""Receipts against purchase orders and transfers, and their voids (R3, R23, R24, R39, R47)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import cast

import polars as pl

from db.session import Transaction
from engine import allocation, codes, promises, stock
from engine.allocation import Settled
from engine.errors import (
    AlreadyExists,
    DeskError,
    NoSuch,
    OverReceipt,
    ReceiptBooked,
    ReceiptVoid,
    Unknown,
    refuse,
)
from engine.model import Pool, PoState, Qty
from engine.quantities import QTY, problem, spelled
from engine.rows import PurchaseOrder, Receipt
from engine.rules import texts
from engine.supply import transit
from engine.supply.purchasing import (
    close_or_reopen,
    find,
    in_state,
    lines_of,
    log_po,
    select,
)
from engine.supply.words import is_transfer, named


class MoreThanSent(DeskError):
    """{lic} has only {open_qty} in transit with transfer {transfer}, not {qty}; correct the quantity, and
    adjust what is more."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a receipt did."""

    receipt_id: int
    closed: bool  # everything on the purchase order is here


def receipts(tx: Transaction, number: str | None = None, most: int = 10_000) -> pl.DataFrame:
    """The newest receipts: receipt_id, po, record (``po`` or ``transfer``), reference, received_at (UTC),
    voided, lic, qty, total (how many such rows there are in all)."""
    number = find(tx, number)["number"] if number else None
    return tx.rows("supply.receipts", number=number, most=most)


def receive(
    tx: Transaction,
    number: str,
    quantities: Mapping[str, Qty],
    *,
    reference: str = "",
    received_at: datetime | None = None,
    over: bool = False,
    missing: Mapping[str, Qty] = MappingProxyType({}),
) -> Received:
    """Book a receipt against an open purchase order or a transfer in transit: LIC -> units that came (R39).

    Waiting lines gain with the next sweep, not here (R3, R24). More than is left needs ``over`` to say so,
    and of a transfer no more comes than was sent. ``missing``: how many of the units did not come and are
    written off by the caller, which the record log says apart (R47).
    Every problem is reported at once and then nothing is booked. The order closes when all of it is here.
    """
    po = in_state(find(tx, number), "received against", PoState.OPEN)
    number = po["number"]
    reference = reference and texts.code(reference, "reference")
    quantities = _by_lic(tx, quantities)
    _refuse_known(tx, po, reference)
    on_po = lines_of(tx, po)
    refuse(_receipt_problems(po, on_po, quantities, over=over))
    receipt_id: int = tx.value(
        "supply.add_receipt", po_id=po["po_id"], reference=reference, received_at=received_at or tx.now
    )
    tx.load("booking", _booking(quantities))
    tx.write("supply.add_receipt_movements", po_id=po["po_id"], receipt_id=receipt_id)
    _booked(tx, po["po_id"], receipt_id, f"{named(po)} was received", missing)
    return Received(receipt_id, find(tx, number)["state"] == PoState.CLOSED)


def _by_lic(tx: Transaction, quantities: Mapping[str, Qty]) -> dict[str, Qty]:
    """What came of each LIC under its own code; two spellings of one LIC are counted together."""
    came: dict[str, Qty] = defaultdict(Decimal)
    for typed, qty in quantities.items():
        item = codes.find(tx, "catalogue.item", typed, "LIC", by="lic")
        came[item["lic"] if item else typed] += qty
    return dict(came)


def _booking(quantities: Mapping[str, Qty]) -> pl.DataFrame:
    return pl.DataFrame(
        {"lic": list(quantities), "qty": list(quantities.values())},
        schema={"lic": pl.String, "qty": QTY},
    )


def _booked(
    tx: Transaction,
    po_id: int,
    receipt_id: int,
    cause: str,
    missing: Mapping[str, Qty] = MappingProxyType({}),
) -> None:
    missed = {"missing_lics": list(missing), "missing_qtys": list(missing.values())}
    tx.write("supply.log_received", receipt_id=receipt_id, **missed)
    select(tx, [po_id])
    close_or_reopen(tx)
    # What else the order brings comes when it came before, so only the pools of these goods are reported.
    allocation.select_pools(tx, _pools(tx, receipt_id))
    promises.refresh(tx, cause)


def receive_again(tx: Transaction, receipt_id: int) -> None:
    """Take the void of a receipt back: its units come in once more, on the same lines.

    Refused as by ``receive``; whether the lines can still take it is for the caller to ask.
    """
    receipt = _receipt(tx, receipt_id)
    if receipt["voided_at"] is None:
        raise ReceiptBooked(receipt=receipt_id)
    po = in_state(find(tx, receipt["number"]), "received against", PoState.OPEN)
    _refuse_known(tx, po, receipt["reference"])
    tx.write("supply.book_again", receipt_id=receipt_id)
    tx.write("supply.revive_receipt", receipt_id=receipt_id)
    _booked(tx, po["po_id"], receipt_id, f"receipt {receipt_id} was booked again")


def _refuse_known(tx: Transaction, po: PurchaseOrder, reference: str) -> None:
    if reference and tx.value("supply.has_receipt", po_id=po["po_id"], reference=reference):
        kind = f"receipt against {named(po)} with the reference"
        raise AlreadyExists(kind=kind, name=reference, by="reference")


def _receipt_problems(
    po: PurchaseOrder, open_lines: pl.DataFrame, quantities: Mapping[str, Qty], *, over: bool
) -> list[DeskError | str]:
    problems: list[DeskError | str] = []
    for lic, qty in quantities.items():
        of_lic = open_lines.filter(pl.col("lic") == lic)
        open_qty = sum(of_lic["open_qty"].to_list(), Decimal(0))
        facts = {"open_qty": spelled(open_qty), "qty": spelled(qty)}
        if not of_lic.height:
            problems.append(Unknown(kind=f"line of {named(po)} for LIC", name=lic))
        elif error := problem(qty, lic, of_lic["decimals"][0]):
            problems.append(error)
        elif qty > open_qty and is_transfer(po):
            problems.append(MoreThanSent(lic=lic, transfer=po["number"], **facts))
        elif qty > open_qty and not over:
            problems.append(OverReceipt(lic=lic, po=po["number"], **facts))
    if not quantities:
        problems.append(f"Nothing was named that came with {named(po)}; name a LIC and its quantity.")
    return problems


def pools_of_receipt(tx: Transaction, receipt_id: int) -> list[Pool]:
    """The pools in which the goods of a receipt lie; none once it is voided."""
    _receipt(tx, receipt_id)
    return _pools(tx, receipt_id)


def _pools(tx: Transaction, receipt_id: int) -> list[Pool]:
    return list(tx.rows("supply.pools_of_receipt", receipt_id=receipt_id).iter_rows())


def _receipt(tx: Transaction, receipt_id: int) -> Receipt:
    row = tx.row("supply.find_receipt", receipt_id=receipt_id)
    if row is None:
        raise NoSuch(kind="receipt", name=receipt_id)
    return cast("Receipt", row)


def void_receipt(tx: Transaction, receipt_id: int) -> Settled:
    """Take a receipt back out of the books; lines it covered lose from the back of the queue (R23)."""
    receipt = _receipt(tx, receipt_id)
    if receipt["voided_at"] is not None:
        raise ReceiptVoid(receipt=receipt_id)
    pools = pools_of_receipt(tx, receipt_id)
    tx.write("supply.void_movements", receipt_id=receipt_id)
    tx.write("supply.void_receipt", receipt_id=receipt_id)
    po = find(tx, receipt["number"])
    log_po(
        tx,
        po,
        "received",
        receipt_id,
        None,
        f"Receipt {receipt_id} of {named(po)} was voided.",
    )
    select(tx, [po["po_id"]])
    close_or_reopen(tx)
    if is_transfer(po):  # of one that was cancelled, it never left its source
        transit.follow(tx, [po["po_id"]], f"receipt {receipt_id} was voided")
    return stock.settle_fall(tx, pools, f"receipt {receipt_id} was voided")
