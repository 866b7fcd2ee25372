"""The ordinary days of the demo: orders come in, receipts are booked, parcels leave, sweeps run.

Everything is drawn from one seeded source of chance: the demo is the same on every machine on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import polars as pl

from db.days import day_of
from db.session import Transaction
from engine import notices, shipments, supply
from engine.demo.desk import WEEKEND, Desk, DueReceipt, TypedOrder
from engine.demo.world import BUYER, CLERKS, LICS, SCHOOLS, STOREKEEPERS, Lic, School
from engine.model import OnShortage, PoState, Qty, ShipType, SweepName

ORDER_DAYS = (0, 3)
CLOSING_DAYS = (0,)
BUYING_DAYS = (2,)
RECEIVING_DAYS = (1, 4)
_ON_SALE = [thing for thing in LICS if thing.weight]
_SIZES = (1, 2, 3, 4, 4, 5, 5, 6, 6)
_DELAYS = (-1, 0, 0, 0, 0, 1, 1, 3)


@dataclass(frozen=True, slots=True)
class Strike:
    """A time in which a vendor sends nothing; what was due comes in the days after it."""

    vendor: str
    first_on: date
    last_on: date


@dataclass(slots=True)
class Chance:
    """What ordinary days draw."""

    random: Random
    strike: Strike

    def pile(self, day: date) -> list[TypedOrder]:
        """The orders that came since the last pile: more of them at the beginning of a week."""
        return [self._order(day) for _ in range(self.random.randint(24, 29) - day.weekday())]

    def clerk(self) -> str:
        """A person who takes orders."""
        return self.random.choice(CLERKS)

    def receipts(self, po: str, vendor: str, lic: str, qty: Qty, expected_on: date) -> Iterator[DueReceipt]:
        """When a line of a purchase order will come: now and then in two parts."""
        due_on = self._arrival(vendor, expected_on)
        first = qty * 6 // 10 if self._chance(0.1) else qty
        yield DueReceipt(due_on, po, lic, first)
        if first < qty:
            yield DueReceipt(_working(due_on + timedelta(days=3)), po, lic, qty - first)

    def _arrival(self, vendor: str, expected_on: date) -> date:
        due_on = expected_on + timedelta(days=self.random.choice(_DELAYS))
        struck = vendor == self.strike.vendor and self.strike.first_on <= due_on <= self.strike.last_on
        return _working(self.strike.last_on + timedelta(days=self.random.randint(1, 3)) if struck else due_on)

    def _order(self, day: date) -> TypedOrder:
        school = self.random.choices(SCHOOLS, [s.weight for s in SCHOOLS])[0]
        return TypedOrder(
            school.code,
            self._wants(),
            location=self.random.choice(school.locations)[0],
            ship_type=ShipType.COMPLETE if self._chance(0.2) else ShipType.PARTIAL,
            priority=self._priority(school),
            requested_on=day + timedelta(days=self.random.choice((3, 5, 7, 10, 14, 21))),
            answer=OnShortage.WHOLE if self._chance(0.1) else None,
        )

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _priority(self, school: School) -> int:
        return 5 if self._chance(0.06) else school.priority

    def _wants(self) -> list[tuple[str, Qty]]:
        count = self.random.choice((1, 1, 2, 2, 2, 3, 3, 4))
        drawn = self.random.choices(_ON_SALE, [thing.weight for thing in _ON_SALE], k=count)
        wants = [(thing.lic, self._qty(thing)) for thing in {thing.lic: thing for thing in drawn}.values()]
        extra = self.random.choice(("GIFT-WRAP", "FREIGHT-X"))
        return [*wants, (extra, Decimal(1))] if self._chance(0.06) else wants

    def _qty(self, thing: Lic) -> Qty:
        qty = Decimal(thing.pack * self.random.choice(_SIZES))
        return qty + Decimal(self.random.choice((0, 25, 50, 75))) / 100 if thing.decimals else qty


def _working(day: date) -> date:
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return day


def morning(desk: Desk, chance: Chance, day: date) -> None:
    """What the weekday asks for: the night's sweeps, the web shop's orders, buying, receipts."""
    weekday = day.weekday()
    if weekday in ORDER_DAYS:
        desk.sweep(SweepName.SECONDARY, desk.at(day, 2), due=desk.at(day, 2))
        if weekday in CLOSING_DAYS:
            desk.sweep(SweepName.CLOSING, desk.at(day, 4), due=desk.at(day, 4))
        desk.web_shop(chance.clerk(), desk.at(day, 9, 20), chance.pile(day))
    if weekday in BUYING_DAYS:
        desk.sweep(SweepName.REPLENISHMENT, desk.at(day, 9, 30), due=desk.at(day, 9, 30))
        desk.do(BUYER, desk.at(day, 9, 40), lambda tx: _send_proposals(tx, desk, chance))
    if weekday in RECEIVING_DAYS and receive(desk, desk.at(day, 10, 10), storekeeper(day)):
        desk.sweep(SweepName.PRIMARY, desk.at(day, 10, 30), due=desk.at(day, 10, 30))


def evening(desk: Desk, day: date) -> None:
    """What is pending leaves with the carrier who brought the goods; customers are told the news."""
    if day.weekday() in RECEIVING_DAYS:
        send(desk, desk.at(day, 16, 30), storekeeper(day))
    desk.do(CLERKS[-1], desk.at(day, 17), _tell_customers)


def _tell_customers(tx: Transaction) -> None:
    notices.mark_told(tx, notices.overview(tx)["notice_id"].to_list())


def storekeeper(day: date) -> str:
    """Who is in the store on a day."""
    return STOREKEEPERS[day.day % len(STOREKEEPERS)]


def _send_proposals(tx: Transaction, desk: Desk, chance: Chance) -> None:
    pending = supply.purchase_orders(tx, PoState.PENDING).filter(pl.col("automatic")).sort("po")
    for po, vendor in pending.select("po", "vendor").iter_rows():
        supply.open_po(tx, po)
        for lic, qty, expected_on in supply.lines(tx, po).select("lic", "qty", "expected_on").iter_rows():
            desk.coming += chance.receipts(po, vendor, lic, qty, expected_on)


def receive(desk: Desk, when: datetime, who: str) -> bool:
    """Book what is here by now; whether there was any."""
    day = day_of(when, desk.zone)
    due = [one for one in desk.coming if one.due_on <= day]
    if due:
        desk.coming = [one for one in desk.coming if one not in due]
        book(desk, when, who, due)
    return bool(due)


def book(desk: Desk, when: datetime, who: str, due: Sequence[DueReceipt]) -> None:
    """Book receipts against their purchase orders."""
    at = when.isoformat()
    rows = [{"po": one.po, "lic": one.lic, "qty": one.qty, "received_at": at} for one in due]
    desk.do(who, when, lambda tx: desk.bring(tx, "receipts", rows))


def send(desk: Desk, when: datetime, who: str, *, keep: int = 0) -> list[int]:
    """Ship what is pending, all but the ``keep`` newest shipments; returns those that stay."""
    return desk.do(who, when, lambda tx: _send(tx, keep))


def _send(tx: Transaction, keep: int) -> list[int]:
    pending = pending_shipments(tx)
    leaving = pending[: max(0, len(pending) - keep)]
    if leaving:
        shipments.ship(tx, leaving)
    return pending[len(leaving) :]


def pending_shipments(tx: Transaction) -> list[int]:
    """The pending shipments, the oldest first."""
    return shipments.listed(tx, view=shipments.ShipmentView.PENDING)["shipment_id"].sort().to_list()
