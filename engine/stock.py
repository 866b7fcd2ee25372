"""Stock: balances, adjustments, and what was not there to be shipped (R1, R2, R23, R46)."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Final

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, guards, log, preferences, promises, shipments
from engine.allocation import Settled
from engine.counting import BadCount
from engine.errors import (
    DeskError,
    NoLongerInventoried,
    NoReason,
    NotEnoughStock,
    noted,
    refuse,
)
from engine.model import Cell, MayGain, MovementKind, Pool, Qty, WhyShort
from engine.quantities import checked, parse, plain, spelled
from engine.rows import Item
from engine.rules import texts
from engine.rules.field import Field
from engine.shipments import LeftBehind, Short

MOST_MOVEMENTS: Final = 500
"""How many movements of a LIC are looked at."""
REASON: Final = Field("reason", "Reason", Cell.TEXT, hint="Count, loss, find …")
"""Why stock is adjusted, as a page, a file and a command ask for it."""


COUNTED: Final = "="
"""What is typed before a quantity that was counted."""


class AdjustedAlready(DeskError):
    """The adjustment {reference} of {lic} is in the books already; give a new one a reference of its own."""


class CountedAsKnown(DeskError):
    """{qty} of {lic} are on hand in {warehouse}, as counted; there is nothing to adjust."""


def balances(tx: Transaction, lic: str | None = None) -> pl.DataFrame:
    """The balances of every pool, or of one LIC's (R1).

    Columns: lic, description, warehouse, on_hand, demand, available, allotted, free, on_order, total,
    backordered.
    """
    item_id = catalogue.item(tx, lic)["item_id"] if lic else None
    return tx.rows("stock.balances", item_id=item_id)


def movements(tx: Transaction, lic: str, most: int = MOST_MOVEMENTS) -> pl.DataFrame:
    """The newest movements of a LIC: moved_at (UTC), kind, warehouse, qty (signed), reason, actor."""
    return tx.rows("stock.movements", item_id=catalogue.item(tx, lic)["item_id"], most=most)


def movement_count(tx: Transaction, lic: str) -> int:
    """How many movements a LIC ever had."""
    count: int = tx.value("stock.movement_count", item_id=catalogue.item(tx, lic)["item_id"])
    return count


def adjustments(tx: Transaction, most: int = 10_000) -> pl.DataFrame:
    """The newest adjustments and opening balances.

    Columns: moved_at (UTC), lic, description, warehouse, qty (signed), kind, reason, reference, actor, total
    (how many there are in all).
    """
    return tx.rows("stock.adjustments", most=most)


def typed_units(tx: Transaction, text: str, lic: str, warehouse: str | None = None) -> Qty:
    """The units by which a person adjusts on hand: ``-3`` is lost, ``3`` is found, and ``=37`` was counted.

    CountedAsKnown where on hand is what was counted; what is no quantity of the LIC is refused.
    """
    typed = text.strip()
    qty = parse(typed.removeprefix(COUNTED), lic)
    if not typed.startswith(COUNTED):
        return qty
    item, shelf = stocked(tx, lic, "adjust"), catalogue.open_warehouse(tx, warehouse)
    if qty < 0:
        raise BadCount(qty=spelled(qty), lic=item["lic"])
    if qty:
        checked(qty, item["lic"], item["decimals"])
    pool = {"item_id": item["item_id"], "warehouse_id": shelf["warehouse_id"]}
    on_hand: Qty = tx.value("stock.on_hand", **pool)
    if qty == on_hand:
        raise CountedAsKnown(qty=spelled(qty), lic=item["lic"], warehouse=shelf["code"])
    return qty - on_hand


def adjust(
    tx: Transaction,
    lic: str,
    qty: Qty,
    *,
    reason: str,
    reference: str | None = None,
    warehouse: str | None = None,
) -> Settled:
    """Correct on hand by ``qty`` (signed), for the reason that a person gives.

    A fall below what is allotted takes from the back of the queue (R23); what is found waits for the next
    sweep (R24). Refuses to go below zero unless preferences allow it, and a reference that is in the books of
    this LIC and warehouse: the same note is booked once, by whatever way.
    """
    cause, number, problems = "", None, list[DeskError | str]()
    with noted(problems):
        lic = stocked(tx, lic, "adjust")["lic"]
    with noted(problems):
        cause = _cause(reason, lic)
    with noted(problems):
        number = reference and texts.code(reference, "reference")
    if number:
        with noted(problems):
            _refuse_known(tx, lic, number, warehouse)
    if problems:
        with noted(problems):
            _to_correct(tx, lic, qty, warehouse)
    refuse(problems)
    return correct(tx, lic, qty, cause=cause, reference=number, warehouse=warehouse)


def _refuse_known(tx: Transaction, lic: str, reference: str, warehouse: str | None) -> None:
    """Refuse an adjustment that is in the books by its reference; what was undone is not."""
    pool = (
        stocked(tx, lic, "adjust")["item_id"],
        catalogue.open_warehouse(tx, warehouse)["warehouse_id"],
    )
    if booked(tx, MovementKind.ADJUSTMENT, pool, reference):
        raise AdjustedAlready(lic=lic, reference=reference)


def booked(tx: Transaction, kind: str, pool: Pool, reference: str | None) -> Qty:
    """The units that the books have of a pool by an adjustment's reference, or as its beginning balance; what
    was undone adds up to nothing."""
    facts = {"kind": kind, "item_id": pool[0], "warehouse_id": pool[1], "reference": reference}
    units: Qty = tx.value("stock.find_booked", **facts)
    return units


def _cause(reason: str, lic: str) -> str:
    """The reason that a person gives, as it is kept; an adjustment without one is refused."""
    cause = str(REASON.checked(reason.strip(), lic)).strip()
    if not cause:
        raise NoReason(lic=lic)
    return cause


def correct(
    tx: Transaction,
    lic: str,
    qty: Qty,
    *,
    cause: str,
    reference: str | None = None,
    warehouse: str | None = None,
    kind: MovementKind = MovementKind.ADJUSTMENT,
) -> Settled:
    """Correct on hand as ``adjust`` does, for a cause that is no person's reason: an undo, a trial."""
    item, pool = _to_correct(tx, lic, qty, warehouse)
    on_hand: Decimal = tx.value("stock.on_hand", item_id=pool[0], warehouse_id=pool[1])
    if on_hand + qty < 0 and not preferences.read(tx).allow_negative_stock:
        raise NotEnoughStock(lic=item["lic"], on_hand=spelled(on_hand), qty=spelled(-qty))
    move(tx, kind, pool, qty, reason=cause, reference=reference)
    _log_correction(tx, item["lic"], pool, on_hand, qty, cause)
    why = f"{item['lic']} was adjusted: {cause}"
    if qty < 0:
        return settle_fall(tx, [pool], why)
    allocation.select_pools(tx, [pool])
    promises.refresh(tx, why)
    return Settled()


