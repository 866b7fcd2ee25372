"""Why a line has what it has, in a drawer beside the pages that show lines (R40, R41)."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine import orders, supply
from engine.model import ShipType
from tests.pages.screen import Screen
from tests.story import Story


def test_units_that_were_taken_say_by_whom_when_by_which_rule_and_by_whose_hand(story: Story) -> None:
    loser = story.order("book 20")
    winner = story.order("book 5", priority=3)
    screen = Screen("orders", order=loser).pick("order_lines", 0)
    screen.test.button(key="why_line-2").click()
    screen.again()
    (row,) = _losses(screen)
    assert (row["day"], row["actor"]) == (f"5 by order {winner}", "Ann")
    assert "priority 3 before 0" in row["why"]


def _losses(screen: Screen) -> list[dict[str, Any]]:
    frames = [table.value for table in screen.test.dataframe if "day" in table.value.columns]
    rows: list[dict[str, Any]] = frames[-1].to_dict("records")
    return rows


def test_a_promise_tells_its_first_day_every_change_and_the_cause(story: Story) -> None:
    story.order("book 20")
    number = story.order("book 5")
    po = story.purchase("book", 5, expected_on=date(2199, 3, 10))
    with story.act() as tx:
        supply.mark_late(tx, po, date(2199, 3, 20))
    screen = Screen("orders", order=number).pick("order_lines", 0).click("Why?")
    assert "Expected by 20 Mar 2199 (" in screen.text
    assert "First promised for 10 Mar 2199; changed 2 times." in screen.text
    told = [(row["day"], row["why"]) for row in screen.frame("at", "day", "why")]
    assert told[0] == (f"by 20 Mar 2199 ({po})", f"purchase order {po} moved to 20 Mar 2199")
    assert told[-1] == ("not ordered", f"order {number} was opened")


def test_r40_supply_that_is_late_is_said_in_the_drawer_and_in_the_list_of_what_waits(story: Story) -> None:
    story.order("book 20")
    number = story.order("book 5")
    po = story.purchase("book", 5, expected_on=date(2001, 3, 10))
    screen = Screen("orders", order=number).pick("order_lines", 0).click("Why?")
    (warning,) = [one.value for one in screen.test.warning]
    assert f"Purchase order {po}, which it waits for, is " in warning
    (row,) = Screen("backorders").frame("order", "late_supply")
    assert row["late_supply"].startswith(f"{po}, ")
    assert row["late_supply"].endswith(" days late")


def test_a_line_that_was_cancelled_meanwhile_is_explained_as_it_is_now(story: Story) -> None:
    number = story.order("book 25")
    screen = Screen("orders", order=number).pick("order_lines", 0)
    with story.act() as tx:
        orders.cancel_order(tx, number)
    screen.test.button(key="why_line-2").click()
    screen.again()
    assert "It was cancelled." in screen.text
    assert "Withdrawn" in screen.text


def test_an_order_just_opened_is_explained_line_by_line(story: Story) -> None:
    number = story.draft("book 25 split", "pen 3")
    screen = Screen("order_entry", draft=number).click("Open order")
    screen.click("Why order")
    assert "Nothing of the 20 on hand is left: 20 went to line 1 of this order." in screen.text
    assert "All 3 are set aside." in screen.text


def test_what_a_shipment_carries_is_explained_line_by_line(story: Story) -> None:
    story.order("book 5")
    screen = Screen("shipments", shipment="1")
    assert not screen.has("Why?")
    assert "All 5 are set aside." in screen.pick("shipment_lines", 0).click("Why?").text


def test_what_is_stranded_is_explained_beside_what_would_free_it(story: Story) -> None:
    story.order("book 5", "pen 900", ship_type=ShipType.COMPLETE)
    screen = Screen("stranded").pick("idle", 0).click("Why?")
    assert "It ships only in one piece: 900 are needed and 100 are left, held for it." in screen.text


def test_r41_a_line_that_waits_is_seen_in_its_queue(story: Story) -> None:
    story.order("book 26")
    number = story.order("book 5")
    screen = Screen("orders", order=number).pick("order_lines", 0).click("Why?")
    assert "**In the queue.** 6 of book wait ahead of its 5. Nothing reaches its own." in screen.text
    rows = screen.frame("row", "what", "from_qty", "to_qty")
    assert [(row["what"], row["from_qty"], row["to_qty"]) for row in rows][-1] == ("line 1", 6, 11)
