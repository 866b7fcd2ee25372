"""What is done with several ticked orders in one act."""

from engine import orders
from engine.model import OrderState
from engine.orders import holds
from engine.orders.holds import Subject
from tests.pages.screen import Screen
from tests.story import Story


def test_several_orders_are_put_on_hold_and_let_go_in_one_act(story: Story) -> None:
    story.order("book 25")
    story.order("pen 5", customer="college")
    screen = Screen("orders").pick("orders", 0, 1).click("Hold …").type("Why", "asked").click("Put on hold")
    assert screen.successes == ["On hold: 2 orders."]
    screen = Screen("orders", view="held").pick("orders", 0, 1).click("Lift holds")
    assert screen.successes == ["No longer on hold: 2 orders."]
    assert "No order matches" in Screen("orders", view="held").text


def test_several_orders_are_cancelled_after_a_question_and_taken_back_in_one(story: Story) -> None:
    story.order("book 25")
    story.draft("pen 5", customer="college")
    screen = Screen("orders").pick("orders", 0, 1).click("Cancel orders …")
    assert "1002 and 1001" in screen.text
    screen.click("Yes: cancel them")
    assert screen.successes == ["2 orders were cancelled."]
    assert [story.ask(orders.find, number)["state"] for number in ("1001", "1002")] == [OrderState.VOID] * 2
    screen.click("Undo").click("Yes: undo it")
    assert [story.ask(orders.find, number)["state"] for number in ("1001", "1002")] == ["open", "pending"]


def test_of_orders_that_are_over_only_a_file_is_made(story: Story) -> None:
    story.order("book 5")
    story.ship("1001")
    screen = Screen("orders").pick("orders", 0)
    assert "1 of them is over" in screen.text
    assert not screen.has("Cancel orders …")


def test_a_hold_on_a_line_is_lifted_with_those_of_the_orders_once_each(story: Story) -> None:
    first, second = story.order("book 25", "pen 2"), story.order("pen 5", customer="college")
    story.ship(story.order("pen 1"))
    with story.act() as tx:
        holds.hold(tx, [Subject(first, 2), Subject(second)], "asked")
    screen = Screen("orders", view="held").pick("orders", 0, 1).click("Lift holds")
    assert screen.successes == ["No longer on hold: 2 orders."]
    assert "No order matches" in Screen("orders", view="held").text


def test_what_only_a_customer_s_hold_holds_is_said(story: Story) -> None:
    story.order("book 25")
    with story.act() as tx:
        holds.hold(tx, [Subject(customer="school")], "asked")
    screen = Screen("orders").pick("orders", 0).click("Lift holds")
    assert "lift the hold on their customer" in screen.text


def test_a_number_that_markdown_would_read_is_asked_about_as_it_was_typed(story: Story) -> None:
    story.order("book 25", number="a_b*c*")
    screen = Screen("orders", order="a_b*c*").click("Cancel order").click("Yes: cancel it")
    assert screen.successes == ["Order a_b*c* was cancelled."]
