"""Finding an order, looking at it, changing it line by line."""

from datetime import date
from pathlib import Path

import pytest

from engine import orders, shipments
from engine.model import LineState, OrderState, ShipType
from tests.pages.screen import Screen
from tests.story import Story


def test_orders_are_listed_the_newest_first(story: Story) -> None:
    story.order("book 25")
    story.draft("pen 1", customer="college")
    screen = Screen("orders")
    assert screen.column("number") == ["1002", "1001"]
    assert screen.column("state") == ["○ Pending", "● Open"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"q": "college"}, ["1002"]),
        ({"q": "1001"}, ["1001"]),
        ({"q": "boo"}, ["1001"]),
        ({"view": "pending"}, ["1002"]),
        ({"customer": "school"}, ["1001"]),
        ({"view": "nonsense"}, ["1002", "1001"]),
    ],
)
def test_the_address_narrows_the_list(story: Story, address: dict[str, str], found: list[str]) -> None:
    story.order("book 25")
    story.draft("pen 1", customer="college")
    assert Screen("orders", **address).column("number") == found


def test_a_list_that_matches_nothing_says_so(story: Story) -> None:
    assert "No order matches" in Screen("orders", q="zebra").text


def test_an_empty_desk_has_no_orders(empty_desk: Path) -> None:
    screen = Screen("orders")
    assert "There are no orders yet" in screen.text
    assert not screen.has("Undo last action")


def test_a_number_that_is_no_order_is_refused(story: Story) -> None:
    assert Screen("orders", order="77").refusals[0].startswith("There is no order 77")


def test_parts_of_a_typed_line_are_one_row_that_opens(story: Story) -> None:
    """R5: 20 of 25 were there; what acts on a part is one click away once the row is ticked."""
    story.order("book 25", "pen 2")
    screen = Screen("orders", order="1001")
    assert screen.column("line") == ["1 · 2 parts", "2"]
    assert screen.column("qty") == [25, 2]
    assert screen.column("state") == ["20 allotted · 5 waiting", "● Allotted"]
    assert "Order 1001 was opened" in screen.column("sentence", 1)[-1] or screen.table(1)
    screen.pick("order_lines", 0)
    assert "Line 1 · 20 of **book**  \n● Allotted" in screen.text
    assert "Line 3 · 5 of **book**  \n◔ Waiting" in screen.text
    assert screen.links.count("Shipment 1") == 1
    acts = ["Why?", "Cancel line", "In one piece", "Release"]
    assert {act: screen.buttons.count(act) for act in acts} == dict.fromkeys(acts, 2)
    assert screen.buttons.count("Hold") == screen.buttons.count("Not before") == 3  # and of the order
    assert screen.buttons.count("Pin") == screen.buttons.count("Order it") == 1


def test_each_part_is_acted_on_by_itself(story: Story) -> None:
    story.order("book 25")
    screen = Screen("orders", order="1001").pick("order_lines", 0)
    screen.test.button(key="cancel_line-2").click()
    screen.again().click("Yes: cancel it")
    assert story.state("1001") == "20 allotted, 5 cancelled"
    assert screen.column("qty") == [20]
    assert screen.column("state") == ["20 allotted · 5 cancelled"]


def test_a_line_of_which_some_shipped_says_so(story: Story) -> None:
    """The words of issue and page: 20 shipped, 5 wait."""
    story.order("book 25")
    story.ship("1001")
    assert Screen("orders", order="1001").column("state") == ["20 shipped · 5 waiting"]


def test_r40_the_head_of_a_complete_order_says_when_it_can_leave(story: Story) -> None:
    story.complete("book 25", "pen 2")
    story.order("book 1")
    screen = Screen("orders", order="1001")
    assert "It cannot leave complete while 5 of book are not ordered." in screen.text
    story.purchase("book", 5, expected_on=date(2199, 3, 10))
    assert "The order can leave complete by 10 Mar 2199." in screen.again().text
    assert "leave complete" not in Screen("orders", order="1002").text


def test_lowering_a_quantity_takes_from_what_waits_first(story: Story) -> None:
    """R11: 25 ordered, 20 allotted and 5 waiting; 22 remain."""
    story.order("book 25")
    screen = Screen("orders", order="1001").pick("order_lines", 0)
    screen.enter("Ordered quantity", "22", "Change quantity")
    assert screen.successes == ["Line 1: 25 of book became 22."]
    assert story.state("1001") == "20 allotted, 2 backordered, 3 cancelled"


