"""Late purchase orders: what moves is shown first, and then moves exactly so (R40, R42)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from engine import catalogue, promises, replenishment, supply, whatif
from engine.errors import PastDay, Unknown, WrongState
from engine.model import Policy
from engine.reports import backlog, coverage, demand
from engine.reports.explain import explain
from engine.supply import late
from engine.whatif.edits import MoveDate
from tests import worlds
from tests.papers import everything
from tests.story import Story

SOON, LATER = date(2026, 3, 10), date(2026, 3, 20)


@worlds.copied
def world() -> tuple[Story, str, str]:
    """Five books wait, and a purchase order brings them soon."""
    desk = Story(book=0)
    order = desk.order("book 5")
    return desk, order, desk.purchase("book", 5, expected_on=SOON)


def would_move(desk: Story, po: str, day: date) -> list[dict[str, Any]]:
    frame: pl.DataFrame = late.would_move(desk.session, po, day, actor="Ann", now=desk.now)
    return frame.to_dicts()


@worlds.copied
def ordered_without_a_day(*, lead_time_days: int) -> tuple[Story, str, str]:
    """An order for 5 books, and the purchase order that brings them when the LIC's lead time is over."""
    desk = Story(book=0)
    with desk.act() as tx:
        catalogue.add_vendor(tx, "attic")
        po = supply.create_po(tx, "attic")
        supply.add_po_line(tx, po, "book", Decimal(5))
        supply.open_po(tx, po)
        replenishment.set_levels(
            tx, "book", level=Decimal(1), target=Decimal(2), lead_time_days=lead_time_days
        )
    return desk, desk.order("book 5"), po


def test_r42_what_a_late_purchase_order_moves_is_shown_and_nothing_of_it_is_kept() -> None:
    desk, order, po = world()
    before = everything(desk.session)
    (row,) = would_move(desk, po, LATER)
    assert (row["order"], row["line"], row["first_on"], row["from_on"], row["to_on"]) == (
        order,
        1,
        SOON,
        SOON,
        LATER,
    )
    assert everything(desk.session) == before


def test_r40_the_day_that_it_has_already_is_no_news_and_leaves_nothing_to_undo() -> None:
    desk, _, po = world()
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    before = everything(desk.session)
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert everything(desk.session) == before


def test_r42_and_marking_it_late_does_exactly_what_was_shown() -> None:
    desk, _, po = world()
    shown = would_move(desk, po, LATER)
    with desk.act() as tx:
        done = late.mark(tx, po, LATER)
    assert done.to_dicts() == shown
    assert desk.ask(promises.waiting_promises)["now_on"].to_list() == [LATER]


def test_a_day_that_moves_nobody_shows_nobody() -> None:
    desk, _, _ = world()
    assert would_move(desk, desk.purchase("book", 9, expected_on=LATER), LATER + timedelta(days=1)) == []


def test_section_10_a_day_that_has_passed_a_wrong_number_and_a_closed_purchase_order_are_refused() -> None:
    desk, _, po = world()
    refused = f"Purchase order {po} cannot come on 1 Mar, which has passed"
    with pytest.raises(PastDay, match=refused):
        would_move(desk, po, date(2026, 3, 1))
    with desk.act() as tx, pytest.raises(PastDay, match=refused):
        supply.mark_late(tx, po, date(2026, 3, 1))
    with pytest.raises(PastDay, match=refused):
        whatif.preview(desk.session, "Ann", [MoveDate(po, date(2026, 3, 1))], desk.now)
    assert would_move(desk, po, desk.now.date()) != []
    with pytest.raises(Unknown, match="no purchase order PO9"):
        would_move(desk, "PO9", LATER)
    desk.receive(po, book=5)
    with pytest.raises(WrongState, match="is closed, so it cannot be called late"):
        would_move(desk, po, LATER)


def test_purchase_orders_that_should_have_come_are_listed_with_who_waits() -> None:
    desk, _, po = world()
    desk.purchase("book", 1, expected_on=LATER)
    assert desk.ask(late.overdue).height == 0
    desk.now += timedelta(days=10)
    (row,) = desk.ask(late.overdue).to_dicts()
    assert (
        row["po"],
        row["days_late"],
        int(row["open_qty"]),
        row["waiting_lines"],
        int(row["waiting_qty"]),
    ) == (
        po,
        2,
        5,
        1,
        5,
    )


def late_supply(desk: Story, order: str) -> list[str]:
    """The sentences about late supply of an order's lines."""
    return [one.sentence for line in desk.ask(explain, order) for one in line.late_supply]


