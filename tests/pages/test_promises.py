"""The promises page: what is promised, what is late, and how promises are kept (R40)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine import days, promises, supply
from pages.parts import formats
from tests.pages.screen import Screen
from tests.story import Story

DAY = datetime.now(UTC).date() + timedelta(days=60)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def waiting(story: Story) -> dict[str, str]:
    """A line that slipped and was overdue, one that holds its day, and one without supply."""
    slow = story.order("book 25 whole")
    bare = story.order("pen 105 whole", customer="college")
    po = story.purchase("book", 5, expected_on=date(2026, 3, 10))
    with story.act() as tx:
        supply.mark_late(tx, po, DAY)
    return {"slow": slow, "bare": bare, "po": po}


def test_nothing_promised_is_good_news(story: Story) -> None:
    assert "Nothing waits" in Screen("promises").successes[0]


def said(waiting: dict[str, str], on: date) -> str:
    """A single part that comes on a day, as screens say it."""
    return f"by {days.spelled(on, datetime.now(UTC).date())} ({waiting['po']})"


def test_overdue_and_slipped_promises_come_first_with_their_cause(waiting: dict[str, str]) -> None:
    screen = Screen("promises")
    rows = screen.frame("first_on", "expected")
    assert [(row["order"], row["mark"], row["expected"]) for row in rows] == [
        (waiting["slow"], "⚠ past", said(waiting, DAY)),
        (waiting["bare"], "", "not ordered"),
    ]
    assert rows[0]["last_cause"] == f"purchase order {waiting['po']} moved to {days.dated(DAY)}"
    screen.choose("Show", "Not ordered")
    assert [row["order"] for row in screen.frame("first_on", "expected")] == [waiting["bare"]]


def test_a_promise_that_is_picked_is_explained(waiting: dict[str, str]) -> None:
    screen = Screen("promises").pick("promised", 0).click("Why?")
    assert f"First promised for {formats.day(date(2026, 3, 10))}" in screen.text


def test_a_line_that_was_split_is_named_as_it_was_typed(story: Story) -> None:
    story.item("ink", 5)
    number = story.order("ink 8 split")
    (row,) = Screen("promises").frame("first_on", "line")
    assert (row["order"], row["line"], row["qty"]) == (number, 1, 3)
    screen = Screen("promises").pick("promised", 0)
    assert f"Why? Order {number}, line 1" in screen.buttons
    assert "Line 2" in screen.click(f"Why? Order {number}, line 1").text


def test_a_filter_that_names_nothing_shows_all(waiting: dict[str, str]) -> None:
    assert len(Screen("promises", show="nonsense").frame("first_on")) == 2
    assert "No promise matches" in Screen("promises", q="zebra").text


def test_a_purchase_order_is_marked_late_after_its_moves_were_shown(
    story: Story, waiting: dict[str, str]
) -> None:
    screen = Screen("supply", po=waiting["po"]).click("New expected day")
    assert "Choose the day" in screen.text
    screen.test.date_input(key="late-day").set_value(LATER)
    screen.again()
    (row,) = screen.frame("from_said", "to_said")
    assert (row["order"], row["from_said"], row["to_said"]) == (
        waiting["slow"],
        said(waiting, DAY),
        said(waiting, LATER),
    )
    assert story.ask(promises.waiting_promises)["now_on"].to_list()[0] == DAY
    screen.click("Save this day")
    assert screen.successes[0].startswith(f"Purchase order {waiting['po']} is expected on ")
    assert screen.successes[0].endswith("; 1 promise moved.")
    assert story.ask(promises.waiting_promises)["now_on"].to_list()[0] == LATER


def test_a_purchase_order_that_was_called_off_meanwhile_is_refused_in_words(
    story: Story, waiting: dict[str, str]
) -> None:
    screen = Screen("supply", po=waiting["po"]).click("New expected day")
    with story.act() as tx:
        supply.void_po(tx, waiting["po"])
    screen.test.date_input(key="late-day").set_value(LATER)
    screen.again()
    assert "is void, so it cannot be called late" in screen.refusals[0]


def test_late_purchase_orders_and_statistics_have_a_tab_each(story: Story, waiting: dict[str, str]) -> None:
    past = datetime.now(UTC).date() - timedelta(days=3)
    late_po = story.purchase("book", 2, expected_on=past)
    screen = Screen("promises", tab="Late purchase orders")
    assert [(row["po"], row["days_late"]) for row in screen.frame("po", "days_late")] == [(late_po, 3)]
    screen.pick("late-pos", 0).click("New expected day")
    assert "Choose the day" in screen.text
    assert [row["vendor_name"] for row in Screen("promises", tab="Vendors").frame("owed_late")] == ["Press"]
    customers = Screen("promises", tab="Customers").frame("kept", "slipped")
    assert [(row["customer_name"], row["slipped"]) for row in customers] == [("School", 1), ("College", 0)]


def test_what_made_promises_slip_is_added_up(story: Story, waiting: dict[str, str]) -> None:
    screen = Screen("promises", tab="Causes of slips")
    assert sum(row["slips"] for row in screen.frame("slips", "cause")) > 0
    assert screen.choose("Added up by", "Vendor").frame("slips", "vendor_name")[0]["vendor_name"] == "Press"
