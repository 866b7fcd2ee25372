"""A desk with rows for every file out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine import log, orders, supply
from engine.model import SweepName
from tests import worlds
from tests.story import Story


@worlds.copied
def busy_desk() -> Story:
    """A desk on which something of everything happened."""
    desk = Story(book=20, pen=0)
    desk.item("paper", "2.5", decimals=2, unit_cost=Decimal("0.5"))
    split = desk.order("book 25", "paper 1.25")
    shipped = desk.order("paper 0.5", customer="college")
    desk.ship(shipped)
    voided = desk.order("paper 0.25", customer="college")
    desk.void(*desk.shipments_of(voided))
    picked = desk.order("paper 0.25")
    desk.pick(picked)
    desk.draft("book 1")
    cancelled = desk.order("pen 3")
    with desk.act() as tx:
        orders.cancel_order(tx, cancelled)
        orders.set_pinned(tx, split, 2, pinned=True)
        log.write(tx, record="desk", record_id="", kind="comment", sentence="=cmd()")
    books = desk.purchase("book", 40, expected_on=date(2026, 3, 5))
    desk.receive(desk.purchase("pen", 4), pen=4)
    desk.adjust("pen", -1)
    with desk.act() as tx:
        supply.mark_late(tx, books, date(2026, 3, 7))
    desk.sweep(SweepName.PRIMARY)
    return desk
