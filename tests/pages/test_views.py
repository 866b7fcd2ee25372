"""The views of lists: each with its count, and what it shows is what it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engine import orders, supply
from engine.orders import holds
from engine.orders.holds import Subject
from pages.parts import export
from tests.pages.screen import Screen
from tests.story import Story
from tests.worlds import Telling

LISTS = {
    "orders": ("number", "entered_at"),
    "shipments": ("number", "qty"),
    "supply": ("po", "made_by"),
    "backorders": ("order", "reason"),
    "order_items": ("typed", "state"),
}
"""Each page with a list, and columns of its table."""


def _busy(story: Story) -> None:
    """An order that is short, one on hold, a draft, one that shipped, one that was cancelled; two purchase
    orders, one of them late."""
    story.order("book 25")
    held = story.order("pen 3")
    with story.act() as tx:
        holds.hold(tx, [Subject(held)], "to be paid")
    story.draft("pen 1")
    story.actor = "Bert"
    gone = story.order("pen 5")
    story.ship(gone)
    void = story.draft("pen 2")
    with story.act() as tx:
        orders.cancel_order(tx, void)
    story.purchase("book", 4, expected_on=story.today)
    with story.act() as tx:
        supply.create_po(tx, "press")


@pytest.fixture
def busy(tell: Telling) -> Story:
    return tell(_busy)[0]


def views(screen: Screen) -> dict[str, int]:
    """The views that are offered, with their counts."""
    field = next(group for group in screen.test.button_group if group.label == "View")
    counted = [re.fullmatch(r"(.+) ([\d,]+)", str(option)) for option in field.options]
    return {found[1]: int(found[2].replace(",", "")) for found in counted if found}


def test_orders_are_counted_by_what_became_of_them(busy: Story) -> None:
    assert views(Screen("orders")) == {
        "All": 5, "Open": 2, "Short": 1, "On hold": 1, "Drafts": 1, "Mine": 3, "Closed": 1, "Void": 1,
    }  # fmt: skip


def test_shipments_are_counted_and_those_of_today_apart(busy: Story) -> None:
    busy.now = datetime.now(UTC).replace(microsecond=0)
    busy.ship(busy.order("pen 2"))
    counted = views(Screen("shipments"))
    assert (counted["Shipped today"], counted["Shipped"]) == (1, 2)
    assert counted["Pending"] + counted["Picking"] + counted["Shipped"] + counted["Void"] == counted["All"]


def test_purchase_orders_are_counted_by_when_they_come(busy: Story) -> None:
    counted = views(Screen("supply"))
    assert {name: counted[name] for name in ("Still to come", "Late", "Pending", "Open", "All")} == {
        "Still to come": 2, "Late": 1, "Pending": 1, "Open": 1, "All": 2,
    }  # fmt: skip


def test_shipments_with_lines_of_my_orders_and_purchase_orders_that_i_started_are_mine(busy: Story) -> None:
    assert (views(Screen("shipments"))["Mine"], views(Screen("supply"))["Mine"]) == (2, 0)
    busy.actor = "Ann"
    busy.purchase("pen", 1)
    screen = Screen("supply", view="mine")
    assert views(screen)["Mine"] == 1
    assert [row["made_by"] for row in screen.frame("po", "made_by")] == ["Ann"]
    screen = Screen("shipments")
    screen.test.sidebar.text_input(key="actor").set_value("Bert")
    assert views(screen.again())["Mine"] == 1  # the shipment of Bert's order


def test_lines_that_wait_on_orders_of_mine_are_a_view(busy: Story) -> None:
    counted = views(Screen("backorders"))
    assert (counted["All"], counted["Mine"]) == (1, 1)
    screen = Screen("backorders")
    screen.test.sidebar.text_input(key="actor").set_value("Bert")
    assert views(screen.again())["Mine"] == 0


@pytest.mark.parametrize(
    ("page", "code", "name"),
    [
        ("orders", "short", "Short"),
        ("orders", "held", "On hold"),
        ("orders", "mine", "Mine"),
        ("orders", "pending", "Drafts"),
        ("shipments", "shipped", "Shipped"),
        ("shipments", "mine", "Mine"),
        ("supply", "pending", "Pending"),
        ("order_items", "shipped", "Shipped"),
        ("order_items", "mine", "Mine"),
        ("supply", "late", "Late"),
        ("supply", "all", "All"),
        ("backorders", "mine", "Mine"),
    ],
)
def test_a_view_in_the_address_shows_what_it_counts(busy: Story, page: str, code: str, name: str) -> None:
    screen = Screen(page, view=code)
    assert len(screen.frame(*LISTS[page])) == views(screen)[name]
    assert screen.address["view"] == code


@pytest.mark.parametrize("page", list(LISTS))
def test_a_view_that_is_none_is_the_first(busy: Story, page: str) -> None:
    assert "view" not in Screen(page, view="nonsense").address


def test_a_list_is_exported_as_shown_and_whole(busy: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Callable[[str], bytes]] = {}
    monkeypatch.setattr(export, "_files", lambda name, content, _: files.__setitem__(name, content))
    Screen("orders", view="short").offer("orders")
    assert len(files["orders"]("csv").splitlines()) == 1 + 1
    assert len(files["all-orders"]("csv").splitlines()) == 1 + 5


def test_due_this_week_is_from_today_to_sunday(busy: Story) -> None:
    today = datetime.now(UTC).date()
    sunday = today + timedelta(days=6 - today.weekday())
    busy.purchase("book", 1, expected_on=sunday)
    busy.purchase("book", 1, expected_on=sunday + timedelta(days=1))
    assert views(Screen("supply"))["Due this week"] == 1


def test_a_view_of_one_list_is_not_asked_of_another(busy: Story) -> None:
    assert busy.ask(orders.listed).height
    screen = Screen("supply", view="late").go("orders", view="drafts")
    assert screen.refusals == []
    assert screen.go("supply").refusals == []
    assert screen.go("supply", view="drafts").refusals == []
