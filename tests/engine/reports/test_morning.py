"""The morning report: its sums are those of the run log and the record log."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest

from engine import buying, catalogue, paper, replenishment, stock, sweeps
from engine.reports import morning
from engine.reports.morning import DayToCome, Morning
from tests import worlds
from tests.story import Story


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """2 March: 25 of 20 books are wanted, 4 come and are given; a more urgent order takes 5 of them back."""
    story = Story(book=20)
    story.order("book 25")
    po = story.purchase("book", 30)
    story.receive(po, book=4)
    story.sweep()
    story.order("book 5", customer="college", priority=5)
    story.ship("1002")
    return story


def told(desk: Story, days_later: int = 1) -> Morning:
    """The report on a later morning."""
    desk.now += timedelta(days=days_later)
    found: Morning = desk.ask(morning.report)
    return found


def test_what_happened_the_day_before_adds_up(desk: Story) -> None:
    past = told(desk).yesterday
    goods = {row["kind"]: (row["moves"], int(row["qty"])) for row in past.goods.to_dicts()}
    assert goods["receipt"] == (1, 4)
    assert goods["shipment"] == (1, -5)
    states = dict(past.orders.iter_rows())
    assert (states["open"], states["closed"]) == (2, 1)
    log = desk.ask(sweeps.runs)
    (row,) = past.runs.to_dicts()
    assert (row["runs"], row["lines_filled"]) == (log.height, log["lines_filled"].sum())
    assert row["units_allotted"] == log["units_allotted"].sum()


def test_what_was_taken_back_says_why(desk: Story) -> None:
    losses = told(desk).yesterday.losses
    assert losses["order"].unique().to_list() == ["1001"]
    assert losses["qty"].sum() == 5
    assert losses["sentence"].str.contains("order 1002 comes first").all()
    assert losses["total"].to_list() == [losses.height] * losses.height


def test_the_day_before_the_day_before_is_told_on_its_morrow_alone(desk: Story) -> None:
    past = told(desk, days_later=2).yesterday
    assert (past.runs.height, past.goods.height, past.orders.height, past.losses.height) == (0, 0, 0, 0)


def test_today_says_what_is_to_be_decided(desk: Story) -> None:
    """The purchase order of 26 is due on 7 March."""
    desk.order("book 40", customer="college")
    now = told(desk, days_later=7).decisions
    assert now is not None
    assert now.late["po"].to_list() == ["PO101"]
    assert set(now.in_doubt["order"]) == {"1001", "1003"}
    assert now.due.height == 0
    assert now.to_order["uncovered_qty"].sum() > 0
    assert now.summary.qty == now.before_qty


def test_what_is_promised_for_today_is_due(desk: Story) -> None:
    now = told(desk, days_later=5).decisions
    assert now is not None
    assert now.due["order"].to_list() == ["1001"]
    assert now.in_doubt.height == 0


def test_a_day_that_is_over_has_nothing_to_decide_and_one_to_come_no_report(desk: Story) -> None:
    told(desk, days_later=3)
    assert desk.ask(morning.report, desk.today - timedelta(days=2)).decisions is None
    with pytest.raises(DayToCome, match="name today or a day before it"):
        desk.ask(morning.report, desk.today + timedelta(days=1))


def test_a_desk_on_its_first_day_has_an_empty_report() -> None:
    empty = Story().ask(morning.report)
    assert empty.decisions.to_order.equals(pl.DataFrame(schema=empty.decisions.to_order.schema))
    assert empty.yesterday.runs.height == 0


def test_r47_what_is_fetched_from_another_warehouse_is_not_without_a_vendor() -> None:
    desk = Story(book=0, glue=0)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", Decimal(30), reason="found", warehouse="EAST")
        replenishment.set_levels(tx, "book", level=Decimal(3), target=Decimal(9), transfer_from="EAST")
    desk.order("book 5", "glue 4")
    now = desk.ask(morning.report).decisions
    assert [name for name in now.to_order["vendor_name"] if name != "Press"] == ["Transfer from EAST", None]


def test_what_is_on_a_pending_purchase_order_is_opened_and_not_said_to_be_ordered() -> None:
    """5 wait, and are on a pending purchase order: no vendor of whom 0 are to be ordered."""
    desk = Story()
    desk.item("book", 0, vendor_code="press")
    desk.order("book 5")
    with desk.act() as tx:
        buying.order_it(tx, lics=["book"])
    now = desk.ask(morning.report).decisions
    assert now.to_order.height == 0
    assert now.to_open.rows() == [("PO101", False, ["book"])]


def test_of_a_vendor_all_that_waits_and_nobody_ordered_is_told_as_on_the_page() -> None:
    """5 of book wait and are on a pending purchase order, 3 of pen are on none"""
    desk = Story()
    for lic in ("book", "pen"):
        desk.item(lic, 0, vendor_code="press")
    desk.order("book 5", "pen 3")
    with desk.act() as tx:
        buying.order_it(tx, lics=["book"])
    now = desk.ask(morning.report).decisions
    assert now.to_order.rows() == [("press", "Press", 1, 3, 8)]


def test_days_are_written_in_one_way_on_paper(desk: Story) -> None:
    desk.now += timedelta(days=7)
    document = desk.ask(paper.morning_report)
    assert "<td>7 Mar</td>" in document
    assert "7 March" not in document
    assert "What happened on 8 Mar</h2>" in document
