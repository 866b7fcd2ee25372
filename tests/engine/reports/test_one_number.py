"""One fact has one number, whichever page or file says it: what the pages ask the engine, on random desks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.session import Transaction
from engine import buying, catalogue, promises, stock
from engine.errors import DeskError
from engine.interchange import exporting
from engine.model import LineState, Policy
from engine.past import history
from engine.reports import (
    added_up,
    ahead,
    backlog,
    backorders,
    bought,
    buyer,
    coverage,
    demand,
    explain,
    morning,
    policies,
    stranded,
)
from engine.reports.added_up import TERMS, Balance
from tests.acts import acts, perform
from tests.examples import examples
from tests.story import START, Story

EXAMPLES = examples(4)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=8, max_size=14), st.sampled_from([Policy.STRICT, *Policy]))
@example([("cancel", 0), ("hold customer", 9), ("supply", "book", 1)], Policy.STRICT)
def test_every_page_and_file_says_the_same_number(script: list[tuple[Any, ...]], policy: Policy) -> None:
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy)
    numbers = [desk.order("book 40", "pen 30 whole", requested_on=START.date())]
    desk.complete("book 5", "pen 5")
    desk.purchase("book", 3)
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    desk.now += timedelta(days=2)  # the day asked for is over
    for question in (what_waits, what_is_past_the_day_asked_for, what_nobody_ordered, what_is_to_order):
        desk.ask(question)
    desk.ask(what_each_balance_is_added_up_from)
    what_is_expected(desk)
    what_can_be_filled(desk)
    desk.ask(what_is_stranded)
    desk.now += timedelta(days=30)  # every purchase order is late that has a day
    desk.ask(what_has_a_day)


def same(**numbers: Any) -> None:
    """Every page says the same."""
    assert len(set(numbers.values())) == 1, numbers


def total(column: pl.Series) -> Decimal:
    return sum(column, Decimal(0))


def lines_of(rows: pl.DataFrame) -> int:
    """How many lines wait, counted as they were typed."""
    return rows.select("order", "root_line").n_unique()


def what_waits(tx: Transaction) -> None:
    summary, review, promised = backlog.summary(tx), backorders.waiting(tx), promises.waiting_promises(tx)
    ages, customers, lics = backlog.by_age(tx), backlog.by_customer(tx), backlog.by_lic(tx)
    today, past = backlog.per_day(tx, 7).row(-1, named=True), history.look(tx, history.at(tx, tx.now)).backlog
    exported = exporting.lines(tx).filter(pl.col("state") == LineState.BACKORDERED)
    same(
        home=summary.lines,
        ages=ages["lines"].sum(),
        customers=customers["lines"].sum(),
        lics=lics["lines"].sum(),
        review=lines_of(review),
        promises=promised.height,
        past=past.lines,
        file=lines_of(exported),
    )
    same(
        home=summary.qty,
        chart=today["qty"],
        ages=total(ages["qty"]),
        customers=total(customers["qty"]),
        lics=total(lics["qty"]),
        review=total(review["qty"]),
        promises=total(promised["qty"]),
        demand=total(stock.balances(tx)["backordered"]),
        past=past.qty,
        file=total(exported["qty"]),
    )
    same(
        home=summary.value,
        chart=today["value"],
        ages=total(ages["value"]),
        customers=total(customers["value"]),
        lics=total(lics["value"]),
        review=total(review["value"].drop_nulls()),
        past=past.value,
    )


def what_each_balance_is_added_up_from(tx: Transaction) -> None:
    for lic in ("book", "pen"):
        balances = stock.balances(tx, lic)
        sums = {one: total(balances[one]) for one in Balance}
        rows = {one: total(added_up.rows(tx, lic, one)["qty"]) for one in Balance if one not in TERMS}
        of_terms = {one: sum((sign * sums[term] for term, sign in TERMS[one]), Decimal(0)) for one in TERMS}
        assert rows | of_terms == sums


def what_is_past_the_day_asked_for(tx: Transaction) -> None:
    summary, review = backlog.summary(tx), backorders.waiting(tx)
    past = review.filter(pl.col("requested_on") < tx.today)
    same(
        home=summary.overdue_lines,
        review=lines_of(past),
        customers=backlog.by_customer(tx)["overdue_lines"].sum(),
        lics=backlog.by_lic(tx)["overdue_lines"].sum(),
    )
    same(
        home=summary.overdue_qty,
        review=total(past["qty"]),
        chart=backlog.per_day(tx, 7)["overdue_qty"][-1],
    )
    first = past.sort("requested_on", "order").row(0, named=True) if past.height else {}
    assert (summary.overdue_since, summary.overdue_order) == (first.get("requested_on"), first.get("order"))


def what_nobody_ordered(tx: Transaction) -> None:
    home, listed = coverage.coverage(tx), coverage.not_ordered(tx)
    same(home=home.not_ordered_qty, replenishment=total(listed["not_ordered_qty"]))
    assert set(home.not_ordered_lics) == set(listed["lic"])
    same(parts=home.shelf_qty + home.covered_qty + home.not_ordered_qty, home=backlog.summary(tx).qty)
    on_order = dict(stock.balances(tx).select("lic", "on_order").iter_rows())
    for row in listed.to_dicts():
        assert row["covered_qty"] == on_order[row["lic"]], "nothing that is on order is left over"


def what_is_to_order(tx: Transaction) -> None:
    """The morning report says of each vendor what replenishment says of it, of what nobody ordered, too."""
    report, pools = morning.report(tx).decisions, buyer.to_order(tx)
    assert report is not None
    same(listed=total(coverage.not_ordered(tx)["not_ordered_qty"]), page=total(pools["uncovered_qty"]))
    sections = pools.group_by("vendor", "from_warehouse").agg(pl.col("order_qty", "uncovered_qty").sum())
    needed = sections.filter(pl.col("order_qty") > 0).sort("order_qty", "uncovered_qty")
    told = report.to_order.sort("order_qty", "uncovered_qty")
    assert told.select("order_qty", "uncovered_qty").equals(needed.select("order_qty", "uncovered_qty"))


def what_is_expected(desk: Story) -> None:
    """The review, the LIC's page and the order say in one way when a line is filled, and they and its promise
    on which pending purchase orders it was ordered."""
    with desk.act() as tx:
        for lic in ("book", "pen"):
            catalogue.change_item(tx, lic, vendor_code="press")
        buying.order_it(tx, lics=["book", "pen"])
    review, promised = desk.ask(backorders.waiting), desk.ask(bought.promised)
    queues = pl.concat([desk.ask(demand.queue, lic) for lic in ("book", "pen")])
    queued = queues.filter(pl.col("state") == LineState.BACKORDERED)
    explained = [desk.ask(explain.explain, number) for number in review["order"].unique()]
    on_order = {(one.order, one.line): one.expected for order in explained for one in order}
    pending = bought.pending(desk.ask(buying.bought_on))
    for row in review.to_dicts():
        same(
            review=row["expected"],
            lic=queued.row(by_predicate=pl.col("line_id") == row["line_id"], named=True)["covered_by"],
            order=on_order[row["order"], row["line"]],
        )
        typed = (pl.col("order") == row["order"]) & (pl.col("line") == row["root_line"])
        told = promised.row(by_predicate=typed, named=True)["expected"]
        on_pending = pending.get((row["order"], row["root_line"]), "")
        assert row["expected"].endswith(on_pending)
        assert told.endswith(on_pending)


def what_can_be_filled(desk: Story) -> None:
    home, review = desk.ask(backlog.fillable), desk.ask(backlog.fillable_lines)
    same(home=home.qty, review=total(review["fillable_qty"]))
    swept = desk.sweep()
    same(home=home.lines, run_log=swept.counts.lines_filled)
    same(home=home.qty, run_log=swept.counts.units_allotted)


def what_is_stranded(tx: Transaction) -> None:
    page = stranded.find(tx)
    same(parts=page.set_aside_qty + page.held_qty, page=page.qty)
    in_force = [row for row in policies.one_by_one(tx) if row.in_force]
    same(page=page.set_aside_qty, policies=sum((row.set_aside_qty for row in in_force), Decimal(0)))
    same(
        home=backlog.summary(tx).lines,
        policies=sum(row.lines_waiting for row in in_force),
    )


def what_has_a_day(tx: Transaction) -> None:
    """No day is made of nothing: a late purchase order gives none, and none has passed."""
    review, promised = backorders.waiting(tx), promises.waiting_promises(tx)
    queues = pl.concat([demand.queue(tx, lic) for lic in stock.balances(tx)["lic"].unique()])
    queued = queues.filter(pl.col("state") == LineState.BACKORDERED)
    for frame, column in (
        *((rows, "projected_on") for rows in (review, queued)),
        (promised, "now_on"),
        (review, "if_ordered_on"),
    ):
        assert (frame[column].drop_nulls() >= tx.today).all(), column
    days = [dict(rows.select("line_id", "projected_on").iter_rows()) for rows in (review, queued)]
    assert days[0] == days[1]
    home = coverage.coverage(tx)
    assert home.next_on is None or home.next_on >= tx.today
    for lic in ("book", "pen"):
        steps = ahead.ahead(tx, lic, demand.queue(tx, lic)).steps
        assert all(step.change.day >= tx.today for step in steps)
