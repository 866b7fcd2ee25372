"""Deliveries against purchase orders, and their voids (R3, R23, R24, R39)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import promises, stock
from engine.errors import DeskError, OverReceipt, Taken, Unknown, WrongState, refuse
from engine.model import MovementKind, Pool, PoState, Qty
from engine.quantities import plain, problem
from engine.supply.purchasing import Record, close_when_all_is_here, find, go, in_state, lines, log_po


@dataclass(frozen=True, slots=True)
class Received:
    """What a delivery did."""

    receipt_id: int
    closed: bool  # everything on the purchase order is here


def receipts(tx: Transaction, number: str | None = None, most: int = 200) -> pl.DataFrame:
    """The newest receipts: receipt_id, po, reference, received_at (UTC), voided, lic, qty."""
    return tx.rows("supply.receipts", number=number, most=most)


def receive(
    tx: Transaction,
    number: str,
    quantities: Mapping[str, Qty],
    *,
    reference: str = "",
    received_at: datetime | None = None,
    over: bool = False,
) -> Received:
    """Book a delivery against an open purchase order: LIC -> units that came (R39).

    Waiting lines gain with the next sweep, not here (R3, R24). More than is left needs ``over`` to say so.
    Every
    problem is reported at once and then nothing is booked. The order closes when all of it is here.
    """
    po = in_state(tx, number, "received against", PoState.OPEN)
    if reference and tx.value("supply.has_receipt", po_id=po["po_id"], reference=reference):
        raise Taken(kind=f"receipt against purchase order {number} with the reference", name=reference)
    open_lines = lines(tx, number)
    refuse(_receipt_problems(number, open_lines, quantities, over=over))
    tx.write("supply.add_receipt", po_id=po["po_id"], reference=reference, received_at=received_at or tx.now)
    receipt_id: int = tx.value("supply.last_receipt_id")
    for lic, qty in quantities.items():
        _book(tx, po, receipt_id, open_lines.filter(pl.col("lic") == lic).to_dicts(), qty)
        log_po(
            tx,
            po,
            "received",
            None,
            plain(qty),
            f"{plain(qty)} of {lic} came with purchase order {number}.",
            lic=lic,
            qty=qty,
        )
    closed = close_when_all_is_here(tx, number)
    promises.refresh_po(tx, po["po_id"], f"purchase order {number} was received")
    return Received(receipt_id, closed)


def _receipt_problems(
    number: str, open_lines: pl.DataFrame, quantities: Mapping[str, Qty], *, over: bool
) -> list[DeskError | str]:
    problems: list[DeskError | str] = []
    for lic, qty in quantities.items():
        of_lic = open_lines.filter(pl.col("lic") == lic)
        open_qty = sum(of_lic["open_qty"].to_list(), Decimal(0))
        if not of_lic.height:
            problems.append(Unknown(kind=f"line of purchase order {number} for LIC", name=lic))
        elif error := problem(qty, lic, of_lic["decimals"][0]):
            problems.append(error)
        elif qty > open_qty and not over:
            problems.append(OverReceipt(lic=lic, po=number, open_qty=plain(open_qty), qty=plain(qty)))
    if not quantities:
        problems.append(
            f"Nothing was named that came with purchase order {number}; name a LIC and its quantity."
        )
    return problems


def _book(tx: Transaction, po: Record, receipt_id: int, of_lic: list[Record], qty: Qty) -> None:
    """Fill the lines of one LIC in turn; what is over goes to the last."""
    for line in of_lic:
        part = qty if line is of_lic[-1] else min(qty, line["open_qty"])
        if part:
            stock.move(
                tx,
                MovementKind.RECEIPT,
                (line["item_id"], po["warehouse_id"]),
                part,
                reason=f"purchase order {po['number']}",
                po_line_id=line["po_line_id"],
                receipt_id=receipt_id,
            )
        qty -= part


def pools_of_receipt(tx: Transaction, receipt_id: int) -> list[Pool]:
    """The pools in which a delivery lies; none once it is voided."""
    _receipt(tx, receipt_id)
    came = tx.rows("supply.receipt_movements", receipt_id=receipt_id)
    return list(came.select("item_id", "warehouse_id").unique(maintain_order=True).iter_rows())


def _receipt(tx: Transaction, receipt_id: int) -> Record:
    found = tx.row("supply.find_receipt", receipt_id=receipt_id)
    if found is None:
        raise Unknown(kind="receipt", name=receipt_id)
    return found


def void_receipt(tx: Transaction, receipt_id: int) -> None:
    """Take a delivery back out of the books; lines it covered lose from the back of the queue (R23)."""
    receipt = _receipt(tx, receipt_id)
    if receipt["voided_at"] is not None:
        raise WrongState(
            record=f"Receipt {receipt_id}",
            state="void already",
            verb="voided",
            remedy="nothing is left to do",
        )
    pools: list[Pool] = []
    for moved in tx.rows("supply.receipt_movements", receipt_id=receipt_id).to_dicts():
        pools.append((moved["item_id"], moved["warehouse_id"]))
        stock.move(
            tx,
            MovementKind.RECEIPT_VOID,
            pools[-1],
            -moved["qty"],
            reason=f"receipt {receipt_id} was voided",
            po_line_id=moved["po_line_id"],
            receipt_id=receipt_id,
        )
    tx.write("supply.void_receipt", receipt_id=receipt_id)
    po = find(tx, receipt["number"])
    log_po(
        tx,
        po,
        "received",
        receipt_id,
        None,
        f"Receipt {receipt_id} of purchase order {po['number']} was voided.",
    )
    if po["state"] == PoState.CLOSED:
        go(tx, po, PoState.OPEN, "is open again")
    stock.settle_fall(tx, pools, f"receipt {receipt_id} was voided")
