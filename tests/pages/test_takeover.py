"""Acts that take stock from other orders: shown first, then done as shown; others at once (R18, R19, R23)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from engine import orders
from engine.model import OrderState
from tests.pages.screen import Screen
from tests.story import Story

NO = "No: leave it all as it is"
Act = Callable[[Story], Screen]


def opening(story: Story) -> Screen:
    """1001 has all 20 books; 1002 opens with 5 at priority 5."""
    story.order("book 20")
    story.draft("book 5", customer="college", priority=5)
    return Screen("order_entry", draft="1002").click("Open order").click("Yes: backorder all 5")


def raising(story: Story) -> Screen:
    """1001 has 15 books, 1002 has 5 and a higher priority and wants 10."""
    story.order("book 15")
    story.order("book 5", priority=5)
    screen = Screen("orders", order="1002").pick("order_lines", 0)
    return screen.enter("Ordered quantity", "10", "Change quantity").click("Yes: backorder all 5")


def adding(story: Story) -> Screen:
    story.order("book 20")
    story.order("pen 1", priority=5)
    screen = Screen("orders", order="1002").enter("Add a line", "book 5", "Add")
    return screen.click("Yes: backorder all 5")


def losing(story: Story) -> Screen:
    story.order("book 20")
    screen = Screen("supply", tab="Adjustments").set("LIC", "book")
    return screen.adjust("-5", "lost")


def voiding_a_receipt(story: Story) -> Screen:
    story.adjust("book", -20)
    story.order("book 5")
    po = story.purchase("book", 5)
    story.receive(po, book=5)
    story.sweep()
    screen = Screen("supply", po=po).pick("po-receipts", 0)
    return screen.click("Void this receipt").click("Yes: void it")


def voiding_a_shipment(story: Story) -> Screen:
    story.order("book 5")
    return Screen("shipments", shipment="1").click("Void")


def lowering(story: Story) -> Screen:
    story.order("book 5", priority=5)
    story.adjust("book", -15)
    story.order("book 9", priority=3)
    return Screen("orders", order="1001").click("Priority").choose("Priority", 0)


ACTS: dict[Act, tuple[str, dict[str, int]]] = {
    opening: ("Yes: open it", {"1001": -5, "1002": 5}),
    raising: ("Yes: change it", {"1001": -5, "1002": 5}),
    adding: ("Yes: add it", {"1001": -5, "1002": 5}),
    losing: ("Yes: adjust it", {"1001": -5}),
    voiding_a_receipt: ("Yes: void it", {"1001": -5}),
    voiding_a_shipment: ("Yes: void it", {"1001": -5}),
    lowering: ("Yes: set it", {"1001": -5}),
}


def states(story: Story) -> list[str]:
    """How every order stands, and what lies on the shelf."""
    numbers = sorted(story.ask(orders.listed)["number"])
    return [*map(story.state, numbers), story.balance("book")["on_hand"]]


@pytest.mark.parametrize("act", ACTS)
def test_what_takes_is_shown_and_the_way_back_writes_nothing(story: Story, act: Act) -> None:
    screen = act(story)
    before = states(story)
    assert screen.moves == ACTS[act][1]
    assert "waits for the next sweep" in screen.text
    screen.click(NO)
    assert (screen.has(NO), screen.refusals, states(story)) == (False, [], before)


@pytest.mark.parametrize("act", ACTS)
def test_what_takes_is_done_as_it_was_shown(story: Story, act: Act) -> None:
    screen = act(story)
    yes, moves = ACTS[act]
    had = {number: allotted(story, number) for number in moves}
    screen.click(yes)
    assert {number: allotted(story, number) - had[number] for number in moves} == moves
    assert len(screen.successes) == 1
    assert not screen.has(NO)
    story.prove()


def allotted(story: Story, number: str) -> int:
    lines = story.lines(number)
    return int(sum(qty for qty, state in lines.select("qty", "state").iter_rows() if state == "allotted"))


@pytest.mark.parametrize("act", [losing, voiding_a_shipment])
def test_what_changed_meanwhile_is_said_and_nothing_is_done(story: Story, act: Act) -> None:
    screen = act(story)
    story.actor = "Bob"
    with story.act() as tx:
        orders.change_qty(tx, "1001", 1, story.lines("1001")["qty"][0] - 2)
    before = states(story)
    screen.click(ACTS[act][0])
    assert "Bob changed order 1001" in screen.refusals[0]
    assert states(story) == before
    screen.click(ACTS[act][0])
    assert screen.refusals == []
    assert states(story) != before


def test_an_order_is_not_opened_when_somebody_else_was_served_meanwhile(story: Story) -> None:
    screen = opening(story)
    story.actor = "Bob"
    story.order("book 3", priority=2)
    screen.click("Yes: open it")
    assert "Bob changed order 1003" in screen.refusals[0]
    assert story.order_state("1002") == OrderState.PENDING
    screen.click("Yes: open it")
    assert story.state("1002") == "5 allotted"


def test_r9_stock_that_came_free_meanwhile_is_asked_about_again_before_anything_is_taken(
    story: Story,
) -> None:
    screen = opening(story)
    with story.act() as tx:
        orders.change_qty(tx, "1001", 1, Decimal(18))
    screen.click("Yes: open it")
    assert "Stock moved since you decided" in screen.text
    screen.click("Yes: 2 now, 3 on backorder")
    assert screen.moves == {"1001": -3, "1002": 5}


def test_r9_the_shortage_is_asked_about_first_and_the_answer_is_kept(story: Story) -> None:
    story.order("book 15")
    story.draft("book 25", priority=5)
    screen = Screen("order_entry", draft="1002").click("Open order")
    assert not screen.moves
    screen.click("Yes: 5 now, 20 on backorder")
    assert screen.moves == {"1001": -15, "1002": 20}
    screen.click(NO)
    assert story.order_state("1002") == OrderState.PENDING
    screen.click("Open order")  # the answer was given: only who loses is asked again
    assert screen.moves == {"1001": -15, "1002": 20}
    screen.click("Yes: open it")
    assert story.state("1002") == "20 allotted, 5 backordered"
    assert screen.successes == ["Order 1002 opened: 1 line ships now, 1 on backorder."]


def test_an_order_that_somebody_changed_since_it_was_read_is_not_added_to(story: Story) -> None:
    screen = adding(story)
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, "1002", note="ring first")
    screen.click("Yes: add it")
    assert [refusal.split(" at ")[0] for refusal in screen.refusals] == ["Order 1002 was changed by Bea"]
    assert story.state("1002") == "1 allotted"


def test_several_priorities_are_one_question(story: Story) -> None:
    for want in ("book 20", "book 2", "book 3"):
        story.order(want)
    screen = Screen("orders").pick("orders", 0, 1).click("Set the priority of 2 orders")
    screen.choose("Priority", 4)
    assert screen.moves == {"1001": -5, "1002": 2, "1003": 3}
    screen.click("Yes: set it")
    assert screen.successes == ["Priority 4 for 2 orders."]
    assert story.state("1001") == "15 allotted, 2 backordered, 3 backordered"


def test_what_takes_nothing_is_done_at_once(story: Story) -> None:
    story.order("book 10")
    story.draft("book 5", customer="college", priority=9)
    screen = Screen("order_entry", draft="1002").click("Open order")
    assert story.state("1002") == "5 allotted"
    screen.go("orders", order="1002").pick("order_lines", 0)
    screen.enter("Ordered quantity", "7", "Change quantity")
    assert screen.successes == ["Line 1: 5 of book became 7."]
    screen.go("supply", tab="Adjustments").set("LIC", "book")
    screen.adjust("-3", "lost")
    assert screen.successes == ["book: on hand −3 (lost)."]
    assert not screen.has(NO)


def test_a_receipt_that_nobody_holds_and_a_shipment_that_left_are_voided_after_one_question(
    story: Story,
) -> None:
    po = story.purchase("book", 5)
    story.receive(po, book=5)
    screen = Screen("supply", po=po).pick("po-receipts", 0).click("Void this receipt").click("Yes: void it")
    assert screen.successes == ["Receipt 1 was voided."]
    story.order("book 5")
    story.ship("1001")
    screen.go("shipments", shipment="1").click("Void").click("Yes: void it")
    assert screen.successes == ["Shipment 1 was voided."]


@pytest.mark.parametrize(("units", "reason"), [("-99", "lost"), ("-5", ""), ("-5", "   "), ("-0.5", "lost")])
def test_what_is_refused_is_no_question(story: Story, units: str, reason: str) -> None:
    story.order("book 20")
    screen = Screen("supply", tab="Adjustments").set("LIC", "book")
    screen.adjust(units, reason)
    assert len(screen.refusals) == 1
    assert not screen.has(NO)
    assert story.state("1001") == "20 allotted"