def test_raising_a_quantity_asks_how_to_split_what_is_added(story: Story) -> None:
    """R11, R7: 15 of 20 taken; 15 more are wanted, 5 are there."""
    story.order("book 15")
    screen = Screen("orders", order="1001").pick("order_lines", 0)
    screen.enter("Ordered quantity", "30", "Change quantity")
    assert "**15** wanted, **5** available, 10 short." in screen.text
    screen.click("Yes: 5 now, 10 on backorder")
    assert story.state("1001") == "15 allotted, 5 allotted, 10 backordered"


def test_a_raise_that_is_not_wanted_after_all_changes_nothing(story: Story) -> None:
    story.order("book 20")
    screen = Screen("orders", order="1001").pick("order_lines", 0)
    screen.enter("Ordered quantity", "30", "Change quantity").click("No: leave the order as it is")
    assert story.state("1001") == "20 allotted"


def test_a_line_is_added_to_an_open_order(story: Story) -> None:
    story.order("book 20")
    screen = Screen("orders", order="1001").enter("Add a line", "pen 3", "Add")
    assert screen.successes == ["pen 3 was added to order 1001."]
    assert story.state("1001") == "20 allotted, 3 allotted"
    screen.enter("Add a line", "book 5", "Add").click("Yes: backorder all 5")
    assert story.state("1001") == "20 allotted, 3 allotted, 5 backordered"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("boko 3", "There is no LIC boko"), ("book -3", "must be more than zero"), ("n 1", "fits several LICs")],
)
def test_a_line_that_cannot_be_added_is_refused(story: Story, text: str, sentence: str) -> None:
    story.item("ink", 3)
    story.order("book 20")
    screen = Screen("orders", order="1001").enter("Add a line", text, "Add")
    assert sentence in screen.refusals[0]
    assert story.state("1001") == "20 allotted"


def test_a_line_is_cancelled_after_a_question(story: Story) -> None:
    story.order("book 20", "pen 2")
    screen = Screen("orders", order="1001").pick("order_lines", 1).click("Cancel line")
    assert "2 of **pen**, will be cancelled" in screen.text
    screen.click("Yes: cancel it")
    assert story.state("1001") == "20 allotted, 2 cancelled"


def test_an_order_is_cancelled_after_a_question(story: Story) -> None:
    story.order("book 20")
    screen = Screen("orders", order="1001").click("Cancel order")
    screen.click("No: keep it")
    assert story.order_state("1001") == OrderState.OPEN
    screen.click("Cancel order").click("Yes: cancel it")
    assert story.order_state("1001") == OrderState.VOID
    assert not screen.has("Cancel order")


def test_a_line_is_pinned_and_let_go(story: Story) -> None:
    """R22: a pinned line loses nothing to a higher priority."""
    story.order("book 20")
    screen = Screen("orders", order="1001").pick("order_lines", 0).click("Pin")
    assert screen.column("marks") == ["pinned"]
    story.order("book 5", customer="college", priority=9)
    assert story.state("1001") == "20 allotted"
    screen.again().pick("order_lines", 0).click("Unpin")
    assert story.lines("1001")["pinned"].to_list() == [False]


def test_the_facts_of_an_order_are_edited(story: Story) -> None:
    story.order("book 25")
    screen = Screen("orders", order="1001").click("Edit")
    screen.set("Location", "annex").set("Ship type", ShipType.COMPLETE)
    screen.enter("Note", "ring first", "Save")
    order = story.ask(orders.find, "1001")
    assert (order["location"], order["ship_type"], order["note"]) == ("annex", "complete", "ring first")
    assert "ring first" in screen.text


def test_a_priority_shows_who_would_lose_before_it_is_set(story: Story) -> None:
    """R19: 20 books went to the first order; the second asks for 5 of them with priority 5."""
    story.order("book 20")
    story.order("book 5", customer="college")
    screen = Screen("orders", order="1002").click("Priority").choose("Priority", 5)
    assert screen.moves == {"1001": -5, "1002": 5}
    assert story.state("1001") == "20 allotted"
    screen.click("Yes: set it")
    assert story.state("1001") == "15 allotted, 5 backordered"
    assert story.state("1002") == "5 allotted"


