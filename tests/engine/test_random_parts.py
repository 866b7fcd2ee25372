"""On random desks every place tells the same parts, and receipts on their day fill exactly them (R40)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import Transaction
from engine import catalogue, orders, promises, supply
from engine.interchange import exporting
from engine.model import Policy, ShipType, SweepName
from engine.parts import Source
from engine.reports import backorders
from engine.reports.explain import explain
from tests.examples import examples
from tests.story import Story

EXAMPLES: Final = examples(4)
LICS: Final = ("book", "pen", "ink")
LATE: Final = (-9, -2)
Units = Counter[tuple[Any, ...]]
"""(order, typed line, where from, day, purchase order) -> units."""


class Wish(NamedTuple):
    """An order, and how many days pass after it."""

    lines: list[str]
    priority: int
    ship_type: ShipType
    days: int


class Bought(NamedTuple):
    """An open purchase order; ``on``: the last day there is, where nobody says one."""

    on: date
    po: str
    lic: str
    qty: int


class World(NamedTuple):
    """What a desk is made of; days of purchase orders count from the last order, None: nobody says one."""

    shelf: dict[str, int]
    wishes: list[Wish]
    bought: list[tuple[str, int, int | None]]
    found: dict[str, int]
    skip_age_days: int


wants = st.builds(
    "{} {} {}".format, st.sampled_from(LICS), st.integers(1, 25), st.sampled_from(["split", "whole"])
)
wishes = st.builds(
    Wish,
    st.lists(wants, min_size=1, max_size=3),
    st.integers(0, 2),
    st.sampled_from(ShipType),
    st.sampled_from([0, 0, 4]),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Whole lines, Complete orders, priorities; purchase orders that are late, soon, or without a day."""
    days = st.sampled_from([*LATE, 1, 3, 3, 12, None])
    return World(
        {lic: draw(st.integers(0, 20)) for lic in LICS},
        draw(st.lists(wishes, min_size=2, max_size=5)),
        draw(st.lists(st.tuples(st.sampled_from(LICS), st.integers(1, 20), days), min_size=1, max_size=5)),
        {lic: draw(st.integers(1, 10)) for lic in LICS},
        draw(st.sampled_from([3, 10, 30])),
    )


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(policy=st.sampled_from(list(Policy)), world=worlds())
def test_r40_every_place_tells_the_same_parts_and_receipts_on_their_day_fill_exactly_them(
    policy: Policy, world: World
) -> None:
    """A line that loses units that it holds today is left out: of those it was told nothing."""
    life = Life(policy, world)
    told = life.late_or_old(on_days(life.desk.ask(told_alike, life.numbers)))
    filled = life.late_or_old(life.lived_through())
    both = {key: (told[key], filled[key]) for key in told | filled if key[:2] not in life.robbed}
    assert {key: pair for key, pair in both.items() if pair[0] != pair[1]} == {}


def told_alike(tx: Transaction, numbers: list[str]) -> Units:
    """What a list, a file, the explanations and the ledger say, which is the same and all that waits."""
    found = backorders.waiting(tx)
    units = Counter[tuple[Any, ...]]()
    for row in found.iter_rows(named=True):
        assert sum(part["qty"] for part in row["parts"]) == row["qty"]
        units += of_parts((row["order"], row["root_line"]), row["parts"])
    said = dict(zip(zip(found["order"], found["line"], strict=True), found["projected"], strict=True))
    explained = {
        (one.order, one.line): one.projected for number in numbers for one in explain(tx, number) if one.parts
    }
    lines = exporting.lines(tx).filter(state="backordered")
    exported = dict(zip(zip(lines["order"], lines["line"], strict=True), lines["projected"], strict=True))
    assert said == explained == exported
    assert units == in_ledger(tx)
    return units


def in_ledger(tx: Transaction) -> Units:
    """What was written down last of each typed line."""
    units = Counter[tuple[Any, ...]]()
    for row in promises.waiting_promises(tx).iter_rows(named=True):
        told = promises.history(tx, orders.find(tx, row["order"])["order_id"], row["line"]).to_dicts()[-1]
        assert told["state"] == "open"
        units += of_parts((row["order"], row["line"]), told["parts"])
    return units