def test_r40_r41_a_line_says_that_the_supply_it_waits_for_is_late_since_when_and_for_how_long() -> None:
    """Book, none on hand: 5 due on 10 March; first waits for 3 of them, second for 4, third for 2 that nobody
    bought."""
    desk = Story(book=0)
    first, second = desk.order("book 3"), desk.order("book 4")
    po = desk.purchase("book", 5, expected_on=SOON)
    third = desk.order("book 2")
    assert [late_supply(desk, order) for order in (first, second, third)] == [[], [], []]
    desk.now += timedelta(days=9)
    said = f"Purchase order {po}, which it waits for, is 1 day late: it was due on 10 Mar."
    assert [late_supply(desk, order) for order in (first, second, third)] == [[said], [said], []]


def test_r40_of_several_late_purchase_orders_a_line_names_those_that_should_have_filled_it() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 3"), desk.order("book 4")
    later = desk.purchase("book", 5, expected_on=SOON + timedelta(days=1))
    sooner = desk.purchase("book", 3, expected_on=SOON)
    desk.now += timedelta(days=10)
    assert late_supply(desk, first) == [
        f"Purchase order {sooner}, which it waits for, is 2 days late: it was due on 10 Mar."
    ]
    assert late_supply(desk, second) == [
        f"Purchase order {later}, which it waits for, is 1 day late: it was due on 11 Mar."
    ]


def test_r40_stock_on_the_shelf_what_came_and_what_was_marked_late_are_not_waited_for() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    desk.now += timedelta(days=10)
    desk.adjust("book", 2)
    assert len(late_supply(desk, order)) == 1
    desk.adjust("book", 3)
    assert late_supply(desk, order) == []
    desk.adjust("book", -5)
    with desk.act() as tx:
        late.mark(tx, po, LATER)
    assert late_supply(desk, order) == []


def test_r40_a_purchase_order_without_a_day_is_late_when_its_lead_time_is_over() -> None:
    desk, order, po = ordered_without_a_day(lead_time_days=3)
    desk.now += timedelta(days=5)
    assert late_supply(desk, order) == [
        f"Purchase order {po}, which it waits for, is 2 days late: it was due on 5 Mar."
    ]
    assert desk.ask(late.overdue)["po"].to_list() == [po]


def test_a_late_purchase_order_is_late_whoever_waits_and_the_backlog_counts_the_same() -> None:
    desk = Story(book=0, pen=5)
    desk.order("book 1")
    for lic in ("book", "pen"):
        desk.purchase(lic, 5, expected_on=SOON)
    assert desk.ask(coverage.coverage).late_pos == 0
    desk.now += timedelta(days=10)
    assert desk.ask(coverage.coverage).late_pos == desk.ask(late.overdue).height == 2


def test_r40_a_whole_line_waits_for_every_purchase_order_that_brings_units_of_it() -> None:
    """Book, none on hand: 4 are for the line ahead, the 10 in one piece need the rest of three receipts."""
    desk = Story(book=0)
    desk.order("book 4")
    order = desk.order("book 10 whole")
    pos = [desk.purchase("book", 6, expected_on=SOON + timedelta(days=day)) for day in (0, 1, 2)]
    desk.now += timedelta(days=10)
    assert late_supply(desk, order) == [
        f"Purchase order {pos[0]}, which it waits for, is 2 days late: it was due on 10 Mar.",
        f"Purchase order {pos[1]}, which it waits for, is 1 day late: it was due on 11 Mar.",
    ]


def test_r40_r43_a_line_waits_for_what_its_parts_name_and_not_for_what_is_stepped_over_to_others() -> None:
    """Book, none on hand, 5 late: the 10 in one piece are not filled by them, the 5 behind them are."""
    desk = Story(book=0)
    desk.prefer(allocation_policy=Policy.SKIP)
    first, second = desk.order("book 10 whole"), desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    desk.now += timedelta(days=9)
    assert late_supply(desk, first) == []
    assert late_supply(desk, second) == [
        f"Purchase order {po}, which it waits for, is 1 day late: it was due on 10 Mar."
    ]


def test_r40_every_place_reads_the_day_of_a_purchase_order_without_one_from_the_lead_time() -> None:
    desk, order, _ = ordered_without_a_day(lead_time_days=8)
    assert desk.ask(explain, order)[0].projected_on == SOON
    assert desk.ask(coverage.coverage).next_on == SOON
    assert desk.ask(demand.coming, "book")["expected_on"].to_list() == [SOON]
    assert desk.ask(backlog.by_lic)["next_on"].to_list() == [SOON]
