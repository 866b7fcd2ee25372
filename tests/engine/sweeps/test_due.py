"""When a sweep is due, caught up, or run again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.session import Session
from engine import preferences
from engine.model import SweepName, Trigger
from engine.sweeps import run_sweep
from tests.engine.sweeps.plans import MONDAY, act, change, due, ran


def test_a_sweep_is_due_at_its_time_and_not_before(berlin: Session) -> None:
    """R26."""
    at = MONDAY + timedelta(minutes=30)
    assert due(berlin, at - timedelta(seconds=1)) is None
    assert due(berlin, at) == (at, Trigger.SCHEDULED)
    assert due(berlin, at + timedelta(minutes=2)) == (at, Trigger.SCHEDULED)


def test_a_missed_time_is_caught_up(berlin: Session) -> None:
    """R26: more than two minutes late is a catch-up."""
    at = MONDAY + timedelta(minutes=30)
    assert due(berlin, at + timedelta(minutes=3)) == (at, Trigger.CATCH_UP)


def test_many_missed_times_give_one_catch_up(berlin: Session) -> None:
    """R26: three days off; only the latest time is due, and once it ran nothing is."""
    late = MONDAY + timedelta(days=3, minutes=15)
    found = due(berlin, late)
    assert found == (MONDAY + timedelta(days=3), Trigger.CATCH_UP)
    ran(berlin, found[0])
    assert due(berlin, late) is None


def test_times_before_the_schedule_was_changed_are_not_caught_up(berlin: Session) -> None:
    """R26: a schedule made or switched on at 09:05 owes nothing for 09:00."""
    assert due(berlin, MONDAY + timedelta(minutes=6)) is None


def test_a_schedule_that_is_off_is_never_due(berlin: Session) -> None:
    """R26."""
    change(berlin, enabled=False)
    assert due(berlin, MONDAY + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("outcome", "is_due"),
    [("running", False), ("done", False), ("off", False), ("failed", False), ("interrupted", True)],
)
def test_only_a_killed_run_is_run_again_for_its_time(berlin: Session, outcome: str, is_due: bool) -> None:
    """R27, R28: one that failed would fail again; one that was killed left nothing."""
    at = MONDAY + timedelta(minutes=30)
    ran(berlin, at, outcome)
    assert (due(berlin, at + timedelta(minutes=1)) is not None) is is_due


def test_a_manual_run_does_not_stand_for_a_scheduled_one(berlin: Session) -> None:
    """R27."""
    ran(berlin, None)
    at = MONDAY + timedelta(minutes=30)
    assert due(berlin, at) == (at, Trigger.SCHEDULED)


def test_a_run_for_a_time_to_come_does_not_count(berlin: Session) -> None:
    """R27: the machine's clock was a year ahead for a day; that must not silence the sweep for a year."""
    ran(berlin, MONDAY + timedelta(days=365))
    at = MONDAY + timedelta(minutes=30)
    assert due(berlin, at) == (at, Trigger.SCHEDULED)


def test_a_change_at_a_time_to_come_does_not_count(berlin: Session) -> None:
    """R26: nor must a schedule that was changed on that day be silent for a year."""
    change(berlin, now=MONDAY + timedelta(days=365), window_end="21:00")
    at = MONDAY + timedelta(minutes=30)
    assert due(berlin, at) == (at, Trigger.SCHEDULED)


def test_runs_of_another_sweep_do_not_count(berlin: Session) -> None:
    """R27."""
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    ran(berlin, at)
    assert due(berlin, at, "secondary") == (at, Trigger.SCHEDULED)


def test_what_is_due_can_be_run_once(berlin: Session) -> None:
    """R27: the sweep itself refuses the same time again, and then it is no longer due."""
    at = MONDAY + timedelta(minutes=30)
    facts: dict[str, Any] = {
        "actor": "scheduler",
        "trigger": Trigger.SCHEDULED,
        "scheduled_for": at,
        "now": at,
    }
    assert run_sweep(berlin, SweepName.PRIMARY, **facts) is not None
    assert run_sweep(berlin, SweepName.PRIMARY, **facts) is None
    assert due(berlin, at) is None


def test_the_desks_time_zone_decides_when_it_is_two_in_the_morning(berlin: Session) -> None:
    """R26: the preference, not the machine."""
    now = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    assert due(berlin, now, "secondary") == (datetime(2026, 11, 24, 1, tzinfo=UTC), Trigger.CATCH_UP)
    with act(berlin) as tx:
        preferences.change(tx, "time_zone", "America/New_York")
    assert due(berlin, now, "secondary") == (datetime(2026, 11, 24, 7, tzinfo=UTC), Trigger.CATCH_UP)
