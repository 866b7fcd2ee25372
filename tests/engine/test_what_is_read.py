"""What an act and a question about one thing read is about that thing, whatever else the desk has.

Each is done on a desk alone, and beside many orders of another LIC and customer that wait, are allotted, on
hold, bought for and acknowledged, and a purchase order that is late. Every query must answer with as many
rows, and leave as many in the table that it makes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from db import queries, transaction
from db.transaction import Transaction
from engine import buying, catalogue, notices, orders, preferences, supply
from engine.model import SweepName
from engine.orders import holds, line_edits
from engine.orders.holds import Subject
from engine.reports import backorders, buyer, demand, elsewhere, in_queue
from engine.reports.explain import explain
from engine.whatif import preview
from engine.whatif.edits import Priority, Receive
from tests.story import Story

OTHERS = 8
"""How many orders of each kind there are elsewhere: more than an act could read by chance."""


def _world() -> tuple[Story, str, str]:
    """A desk with an order that waits, has a part and was bought for, and a purchase order that brings it."""
    desk = Story()
    with desk.act() as tx:
        preferences.change(tx, "acknowledge_orders", "on")
        catalogue.add_vendor(tx, "mill", name="Mill", lead_time_days=3)
    desk.item("book", 10, vendor_code="press")
    desk.item("pen", 30, vendor_code="mill")
    waits = desk.order("book 8", "book 5 split")
    desk.order("book 3", priority=2)
    with desk.act() as tx:
        buying.order_it(tx, lines=[(waits, None)])
    return desk, waits, desk.purchase("book", 4)


def _elsewhere(desk: Story) -> None:
    """All that an act on the book has nothing to do with."""
    late_po = desk.purchase("pen", 40, expected_on=desk.today + timedelta(days=2))
    with desk.act() as tx:
        goods, held_goods = [orders.TypedLine("pen", Decimal(7))], [orders.TypedLine("pen", Decimal(2))]
        split = [orders.create(tx, "college", goods, priority=n % 3) for n in range(OTHERS)]
        held = [orders.create(tx, "college", held_goods) for _ in range(OTHERS)]
        orders.open_many(tx, [orders.find(tx, one)["order_id"] for one in split + held], "opened")
        holds.hold(
            tx, [Subject(one) for one in held] + [Subject(one, line=1) for one in split[2:]], "not paid"
        )
        buying.order_it(tx, lines=[(one, None) for one in split])
    desk.receive(late_po, pen=3)


@contextmanager
def _counted() -> Iterator[Counter[str]]:
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
            counts[f"{name}: {table}"] += tx._cursor.execute(f"select count(*) from {table}").fetchall()[0][0]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction.Transaction, "rows", rows)
        patched.setattr(transaction.Transaction, "values", values)
        patched.setattr(transaction.Transaction, "write", write)
        yield counts


def _typed(desk: Story, _: str, __: str) -> None:
    desk.order("book 2")


def _adjusted(desk: Story, _: str, __: str) -> None:
    desk.adjust("book", -2)


def _shipped(desk: Story, order: str, _: str) -> None:
    desk.ship(order)


def _picked(desk: Story, order: str, _: str) -> None:
    desk.void(*desk.pick(order))


def _cancelled(desk: Story, order: str, _: str) -> None:
    with desk.act() as tx:
        orders.cancel_order(tx, order)


def _held(desk: Story, order: str, _: str) -> None:
    with desk.act() as tx:
        holds.hold(tx, [Subject(order)], "not paid")
    with desk.act() as tx:
        holds.lift(tx, [Subject(order)])


def _bought(desk: Story, order: str, _: str) -> None:
    with desk.act() as tx:
        buying.order_it(tx, lines=[(order, None)])


def _late(desk: Story, _: str, po: str) -> None:
    with desk.act() as tx:
        supply.mark_late(tx, po, desk.today + timedelta(days=9))


def _told(desk: Story, _: str, __: str) -> None:
    """The letters to the one customer are read, and marked as told."""
    for notice_id in (letters := desk.ask(_letters)):
        assert desk.ask(notices.drafts, [notice_id]).height
    with desk.act() as tx:
        notices.mark_told(tx, letters)


def _letters(tx: Transaction) -> list[int]:
    asked = "select notice_id from letter_draft join customer using (customer_id) where code = 'school'"
    return [notice_id for (notice_id,) in tx._cursor.execute(asked).fetchall()]


def _changed(desk: Story, order: str, _: str) -> None:
    with desk.act() as tx:
        orders.change_qty(tx, order, 2, Decimal(6))
    with desk.act() as tx:
        line_edits.set_whole(tx, order, 2, whole=True)
    with desk.act() as tx:
        orders.comment(tx, order, "They call again.")


def _drawn(tx: Transaction, order: str) -> None:
    """An order explained, with the pictures of its queues."""
    explain(tx, order)
    in_queue.find(tx, orders.find(tx, order)["order_id"])


ACTS: dict[str, Callable[[Story, str, str], object]] = {
    "a line is explained": lambda desk, order, _: desk.ask(explain, order, 1),
    "an order is explained": lambda desk, order, _: desk.ask(_drawn, order),
    "a priority is tried": lambda desk, order, _: preview(
        desk.session, "Ann", [Priority(order, 9)], desk.now
    ),
    "a queue is read": lambda desk, _, __: desk.ask(demand.queue, "book"),
    "what is held back": lambda desk, _, __: desk.ask(demand.held_back, "book"),
    "what comes": lambda desk, _, __: desk.ask(demand.coming, "book"),
    "what lies elsewhere": lambda desk, _, __: desk.ask(elsewhere.of_lic, "book"),
    "what to order of it": lambda desk, _, __: desk.ask(buyer.lacking, "book"),
    "what waits for it": lambda desk, _, __: desk.ask(backorders.waiting, "book"),
    "a receipt is tried": lambda desk, _, po: preview(
        desk.session, "Ann", [Receive(po, {"book": Decimal(2)})], desk.now
    ),
    "an order is typed": _typed,
    "a line is changed": _changed,
    "a priority is set": lambda desk, order, _: desk.priority(order, 9),
    "a priority is undone": lambda desk, _, __: desk.undo(),
    "an order is held and let go": _held,
    "a purchase order is late": _late,
    "a receipt comes": lambda desk, _, po: desk.receive(po, book=2),
    "a primary sweep gives it": lambda desk, _, __: desk.sweep(SweepName.PRIMARY),
    "letters are read": _told,
    "stock is counted": _adjusted,
    "it is ordered": _bought,
    "a shipment is picked and voided": _picked,
    "a shipment leaves": _shipped,
    "an order is cancelled": _cancelled,
}


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Counter[str], Counter[str]]]:
    """What each act reads on a desk alone, and beside others; all of them happen on the same two desks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Story, "prove", lambda _: None)  # a whole proof reads everything
        desk, order, po = _world()
        alone = _read_by_act(desk, order, po)
        desk, order, po = _world()
        _elsewhere(desk)
        beside = _read_by_act(desk, order, po)
    return {name: (alone[name], beside[name]) for name in ACTS}


def _read_by_act(desk: Story, order: str, po: str) -> dict[str, Counter[str]]:
    desk.now += timedelta(days=4)  # by then a purchase order is late
    desk.sweep(SweepName.PRIMARY)  # what happened so far is over, its news are drafted
    desk.sweep()
    found = {}
    for name, act in ACTS.items():
        with _counted() as counts:
            act(desk, order, po)
        found[name] = counts
    return found


@pytest.mark.parametrize("act", ACTS)
def test_an_act_reads_what_it_is_about(act: str, read: dict[str, tuple[Counter[str], Counter[str]]]) -> None:
    alone, beside = read[act]
    assert alone
    assert {query: (alone[query], rows) for query, rows in beside.items() if rows != alone[query]} == {}
