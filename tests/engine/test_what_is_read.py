"""What an act and a question about one thing read is about that thing, whatever else the desk has.

Each is done on a desk alone, and beside many orders of another LIC and customer that wait, are allotted, on
hold, bought for and acknowledged, and a purchase order that is late. Every query must answer with as many
rows, and leave as many in the table that it makes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from db.transaction import Transaction
from engine import buying, notices, orders, supply
from engine.model import SweepName
from engine.orders import holds, line_edits
from engine.orders.holds import Subject
from engine.reports import backorders, buyer, demand, elsewhere, in_queue
from engine.reports.explain import explain
from engine.whatif import preview
from engine.whatif.edits import Priority, Receive
from tests.beside import begin, come_to_rest, counted, differing, go_on_elsewhere
from tests.story import Story


def _typed(desk: Story, _: str, __: str) -> None:
    desk.order("mug 2")


def _adjusted(desk: Story, _: str, __: str) -> None:
    desk.adjust("mug", -2)


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
    "a queue is read": lambda desk, _, __: desk.ask(demand.queue, "mug"),
    "what is held back": lambda desk, _, __: desk.ask(demand.held_back, "mug"),
    "what comes": lambda desk, _, __: desk.ask(demand.coming, "mug"),
    "what lies elsewhere": lambda desk, _, __: desk.ask(elsewhere.of_lic, "mug"),
    "what to order of it": lambda desk, _, __: desk.ask(buyer.lacking, "mug"),
    "what waits for it": lambda desk, _, __: desk.ask(backorders.waiting, "mug"),
    "a receipt is tried": lambda desk, _, po: preview(
        desk.session, "Ann", [Receive(po, {"mug": Decimal(2)})], desk.now
    ),
    "an order is typed": _typed,
    "a line is changed": _changed,
    "a priority is set": lambda desk, order, _: desk.priority(order, 9),
    "a priority is undone": lambda desk, _, __: desk.undo(),
    "an order is held and let go": _held,
    "a purchase order is late": _late,
    "a receipt comes": lambda desk, _, po: desk.receive(po, mug=2),
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
        alone, beside = _read_by_act(), _read_by_act(go_on_elsewhere)
    return {name: (alone[name], beside[name]) for name in ACTS}


def _read_by_act(meanwhile: Callable[[Story], None] | None = None) -> dict[str, Counter[str]]:
    desk = Story()
    order, po = begin(desk)
    if meanwhile:
        meanwhile(desk)
    come_to_rest(desk)
    found = {}
    for name, act in ACTS.items():
        with counted() as counts:
            act(desk, order, po)
        found[name] = counts
    return found


@pytest.mark.parametrize("act", ACTS)
def test_an_act_reads_what_it_is_about(act: str, read: dict[str, tuple[Counter[str], Counter[str]]]) -> None:
    alone, beside = read[act]
    assert alone
    assert differing(alone, beside) == {}
