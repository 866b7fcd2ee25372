"""A draft that was changed elsewhere since it was drawn; one's own edits make nothing stale."""

from decimal import Decimal

import pytest

from engine import orders
from engine.model import OrderState
from engine.orders import entry
from engine.store import Transaction
from pages.parts.order_entry import own_edits
from tests.pages.screen import Screen
from tests.pages.typing_lines import typing
from tests.story import Story

CHANGED = "Order 1001 was changed by Bob"


def elsewhere(tx: Transaction, what: str) -> None:
    """What Bob does to the draft in a tab of his own."""
    match what:
        case "a line":
            orders.add_line(tx, "1001", "pen", Decimal(2))
        case "a quantity":
            orders.change_draft_line(tx, "1001", 1, qty=Decimal(7))
        case "off":
            entry.remove(tx, "1001", 1)
        case "the head":
            orders.change(tx, "1001", priority=9)
        case "the customer":
            entry.change_customer(tx, "1001", "college")


@pytest.mark.parametrize("what", ["a line", "a quantity", "off", "the head", "the customer"])
@pytest.mark.parametrize("press", [["Open order"], ["Discard", "Yes: discard it"]])
def test_a_draft_that_was_changed_elsewhere_is_looked_at_before_it_is_opened(
    story: Story, what: str, press: list[str]
) -> None:
    screen = typing(story, "book 5", "book 1")
    story.actor = "Bob"
    with story.act() as tx:
        elsewhere(tx, what)
    for label in press:
        screen.click(label)
    assert screen.refusals[0].startswith(CHANGED)
    assert not screen.has("Yes: discard it")
    assert story.order_state("1001") == OrderState.PENDING


def test_once_it_was_looked_at_it_opens(story: Story) -> None:
    screen = typing(story, "book 5")
    story.actor = "Bob"
    with story.act() as tx:
        elsewhere(tx, "a line")
    screen.click("Open order")
    assert screen.column("lic") == ["book", "pen"]
    screen.click("Open order")
    assert story.order_state("1001") == OrderState.OPEN


def test_a_question_about_a_draft_that_was_changed_elsewhere_gives_way_to_the_draft(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a browser only the question is drawn again when it is answered, and not the draft behind it."""
    story.draft("book 25")
    screen = Screen("order_entry", draft="1001").click("Open order")
    story.actor = "Bob"
    with story.act() as tx:
        elsewhere(tx, "a line")
    with monkeypatch.context() as patch:
        patch.setattr(own_edits, "drawn", lambda *_: None)
        screen.click("Yes: 20 now, 5 on backorder")
    assert screen.refusals[0].startswith(CHANGED)
    assert not screen.has("Yes: 20 now, 5 on backorder")
    assert screen.column("lic") == ["book", "pen"]
    screen.again().click("Open order").click("Yes: 20 now, 5 on backorder")
    assert (screen.refusals, story.order_state("1001")) == ([], OrderState.OPEN)


def test_ones_own_edit_with_the_next_key_behind_it_opens(story: Story) -> None:
    """A field that is left for the button is saved in the run in which the button is pressed."""
    screen = typing(story, "book 5")
    screen.set("Priority", 4).set("Customer", "college").click("Open order")
    order = story.ask(orders.find, "1001")
    assert (order["state"], order["priority"], order["customer"]) == (OrderState.OPEN, 4, "college")


def test_ones_own_edit_does_not_hide_what_was_changed_before_it(story: Story) -> None:
    screen = typing(story, "book 5")
    story.actor = "Bob"
    with story.act() as tx:
        elsewhere(tx, "a line")
    screen.set("Priority", 4).click("Open order")
    assert "Order 1001 was changed by" in screen.refusals[0]


def test_the_answers_that_an_order_opens_with_make_nothing_stale(story: Story) -> None:
    """Each short line is asked about in turn, and with the last answer the order opens."""
    number = story.draft("book 25", "pen 999")
    screen = Screen("order_entry", draft=number).click("Open order")
    screen.click("Yes").click("Yes")
    assert story.order_state(number) == OrderState.OPEN
