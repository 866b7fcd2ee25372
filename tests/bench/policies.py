"""The policies on synthetic desks: ``python -m tests.bench.policies``; docs/policies.md says what came out.

Two experiments on the very functions that settle the desk. *One day*: supply is about half of demand, 30 % of
the orders ship complete, 25 % of the lines only in one piece; what ships, and how many orders are done.
*Many days*: orders of one priority come every day, and a small lot for each pool, a little more than it is
asked for; how long the longest large whole line waits.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from engine.model import Grains, Policy, PoolNo, QueueLine, Terms
from engine.rules.queue import POLICIES

NEVER = 10**6
COMPLETE, WHOLE = 0.30, 0.25
PRIORITIES, WEIGHTS = (0, 1, 2, 3, 4), (60, 15, 10, 10, 5)
LARGE = 15
LOT = 6
RULES = {
    "strict": (Policy.STRICT, NEVER),
    "skip, no cap": (Policy.SKIP, NEVER),
    "skip, 10 days": (Policy.SKIP, 10),
    "complete-first, no cap": (Policy.COMPLETE_FIRST, NEVER),
    "complete-first, 10 days": (Policy.COMPLETE_FIRST, 10),
}


@dataclass(frozen=True, slots=True)
class OneDay:
    """Shares from 0 to 1."""

    shipped: float  # of the units wanted
    completed: float  # of the orders


@dataclass(frozen=True, slots=True)
class ManyDays:
    """Days."""

    longest: float  # wait of a large whole line
    mean: float  # wait of large whole lines
    shipped: float  # share of all units wanted


class Maker:
    """Makes orders; line ids and entry sequences go on rising."""

    def __init__(self, seed: int, lics: int, *, flat: bool) -> None:
        self.random = Random(seed)
        self._lics = lics
        self._weights = (1, 0, 0, 0, 0) if flat else WEIGHTS
        self._lines = self._orders = 0

    def orders(self, count: int) -> Iterator[QueueLine]:
        """The lines of ``count`` new orders, of one to five lines each."""
        for _ in range(count):
            self._orders += 1
            priority = self.random.choices(PRIORITIES, self._weights)[0]
            complete = self.random.random() < COMPLETE
            for lic in self.random.sample(range(self._lics), self.random.randint(1, 5)):
                self._lines += 1
                yield QueueLine(
                    band=-priority,
                    waits=True,
                    entry_seq=self._lines,
                    line_id=self._lines,
                    order_id=self._orders,
                    qty=self.random.randint(1, 20),
                    whole=self.random.random() < WHOLE,
                    pool=lic,
                    complete=complete,
                )


def one_day(rule: str, seed: int, orders: int, *, flat: bool = False) -> OneDay:
    """Everything waits, half of it comes in, and one settlement is made."""
    maker = Maker(seed, lics=max(orders // 4, 5), flat=flat)
    lines = list(maker.orders(orders))
    wanted: dict[PoolNo, Grains] = defaultdict(int)
    for line in lines:
        wanted[line.pool] += line.qty
    stock = {pool: int(qty * maker.random.uniform(0, 1)) for pool, qty in wanted.items()}
    policy, cap = RULES[rule]
    grants = POLICIES[policy].walk(lines, stock, Terms(skip_age_days=cap)).grants
    return OneDay(*_shares(lines, grants))


def _shares(lines: list[QueueLine], grants: dict[int, Grains]) -> tuple[float, float]:
    lacking = {line.order_id for line in lines if grants[line.line_id] < line.qty}
    ready = [grants[line.line_id] for line in lines if not (line.complete and line.order_id in lacking)]
    orders = {line.order_id for line in lines}
    total = sum(line.qty for line in lines)
    return float(sum(ready) / total), 1 - len(lacking) / len(orders)


class Desk:
    """A desk that lives day by day; what can ship leaves in the evening."""

    def __init__(self, rule: str) -> None:
        self.policy, self.cap = RULES[rule]
        self.stock: dict[PoolNo, Grains] = defaultdict(int)
        self.open: dict[int, QueueLine] = {}
        self.entered: dict[int, int] = {}  # entry_seq -> day
        self.size: dict[int, Grains] = {}  # entry_seq -> quantity ordered
        self.waits: list[int] = []  # of large whole lines
        self.shipped = 0
        self._next = 10**9

    def day(self, today: int, lines: list[QueueLine], receipts: dict[PoolNo, Grains]) -> None:
        """Receipts, new orders, one settlement, and what can ship ships."""
        for pool, qty in receipts.items():
            self.stock[pool] += qty
        for line in lines:
            self.open[line.line_id] = line
            self.entered[line.entry_seq], self.size[line.entry_seq] = today, line.qty
        aged = [line._replace(days=today - self.entered[line.entry_seq]) for line in self.open.values()]
        grants = POLICIES[self.policy].walk(aged, self.stock, Terms(skip_age_days=self.cap)).grants
        self.open = {line.line_id: line for old in aged for line in self._given(old, grants[old.line_id])}
        self._ship(today)

    def _given(self, line: QueueLine, granted: Grains) -> Iterator[QueueLine]:
        if granted:
            yield line._replace(qty=granted, waits=False)
        if granted < line.qty:
            self._next += 1
            rest = line.line_id if not granted else self._next
            yield line._replace(line_id=rest, qty=line.qty - granted, waits=True)

    def _ship(self, today: int) -> None:
        lacking = {line.order_id for line in self.open.values() if not line.held}
        for line in list(self.open.values()):
            if line.held and not (line.complete and line.order_id in lacking):
                self.stock[line.pool] -= line.qty
                self.shipped += line.qty
                del self.open[line.line_id]
                self._note(line, today)

    def _note(self, line: QueueLine, today: int) -> None:
        if line.whole and self.size[line.entry_seq] >= LARGE and not line.complete:
            self.waits.append(today - self.entered[line.entry_seq])

    def end(self, today: int) -> None:
        """At the end, lines that still wait have waited until today."""
        for line in self.open.values():
            self._note(line, today)


def many_days(rule: str, seed: int, days: int, per_day: int) -> ManyDays:
    """Orders come for ``days`` days, and each pool receives a small lot a day, a little more than asked."""
    lics = max(6 * per_day, 5)  # a line for every other pool on a day
    maker, desk = Maker(seed, lics, flat=True), Desk(rule)
    wanted = 0
    for today in range(days):
        lines = list(maker.orders(per_day))
        wanted += sum((line.qty for line in lines), 0)
        desk.day(today, lines, dict.fromkeys(range(lics), LOT))
    desk.end(days)
    return ManyDays(max(desk.waits), statistics.fmean(desk.waits), float(desk.shipped / wanted))


def main() -> None:
    """Print both tables, the means over several desks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--desks", type=int, default=10, help="desks for each figure (10)")
    parser.add_argument("--orders", type=int, default=600, help="orders of the one day (600)")
    parser.add_argument("--days", type=int, default=90, help="days of the long run (90)")
    parser.add_argument("--per-day", type=int, default=12, help="new orders on each of them (12)")
    given = parser.parse_args()
    for flat in (True, False):
        _tell_one_day(given.desks, given.orders, flat=flat)
    print("\n| many days | longest wait | mean wait | shipped |\n| --- | ---: | ---: | ---: |")
    for rule in RULES:
        lives = [many_days(rule, seed, given.days, given.per_day) for seed in range(given.desks)]
        longest, mean, shipped = (
            statistics.fmean(x) for x in zip(*((r.longest, r.mean, r.shipped) for r in lives), strict=True)
        )
        print(f"| {rule} | {longest:.1f} | {mean:.1f} | {shipped:.0%} |", flush=True)


def _tell_one_day(desks: int, orders: int, *, flat: bool) -> None:
    what = "one day, one priority" if flat else "one day, five priorities"
    print(f"\n| {what} | shipped | orders completed |\n| --- | ---: | ---: |")
    for rule in RULES:
        runs = [one_day(rule, seed, orders, flat=flat) for seed in range(desks)]
        shipped = statistics.fmean(run.shipped for run in runs)
        completed = statistics.fmean(run.completed for run in runs)
        print(f"| {rule} | {shipped:.0%} | {completed:.0%} |", flush=True)


if __name__ == "__main__":
    main()