def of_parts(line: tuple[str, int], found: list[dict[str, Any]]) -> Units:
    units = Counter[tuple[Any, ...]]()
    for part in found:
        units[*line, part["source"], part["due_on"], part["po"]] += int(part["qty"])
    return units


def on_days(told: Units) -> Units:
    """(order, typed line, day) -> units; of those that nobody ordered nothing."""
    days = Counter[tuple[Any, ...]]()
    for (order, line, source, due_on, _), qty in told.items():
        if source == Source.SHELF:
            days[order, line, due_on or "next sweep"] += qty
        elif source == Source.PO:
            days[order, line, due_on or "no day"] += qty
    return days


class Life:
    """A desk, and what becomes of its lines when everything is received on its day."""

    def __init__(self, policy: Policy, world: World) -> None:
        self.desk = Story(**world.shelf)
        self.desk.prefer(allocation_policy=policy, skip_age_days=world.skip_age_days)
        with self.desk.act() as tx:
            catalogue.add_vendor(tx, "slow", name="Slow")
        self._grows_old: dict[str, date] = {}
        self.numbers = [self._order(wish, world.skip_age_days) for wish in world.wishes]
        self._bought = [self._buy(*one) for one in world.bought]
        for lic, qty in world.found.items():
            self.desk.adjust(lic, qty)
        self.today = self.desk.today
        self._held = self._holding()
        self._units: dict[tuple[str, int], list[date | str]] = defaultdict(list)
        self.robbed: set[tuple[str, int]] = set()

    def _order(self, wish: Wish, age: int) -> str:
        number = self.desk.order(*wish.lines, priority=wish.priority, ship_type=wish.ship_type)
        self._grows_old[number] = self.desk.today + timedelta(days=age)
        self.desk.now += timedelta(days=wish.days)
        return number

    def _buy(self, lic: str, qty: int, day: int | None) -> Bought:
        on = None if day is None else self.desk.now.date() + timedelta(days=day)
        with self.desk.act() as tx:
            po = supply.create_po(tx, "slow")
            supply.add_po_line(tx, po, lic, Decimal(qty), expected_on=on)
            supply.open_po(tx, po)
        return Bought(on or date.max, po, lic, qty)

    def lived_through(self) -> Units:
        """The next sweep, then one after the receipts of each day, the late ones first, and on each day on
        which an order has grown old; what has no day comes when all are."""
        self._sweep("next sweep", SweepName.SECONDARY)
        growing = {day for day in self._grows_old.values() if day > self.today}
        for on in sorted({one.on for one in self._bought} | growing):
            if self.desk.now.date() < on < date.max:
                self.desk.now = datetime.combine(on, self.desk.now.timetz())
            for one in self._bought:
                if one.on == on:
                    self.desk.receive(one.po, **{one.lic: one.qty})
            sweep = SweepName.SECONDARY if on in growing else SweepName.PRIMARY
            self._sweep("no day" if on == date.max else on, sweep)
        return Counter((*line, day) for line, days in self._units.items() for day in days)

    def late_or_old(self, units: Units) -> Units:
        """The units by day, where one counts: what is late has none, so that who gets it only once its order
        has grown old is told of the late day, and has it on the other."""
        found = Counter[tuple[Any, ...]]()
        for (order, line, day), qty in units.items():
            old_on = self._grows_old[order]
            is_either = isinstance(day, date) and (day < self.today or day == old_on)
            found[order, line, "late or old" if is_either and old_on > self.today else day] += qty
        return found

    def _sweep(self, day: date | str, which: SweepName) -> None:
        self.desk.sweep(which)
        self.desk.ask(told_alike, self.numbers)
        before, self._held = self._held, self._holding()
        for line in before | self._held:
            gained, units = self._held[line] - before[line], self._units[line]
            if gained > 0:
                units += [day] * gained
            elif -gained > len(units):
                self.robbed.add(line)
            elif gained:
                del units[gained:]

    def _holding(self) -> Counter[tuple[str, int]]:
        """(order, typed line) -> units that it has."""
        held = Counter[tuple[str, int]]()
        for number in self.numbers:
            for row in self.desk.lines(number).filter(pl.col("state") == "allotted").iter_rows(named=True):
                held[number, row["root_line_no"]] += int(row["qty"])
        return held
