"""Drafts on the page: their head, saved, discarded, opened meanwhile; new customers and locations."""

from pathlib import Path

from engine import orders
from engine.model import OrderState, ShipType
from engine.orders import entry
from tests.pages.screen import Screen
from tests.pages.typing_lines import typing
from tests.story import Story


def test_the_head_of_a_draft_is_kept_as_it_is_chosen(story: Story) -> None:
    screen = typing(story, "book 1")
    screen.choose("Location", "annex").choose("Ship type", ShipType.COMPLETE).choose("Priority", 4)
    order = story.ask(orders.find, "1001")
    assert (order["location"], order["ship_type"], order["priority"]) == ("annex", "complete", 4)
    screen.choose("Customer", "college")
    order = story.ask(orders.find, "1001")
    assert (order["customer"], order["location"]) == ("college", "MAIN")


def test_a_draft_survives_the_tab_it_was_typed_in(story: Story) -> None:
    typing(story, "book 5", "pen 2")
    screen = Screen("order_entry", draft="1001")
    assert screen.column("lic") == ["book", "pen"]
    overview = Screen("order_entry")
    assert overview.column("number") == ["1001"]
    assert overview.column("lines") == [2]


def test_a_draft_is_saved_for_later_and_discarded(story: Story) -> None:
    screen = typing(story, "book 5").click("Save for later")
    assert screen.address == {}
    screen.go("order_entry", draft="1001").click("Discard").click("Yes: discard it")
    assert story.order_state("1001") == OrderState.VOID
    assert screen.successes == ["Order 1001 was discarded."]
    assert story.ask(entry.drafts).height == 0


def test_a_draft_that_was_opened_meanwhile_says_so(story: Story) -> None:
    typing(story, "book 5")
    story.open("1001")
    screen = Screen("order_entry", draft="1001")
    assert screen.title == "Order entry"
    assert "Order 1001 is open" in screen.text
    assert not screen.has("Open order")


def test_a_number_that_is_no_order_is_refused(story: Story) -> None:
    screen = Screen("order_entry", draft="77")
    assert screen.title == "Order entry"
    assert screen.refusals == ["There is no order 77; name one that is there."]
    assert screen.test.selectbox(key="new_customer").value is None


def test_a_customer_with_signs_of_markdown_is_shown_as_it_is(story: Story) -> None:
    with story.act() as tx:
        orders.create(tx, "school", note="*not bold*")
    assert Screen("order_entry").column("customer_name") == ["School"]


def test_an_empty_desk_says_what_to_do(empty_desk: Path) -> None:
    assert "There are no customers yet" in Screen("order_entry").text


def test_a_new_customer_is_added_and_an_order_begun_for_it(story: Story) -> None:
    screen = Screen("order_entry").click("New customer")
    screen.click("Add and begin an order")
    assert screen.refusals == ["The customer has no code; type one."]
    screen.type("Code", "school").click("Add and begin an order")
    assert screen.refusals == ["There is a customer school already; choose another code for it."]
    screen.type("Code", "museum").type("Name", "City Museum").click("Add and begin an order")
    order = story.ask(orders.find, screen.address["draft"])
    assert (order["customer_name"], order["location"]) == ("City Museum", "MAIN")


def test_a_new_location_is_added_and_the_draft_goes_there(story: Story) -> None:
    screen = typing(story, "book 1").click("New location")
    screen.type("Code", "gym").type("Address", "2 Park Lane").click("Add location")
    assert story.ask(orders.find, "1001")["location"] == "gym"


def test_the_first_customer_of_an_empty_desk_is_added_here(empty_desk: Path) -> None:
    screen = Screen("order_entry").click("New customer")
    screen.type("Code", "school").click("Add and begin an order")
    assert screen.address == {"draft": "1001"}


def test_a_link_that_asks_for_a_new_customer_opens_the_question_once(empty_desk: Path) -> None:
    screen = Screen("order_entry", new="customer")
    assert screen.address == {}
    screen.type("Code", "school").click("Add and begin an order")
    assert screen.address == {"draft": "1001"}
