"""The field of every page that goes to a record and does what the command line does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine import supply
from tests.pages.screen import Screen
from tests.story import Story


def typed(screen: Screen, line: str) -> Screen:
    return screen.type("Go to or do", line).again()


@pytest.mark.parametrize(
    ("name", "title"),
    [("1001", "Order 1001"), ("1", "Shipment 1"), ("PO101", "Purchase order PO101"), ("book", "LIC book")],
)
def test_a_number_or_a_lic_opens_it(story: Story, name: str, title: str) -> None:
    story.order("book 5")
    story.purchase("book", 7)
    screen = typed(Screen("run_log"), name)
    assert screen.title == title
    assert screen.sidebar_field("Go to or do") == ""


@pytest.mark.parametrize("name", ["Run log", "run log", "runlog", "run"])
def test_a_page_is_opened_by_its_title_or_how_it_begins(story: Story, name: str) -> None:
    screen = typed(Screen("orders"), name)
    assert screen.title == "Run log"
    assert screen.sidebar_field("Go to or do") == ""


def test_pages_that_begin_alike_are_offered_and_an_exact_title_is_the_one(story: Story) -> None:
    assert {"Order entry", "Orders", "Order items"} <= set(typed(Screen("run_log"), "order").links)
    assert typed(Screen("run_log"), "orders").title == "Orders"


def test_what_several_records_are_called_is_offered(story: Story) -> None:
    story.order("book 5", number="1")
    assert {"Order 1", "Shipment 1"} <= set(typed(Screen("run_log"), "1").links)


def test_a_word_of_another_system_leads_to_what_it_is_called_here(story: Story) -> None:
    assert any("Record log" in link for link in typed(Screen("run_log"), "Audit trail").links)


def test_a_verb_is_done_and_has_its_way_back(story: Story) -> None:
    order = story.order("book 5")
    screen = typed(Screen("run_log"), f"hold {order} --reason later")
    assert order in screen.successes[0]
    screen.click("Undo").click("Yes: undo it")
    assert "undid" in screen.successes[0]


def test_who_loses_by_a_verb_is_shown_and_asked(story: Story) -> None:
    first, second = story.order("book 20"), story.order("book 8")
    screen = typed(Screen("run_log"), f"priority {second} 9")
    assert story.state(first) == "20 allotted"
    screen.click("Yes: ")
    assert story.state(second) == "8 allotted"
    assert story.state(first) != "20 allotted"


def test_what_a_command_asks_is_asked_in_its_words(story: Story) -> None:
    order = story.order("book 5")
    screen = typed(Screen("run_log"), f"hold {order} --reason later")
    screen = typed(screen, "undo")
    assert "Would undo: " in screen.text
    screen.click("No: ")
    assert "Would undo: " not in screen.text
    screen = typed(screen, "undo").click("Yes: ")
    assert "undid" in screen.text
    assert not story.ask(lambda tx: tx.value("orders.find", number=order) is None)


def test_an_answer_of_many_lines_has_a_window(story: Story) -> None:
    order = story.order("book 25")
    assert "Line 1: 20 of book" in typed(Screen("run_log"), f"explain {order}").text


def test_what_was_not_understood_stays_in_the_field(story: Story) -> None:
    screen = typed(Screen("run_log"), "zzz")
    assert screen.refusals == [
        "Nothing is called zzz here; type a number, a LIC, a page or a verb, or ? for the verbs."
    ]
    assert screen.sidebar_field("Go to or do") == "zzz"
    assert typed(screen, "priority 7 99 now").refusals != []


def test_late_shows_what_it_would_move_as_the_button_does(story: Story) -> None:
    story.now = datetime.now(UTC)
    story.order("book 25")
    number = story.purchase("book", 5, expected_on=story.today + timedelta(days=3))
    new = story.today + timedelta(days=9)
    screen = typed(Screen("run_log"), f"late {number} {new}")
    assert "1 promised day would move" in screen.text
    assert [row["lic"] for row in screen.frame("order", "first_on", "to_said")] == ["book"]
    screen.click("Save this day")
    assert story.ask(supply.lines, number)["expected_on"].to_list() == [new]


@pytest.mark.parametrize("line", ["late PO9 2199-01-01", "late PO101 2001-01-01", "late PO101 soon"])
def test_late_says_what_is_wrong_with_what_was_typed(story: Story, line: str) -> None:
    story.purchase("book", 5)
    screen = typed(Screen("run_log"), line)
    assert len(screen.refusals) == 1
    assert screen.sidebar_field("Go to or do") == line


def test_paper_is_laid_out_by_its_verb(story: Story) -> None:
    story.order("book 5")
    assert "book" in typed(Screen("run_log"), "print picking 1").paper
    assert typed(Screen("run_log"), "print 1").refusals == [
        "Say what to print, and of which numbers: print picking|shipments|labels|po NUMBER …"
    ]


def test_the_morning_report_is_opened_by_its_verb(story: Story) -> None:
    story.order("book 5")
    screen = typed(Screen("run_log"), "report 2026-03-03")
    assert (screen.title, screen.address) == ("Morning report", {"day": "2026-03-03"})
    assert typed(Screen("run_log"), "report").title == "Morning report"
    for wrong in ("report someday", "report 2026-03-03 twice"):
        assert typed(Screen("run_log"), wrong).refusals[0].startswith("Say of which day")


def test_a_question_mark_lists_the_verbs(story: Story) -> None:
    screen = typed(Screen("run_log"), "?")
    assert "These verbs of the command line" in screen.text
