"""The demo's desk as its people know it: who does what, when, and what is still to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

import polars as pl

from db.days import begins, day_of
from db.session import Session, Transaction
from engine import orders, sweeps
from engine.interchange import kinds, parsing
from engine.interchange.importing import LOADERS
from engine.interchange.reports import Incoming
from engine.model import OnShortage, Qty, ShipType, SweepName, Trigger
from engine.quantities import plural

T = TypeVar("T")
Row = Mapping[str, object]
SCHEDULER = "scheduler"
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """An order as somebody types it."""

    customer: str
    wants: Sequence[tuple[str, Qty]]  # LIC and units, a line each
    location: str | None = None
    ship_type: ShipType = ShipType.PARTIAL
    priority: int = 0
    requested_on: date | None = None
    answer: OnShortage | None = None  # to every line that is short
    note: str = ""


@dataclass(frozen=True, slots=True)
class DueReceipt:
    """Goods on their way."""

    due_on: date
    po: str
    lic: str
    qty: Qty


@dataclass(slots=True)
class Desk:
    """The desk, its clock on the wall, and what its people remember."""

    session: Session
    zone: ZoneInfo
    now: datetime
    prices: Mapping[str, Decimal]
    coming: list[DueReceipt] = field(default_factory=list)
    web_orders: int = 20450

    @property
    def today(self) -> date:
        """Today, by the clock on the wall."""
        return day_of(self.now, self.zone)

    def days_ago(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)

    def workday(self, back: int) -> date:
        """The last working day before today is 1, the one before it 2, and so on."""
        day = self.today
        while back:
            day -= timedelta(days=1)
            back -= day.weekday() not in WEEKEND
        return day

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An instant by the clock on the wall."""
        return begins(day, self.zone, time(hour, minute))

    def do(self, who: str, when: datetime, what: Callable[[Transaction], T]) -> T:
        """One piece of work of one person, in one transaction."""
        with self.session.transaction(actor=who, now=when) as tx:
            return what(tx)

    def sweep(
        self, sweep: SweepName, when: datetime, *, due: datetime | None = None, who: str = SCHEDULER
    ) -> None:
        """Run a sweep: because it is due, later than that, or (nothing being due) as somebody wants it."""
        trigger = Trigger.SCHEDULED if due == when else Trigger.CATCH_UP if due else Trigger.MANUAL
        sweeps.run_sweep(self.session, sweep, actor=who, trigger=trigger, scheduled_for=due, now=when)

    def bring(self, tx: Transaction, kind: str, rows: Sequence[Row]) -> None:
        """Import rows as if they came in a file of that kind."""
        columns = kinds.columns(kind)
        text = {c.name: pl.Series([_text(row.get(c.name)) for row in rows], dtype=pl.String) for c in columns}
        table = pl.DataFrame(text).with_row_index("row", 2)
        typed, bad = parsing.parse(table, columns, self.zone)
        tx.load("incoming", typed)
        LOADERS[kind](tx, Incoming(typed, bad, lambda _: None))

    def web_shop(self, who: str, when: datetime, pile: Sequence[TypedOrder]) -> None:
        """Import the orders that the web shop collected since yesterday evening."""
        rows = [
            row
            for i, typed in enumerate(pile)
            for row in self._rows(typed, when - timedelta(minutes=7 * (len(pile) - i)))
        ]
        self.do(who, when, lambda tx: self.bring(tx, "orders", rows))

    def _rows(self, typed: TypedOrder, entered_at: datetime) -> list[Row]:
        self.web_orders += 1
        head = {
            "order": f"W{self.web_orders}",
            "customer": typed.customer,
            "location": typed.location,
            "ship_type": typed.ship_type,
            "priority": typed.priority,
            "entered_at": entered_at.isoformat(),
            "requested_on": typed.requested_on,
            "on_shortage": typed.answer,
        }
        return [head | {"lic": lic, "qty": qty, "unit_price": self.prices[lic]} for lic, qty in typed.wants]

    def draft(self, who: str, when: datetime, typed: TypedOrder) -> str:
        """Type an order and leave it for later; returns its number."""
        return self.do(who, when, lambda tx: self._type(tx, typed))

    def order(self, who: str, when: datetime, typed: TypedOrder) -> str:
        """Type an order and open it; returns its number."""
        return self.orders(who, when, [typed])[0]

    def orders(self, who: str, when: datetime, pile: Sequence[TypedOrder]) -> list[str]:
        """Type some orders and open them together; returns their numbers."""
        return self.do(who, when, lambda tx: self._open(tx, pile))

    def _open(self, tx: Transaction, pile: Sequence[TypedOrder]) -> list[str]:
        numbers = [self._type(tx, typed) for typed in pile]
        ids = [orders.find(tx, number)["order_id"] for number in numbers]
        were = "was" if len(numbers) == 1 else "were"
        reason = f"{plural(len(numbers), 'order')} {' and '.join(numbers)} {were} opened"
        orders.open_many(tx, ids, reason)
        return numbers

    def _type(self, tx: Transaction, typed: TypedOrder) -> str:
        lines = [
            orders.TypedLine(lic, qty, typed.answer, unit_price=self.prices[lic]) for lic, qty in typed.wants
        ]
        return orders.create(
            tx,
            typed.customer,
            lines,
            location=typed.location,
            ship_type=typed.ship_type,
            priority=typed.priority,
            requested_on=typed.requested_on,
            note=typed.note,
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def units(**wants: str | int) -> list[tuple[str, Qty]]:
    """LICs and units in a form that is short to write: ``units(ATLAS_7=25)``."""
    return [(lic.replace("_", "-"), Decimal(qty)) for lic, qty in wants.items()]
