"""A small world to tell rule tests in: every act is one transaction, and the whole proof is made after each.

desk = Story(book=20)
a = desk.order("book 25")
assert desk.state(a) == "20 allotted, 5 backordered"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from db.session import Transaction
from engine import catalogue, log, orders, preferences, proof, shipments, stock, supply, sweeps, undo
from engine.model import MovementKind, OnShortage, ShipType, SweepName, WhyShort
from engine.quantities import plain
from engine.store import Session
from tests import new_desks

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Story:
    """A desk in memory with one customer, one vendor and the LICs named, each with what lies on its shelf."""

    def __init__(self, session: Session | None = None, /, **on_hand: int | str) -> None:
        self.now = START
        self.actor = "Ann"
        session = session or new_desks.own()
        if session is None:
            self.session = new_desks.begun(tuple(on_hand.items()), lambda desk: self._begin(desk, on_hand))
            self.now = START + timedelta(minutes=1 + len(on_hand))
        else:
            self._begin(session, on_hand)

    @classmethod
    def going_on(cls, session: Session, now: datetime, actor: str = "Ann") -> Story:
        """The story of a desk that was begun before."""
        story = cls.__new__(cls)
        story.session, story.now, story.actor = session, now, actor
        return story

    def _begin(self, session: Session, on_hand: Mapping[str, int | str]) -> None:
        self.session = session
        # What the first act proves, proves this too.
        with self.act(proven=False) as tx:
            preferences.change(tx, "backorder_management", "on")
            # Short orders are acknowledged where that is what a test is about; no row of the log says so.
            tx.write("preferences.keep", name="acknowledge_orders", value="off")
            tx.forget_preferences()
            catalogue.add_customer(tx, "school", name="School")
            catalogue.add_location(tx, "school", "annex")
            catalogue.add_customer(tx, "college", name="College")
            catalogue.add_vendor(tx, "press", name="Press", lead_time_days=5)
        for lic, qty in on_hand.items():
            self._item(lic, qty, proven=False)

    @contextmanager
    def act(self, *, proven: bool = True) -> Any:
        """One transaction by the present actor, a minute after the last; the desk must be consistent after
        it."""
        self.now += timedelta(minutes=1)
        with self.session.transaction(actor=self.actor, now=self.now) as tx:
            yield tx
        if proven:
            self.prove()

    def prove(self) -> None:
        """Section 8 holds."""
        assert self.ask(proof.problems)["sentence"].to_list() == []

    @property
    def today(self) -> date:
        """The day it is at the desk, in its zone."""
        day: date = self.ask(lambda tx: tx.today)
        return day

    def ask(self, question: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """A read in a snapshot of its own."""
        with self.session.snapshot(now=self.now) as tx:
            return question(tx, *args, **kwargs)

    def prefer(self, **preference: object) -> None:
        """Set preferences."""
        with self.act() as tx:
            for name, value in preference.items():
                preferences.change(tx, name, value)

    def item(self, lic: str, qty: int | str = 0, **facts: Any) -> None:
        """A LIC with stock on its shelf."""
        self._item(lic, qty, **facts)

    def _item(self, lic: str, qty: int | str, *, proven: bool = True, **facts: Any) -> None:
        with self.act(proven=proven) as tx:
            catalogue.add_item(tx, lic, **facts)
            if Decimal(qty):
                stock.correct(tx, lic, Decimal(qty), cause="opening balance", kind=MovementKind.BEGINNING)

    def draft(self, *wants: str, customer: str = "school", **facts: Any) -> str:
        """A pending order of lines such as ``"book 25"`` or ``"book 25 split @EAST"``."""
        number = self._draft(wants, customer=customer, **facts)
        self.prove()
        return number

    def _draft(self, wants: Sequence[str], *, customer: str = "school", **facts: Any) -> str:
        with self.act(proven=False) as tx:
            number = orders.create(tx, customer, **facts)
            for want in wants:
                _add(tx, number, want)
        return number

    def order(self, *wants: str, ask: bool = False, **facts: Any) -> str:
        """A draft that is opened at once, and proven then; short lines follow their stated answer, else the
        ship type (R9)."""
        number = self._draft(wants, **facts)
        self.open(number, ask=ask)
        return number

    def open(self, number: str, *, ask: bool = False) -> orders.Opened:
        """Open a draft."""
        with self.act() as tx:
            return orders.open_order(tx, number, ask=ask)

    def complete(self, *wants: str, **facts: Any) -> str:
        """A Complete order."""
        return self.order(*wants, ship_type=ShipType.COMPLETE, **facts)

    def add(self, number: str, want: str) -> None:
        """One more line on an order."""
        with self.act() as tx:
            _add(tx, number, want)

    def adjust(self, lic: str, qty: int) -> None:
        """A count, a loss or a find."""
        with self.act() as tx:
            stock.adjust(tx, lic, Decimal(qty), reason="count")

    def purchase(self, lic: str, qty: int, **facts: Any) -> str:
        """An open purchase order."""
        with self.act() as tx:
            po = supply.create_po(tx, "press")
            supply.add_po_line(tx, po, lic, Decimal(qty), **facts)
            supply.open_po(tx, po)
        return po

    def receive(self, po: str, **quantities: int) -> int:
        """Receive against it; returns the receipt's id."""
        with self.act() as tx:
            return supply.receive(tx, po, {lic: Decimal(qty) for lic, qty in quantities.items()}).receipt_id

    def po_state(self, po: str) -> str:
        """The state of a purchase order."""
        state: str = self.ask(supply.find, po)["state"]
        return state

    def supply(self, lic: str, qty: int) -> None:
        """A purchase order that arrives in full."""
        self.receive(self.purchase(lic, qty), **{lic: qty})

    def sweep(self, sweep: SweepName = SweepName.SECONDARY) -> sweeps.SweepReport:
        """Run a sweep; it must succeed, unless it is switched off."""
        self.now += timedelta(minutes=1)
        report = sweeps.run_sweep(self.session, sweep, actor=self.actor, now=self.now)
        assert report is not None
        assert report.outcome in ("done", "off"), report.error
        self.prove()
        return report

    def undo(self, **target: int | None) -> undo.Undone:
        """Undo the last action, or the one of ``log_id``, or the run ``run_id``."""
        self.now += timedelta(minutes=1)
        run_id, log_id = target.get("run_id"), target.get("log_id")
        done = undo.undo(self.session, actor=self.actor, now=self.now, run_id=run_id, log_id=log_id)
        self.prove()
        return done

    def priority(self, number: str, priority: int) -> None:
        """Change an order's priority."""
        with self.act() as tx:
            orders.set_priority(tx, number, priority)

    def ship(
        self,
        number: str,
        *shorts: tuple[int, int],
        backorder_rest: bool = True,
        why: WhyShort = WhyShort.OTHER,
    ) -> list[int]:
        """Ship what an order has on pending shipments; ``shorts`` are (line, quantity that ships)."""
        ids = self.shipments_of(number)
        with self.act() as tx:
            short = [shipments.Short(None, line, Decimal(qty)) for line, qty in shorts]
            if short:
                [shipment] = ids
                stock.ship_short(tx, shipment, short, why, backorder_rest=backorder_rest)
            else:
                shipments.ship(tx, ids)
        return ids

    def pick(self, number: str) -> list[int]:
        """Pick shipments."""
        ids = self.shipments_of(number)
        with self.act() as tx:
            shipments.pick(tx, ids)
        return ids

    def void(self, *shipment_ids: int) -> None:
        """Void shipments."""
        with self.act() as tx:
            shipments.void(tx, list(shipment_ids))

    def lines(self, number: str) -> pl.DataFrame:
        """The lines of an order."""
        frame: pl.DataFrame = self.ask(orders.lines, number)
        return frame

    def state(self, number: str) -> str:
        """What became of an order, as ``"20 allotted, 5 backordered"``; lines in the order a clerk sees
        them."""
        rows = self.lines(number).select("qty", "state").iter_rows()
        return ", ".join(f"{plain(qty)} {state}" for qty, state in rows)

    def order_state(self, number: str) -> str:
        """The state of the order itself."""
        state: str = self.ask(orders.find, number)["state"]
        return state

    def shipments_of(self, number: str, state: str | None = None) -> list[int]:
        """The shipments an order's unshipped lines are on, or those of one state."""
        rows = self.lines(number).drop_nulls("shipment_id")
        wanted = rows["shipment_state"].is_in([state] if state else ["pending", "picking"])
        return sorted(set(rows.filter(wanted)["shipment_id"]))

    def balance(self, lic: str) -> dict[str, str]:
        """The balances of a LIC in plain words."""
        row = self.ask(stock.balances, lic).to_dicts()[0]
        return {name: plain(value) for name, value in row.items() if isinstance(value, Decimal)}

    def log(self, number: str) -> list[str]:
        """The sentences of an order's record log, oldest first."""
        order = self.ask(orders.find, number)
        frame = self.ask(log.search, order_id=order["order_id"])
        return list(reversed(frame["sentence"].to_list()))


def _add(tx: Transaction, number: str, want: str) -> None:
    lic, qty, *more = want.split()
    warehouse = next((word[1:] for word in more if word.startswith("@")), None)
    answer = next((OnShortage(word) for word in more if not word.startswith("@")), None)
    orders.add_line(tx, number, lic, Decimal(qty), on_shortage=answer, warehouse=warehouse)
