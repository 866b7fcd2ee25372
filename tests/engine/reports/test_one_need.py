"""How much is needed of a pool is one number, whoever asks, and *Order it* orders all of it at once (R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from hypothesis import example, given
from hypothesis import strategies as st

from db.session import Transaction
from engine import buying, log, next_acts, supply
from engine.buying import ordering
from engine.errors import DeskError
from engine.model import SweepName
from engine.next_acts import supplying
from engine.reports import buyer, coverage
from tests import worlds
from tests.acts import LICS, acts_named, perform
from tests.examples import drawing
from tests.story import Story

_COUNTS: Final = st.tuples(st.just("adjust"), st.sampled_from(LICS), st.integers(-25, 5).filter(bool))
_BUYS: Final = st.tuples(st.just("buy"), st.sampled_from(LICS), st.integers(1, 15), st.booleans())
_ACTS: Final = st.one_of(acts_named("order", "cancel", "sweep", "hold", "ship"), _COUNTS, _BUYS)
Needs = dict[str, Decimal]


@worlds.copied
def world() -> Story:
    """LICs that are bought from the press, have no levels, and may lie below zero."""
    desk = Story()
    for lic in LICS:
        desk.item(lic, vendor_code="press")
    desk.prefer(allow_negative_stock="on")
    return desk


@drawing(6)
@given(st.lists(_ACTS, min_size=3, max_size=8))
@example([("adjust", "book", -5), ("order", ["book 3 split"], 0, "partial")])
@example([("order", ["book 3 split"], 0, "partial"), ("order it", "book"), ("adjust", "book", -5)])
def test_r44_every_screen_says_how_much_is_needed_and_one_act_orders_it(
    script: list[tuple[Any, ...]],
) -> None:
    desk, numbers = world(), [""]
    numbers[:] = [desk.order("book 4", "pen 2")]
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    needs = desk.ask(what_is_needed)
    assert desk.ask(says_the_next_act) == needs
    for lic, qty in needs.items():
        with desk.act() as tx:
            assert sum(buying.order_it(tx, lics=[lic]).ordered["qty"], Decimal(0)) == qty
    assert not any(desk.ask(what_is_needed).values())
    open_all(desk)
    assert desk.ask(coverage.not_ordered).is_empty()


def what_is_needed(tx: Transaction) -> Needs:
    """What *Order it* would order, as the page of the LIC, what to order, and *Order it* itself say it."""
    of_lic = {lic: buyer.lacking(tx, lic).short_qty for lic in LICS}
    listed = dict.fromkeys(LICS, Decimal(0)) | dict(buyer.to_order(tx).select("lic", "order_qty").iter_rows())
    lacking = {lic: ordering.find_lacking(tx, lics=[lic]).pools for lic in LICS}
    found = {lic: sum(pools["short_qty"], Decimal(0)) for lic, pools in lacking.items()}
    assert of_lic == listed == found
    remedies = dict(coverage.not_ordered(tx).select("lic", "remedy").iter_rows())
    only_opened = {lic for lic, remedy in remedies.items() if remedy.startswith(("Open", "Send"))}
    assert {lic for lic in remedies if not found[lic]} == only_opened
    return found


def says_the_next_act(tx: Transaction) -> Needs:
    """What the next act would order, read from what it orders."""
    ordered = [act for act in supplying.find(tx) if act.kind is next_acts.ActKind.ORDER]
    goods = " and ".join(act.sentence.removesuffix(" from Press").removeprefix("Order ") for act in ordered)
    said = {part.split(" of ")[1]: Decimal(part.split(" of ")[0]) for part in goods.split(" and ") if part}
    return dict.fromkeys(LICS, Decimal(0)) | said


def open_all(desk: Story) -> None:
    for po in desk.ask(supply.purchase_orders, "pending")["po"]:
        with desk.act() as tx:
            supply.open_po(tx, po)


@worlds.copied
def below_zero() -> tuple[Story, str]:
    """5 lie below zero | 3 wait"""
    desk = world()
    desk.adjust("book", -5)
    return desk, desk.order("book 3")


def test_r44_what_lies_below_zero_is_ordered_with_what_waits_and_the_link_names_only_what_waits() -> None:
    desk, number = below_zero()
    with desk.act() as tx:
        assert buying.order_it(tx, lines=[(number, 1)]).sentence == "Ordered 8 of book on PO101."
    assert desk.ask(buying.for_whom, "PO101").select("order", "qty").rows() == [(number, Decimal(3))]
    told = desk.ask(log.search, word="below zero")["sentence"]
    assert told.str.contains("8 wait or lie below zero, and neither stock nor a purchase").any()
    open_all(desk)
    with desk.act() as tx:
        supply.receive(tx, "PO101", {"book": Decimal(8)})
    desk.sweep(SweepName.SECONDARY)
    assert desk.state(number) == "3 allotted"


def test_r44_the_replenishment_sweep_orders_what_lies_below_zero_without_levels_once() -> None:
    desk, _ = below_zero()
    desk.prefer(order_without_levels="on")
    for _ in range(2):
        desk.sweep(SweepName.REPLENISHMENT)
        assert desk.ask(supply.lines, "PO101")["qty"].to_list() == [8]
    open_all(desk)
    desk.sweep(SweepName.REPLENISHMENT)
    assert desk.ask(supply.purchase_orders, "pending").is_empty()


def test_r44_what_is_pending_for_a_line_makes_good_below_zero_before_it_helps_the_line() -> None:
    """3 wait, and 3 are pending for them | a count finds 5 below zero | 5 more are needed"""
    desk = world()
    desk.order("book 3")
    with desk.act() as tx:
        buying.order_it(tx, lics=["book"])
    desk.adjust("book", -5)
    assert desk.ask(coverage.not_ordered)["remedy"].to_list() == ["Order it, or give it a level."]
    (act,) = desk.ask(supplying.find)
    assert (act.sentence, act.qty) == ("Order 5 of book from Press", Decimal(3))
    page = desk.ask(buyer.lacking, "book")
    assert (page.short_qty, page.pending_qty) == (5, 3)
    assert desk.ask(ordering.find_lacking, vendor="press").pools["short_qty"].to_list() == [5]


def test_r44_where_nothing_waits_what_lies_below_zero_is_left_to_levels() -> None:
    desk = world()
    desk.adjust("book", -5)
    with desk.act() as tx:
        assert buying.order_it(tx, lics=["book"]).sentence == (
            "Nothing more of book is needed: what waits is covered."
        )
    assert desk.ask(buyer.to_order).is_empty()
