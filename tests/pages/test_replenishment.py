"""Replenishment: levels, what will be ordered and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import catalogue, replenishment, supply
from engine.model import PoState, SweepName
from pages.parts.replenishment.proposal import reason
from tests.pages.screen import Screen
from tests.story import Story

D = Decimal


def keep(story: Story, lic: str = "book", **levels: Any) -> None:
    facts: dict[str, Any] = {"level": D(30), "target": D(50), "vendor": "press"} | levels
    with story.act() as tx:
        replenishment.set_levels(tx, lic, **facts)


def test_an_empty_desk_says_what_comes_first_and_offers_nothing_else(empty_desk: Path) -> None:
    screen = Screen("replenishment")
    assert screen.test.info[0].value.startswith("There are no LICs yet.")
    assert {"New LIC …", "Import a file"} <= set(screen.links)
    assert not [label for label in screen.buttons if "eplenish" in label or label.startswith("Change")]


def test_what_cannot_act_does_not_stand_there(story: Story) -> None:
    """Without a level there is nothing to order or to change, and without a choice no level is meant."""
    screen = Screen("replenishment")
    assert "Add a level for a LIC" in screen.text
    assert screen.has("Add a replenishment level")
    assert not {"Run replenishment now", "Change …"} & set(screen.buttons)
    story.prefer(order_without_levels="on")
    assert Screen("replenishment").has("Run replenishment now")
    keep(story)
    screen = Screen("replenishment")
    assert not {"Change …", "Stop replenishing"} & set(screen.buttons)
    assert "Select a level" in screen.text
    assert screen.pick("levels", 0).has("Stop replenishing")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({}, "Total 20 is below level 30, target 50 → 30."),
        ({"level": D(20)}, "Total 20 is at level 20, target 50 → 30."),
        ({"multiple": D(12)}, "Total 20 is below level 30, target 50 → 30, in multiples of 12 → 36."),
        ({"minimum": D(40)}, "Total 20 is below level 30, target 50 → 30, at least 40 → 40."),
    ],
)
def test_r36_the_need_is_said_in_words(story: Story, levels: dict[str, Any], said: str) -> None:
    keep(story, **levels)
    assert [row["why"] for row in Screen("replenishment").frame("lic", "why")] == [said]


def test_a_line_that_is_no_longer_needed_says_so(story: Story) -> None:
    keep(story)
    Screen("replenishment").click("Run replenishment now")
    story.adjust("book", 100)
    assert (
        reason(story.ask(replenishment.proposal).to_dicts()[0])
        == "Total 120 is above level 30: no longer needed."
    )


def test_the_sweep_runs_and_its_purchase_order_is_opened(story: Story) -> None:
    keep(story)
    screen = Screen("replenishment").click("Run replenishment now")
    assert "1 purchase order created" in screen.successes[0]
    (po,) = story.ask(supply.purchase_orders, PoState.PENDING)["po"]
    screen.click(f"Open {po}")
    assert screen.successes == [f"{po} is open: it is on order now."]
    assert story.ask(supply.find, po)["state"] == "open"


def bare(story: Story) -> str:
    """An order of 130 pens, of which 100 lie there: they have a vendor, and no levels."""
    with story.act() as tx:
        catalogue.change_item(tx, "pen", vendor_code="press")
    return story.order("pen 130")


def test_r44_what_waits_without_levels_is_listed_by_vendor_and_ordered_with_one_button(story: Story) -> None:
    number = bare(story)
    screen = Screen("replenishment")
    (row,) = screen.frame("lic", "for_whom")
    assert (row["lic"], row["order_qty"], row["for_whom"]) == ("pen", 30, number)
    assert "30 units to order, here on " in screen.text
    screen.click("Order all: 30 units")
    (po,) = story.ask(supply.purchase_orders, PoState.PENDING)["po"]
    assert screen.successes == [f"Ordered 30 of pen on {po}."]
    (row,) = screen.frame("lic", "for_whom")
    assert row["pending"] == f"30 on {po}"
    assert not screen.has("Order all")
    assert "all of it is on purchase orders" not in screen.text
    screen.click(f"Open {po}")
    assert "neither free stock nor an open purchase order" not in screen.text


def test_r44_only_the_selected_rows_are_ordered(story: Story) -> None:
    keep(story)
    bare(story)
    screen = Screen("replenishment").pick("to-order-press", 0)
    screen.click("Order the selected: 30 units")
    (po,) = story.ask(supply.purchase_orders, PoState.PENDING)["po"]
    assert story.ask(supply.lines, po).height == 1


def test_r38_a_lic_without_a_vendor_is_named(story: Story) -> None:
    keep(story, vendor=None)
    assert (
        "book has no vendor. Set one on the LIC or on its level."
        in Screen("replenishment").test.warning[0].value
    )


def test_what_waits_without_level_and_vendor_is_not_called_ordered(story: Story) -> None:
    story.order("pen 1000")
    screen = Screen("replenishment")
    assert "pen" in screen.links
    assert "Nothing of it has a vendor yet." in screen.text
    assert "what waits is on open purchase orders" not in screen.text


def test_levels_are_typed_changed_and_dropped(story: Story) -> None:
    screen = Screen("replenishment").click("Add a replenishment level")
    screen.choose("LIC", "pen")
    screen.type("Level", "150").type("Target", "400").type("Order at least", "").click("Save")
    assert screen.successes[0] == "pen is replenished at 150 up to 400."
    screen.pick("levels", 0).click("Change").type("Target", "500").click("Save")
    (row,) = story.ask(replenishment.levels).to_dicts()
    assert (row["level_qty"], row["target_qty"], row["multiple_qty"]) == (150, 500, 1)
    screen.pick("levels", 0).click("Stop replenishing")
    assert story.ask(replenishment.levels).height == 0


def test_the_list_of_levels_says_from_whom_each_is_bought_and_marks_what_is_inherited(story: Story) -> None:
    for lic in ("glue", "ink", "map"):
        story.item(lic)
    with story.act() as tx:
        catalogue.change_item(tx, "glue", vendor_code="press")
        catalogue.change_item(tx, "map", discontinued=True)
    keep(story)
    for lic in ("glue", "ink", "map"):
        keep(story, lic, vendor=None)
    shown = {row["lic"]: row["vendor"] for row in Screen("replenishment").frame("lic", "target_qty", "note")}
    assert shown == {"book": "press", "glue": "press (of the LIC)", "ink": "none: set one", "map": ""}


@pytest.mark.parametrize(
    ("level", "target", "refusal"),
    [
        ("50", "40", "must be above"),
        ("", "40", "The level is missing; type one."),
        ("ten", "many", "The level 'ten' is not a number"),
        ("-5", "40", "The level is below zero"),
        ("1.5", "40", "whole units"),
    ],
)
def test_levels_that_make_no_sense_are_refused(story: Story, level: str, target: str, refusal: str) -> None:
    screen = Screen("replenishment").click("Add a replenishment level").choose("LIC", "pen")
    screen.type("Level", level).type("Target", target).click("Save")
    assert refusal in screen.refusals[0]
    assert story.ask(replenishment.levels).height == 0


def test_r44_what_waits_and_nobody_ordered_is_listed_first_and_named_on_the_card_that_leads_here(
    story: Story,
) -> None:
    story.order("book 25", "pen 130")
    keep(story)
    story.sweep(SweepName.REPLENISHMENT)
    card = Screen("backlog")
    assert "**35 units** not ordered" in card.text
    assert "Of pen and book." in card.text
    screen = Screen("replenishment")
    rows = screen.frame("lic", "remedy")
    assert [(row["lic"], row["not_ordered_qty"], row["orders"]) for row in rows] == [
        ("pen", 30, 1),
        ("book", 5, 1),
    ]
    assert rows[1]["remedy"].startswith("Open PO")
    assert "all of it is on purchase orders" not in screen.text
    (po,) = story.ask(supply.purchase_orders, PoState.PENDING)["po"]
    with story.act() as tx:
        supply.open_po(tx, po)
    assert [row["lic"] for row in Screen("replenishment").frame("lic", "remedy")] == ["pen"]


def test_all_of_it_is_on_purchase_orders_is_said_when_it_is_so(story: Story) -> None:
    keep(story)
    screen = Screen("replenishment").click("Run replenishment now")
    assert "**1 LIC** of 1 with a level needs more; all of it is on purchase orders." in screen.text
    story.order("pen 130")
    assert "all of it is on purchase orders" not in Screen("replenishment").text


def test_a_card_without_lines_leads_to_no_empty_list(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backlog")
    assert "**0 units** can be filled now" in screen.text
    assert "Show them" not in screen.links
    assert "Every day that was asked for is still to come." in screen.text
    assert "Review them" not in screen.links
