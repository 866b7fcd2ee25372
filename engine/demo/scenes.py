"""What happens in the demo beside the ordinary: one scene for each rule that a visitor may want to see.

The LICs of most scenes are ordered nowhere else, so that what they show is still there when the weeks are
over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import orders, returns, shipments, stock, supply
from engine.demo import days
from engine.demo.desk import Desk, TypedOrder, units
from engine.demo.world import ADMIN, BUYER, CLERKS, STOREKEEPERS
from engine.model import OnShortage, ShipType, SweepName, WhyShort

ANA, BEN, CHLOE = CLERKS
TOM, LEA = STOREKEEPERS


@dataclass(slots=True)
class Scenes:
    """The scenes by the working day before today on which they play, and the orders they remember."""

    desk: Desk
    numbers: dict[str, str] = field(default_factory=dict)

    def before(self) -> dict[int, Callable[[date], None]]:
        """What plays in the quiet weeks: lines that wait until today."""
        return {48: self._biology_runs_out, 36: self._biology_is_reprinted, 32: self._physics_runs_out}

    def during(self) -> dict[int, Callable[[date], None]]:
        """What plays about noon of an ordinary day."""
        return {
            24: self._a_parcel_leaves_short,
            22: self._an_order_is_cancelled,
            18: self._a_shelf_gets_wet,
            16: self._a_parcel_is_unpacked,
            15: self._dictionaries_are_ordered,
            12: self._dictionaries_come_back,
            11: self._biology_is_urgent,
            10: self._a_school_changes_its_mind,
            9: self._chemistry_waits_whole,
            8: self._somebody_runs_a_sweep,
            6: self._chemistry_is_wanted_by_others,
            5: self._economics_is_pinned,
            4: self._economics_stays_pinned,
        }

    def _order(self, day: date, hour: int, who: str, typed: TypedOrder) -> str:
        return self.desk.order(who, self.desk.at(day, hour), typed)

    def _do(self, day: date, hour: int, who: str, what: Callable[[Transaction], object]) -> None:
        self.desk.do(who, self.desk.at(day, hour), what)

    def _biology_runs_out(self, day: date) -> None:
        """A line that has waited for more than sixty days."""
        first = TypedOrder("STBRENDAN", units(BIO_11=24), priority=2)
        second = TypedOrder("SUMMIT", units(BIO_11=20), location="UPPER")
        _, number = self.desk.orders(ANA, self.desk.at(day, 10), [first, second])
        remark = "The school knows that the reprint takes a while."
        self._do(day, 11, ANA, lambda tx: orders.comment(tx, number, remark))
        self.numbers["biology"] = number

    def _biology_is_reprinted(self, day: date) -> None:
        """A purchase order whose date has passed."""
        promised = self.desk.days_ago(18)
        self._do(day, 9, BUYER, lambda tx: _buy(tx, "LANTERN", "BIO-11", 60, promised))

    def _physics_runs_out(self, day: date) -> None:
        """Lines that nothing covers: no supply."""
        first = TypedOrder("COLLEGE", units(PHYS_11=20), priority=2)
        second = TypedOrder("HARBOURINT", units(BIO_11=12, PHYS_11=6), location="MAIN")
        self.desk.orders(BEN, self.desk.at(day, 10), [first, second])

    def _a_parcel_leaves_short(self, day: date) -> None:
        """R12: less ships than was allotted."""
        self._do(day, 15, TOM, _ship_short)

    def _an_order_is_cancelled(self, day: date) -> None:
        number = self._order(day, 11, CHLOE, TypedOrder("MEADOW", units(GLUE=10, ERASER=5)))
        self._do(day, 12, CHLOE, lambda tx: orders.cancel_order(tx, number))

    def _a_shelf_gets_wet(self, day: date) -> None:
        """R23: on hand falls below what is allotted."""
        self._do(day, 12, LEA, _lose_stock)

    def _a_parcel_is_unpacked(self, day: date) -> None:
        """R33: a pending shipment is voided; its lines go back to their place in the queue."""
        self._do(day, 12, TOM, _void_newest)

    def _dictionaries_are_ordered(self, day: date) -> None:
        self.numbers["dictionaries"] = self._order(day, 11, ANA, TypedOrder("GRANGE", units(DICT_EN=12)))

    def _dictionaries_come_back(self, day: date) -> None:
        """R34: two are as new, one is not; replacements are owed."""
        self._do(day, 11, LEA, lambda tx: _take_back(tx, self.numbers["dictionaries"]))

    def _biology_is_urgent(self, day: date) -> None:
        """R19: an order is raised, because somebody asked."""
        self._do(day, 12, ADMIN, lambda tx: orders.set_priority(tx, self.numbers["biology"], 3))

    def _a_school_changes_its_mind(self, day: date) -> None:
        """R11: one line is lowered, the other raised."""
        number = self._order(day, 11, BEN, TypedOrder("WESTBROOK", units(HIST_8=30, GEO_8=10)))
        self._do(day, 12, BEN, lambda tx: orders.change_qty(tx, number, 1, Decimal(20)))
        self._do(day, 13, BEN, lambda tx: orders.change_qty(tx, number, 2, Decimal(15)))

    def _chemistry_waits_whole(self, day: date) -> None:
        """R15: twenty on the shelf, held for an order that needs twenty-five."""
        typed = TypedOrder("EASTERN", units(CHEM_11=25), "MAIN", ShipType.COMPLETE, answer=OnShortage.WHOLE)
        self._order(day, 11, ANA, typed)
        soon = self.desk.today + timedelta(days=6)
        self._do(day, 12, BUYER, lambda tx: _buy(tx, "LANTERN", "CHEM-11", 40, soon))

    def _chemistry_is_wanted_by_others(self, day: date) -> None:
        first = TypedOrder("LAKEVIEW", units(CHEM_11=5))
        second = TypedOrder("OAKLANDS", units(CHEM_11=8), location="SIXTH")
        self.desk.orders(BEN, self.desk.at(day, 11), [first, second])

    def _somebody_runs_a_sweep(self, day: date) -> None:
        self.desk.sweep(SweepName.SECONDARY, self.desk.at(day, 12), who=ADMIN)

    def _economics_is_pinned(self, day: date) -> None:
        """R22: a line nobody can take, on an order that ships complete and waits for another line."""
        typed = TypedOrder("QUEENSGATE", units(ECON_12=10, PHYS_11=5), ship_type=ShipType.COMPLETE)
        number = self._order(day, 11, CHLOE, typed)
        self._do(day, 12, ADMIN, lambda tx: orders.set_pinned(tx, number, 1, True))

    def _economics_stays_pinned(self, day: date) -> None:
        self._order(day, 11, CHLOE, TypedOrder("HOSPITAL", units(ECON_12=10), priority=8))


def _buy(tx: Transaction, vendor: str, lic: str, qty: int, expected_on: date) -> None:
    po = supply.create_po(tx, vendor)
    supply.add_po_line(tx, po, lic, Decimal(qty), expected_on=expected_on)
    supply.open_po(tx, po)


def _ship_short(tx: Transaction) -> None:
    for shipment_id in days.pending_shipments(tx):
        aboard = shipments.carried(tx, shipment_id).filter(pl.col("qty") > 5, pl.col("decimals") == 0)
        if aboard.height:
            order, line_no, qty = aboard.select("order_number", "line_no", "qty").row(0)
            shipments.comment(tx, shipment_id, "Three go with the next van.")
            short = shipments.Short(order, line_no, qty - 3)
            stock.ship_short(tx, shipment_id, [short], WhyShort.OTHER, note="no room in the van")
            return


def _lose_stock(tx: Transaction) -> None:
    """Half of the pool that has the most allotted."""
    pools = stock.balances(tx).filter(pl.col("allotted") > 0).sort("allotted", "lic")
    if pools.height:
        lic, on_hand = pools.select("lic", "on_hand").row(-1)
        stock.adjust(tx, lic, -(on_hand // 2), reason="lost", reference="COUNT-7")


def _void_newest(tx: Transaction) -> None:
    if pending := days.pending_shipments(tx):
        shipments.comment(tx, pending[-1], "Packed for the wrong school.")
        shipments.void(tx, pending[-1:])


def _take_back(tx: Transaction, number: str) -> None:
    returns.take_back(tx, number, 1, Decimal(2))
    returns.take_back(tx, number, 1, Decimal(1), sellable=False)