def test_a_stale_edit_is_refused_and_says_who_changed_the_order(story: Story) -> None:
    story.order("book 20")
    screen = Screen("orders", order="1001").click("Edit")
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, "1001", note="ring first")
    screen.enter("Note", "ring last", "Save")
    assert screen.refusals[0].startswith("Order 1001 was changed by Bea at ")
    assert story.ask(orders.find, "1001")["note"] == "ring first"


def test_a_stale_page_is_refused_as_well(story: Story) -> None:
    story.order("book 15")
    screen = Screen("orders", order="1001").pick("order_lines", 0)
    story.actor = "Bea"
    with story.act() as tx:
        orders.change_qty(tx, "1001", 1, story.lines("1001")["qty"][0] - 5)
    screen.enter("Add a line", "pen 1", "Add")
    assert screen.refusals[0].startswith("Order 1001 was changed by Bea at ")
    screen.enter("Add a line", "pen 1", "Add")
    assert story.state("1001") == "10 allotted, 5 cancelled, 1 allotted"


def test_a_stale_priority_is_refused(story: Story) -> None:
    story.order("book 20")
    screen = Screen("orders", order="1001").click("Priority").choose("Priority", 5)
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, "1001", note="ring first")
    screen.click("Yes: set it")
    assert screen.refusals[0].startswith("Order 1001 was changed by Bea at ")
    assert story.ask(orders.find, "1001")["priority"] == 0


def test_a_line_that_waits_says_why_and_what_would_help(story: Story) -> None:
    """R40, R41: 5 of 25 wait, 30 more are on order."""
    story.order("book 25")
    story.purchase("book", 30)
    screen = Screen("orders", order="1001")
    assert screen.column("why") == ["Nothing of the 20 on hand is left: 20 went to line 1 of this order."]
    assert screen.column("expected")[0] is not None
    screen.pick("order_lines", 0)
    assert (
        "Place 2 in the queue. Nothing of the 20 on hand is left: 20 went to line 1 of this order."
        in screen.text
    )
    assert "5 more on hand would fill it" in screen.text


def test_goods_come_back_and_a_replacement_is_owed(story: Story) -> None:
    """R34."""
    story.order("book 5")
    story.ship("1001")
    screen = Screen("orders", order="1001").pick("order_lines", 0).click("Return goods")
    assert "A replacement is owed" in screen.text
    screen.enter("How many came back", "9", "Book the return")
    assert "Only 5 of line 1 of order 1001 shipped" in screen.refusals[0]
    screen.enter("How many came back", "2", "Book the return")
    assert screen.successes == ["Line 1: 2 of book came back."]
    assert story.state("1001") == "5 shipped, 2 backordered"
    assert story.balance("book")["on_hand"] == "17"


def test_a_remark_goes_into_the_record_log(story: Story) -> None:
    story.order("book 5")
    screen = Screen("orders", order="1001").enter("Remark", "called twice", "Write")
    assert screen.column("sentence", 1)[0] == "called twice"
    assert screen.column("actor", 1)[0] == "Ann"


def test_the_name_in_the_sidebar_goes_into_the_log(story: Story) -> None:
    story.order("book 5")
    screen = Screen("orders", order="1001").type("Who are you?", "Zoe")
    screen.again().enter("Remark", "called twice", "Write")
    assert screen.column("actor", 1)[0] == "Zoe"


def test_a_draft_leads_back_to_order_entry(story: Story) -> None:
    story.draft("book 5")
    screen = Screen("orders", order="1001")
    assert screen.column("state") == ["○ Pending"]
    assert not [field for field in screen.test.text_input if field.label == "Add a line"]


def test_several_orders_get_a_priority_at_once(story: Story) -> None:
    story.order("book 5")
    story.order("pen 5", customer="college")
    screen = Screen("orders").pick("orders", 0, 1)
    screen.click("Set the priority of 2 orders").choose("Priority", 3).click("Yes: set it")
    assert [story.ask(orders.find, number)["priority"] for number in ("1001", "1002")] == [3, 3]


def test_a_shipped_line_shows_its_shipment(story: Story) -> None:
    story.order("book 5")
    story.ship("1001")
    screen = Screen("orders", order="1001")
    assert screen.column("state") == ["✓ Shipped"]
    assert screen.column("shipment_id") == ["1"]
    assert story.ask(shipments.find, 1)["state"] == LineState.SHIPPED
