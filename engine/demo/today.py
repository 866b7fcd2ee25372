"""Today at the demo's desk: the last hundred minutes, so that there is something in every tray."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import catalogue, orders, preferences, replenishment, shipments, stock, supply
from engine.demo import days
from engine.demo.days import Chance
from engine.demo.desk import Desk, DueReceipt, TypedOrder, units
from engine.demo.scenes import ANA, BEN, CHLOE, LEA, TOM
from engine.demo.world import ADMIN, BUYER, FOR_THE_NEXT_VAN, IN_STORE, STORE, STORE_NAME
from engine.model import ShipType, SweepName
from engine.supply import transfers
from engine.sweeps import schedules

STAYING_SHIPMENTS = 9
"""How many shipments wait to be picked or are being picked when the demo begins."""


def close(desk: Desk, chance: Chance) -> None:
    """Play today up to now."""
    _catch_up(desk, SweepName.SECONDARY, _ago(desk, 100))
    desk.do(ADMIN, _ago(desk, 95), _sweep_every_day)
    desk.sweep(SweepName.CLOSING, _ago(desk, 94), who=ADMIN)
    desk.web_shop(BEN, _ago(desk, 85), chance.pile(desk.today)[:12])
    _literature_is_taken_over(desk)
    desk.sweep(SweepName.REPLENISHMENT, _ago(desk, 65), who=BUYER)
    desk.do(BUYER, _ago(desk, 62), _edit_a_proposal)
    days.receive(desk, _ago(desk, 60), TOM)
    _catch_up(desk, SweepName.PRIMARY, _ago(desk, 50))
    staying = days.send(desk, _ago(desk, 40), LEA, keep=STAYING_SHIPMENTS)
    desk.do(TOM, _ago(desk, 35), lambda tx: shipments.pick(tx, staying[:3]))
    desk.do(ADMIN, _ago(desk, 33), lambda tx: preferences.change(tx, "order_without_levels", "on"))
    desk.do(ADMIN, _ago(desk, 32), lambda tx: _open_a_store(desk, tx))
    _drafts(desk)
    _leave_work_for_the_next_sweeps(desk)


def _ago(desk: Desk, minutes: int) -> datetime:
    return desk.now - timedelta(minutes=minutes)


def _catch_up(desk: Desk, sweep: SweepName, when: datetime) -> None:
    """Run a sweep if it is due, as the scheduler does when the machine is switched on."""
    due = desk.do("", when, lambda tx: schedules.due(tx, sweep, when))
    if due:
        desk.sweep(sweep, when, due=due[0])


def _sweep_every_day(tx: Transaction) -> None:
    """From today the sweeps run as often as in any new desk."""
    schedules.set_schedule(tx, SweepName.SECONDARY, weekdays="Mon-Sun")
    schedules.set_schedule(tx, SweepName.REPLENISHMENT, weekdays="Mon-Sun", at_times="03:00")
    schedules.set_schedule(tx, SweepName.CLOSING, weekdays="Mon-Sun")


def _edit_a_proposal(tx: Transaction) -> None:
    """R37: a line that a person edited is left alone by replenishment."""
    proposed = replenishment.proposal(tx).filter(pl.col("po").is_not_null())
    if proposed.height:
        po, po_line_id, qty = proposed.select("po", "po_line_id", "proposed_qty").row(0)
        supply.change_po_line(tx, po, po_line_id, qty=qty + 10)


def _open_a_store(desk: Desk, tx: Transaction) -> None:
    """R47: a second warehouse, where some lies that is short in the first, and a transfer that is pending."""
    catalogue.add_warehouse(tx, STORE, name=STORE_NAME)
    desk.bring(tx, "stock", [{"lic": lic, "qty": qty, "warehouse": STORE} for lic, qty in IN_STORE.items()])
    transfers.make(tx, {lic: Decimal(qty) for lic, qty in FOR_THE_NEXT_VAN.items()}, STORE)


def _literature_is_taken_over(desk: Desk) -> None:
    """R18: thirty-five on hand, twenty and fifteen allotted, then twenty-five at a higher priority."""
    first, second = TypedOrder("HILLCREST", units(LIT_11=20)), TypedOrder("PARKSIDE", units(LIT_11=15))
    desk.orders(ANA, _ago(desk, 80), [first, second])
    desk.order(CHLOE, _ago(desk, 70), TypedOrder("ASHWOOD", units(LIT_11=25), priority=5))


def _drafts(desk: Desk) -> None:
    """Orders still being typed; the first asks whether to split, the second is refused when it is opened."""
    atlas = TypedOrder(
        "NORTHFIELD",
        units(ATLAS_7=25),
        "MAIN",
        note="Wanted for the new classroom; please ask before splitting.",
    )
    desk.draft(ANA, _ago(desk, 30), atlas)
    desk.draft(BEN, _ago(desk, 28), TypedOrder("LIBRARY", units(HIST_7_2ED=20)))
    desk.draft(
        CHLOE,
        _ago(desk, 25),
        TypedOrder("FERNHILL", units(MATH_6=15, PENCIL_HB=10, GIFT_WRAP=1), ship_type=ShipType.COMPLETE),
    )


def _leave_work_for_the_next_sweeps(desk: Desk) -> None:
    """A receipt that the primary sweep has not seen, and a cancellation that the secondary will find."""
    receipt = desk.do("", _ago(desk, 13), lambda tx: _wanted_receipt(tx, desk.coming))
    if receipt:
        days.book(desk, _ago(desk, 12), LEA, [receipt])
    number = desk.order(CHLOE, _ago(desk, 10), TypedOrder("ROSEMONT", units(MATH_7=5)))
    desk.do(CHLOE, _ago(desk, 5), lambda tx: orders.cancel_order(tx, number))


def _wanted_receipt(tx: Transaction, coming: list[DueReceipt]) -> DueReceipt | None:
    """The next receipt of something that somebody waits for."""
    waiting = set(stock.balances(tx).filter(pl.col("backordered") > 0)["lic"])
    waited_for = [one for one in coming if one.lic in waiting]
    return min(waited_for, key=lambda one: one.due_on, default=None)
