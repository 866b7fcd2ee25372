"""Replenishment: trigger, need, and one automatic order however often it runs (R35 to R38)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import buying, catalogue, orders, preferences, replenishment, supply
from engine.errors import BadLevels, Refused
from engine.model import SweepName
from engine.rules.replenishing import Levels, need
from tests import worlds
from tests.story import Story

D = Decimal


def levels(level: int = 10, target: int = 50, multiple: int = 1, minimum: int = 0) -> Levels:
    return Levels(D(level), D(target), D(multiple), D(minimum))


def test_r36_above_the_level_nothing_is_ordered() -> None:
    assert need(D(11), levels()) == 0


def test_r36_at_the_level_the_target_is_filled_up() -> None:
    assert need(D(10), levels()) == 40


def test_r36_demand_counts() -> None:
    """on hand 20, demand 25, target 50  ->  55"""
    assert need(D(20) - D(25), levels()) == 55


def test_r36_the_need_is_rounded_up_to_the_multiple_and_at_least_the_minimum() -> None:
    assert need(D(10), levels(multiple=12)) == 48
    assert need(D(10), levels(minimum=100, multiple=12)) == 108


def test_r37_what_a_person_ordered_counts_against_the_need() -> None:
    assert need(D(10), levels(), ordered_by_hand=D(15)) == 25
    assert need(D(10), levels(), ordered_by_hand=D(60)) == 0


@given(st.integers(-100, 100), st.integers(0, 20), st.integers(1, 50), st.integers(1, 12), st.integers(0, 40))
def test_r36_after_ordering_the_total_is_at_the_target_or_above(
    total: int, level: int, above: int, multiple: int, minimum: int
) -> None:
    wanted = need(D(total), levels(level, level + above, multiple, minimum))
    if total <= level:
        assert total + wanted >= level + above
        assert wanted % multiple == 0
        assert wanted >= minimum
    else:
        assert wanted == 0


@worlds.copied
def world() -> Story:
    desk = Story(book=20)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(10), target=D(50), vendor="press")
    return desk


def automatic(desk: Story) -> list[tuple[str, str, list[Decimal]]]:
    """(number, state, quantities) of every automatic purchase order that is not void."""
    pos = desk.ask(supply.purchase_orders).filter(pl.col("automatic") & (pl.col("state") != "void"))
    return [
        (po, state, desk.ask(supply.lines, po)["qty"].to_list())
        for po, state in pos.select("po", "state").iter_rows()
    ]


def test_r37_run_twice_is_one_order() -> None:
    desk = world()
    desk.order("book 25")
    first = desk.sweep(SweepName.REPLENISHMENT)
    again = desk.sweep(SweepName.REPLENISHMENT)
    assert [qtys for *_, qtys in automatic(desk)] == [[55]]
    assert (first.counts.pos_created, again.counts.pos_created, again.counts.pos_topped_up) == (1, 0, 0)


def test_r37_a_pending_line_is_rewritten_to_todays_need() -> None:
    desk = world()
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.order("book 10")
    report = desk.sweep(SweepName.REPLENISHMENT)
    assert [qtys for *_, qtys in automatic(desk)] == [[65]]
    assert (report.counts.pos_created, report.counts.pos_topped_up) == (0, 1)


def test_r37_a_line_no_longer_needed_is_removed_and_an_empty_order_voided() -> None:
    desk = world()
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.supply("book", 60)
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []


def test_r37_a_line_a_person_edited_is_left_alone_and_counts_against_the_need() -> None:
    desk = world()
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    ((po, _, _),) = automatic(desk)
    line_id = desk.ask(supply.lines, po)["po_line_id"][0]
    with desk.act() as tx:
        supply.change_po_line(tx, po, line_id, qty=D(30))
    desk.sweep(SweepName.REPLENISHMENT)
    assert [qtys for *_, qtys in automatic(desk)] == [[30, 25]]


def test_r37_one_pending_automatic_order_per_vendor() -> None:
    desk = world()
    desk.item("pen", 1)
    with desk.act() as tx:
        catalogue.add_vendor(tx, "mill")
        replenishment.set_levels(tx, "pen", level=D(5), target=D(9), vendor="press")
    desk.item("paper", 1)
    with desk.act() as tx:
        replenishment.set_levels(tx, "paper", level=D(5), target=D(9), vendor="mill")
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    assert sorted(len(qtys) for *_, qtys in automatic(desk)) == [1, 2]


def test_r37_without_the_preference_new_lines_do_not_join_a_pending_order() -> None:
    desk = world()
    desk.prefer(append_to_pending_pos="off")
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.item("pen", 1)
    with desk.act() as tx:
        replenishment.set_levels(tx, "pen", level=D(5), target=D(9), vendor="press")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.sweep(SweepName.REPLENISHMENT)
    assert [qtys for *_, qtys in sorted(automatic(desk))] == [[55], [8]]


def test_r36_an_opened_automatic_order_counts_in_the_total() -> None:
    desk = world()
    desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    ((po, _, _),) = automatic(desk)
    with desk.act() as tx:
        supply.open_po(tx, po)
    desk.sweep(SweepName.REPLENISHMENT)
    assert [(state, qtys) for _, state, qtys in automatic(desk)] == [("open", [D(55)])]


def test_r38_without_a_vendor_there_is_no_order_but_a_notice() -> None:
    desk = Story(book=1)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(10), target=D(50))
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []
    (row,) = desk.ask(replenishment.proposal).to_dicts()
    assert (row["vendor"], row["need_qty"]) == (None, 49)


@pytest.mark.parametrize("fact", [{"discontinued": True}, {"active": False}])
def test_r38_discontinued_and_inactive_lics_are_skipped(fact: dict[str, bool]) -> None:
    desk = world()
    desk.order("book 25")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", **fact)
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []


def test_r38_a_target_that_is_not_above_the_level_is_refused_when_it_is_typed() -> None:
    desk = Story(book=1)
    with (
        desk.act() as tx,
        pytest.raises(BadLevels, match="target 10 of book must be above its replenish level 10"),
    ):
        replenishment.set_levels(tx, "book", level=D(10), target=D(10))


def test_r35_the_lics_preferred_vendor_serves_where_the_pool_names_none() -> None:
    desk = Story(book=1)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
        replenishment.set_levels(tx, "book", level=D(10), target=D(50))
    desk.sweep(SweepName.REPLENISHMENT)
    assert [qtys for *_, qtys in automatic(desk)] == [[49]]
    assert desk.ask(preferences.read).append_to_pending_pos


@worlds.copied
def bare_world(*more: str) -> Story:
    """LICs that are bought from the press and have no levels."""
    desk = Story()
    for lic in ("book", *more):
        desk.item(lic, vendor_code="press")
    return desk


def for_whom(desk: Story, po: str) -> list[tuple[str, int]]:
    """(order, units) that a purchase order is for."""
    return [(order, int(qty)) for order, qty in desk.ask(buying.for_whom, po).select("order", "qty").rows()]


def test_r44_a_line_of_replenishment_is_for_those_who_wait_and_the_rest_for_the_shelf() -> None:
    desk = world()
    first = desk.order("book 25")
    desk.sweep(SweepName.REPLENISHMENT)
    assert for_whom(desk, "PO101") == [(first, 5)]
    second = desk.order("book 3")
    desk.sweep(SweepName.REPLENISHMENT)
    assert for_whom(desk, "PO101") == [(first, 5), (second, 3)]


def test_r44_one_act_orders_up_to_the_target_where_there_are_levels_and_else_what_waits() -> None:
    desk = world()
    desk.item("pen", vendor_code="press")
    number = desk.order("book 25", "pen 4")
    with desk.act() as tx:
        done = replenishment.order_now(tx, [(1, 1), (2, 1)])
    assert done.ordered.sort("lic").select("po", "lic", "qty").rows() == [
        ("PO101", "book", 55),
        ("PO101", "pen", 4),
    ]
    assert for_whom(desk, "PO101") == [(number, 4), (number, 5)]
    with desk.act() as tx:
        assert not replenishment.order_now(tx, [(1, 1), (2, 1)]).pos
    desk.sweep(SweepName.REPLENISHMENT)
    assert [sorted(qtys) for *_, qtys in automatic(desk)] == [[4, 55]]


def test_r44_one_act_refuses_all_that_have_no_vendor_together_and_orders_nothing() -> None:
    desk = bare_world()
    desk.item("glue")
    desk.item("tape")
    with desk.act() as tx:
        replenishment.set_levels(tx, "tape", level=D(5), target=D(9))
    desk.order("book 2", "glue 3")
    with desk.act() as tx, pytest.raises(Refused) as refused:
        replenishment.order_now(tx, [(1, 1), (2, 1), (3, 1)])
    assert [problem.split()[0] for problem in refused.value.problems] == ["tape", "glue"]
    assert automatic(desk) == []


def test_r44_the_sweep_orders_what_waits_without_levels_only_with_the_preference() -> None:
    desk = bare_world()
    number = desk.order("book 10")
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []
    desk.prefer(order_without_levels="on")
    report = desk.sweep(SweepName.REPLENISHMENT)
    assert (report.counts.pos_created, report.counts.pools) == (1, 1)
    assert for_whom(desk, "PO101") == [(number, 10)]
    assert desk.sweep(SweepName.REPLENISHMENT).counts.pos_topped_up == 0
    assert automatic(desk) == [("PO101", "pending", [D(10)])]


def test_r37_r44_the_sweep_rewrites_its_own_lines_to_what_waits_today_and_for_whom() -> None:
    desk = bare_world()
    desk.prefer(order_without_levels="on")
    first, second = desk.order("book 10"), desk.order("book 5")
    desk.sweep(SweepName.REPLENISHMENT)
    with desk.act() as tx:
        orders.cancel_order(tx, first)
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == [("PO101", "pending", [D(5)])]
    assert for_whom(desk, "PO101") == [(second, 5)]
    with desk.act() as tx:
        orders.cancel_order(tx, second)
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []
    assert desk.po_state("PO101") == "void"


def test_r38_r44_the_sweep_skips_what_is_discontinued_inactive_or_has_no_vendor() -> None:
    desk = bare_world("pen")
    desk.item("glue")
    desk.prefer(order_without_levels="on")
    desk.order("book 5", "pen 5", "glue 5")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", discontinued=True)
        catalogue.change_item(tx, "pen", active=False)
    desk.sweep(SweepName.REPLENISHMENT)
    assert automatic(desk) == []
