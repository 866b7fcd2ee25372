"""What the backlog is narrowed to: every figure of a slice beside a plain count of the lines in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import catalogue, replenishment
from engine.errors import DeskError
from engine.reports import backlog, backorders, coverage, slicing
from engine.reports.slicing import AGES, NO_VENDOR, WHOLE, Slice
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import START, Story

D = Decimal
slices = st.builds(
    Slice,
    lic=st.sampled_from([(), ("book",), ("book", "pen")]),
    customer=st.sampled_from([(), ("school",), ("college",)]),
    age=st.sampled_from([(), AGES[:1]]),
    priority=st.sampled_from([(), ("0",), ("1", "2")]),
    vendor=st.sampled_from([(), ("press",), (NO_VENDOR,)]),
)


def test_a_code_is_put_on_and_taken_off_by_the_same_click() -> None:
    one = WHOLE.toggled("lic", "book")
    both = one.toggled("lic", "pen").toggled("age", AGES[0])
    assert both == Slice(lic=("book", "pen"), age=AGES[:1])
    assert both.toggled("lic", "book").toggled("age", AGES[0]) == Slice(lic=("pen",))
    assert one.toggled("lic", "book") == WHOLE


def test_an_address_narrows_to_what_there_is_and_to_nothing_else() -> None:
    desk = Story(book=0)
    typed = {
        "lic": ["book", "book", "nonsense"],
        "customer": ["school", "'; drop table item"],
        "age": ["0–7 days", "young"],
        "priority": ["5", "11", "-1"],
        "vendor": ["press", "", "nobody"],
    }
    only, names = desk.ask(slicing.of, typed)
    assert only == Slice(("book",), ("school",), ("0–7 days",), ("5",), ("press", ""))
    assert (names["customer"]["school"], names["vendor"]["press"]) == ("School", "Press")
    assert desk.ask(slicing.of, {}) == (WHOLE, {name: {} for name in WHOLE.lists})


def test_each_list_is_narrowed_by_all_others_and_not_by_itself() -> None:
    """book: school 5, college 3 | pen: college 4"""
    desk = Story(book=0, pen=0)
    desk.order("book 5")
    desk.order("book 3", "pen 4", customer="college", priority=2)
    only = Slice(lic=("pen",))
    assert desk.ask(backlog.by_lic, only=only).select("lic", "qty").rows() == [("book", 8), ("pen", 4)]
    assert desk.ask(backlog.by_customer, only=only).select("customer", "qty").rows() == [("college", 4)]
    assert desk.ask(backlog.by_priority, only=only).select("priority", "qty").rows() == [(2, 4)]
    assert desk.ask(backlog.by_vendor, only=Slice(customer=("school",))).select("vendor", "qty").rows() == [
        ("", 5)
    ]
    assert desk.ask(backlog.summary, Slice(lic=("pen",), customer=("school",))).lines == 0


def test_what_covers_a_slice_goes_round_by_rank() -> None:
    """10 come on a purchase order, 8 wait before 6: of those behind 2 are on order and 4 are not"""
    desk = Story(book=0)
    desk.order("book 8")
    desk.order("book 6", customer="college")
    desk.purchase("book", 10)
    first, behind = (desk.ask(coverage.coverage, Slice(customer=(code,))) for code in ("school", "college"))
    assert (first.covered_qty, first.not_ordered_qty) == (D(8), D(0))
    assert (behind.covered_qty, behind.not_ordered_qty, behind.not_ordered_lics) == (D(2), D(4), ["book"])


def test_r35_the_vendor_is_that_of_the_level_before_that_of_the_lic() -> None:
    desk = Story(book=0)
    desk.order("book 8")
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(1), target=D(5), vendor="press")
    assert desk.ask(backlog.by_vendor).select("vendor", "name", "qty").rows() == [("press", "Press", 8)]
    assert desk.ask(backlog.per_day, 2, Slice(vendor=("press",)))["qty"][-1] == 8
    assert desk.ask(backlog.summary, Slice(vendor=(NO_VENDOR,))).qty == 0


def test_what_is_late_is_counted_for_those_who_wait_for_it() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 8")
    desk.order("pen 6")
    desk.purchase("book", 10, expected_on=START.date())
    desk.now += (START - START.replace(day=1)) * 3
    late = [desk.ask(coverage.coverage, Slice(lic=(lic,))).late_pos for lic in ("book", "pen")]
    assert late == [1, 0]


def test_r30_what_can_ship_now_is_on_shipments_that_have_not_left() -> None:
    desk = Story(book=20, pen=5)
    shipped = desk.order("book 5")
    desk.order("book 4", "pen 3", customer="college")
    desk.complete("pen 9")
    desk.ship(shipped)
    assert desk.ask(backlog.ready) == backlog.Ready(1, D(7))
    assert desk.ask(backlog.ready, Slice(lic=("pen",))) == backlog.Ready(1, D(3))
    assert desk.ask(backlog.ready, Slice(customer=("school",))) == backlog.Ready(0, D(0))


@drawing(3)
@given(st.lists(acts, min_size=6, max_size=12), slices)
def test_every_figure_of_a_slice_is_what_its_lines_say(script: list[tuple[Any, ...]], only: Slice) -> None:
    desk = Story(book=30)
    desk.item("pen", 10, vendor_code="press")
    numbers = [desk.order("book 40", "pen 30", customer="college"), desk.order("book 9", priority=2)]
    for step in script:
        if step[0] in {"levels", "fetched levels"}:
            continue  # whose vendor a test of its own is about
        try:
            perform(desk, numbers, *step)
        except DeskError:
            continue
    desk.ask(agree, only)


def agree(tx: Transaction, only: Slice) -> None:
    """Summary, curve, lists and cover of a slice say the same as the review's lines that are in it."""
    lines = backorders.waiting(tx).filter(*counted(tx, only))
    summary = backlog.summary(tx, only)
    covered = coverage.coverage(tx, only)
    qty = total(lines["qty"])
    assert summary.qty == qty == backlog.per_day(tx, 7, only)["qty"][-1]
    assert summary.value == backlog.per_day(tx, 7, only)["value"][-1]
    assert summary.lines == lines.select("order", "root_line").n_unique()
    assert summary.paused_lines == lines.filter("paused").select("order", "root_line").n_unique()
    assert covered.shelf_qty + covered.covered_qty + covered.not_ordered_qty == qty
    for name in ("lic", "customer", "priority", "vendor"):
        rows = getattr(backlog, f"by_{name}")(tx, only=only)
        codes = only.lists[name]
        chosen = rows.filter(pl.col(name).cast(pl.String).is_in(codes)) if codes else rows
        assert total(chosen["qty"]) == qty, name


def counted(tx: Transaction, only: Slice) -> list[pl.Expr]:
    """The review's lines of a slice, one condition for each kind of code; ages are all young here."""
    bought = catalogue.items(tx).filter(pl.col("vendor").is_in(only.lists["vendor"]))["lic"].to_list()
    loose = catalogue.items(tx).filter(pl.col("vendor").is_null())["lic"].to_list()
    of_vendors = [*bought, *(loose if NO_VENDOR in only.vendor else [])]
    conditions = [
        pl.col(column).cast(pl.String).is_in(codes)
        for column, codes in (("lic", only.lic), ("customer", only.customer), ("priority", only.priority))
        if codes
    ]
    return [*conditions, *([pl.col("lic").is_in(of_vendors)] if only.vendor else [])]


def total(column: pl.Series) -> Decimal:
    return sum(column, D(0))
