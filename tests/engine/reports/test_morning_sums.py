"""The sums of each morning are those of the run log, of the record log and of what was there at both ends of
the day before, on random desks that lived some days (R28)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine import log, stock, sweeps
from engine.errors import DeskError
from engine.reports import backlog, morning
from engine.reports.morning import MOST, Morning
from tests.acts import LICS, acts, acts_named, perform
from tests.examples import drawing
from tests.story import Story
from tests.two_warehouses import add_other

EVERY = 100_000
begun = st.lists(acts_named("order"), min_size=2, max_size=3)
sweeping = acts_named("sweep", "sweep", "return", "cancel line", "pin", "ship")
script = st.lists(
    st.tuples(st.sampled_from([1, 5, 11, 30]), st.one_of(acts, acts, sweeping)), min_size=6, max_size=14
)


class Quick(Story):
    """A story whose acts are proven only in the end."""

    def prove(self) -> None:
        """Nothing."""


@drawing(2)
@given(begun, script)
def test_r28_the_sums_of_every_morning_are_those_of_the_logs(
    first: list[tuple[Any, ...]], told: list[tuple[int, tuple[Any, ...]]]
) -> None:
    desk, numbers, ends = Quick(book=20, pen=8), list[str](), dict[date, tuple[Decimal, Decimal]]()
    add_other(desk)
    for hours, act in [*((1, one) for one in first), *told]:
        go_on(desk, desk.now + timedelta(hours=hours), ends)
        with suppress(DeskError):
            perform(desk, numbers, *act)
    go_on(desk, desk.now + timedelta(days=1), ends)
    Story.prove(desk)
    rows = desk.ask(log.search, most=EVERY).filter(pl.col("field") == "state")
    runs = desk.ask(sweeps.runs, most=EVERY)
    before = (Decimal(0), Decimal(0))
    for day, end in sorted(ends.items()):
        report: Morning = desk.ask(morning.report, day + timedelta(days=1))
        past = report.yesterday
        assert past.goods["qty"].sum() == end[0] - before[0], day
        assert_runs(past.runs, runs.filter(pl.col("started_at").dt.date() == day), rows)
        assert_losses(past.losses, rows.filter(pl.col("logged_at").dt.date() == day))
        if report.decisions:
            assert report.decisions.before_qty == end[1]
        before = end


def go_on(desk: Story, until: Any, ends: dict[date, tuple[Decimal, Decimal]]) -> None:
    """The hour of the next act, and what lay there and waited at the end of each day until then."""
    day = desk.now.date()
    lying = sum((desk.ask(stock.balances, lic)["on_hand"].sum() for lic in LICS), Decimal(0))
    waiting = desk.ask(backlog.summary).qty
    while day < until.date():
        ends[day] = lying, waiting
        day += timedelta(days=1)
    desk.now = until


def assert_runs(told: pl.DataFrame, runs: pl.DataFrame, rows: pl.DataFrame) -> None:
    """What the sweeps did, by the run log, and by the record log of each run."""
    sums = ("lines_filled", "units_allotted", "lines_released", "shipments_created")
    by_sweep = runs.group_by("sweep").agg(pl.len().alias("runs"), pl.col(sums).sum()).sort("sweep")
    assert told.select("sweep", "runs", *sums).rows() == by_sweep.rows()
    for run in runs.iter_rows(named=True):
        mine = rows.filter(pl.col("run_id") == run["run_id"])
        given = mine.filter(old_value="backordered", new_value="allotted")
        taken = mine.filter(old_value="allotted", new_value="backordered")
        assert run["units_allotted"] == given["qty"].sum(), run
        assert run["lines_released"] == taken.height, run


def assert_losses(told: pl.DataFrame, rows: pl.DataFrame) -> None:
    """What was taken back that day, and why."""
    lost = rows.filter(pl.col("record") == "order", old_value="allotted", new_value="backordered")
    assert told["total"].to_list() == [lost.height] * min(lost.height, MOST)
    assert told["qty"].to_list() == sorted(lost["qty"].to_list(), reverse=True)[:MOST]
    assert set(told["sentence"]) <= set(lost["sentence"])
