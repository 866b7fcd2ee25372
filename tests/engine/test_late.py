"""Late purchase orders: what moves is shown first, and then moves exactly so (R40, R42)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from engine import late, promises
from engine.errors import Unknown, WrongState
from tests.papers import everything
from tests.story import Story

SOON, LATER = date(2026, 3, 10), date(2026, 3, 20)


def world() -> tuple[Story, str, str]:
    """Five books wait, and a purchase order brings them soon."""
    desk = Story(book=0)
    order = desk.order("book 5")
    return desk, order, desk.purchase("book", 5, expected_on=SOON)


def would_move(desk: Story, po: str, day: date) -> list[dict[str, Any]]:
    frame: pl.DataFrame = late.would_move(desk.session, po, day, actor="Ann", now=desk.now)
    return frame.to_dicts()


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


def test_r42_and_marking_it_late_does_exactly_what_was_shown() -> None:
    desk, _, po = world()
    shown = would_move(desk, po, LATER)
    with desk.act() as tx:
        done = late.mark(tx, po, LATER)
    assert done.to_dicts() == shown
    assert desk.ask(promises.standing)["now_on"].to_list() == [LATER]


def test_a_day_that_moves_nobody_shows_nobody() -> None:
    desk, _, _ = world()
    assert would_move(desk, desk.purchase("book", 9, expected_on=LATER), LATER + timedelta(days=1)) == []


def test_section_10_a_day_that_has_passed_a_wrong_number_and_a_closed_purchase_order_are_refused() -> None:
    desk, _, po = world()
    with pytest.raises(
        late.PastDay, match=f"Purchase order {po} cannot come on 2026-03-01, which has passed"
    ):
        would_move(desk, po, date(2026, 3, 1))
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
