"""The backorder review: filter, select, act."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import orders
from engine.orders import holds
from tests import worlds
from tests.pages.screen import Screen
from tests.story import Story
from tests.worlds import Telling


def _waiting(story: Story) -> dict[str, str]:
    """Four lines that wait: 5 books and 30 pens on one order, 7 books on another, 9 globes on a third."""
    story.item("globe")
    return {
        "first": story.order("book 25", "pen 130"),
        "college": story.order("book 7", customer="college"),
        "urgent": story.complete("globe 9", priority=3),
    }


@pytest.fixture
def told(request: pytest.FixtureRequest, tell: Telling) -> tuple[Story, Any]:
    return tell(_waiting if "waiting" in request.fixturenames else worlds.nothing)


@pytest.fixture
def story(told: tuple[Story, Any]) -> Story:
    return told[0]


@pytest.fixture
def waiting(told: tuple[Story, dict[str, str]]) -> dict[str, str]:
    return told[1]


def orders_shown(screen: Screen) -> list[str]:
    return [row["order"] for row in screen.frame("order", "reason")]


def test_a_desk_on_which_nothing_waits_says_so(empty_desk: Path) -> None:
    assert Screen("backorders").successes == ["Nothing is waiting: every open line has its stock."]


def test_every_line_that_waits_is_there_by_priority_and_age(waiting: dict[str, str]) -> None:
    screen = Screen("backorders")
    assert orders_shown(screen)[0] == waiting["urgent"]
    assert len(orders_shown(screen)) == 4
    assert "**4 lines** · **51 units**" in screen.text


def test_what_more_filters_offer_is_sent_only_while_they_are_open_or_one_is_set(
    waiting: dict[str, str],
) -> None:
    screen = Screen("backorders")
    assert not screen.test.multiselect
    screen.test.session_state["more-filters"] = True
    assert [box.label for box in screen.again().test.multiselect] == [
        "LICs",
        "Customers",
        "Locations",
        "Priorities",
    ]
    assert len(Screen("backorders", lic="globe").test.multiselect) == 4


def test_closed_filters_say_what_is_set(waiting: dict[str, str]) -> None:
    screen = Screen("backorders", lic="globe", priority="3")
    assert "Only LIC" not in screen.text
    screen.test.session_state["more-filters"] = False
    assert "Only LIC globe · priority 3" in screen.again().text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"q": "BOOK college"}, ["college"]),
        ({"customer": "college"}, ["college"]),
        ({"lic": "globe"}, ["urgent"]),
        ({"location": "college MAIN"}, ["college"]),
        ({"priority": "3"}, ["urgent"]),
        ({"ship": "Complete"}, ["urgent"]),
        ({"age": "0–7 days"}, []),
        ({"age": "over 60 days", "lic": "book"}, ["first", "college"]),
    ],
)
def test_the_address_filters(waiting: dict[str, str], address: dict[str, str], expected: list[str]) -> None:
    screen = Screen("backorders", **address)
    if expected:
        assert orders_shown(screen) == [waiting[name] for name in expected]
    else:
        assert "No line matches" in screen.test.info[0].value


def test_a_filter_that_names_nothing_filters_nothing(waiting: dict[str, str]) -> None:
    screen = Screen("backorders", customer="nobody", age="long ago", lic="x")
    assert len(orders_shown(screen)) == 4
    assert "customer" not in screen.address


def test_what_a_sweep_would_fill_now_is_marked_filtered_and_filled(
    story: Story, waiting: dict[str, str]
) -> None:
    story.adjust("book", 6)
    screen = Screen("backorders", view="fillable")
    assert [(row["order"], row["now"]) for row in screen.frame("order", "now")] == [
        (waiting["first"], "● all"),
        (waiting["college"], "◐ a part"),
    ]
    screen.click("Fill 6 units now")
    assert "2 lines filled with 6 units" in screen.successes[0]
    assert story.state(waiting["first"]).startswith("25 allotted") or "5 allotted" in story.state(
        waiting["first"]
    )


@pytest.mark.parametrize("agreed", [False, True])
def test_a_sweep_by_which_orders_lose_is_asked_about_first(story: Story, agreed: bool) -> None:
    """A Complete order holds the books and lacks pens; under the policy now in force it gives them up."""
    complete, other = story.complete("book 20", "pen 500"), story.order("book 20")
    story.prefer(allocation_policy="skip", skip_age_days=3650)
    screen = Screen("backorders").click("Fill 20 units now")
    assert screen.moves == {complete: -20}
    screen.click("Yes: run the sweep" if agreed else "No: leave it all as it is")
    assert story.state(other) == ("20 allotted" if agreed else "20 backordered")
    assert story.state(complete).startswith("20 allotted") is not agreed


def test_a_priority_is_previewed_and_then_set(story: Story, waiting: dict[str, str]) -> None:
    screen = Screen("backorders", customer="college")
    screen.pick("waiting", 0).click("Set priority")
    assert "Choose a priority" in screen.test.info[0].value
    screen.choose("Priority", 5)
    assert screen.moves == {waiting["college"]: 7, waiting["first"]: -7}
    assert story.state(waiting["college"]) == "7 backordered"
    screen.click("Yes: set it")
    assert screen.successes == [f"Priority 5 for order {waiting['college']}."]
    assert story.state(waiting["college"]) == "7 allotted"


def test_selected_lines_are_cancelled_after_a_question(story: Story, waiting: dict[str, str]) -> None:
    screen = Screen("backorders", lic="book")
    screen.pick("waiting", 0, 1).click("Cancel lines").click("Yes: cancel them")
    assert screen.successes == ["2 lines cancelled."]
    assert story.state(waiting["college"]) == "7 cancelled"


def test_a_line_that_a_sweep_filled_meanwhile_is_not_cancelled(story: Story, waiting: dict[str, str]) -> None:
    screen = Screen("backorders", customer="college")
    screen.pick("waiting", 0).click("Cancel lines")
    story.adjust("book", 50)
    story.sweep()
    screen.click("Yes: cancel them")
    assert "is allotted, so it cannot be changed" in screen.refusals[0]
    assert story.state(waiting["college"]) == "7 allotted"


def test_a_selection_never_outlives_the_rows_it_was_made_on(waiting: dict[str, str]) -> None:
    screen = Screen("backorders")
    screen.pick("waiting", 0, 3)
    assert screen.has("Cancel lines")
    screen.type("Find", "college").again()
    assert orders_shown(screen) == [waiting["college"]]
    assert not screen.has("Cancel lines")


def test_a_position_beyond_the_rows_selects_nothing(waiting: dict[str, str]) -> None:
    screen = Screen("backorders")
    screen.pick("waiting", 99)
    assert not screen.has("Cancel lines")


def test_overdue_lines_are_marked_and_filtered(story: Story) -> None:
    story.order("book 25", requested_on=datetime(2026, 3, 3, tzinfo=UTC).date())
    story.order("book 5", requested_on=datetime(2199, 1, 1, tzinfo=UTC).date())
    (row,) = Screen("backorders", view="overdue").frame("order", "requested_on")
    assert row["requested_on"].startswith("⚠ 3 Mar")


def test_an_order_that_somebody_cancelled_meanwhile_is_refused_in_words(
    story: Story, waiting: dict[str, str]
) -> None:
    screen = Screen("backorders", customer="college")
    screen.pick("waiting", 0).click("Set priority")
    with story.act() as tx:
        orders.cancel_order(tx, waiting["college"])
    screen.choose("Priority", 5)
    assert "is void" in screen.refusals[0]


def test_a_selected_line_is_explained_beside_the_list(waiting: dict[str, str]) -> None:
    screen = Screen("backorders", customer="college")
    (row,) = screen.frame("order", "reason")
    screen.pick("waiting", 0).click("Why?")
    assert screen.test.info[0].value == row["reason"]
    assert "Place in the queue" in screen.text
    assert [told["why"] for told in screen.frame("at", "day", "why")] == [
        f"order {waiting['college']} was opened"
    ]


def test_what_changed_after_it_was_shown_is_shown_again_before_it_is_done(
    story: Story, waiting: dict[str, str]
) -> None:
    screen = Screen("backorders", customer="college")
    screen.pick("waiting", 0).click("Set priority").choose("Priority", 5)
    story.adjust("book", 4)  # the shelf gives some of it now, so that others lose less
    screen.click("Yes: set it")
    assert "Ann changed item book" in screen.refusals[0]
    assert story.state(waiting["college"]) == "7 backordered"
    screen.click("Yes: set it")
    assert story.state(waiting["college"]) == "7 allotted"


def view_names(screen: Screen) -> list[str]:
    """What the views are called, with their numbers."""
    group = next(group for group in screen.test.button_group if group.label == "View")
    return [option.content for option in group.proto.options]


def test_every_view_says_how_many_lines_it_has(story: Story) -> None:
    """1001 waits for 5 that a receipt brings, 1002 for all or nothing, 1003 is on hold."""
    story.order("book 25")
    story.order("book 9 whole")
    story.order("book 2")
    with story.act() as tx:
        holds.hold(tx, [holds.Subject(order="1003")], "asked to")
    story.purchase("book", 5)
    screen = Screen("backorders")
    assert view_names(screen) == [
        "All 3",
        "Can be filled now 0",
        "Not ordered 1",
        "Past day asked for 0",
        "Waiting whole 1",
        "On hold 1",
        "Mine 3",
    ]
    screen.choose("View", "paused")
    assert (screen.column("order"), screen.address) == (["1003"], {"view": "paused"})
    screen.choose("View", "all")
    assert (len(screen.column("order")), screen.address) == (3, {})


def test_a_view_that_there_is_not_is_all(story: Story) -> None:
    story.order("book 25")
    assert Screen("backorders", view="zebra").column("order") == ["1001"]


def test_lines_are_made_whole_and_split_again_in_one_act_with_one_undo(
    story: Story, waiting: dict[str, str]
) -> None:
    screen = Screen("backorders", lic="book").pick("waiting", 0, 1)
    screen.click("In one piece (2)")
    assert "2 lines ship only in one piece." in screen.successes
    assert [row["whole"] for row in whole_of(story, waiting)] == [True, True]
    screen.click("Undo").click("Yes: undo it")
    assert [row["whole"] for row in whole_of(story, waiting)] == [False, False]


def test_a_split_that_takes_from_others_is_shown_first(story: Story) -> None:
    story.item("globe", 4)
    whole, other = story.order("globe 9 whole", priority=3), story.order("globe 4")
    screen = Screen("backorders", lic="globe")
    rows = [row["order"] for row in screen.frame("order", "reason")]
    screen.pick("waiting", rows.index(whole)).click("May be split (1)")
    if screen.has("Yes"):
        screen.click("Yes: apply it")
    assert story.state(whole) == "4 allotted, 5 backordered"
    assert story.state(other) == "4 backordered"


def whole_of(story: Story, waiting: dict[str, str]) -> list[dict[str, object]]:
    """The lines of books that wait."""
    return [
        row
        for name in ("first", "college")
        for row in story.ask(orders.lines, waiting[name]).to_dicts()
        if row["lic"] == "book" and row["state"] == "backordered"
    ]
