"""What if, stranded stock and policies: previewed, applied, refused (R42, R43)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine import catalogue, orders, preferences
from engine.orders import holds
from engine.orders.holds import Subject
from pages.parts.whatif import desk_fields, order_fields
from tests.pages.screen import Screen
from tests.story import Story


@pytest.fixture
def rivals(story: Story) -> tuple[str, str]:
    """Two orders for 20 books each; the first has them."""
    return story.order("book 20"), story.order("book 20")


def raised(order: str) -> Screen:
    """The priority of an order, put together and added."""
    screen = Screen("whatif").type("Order", order)
    return screen.choose("Priority", 5).click("Add change")


@pytest.mark.parametrize("page", ["whatif", "stranded", "policies"])
def test_an_empty_desk_has_each_page(empty_desk: Path, page: str) -> None:
    screen = Screen(page)
    assert screen.title in ("What if", "Stranded stock", "Policies")
    assert screen.refusals == []


def test_an_edit_is_previewed_and_then_applied(story: Story, rivals: tuple[str, str]) -> None:
    screen = raised(rivals[1])
    gains, loses = screen.test.dataframe[0].value, screen.test.dataframe[1].value
    assert (gains["order"].to_list(), loses["order"].to_list()) == ([rivals[1]], [rivals[0]])
    assert story.state(rivals[1]) == "20 backordered"
    screen.click("Apply")
    assert screen.successes == [f"Done: Order {rivals[1]} gets priority 5."]
    assert story.state(rivals[1]) == "20 allotted"
    assert not screen.has("Apply")


def test_an_order_is_chosen_from_a_list_or_found_by_its_customer(story: Story) -> None:
    """Nobody must know its number."""
    school, college = story.order("book 20"), story.order("book 20", customer="college")
    screen = Screen("whatif").choose("What would change", "An order is cancelled")
    screen.choose("Which order", school).click("Add change")
    assert f"Order {school} is cancelled" in screen.text
    screen.type("Order", "college").again()
    (box,) = [box for box in screen.test.selectbox if box.label == "Which order"]
    assert box.options == [f"{college} · College"]
    screen.choose("Which order", college).click("Add change")
    assert f"Order {college} is cancelled" in screen.text


def test_of_many_orders_the_newest_are_offered_and_words_find_the_others(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_fields, "_MOST_OFFERED", 2)
    oldest, *_ = [story.order("pen 1", customer=name) for name in ("college", "school", "school")]
    screen = Screen("whatif")
    assert "The newest 2 of 3" in screen.text
    screen.type("Order", "college").again().choose("Which order", oldest)
    assert "The newest" not in screen.text


def test_an_edit_is_taken_off_the_trial(rivals: tuple[str, str]) -> None:
    screen = raised(rivals[1]).click("✕")
    assert "Add a change;" in screen.test.info[0].value


def test_several_edits_are_one_trial(story: Story, rivals: tuple[str, str]) -> None:
    screen = raised(rivals[1]).choose("What would change", "Stock is found or lost")
    screen.choose("LIC", "book").type("Units,", "20").again().click("Add change")
    assert [metric.value for metric in screen.test.metric[:2]] == ["20 units", "0 units"]


@pytest.mark.parametrize(
    "kind",
    [
        "A draft order is opened",
        "An order gets one more line",
        "A line gets another quantity",
        "A receipt is voided",
        "A shipment is voided",
        "Goods are received",
        "A purchase order gets another expected day",
        "An order is cancelled",
        "A line is cancelled",
        "An order ships in parts, or only complete",
        "A whole line may be split",
        "A line gives up its stock and its place",
        "All that a customer wants is put on hold",
        "The hold on a customer is lifted",
        "Another policy allots scarce stock",
    ],
)
def test_every_kind_of_edit_has_its_fields(story: Story, kind: str) -> None:
    story.purchase("book", 5, expected_on=date(2027, 1, 5))
    screen = Screen("whatif").choose("What would change", kind)
    assert screen.button("Add change").disabled


@pytest.mark.parametrize("what", ["Receipt", "Shipment"])
def test_a_choice_of_what_is_voided_that_ends_says_so(
    story: Story, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.order("book 5")
    story.receive(story.purchase("pen", 5), pen=5)
    rest = f"The newest 1 are shown; an older one is voided under {what}s."
    kind = f"A {what.lower()} is voided"
    assert rest not in Screen("whatif").choose("What would change", kind).text.replace("*", "")
    monkeypatch.setattr(desk_fields, "MOST", 1)
    assert rest in Screen("whatif").choose("What would change", kind).text.replace("*", "")


def test_opening_a_draft_and_voiding_are_tried_out_together(story: Story, rivals: tuple[str, str]) -> None:
    story.receive(story.purchase("pen", 5), pen=5)
    draft = story.draft("book 5", priority=5)
    screen = Screen("whatif").choose("What would change", "A draft order is opened")
    screen.choose("Draft", draft).click("Add change")
    assert screen.moves == {draft: 5, rivals[0]: -5}
    screen.choose("What would change", "A shipment is voided").choose("Shipment", 1).click("Add change")
    screen.choose("What would change", "A receipt is voided").choose("Receipt", 1).click("Add change")
    screen.click("Apply")
    assert screen.successes == [f"Done: Order {draft} is opened; Shipment 1 is voided; Receipt 1 is voided."]
    assert story.state(draft) == "5 allotted"
    assert story.balance("pen")["on_hand"] == "100"


def test_more_of_an_order_is_tried_out(story: Story, rivals: tuple[str, str]) -> None:
    screen = Screen("whatif").choose("What would change", "A line gets another quantity")
    screen.type("Order", rivals[0]).again().choose("Line", 1)
    screen.type("Ordered quantity", "many").again()
    assert "many" in screen.refusals[0]
    assert screen.button("Add change").disabled
    screen.type("Ordered quantity", "12").again().click("Add change")
    assert screen.moves == {rivals[0]: -8, rivals[1]: 8}
    screen.choose("What would change", "An order gets one more line").type("Order", rivals[0])
    screen.type("Line", "boko 3").again()
    assert "There is no LIC boko" in screen.refusals[0]
    screen.type("Line", "pen 3").again().click("Add change")
    assert "gets one more line: 3 of pen" in screen.text


def test_r45_a_hold_of_a_customer_is_tried_out_done_and_lifted(story: Story, rivals: tuple[str, str]) -> None:
    screen = Screen("whatif").choose("What would change", "All that a customer wants is put on hold")
    screen.choose("Customer", "school").again().click("Add change")
    assert "Customer school is on hold until it is lifted" in screen.text
    screen.click("Apply")
    assert story.ask(holds.of, Subject(customer="school")) is not None
    screen.choose("What would change", "The hold on a customer is lifted")
    screen.choose("Customer", "school").again().click("Add change").click("Apply")
    assert story.ask(holds.of, Subject(customer="school")) is None


def test_what_does_not_exist_is_refused_in_words(story: Story) -> None:
    screen = Screen("whatif").choose("What would change", "An order is cancelled")
    screen.type("Order", "99").again().click("Add change")
    assert "There is no order 99" in screen.refusals[0]
    screen.click("✕").choose("What would change", "A line is cancelled").type("Order", "99").again()
    assert "There is no order 99" in screen.refusals[0]


def test_what_changed_meanwhile_is_said_and_nothing_is_done(story: Story, rivals: tuple[str, str]) -> None:
    screen = raised(rivals[1])
    story.actor = "Bob"
    with story.act() as tx:
        orders.cancel_order(tx, rivals[0])
    screen.click("Apply")
    assert f"Bob changed order {rivals[0]}" in screen.refusals[0]
    assert story.ask(orders.find, rivals[1])["priority"] == 0
    screen.click("Apply")
    assert story.ask(orders.find, rivals[1])["priority"] == 5


def test_stranded_stock_is_freed_after_a_preview(story: Story) -> None:
    story.item("globe")
    order = story.complete("book 5", "globe 4")
    screen = Screen("stranded")
    assert [row["order"] for row in screen.frame("order", "waits_for")] == [order]
    groups: Any = screen.test.get("button_group")
    assert groups[0].options == ["Receipts 1", "Ship in parts 1"]
    screen.choose("Kind", ["in parts"]).click("Preview")
    assert "ships in parts" in screen.text
    assert [row["change_qty"] for row in screen.frame("ship_type", "change_qty")] == [5]
    screen.click("Apply")
    assert story.shipments_of(order, "pending")
    assert "Nothing is stranded" in screen.successes[-1]


def test_units_that_nobody_ordered_can_be_previewed_and_not_received(story: Story) -> None:
    story.item("globe")
    story.complete("book 5", "globe 4")
    screen = Screen("stranded")
    screen.test.button(key="remedy-1").click()
    screen.again()
    assert "order them first" in screen.test.info[0].value
    assert not screen.has("Apply")
    with story.act() as tx:
        catalogue.change_item(tx, "globe", vendor_code="press")
    screen = Screen("stranded").click("Order it")
    assert screen.successes == ["Ordered 4 of globe on PO101."]


def test_policies_are_compared_and_switched_after_a_preview(story: Story) -> None:
    story.prefer(skip_age_days=3650)  # the story plays long before today
    story.order("book 25 whole")
    order = story.order("book 5")
    screen = Screen("policies")
    rows = {row["policy"]: row["ship_qty"] for row in screen.frame("policy", "ship_qty")}
    assert (rows["Strict order (in force)"], rows["Skip what cannot be filled"]) == (0, 5)
    screen.click("Preview the switch").click("Apply")
    assert story.ask(preferences.read).allocation_policy == "skip"
    assert story.state(order) == "5 allotted"
