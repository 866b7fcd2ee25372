"""A desk about one thing, and the same with much beside it; and how many rows are read of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from db import queries, transaction
from db.transaction import Transaction
from engine import buying, catalogue, orders, preferences
from engine.model import SweepName
from engine.orders import holds
from engine.orders.holds import Subject
from tests.story import Story

OTHERS = 8
"""How many orders of each kind there are elsewhere: more than an act could read by chance."""


def begin(desk: Story) -> tuple[str, str]:
    """An order that waits, has a part and was bought for, and a purchase order that brings it; their
    numbers."""
    with desk.act() as tx:
        preferences.change(tx, "acknowledge_orders", "on")
        catalogue.add_vendor(tx, "mill", name="Mill", lead_time_days=3)
    desk.item("mug", 10, vendor_code="press")
    desk.item("lamp", 30, vendor_code="mill")
    waits = desk.order("mug 8", "mug 5 split")
    desk.order("mug 3", priority=2)
    with desk.act() as tx:
        buying.order_it(tx, lines=[(waits, None)])
    return waits, desk.purchase("mug", 4)


def go_on_elsewhere(desk: Story) -> None:
    """All that nobody who asks of the mugs has to do with."""
    with desk.act() as tx:
        gone = [orders.create(tx, "college", [orders.TypedLine("lamp", Decimal(1))]) for _ in range(OTHERS)]
        orders.open_many(tx, [orders.find(tx, one)["order_id"] for one in gone], "opened")
    desk.ship(gone[0])  # all of them are aboard
    desk.supply("lamp", 2)
    late_po = desk.purchase("lamp", 40, expected_on=desk.today + timedelta(days=2))
    with desk.act() as tx:
        goods, held_goods = [orders.TypedLine("lamp", Decimal(7))], [orders.TypedLine("lamp", Decimal(2))]
        split = [orders.create(tx, "college", goods, priority=n % 3) for n in range(OTHERS)]
        held = [orders.create(tx, "college", held_goods) for _ in range(OTHERS)]
        orders.open_many(tx, [orders.find(tx, one)["order_id"] for one in split + held], "opened")
        holds.hold(
            tx, [Subject(one) for one in held] + [Subject(one, line=1) for one in split[2:]], "not paid"
        )
        buying.order_it(tx, lines=[(one, None) for one in split])
    desk.receive(late_po, lamp=3)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many rows each query answers with, and leaves in the temporary tables that it makes."""
    counts: Counter[str] = Counter()
    asked, listed, written = Transaction.rows, Transaction.values, Transaction.write

    def rows(tx: Transaction, name: str, /, **params: Any) -> Any:
        found = asked(tx, name, **params)
        counts[name] += found.height
        return found

    def values(tx: Transaction, name: str, /, **params: Any) -> list[Any]:
        found = listed(tx, name, **params)
        counts[name] += len(found)
        return found

    def write(tx: Transaction, name: str, /, **params: Any) -> None:
        written(tx, name, **params)
        for table in queries.get(name).makes:
            counts[f"{name}: {table}"] += len(tx._cursor.table(table))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction.Transaction, "rows", rows)
        patched.setattr(transaction.Transaction, "values", values)
        patched.setattr(transaction.Transaction, "write", write)
        yield counts


def come_to_rest(desk: Story) -> None:
    """What happened so far is over, and its news are drafted."""
    desk.now += timedelta(days=4)  # by then a purchase order is late
    desk.sweep(SweepName.PRIMARY)
    desk.sweep()


def differing(alone: Counter[str], beside: Counter[str]) -> dict[str, tuple[int, int]]:
    """The queries that read more beside others than alone, or less: how many rows."""
    return {query: (alone[query], beside[query]) for query in alone | beside if alone[query] != beside[query]}