def _to_correct(tx: Transaction, lic: str, qty: Qty, warehouse: str | None) -> tuple[Item, Pool]:
    """The LIC and the pool whose on hand changes by ``qty``; what is wrong with them is refused together."""
    problems: list[DeskError | str] = []
    with noted(problems):
        item = stocked(tx, lic, "adjust")
        checked(qty, item["lic"], item["decimals"], signed=True)
    with noted(problems):
        home = catalogue.open_warehouse(tx, warehouse)
    refuse(problems)
    return item, (item["item_id"], home["warehouse_id"])


def _log_correction(tx: Transaction, lic: str, pool: Pool, before: Qty, qty: Qty, cause: str) -> None:
    log.write(
        tx,
        kind="log",
        record="item",
        record_id=lic,
        item_id=pool[0],
        warehouse_id=pool[1],
        field="on hand",
        old_value=plain(before),
        new_value=plain(before + qty),
        qty=qty,
        sentence=f"{lic}: on hand {spelled(before)} became {spelled(before + qty)} ({cause}).",
    )


def ship_short(
    tx: Transaction,
    shipment_id: int,
    shorts: Collection[Short],
    why: WhyShort,
    *,
    note: str = "",
    backorder_rest: bool = True,
) -> Settled:
    """Let a shipment leave with less than it carries, for a reason (R46); what becomes of the rest: R12.

    What was not found or is damaged comes off on hand in the same transaction (R23), so that no sweep gives
    it again; else it stays on the shelf. ``note``: the reason in a person's own words.
    """
    reason = ", ".join(filter(None, (why.words, texts.text(note, "reason").strip())))
    left = shipments.ship(tx, [shipment_id], shorts, backorder_rest=backorder_rest, why=reason)
    if not (left and why.is_gone):
        return Settled()
    cause = f"{reason} as shipment {shipment_id} left"
    for behind in left:
        _write_off(tx, behind, cause)
    return settle_fall(tx, list({behind.pool for behind in left}), cause)


def _write_off(tx: Transaction, behind: LeftBehind, cause: str) -> None:
    item_id, warehouse_id = behind.pool
    before: Qty = tx.value("stock.on_hand", item_id=item_id, warehouse_id=warehouse_id)
    move(tx, MovementKind.ADJUSTMENT, behind.pool, -behind.qty, reason=cause)
    _log_correction(tx, behind.lic, behind.pool, before, -behind.qty, cause)


def settle_fall(tx: Transaction, pools: list[tuple[int, int]], reason: str) -> Settled:
    """Release what on hand no longer covers, from the back of the queue (R23).

    Firm lines never lose (R22), so a fall below what is firm is refused: first the pickers must know. So is
    one of goods that have left.
    """
    guards.check_fall(tx, pools)
    allocation.select_pools(tx, pools)
    return allocation.settle(tx, MayGain.NONE, reason)


def stocked(tx: Transaction, lic: str, verb: str) -> Item:
    """A LIC that has stock at all (R13)."""
    item = catalogue.item(tx, lic)
    if not item["inventoried"]:
        raise NoLongerInventoried(lic=item["lic"], verb=verb)
    return item


def carry_forward(tx: Transaction) -> int:
    """Let the balances stand for every movement there is (8a); of how many pools there are balances now.

    They are added up anew, from the movements alone. Only the closing of the day does this: an act adds
    movements and never writes a balance.
    """
    for query in ("clear_balances", "add_balances", "carry_received", "forget_mark", "mark_carried"):
        tx.write(f"stock.{query}")
    pools: int = tx.value("stock.balance_count")
    return pools


def move(
    tx: Transaction,
    kind: MovementKind,
    pool: tuple[int, int],
    qty: Qty,
    *,
    reason: str,
    reference: str | None = None,
    line_id: int | None = None,
) -> None:
    """Post one signed change of on hand; the caller settles falls."""
    tx.write(
        "stock.move",
        kind=kind,
        item_id=pool[0],
        warehouse_id=pool[1],
        qty=qty,
        reason=reason,
        reference=reference,
        line_id=line_id,
    )
