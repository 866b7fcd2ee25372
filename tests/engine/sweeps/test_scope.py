"""A sweep for one LIC, order or customer alone: its pools, by rank, and no run of the whole sweep (R24)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import sweeps
from engine.errors import DeskError, Unknown
from engine.model import Outcome, SweepName
from engine.past import replay
from engine.sweeps import Scope, SweepReport, schedules
from engine.sweeps.scope import OnlySecondary
from tests import worlds
from tests.story import Story


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """Two LICs of which 5 lie free since a count, each wanted by two orders."""
    desk = Story(book=0, pen=0)
    desk.order("book 4", "pen 4")
    desk.order("book 4", customer="college")
    desk.adjust("book", 5)
    desk.adjust("pen", 5)
    return desk


def swept(desk: Story, **scope: str) -> SweepReport:
    report = sweeps.run_sweep(
        desk.session, SweepName.SECONDARY, actor=desk.actor, now=desk.now, scope=Scope(**scope)
    )
    assert report is not None
    desk.prove()
    return report


def test_r24_a_sweep_for_a_lic_looks_at_its_pools_alone(desk: Story) -> None:
    report = swept(desk, lic="book")
    assert (report.outcome, report.scope, report.counts.pools) == (Outcome.DONE, "LIC book", 1)
    assert desk.state("1001") == "4 allotted, 4 backordered"


def test_r24_rank_decides_in_a_sweep_for_a_customer_as_ever(desk: Story) -> None:
    """The college stands second: what it waits for goes to the school first."""
    report = swept(desk, customer="college")
    assert (report.scope, report.counts.pools) == ("customer college", 1)
    assert desk.state("1001") == "4 allotted, 4 backordered"
    assert desk.state("1002") == "1 allotted, 3 backordered"


def test_r24_a_sweep_for_an_order_looks_where_its_lines_wait(desk: Story) -> None:
    report = swept(desk, order="1001")
    assert (report.scope, report.counts.pools, report.counts.lines_filled) == ("order 1001", 2, 3)
    assert swept(desk, order="1001").counts.lines_filled == 0


def test_a_run_for_a_part_is_replayed_with_the_pools_that_it_looked_at(desk: Story) -> None:
    first = swept(desk, order="1002")
    second = swept(desk, lic="pen")
    for run in (first, second):
        again = desk.ask(replay.replay, run.run_id)
        assert again.is_same
    assert (first.counts.lines_filled, second.counts.lines_filled) == (2, 1)


def test_a_run_for_a_part_is_no_run_of_the_whole_sweep(desk: Story) -> None:
    whole = desk.sweep()
    desk.now += timedelta(minutes=90)
    swept(desk, lic="book")
    status = {row["sweep"]: row for row in desk.ask(schedules.status)}
    assert status[SweepName.SECONDARY]["last_done_at"] == whole.started_at
    assert status[SweepName.SECONDARY]["last_started_at"] == whole.started_at


def test_a_run_for_a_part_leaves_the_primary_sweep_what_came(desk: Story) -> None:
    desk.supply("pen", 3)
    swept(desk, lic="book")
    assert desk.sweep(SweepName.PRIMARY).counts.pools == 1


def test_days_that_may_have_moved_are_still_looked_into_after_a_run_for_a_part(desk: Story) -> None:
    desk.sweep()
    desk.prefer(skip_age_days="20")
    swept(desk, lic="book")
    with desk.session.snapshot() as tx:
        assert tx.value("sweeps.may_have_moved")


@pytest.mark.parametrize(
    ("sweep", "scope", "why"),
    [
        (SweepName.PRIMARY, Scope(lic="book"), OnlySecondary),
        (SweepName.CLOSING, Scope(order="1001"), OnlySecondary),
        (SweepName.SECONDARY, Scope(lic="bok"), Unknown),
        (SweepName.SECONDARY, Scope(order="9"), Unknown),
        (SweepName.SECONDARY, Scope(customer="nobody"), Unknown),
    ],
)
def test_what_is_not_there_is_refused_before_there_is_a_run(
    desk: Story, sweep: SweepName, scope: Scope, why: type[DeskError]
) -> None:
    before = desk.ask(sweeps.runs).height
    with pytest.raises(why):
        sweeps.run_sweep(desk.session, sweep, actor="Ann", scope=scope)
    with pytest.raises(why):  # nobody is asked who may lose before it
        desk.ask(sweeps.losers, sweep, scope)
    assert desk.ask(sweeps.runs).height == before


def test_the_run_log_says_for_what_a_run_was(desk: Story) -> None:
    desk.sweep()
    swept(desk, order="1002")
    assert desk.ask(sweeps.runs)["scope"].to_list() == ["order 1002", ""]


def test_who_would_lose_is_asked_of_the_pools_alone(desk: Story) -> None:
    assert desk.ask(sweeps.losers, SweepName.SECONDARY, Scope(lic="book")).height == 0
