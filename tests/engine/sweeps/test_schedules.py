"""Schedules as rows that an admin edits, and whether a sweep is due: R26, R27."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db.session import MIGRATIONS, Session, Transaction
from engine import log, preferences, signals
from engine.errors import DeskError, Refused, Unknown
from engine.model import Outcome, SweepName, Trigger
from engine.rules import calendar
from engine.rules.calendar import Schedule, Unit
from engine.store import open_desk
from engine.sweeps import run_sweep, schedule_text, schedules
from engine.sweeps.schedules import DEFAULT_SCHEDULES

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Berlin


@contextmanager
def act(desk: Session, now: datetime = MONDAY) -> Iterator[Transaction]:
    with desk.transaction(actor="Ann", now=now) as tx:
        yield tx


def change(desk: Session, sweep: str = "primary", now: datetime = MONDAY, **fields: Any) -> Schedule:
    with act(desk, now) as tx:
        return schedules.set_schedule(tx, sweep, **fields)


def half_hourly(desk: Session) -> None:
    """Every 30 minutes, whatever a new desk has; of the change there is no trace in the record log."""
    with act(desk) as tx:
        plan = schedules.schedule_of(tx, "primary")
        tx.write(
            "schedules.keep",
            sweep=plan.sweep,
            **schedule_text.kept(replace(plan, every_n=30, every_unit=Unit.MINUTES)),
        )


def due(desk: Session, now: datetime, sweep: str = "primary") -> tuple[datetime, Trigger] | None:
    with desk.snapshot(now=now) as tx:
        return schedules.due(tx, sweep, now)


def ran(desk: Session, scheduled_for: datetime | None, outcome: str = "done") -> None:
    """A row of the run log, as if the primary sweep had run."""
    with act(desk) as tx:
        tx.write("sweeps.start", sweep="primary", run_trigger=Trigger.SCHEDULED, scheduled_for=scheduled_for)
        run_id = tx.value("sweeps.last_run_id")
        nothing = dict.fromkeys(
            ("pools", "lines_filled", "units_allotted", "lines_released", "shipments_created"), 0
        ) | dict.fromkeys(("shipments_appended", "pos_created", "pos_topped_up", "last_movement_id"), 0)
        tx.write("sweeps.finish", this_run_id=run_id, ended_at=tx.now, outcome=outcome, error="", **nothing)


@pytest.fixture
def berlin(desk: Session) -> Session:
    """A desk in Berlin whose primary sweep runs every 30 minutes since Monday 09:05 UTC."""
    with act(desk) as tx:
        preferences.change(tx, "time_zone", "Europe/Berlin")
    half_hourly(desk)
    change(desk, now=MONDAY + timedelta(minutes=5), window_start="06:00", window_end="20:00")
    return desk


# --- reading and changing -----------------------------------------------------------------------------------


def test_a_new_desk_has_the_schedules_of_the_rules(desk: Session) -> None:
    """R24: primary within the day, secondary and after it replenishment at night, all of them every day."""
    with desk.snapshot() as tx:
        assert tuple(schedules.schedules(tx)) == DEFAULT_SCHEDULES
    primary, secondary, replenishment = DEFAULT_SCHEDULES
    assert (primary.sweep, primary.at_times) == (SweepName.PRIMARY, ())
    assert not any(calendar.problems(one) or calendar.warnings(one) for one in DEFAULT_SCHEDULES)
    assert secondary.at_times < replenishment.at_times


def test_a_sweep_that_has_no_schedule_gets_the_default_one_and_a_changed_one_stays(desk_path: Path) -> None:
    """R24, R26: as a desk does that was made before there was such a sweep."""
    with closing(open_desk(desk_path, name="a test")) as desk, act(desk) as tx:
        changed = schedules.set_schedule(tx, "secondary", weekdays="Mon")
        tx.write("whole_desk.clear_schedules")
        tx.write(
            "schedules.add",
            sweep="secondary",
            since=MONDAY.replace(tzinfo=None),
            **schedule_text.kept(changed),
        )
    with closing(open_desk(desk_path, name="a test")) as desk, desk.snapshot() as tx:
        primary, secondary, replenishment = schedules.schedules(tx)
    assert secondary == changed
    assert (primary, replenishment) == (DEFAULT_SCHEDULES[0], DEFAULT_SCHEDULES[2])


def test_a_desk_whose_schedules_came_with_its_file_keeps_what_was_changed(desk_path: Path) -> None:
    """R26: as the desks of the first eleven versions did."""
    older = desk_path.with_name("migrations")
    older.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:11]:
        shutil.copy(file, older)
    with closing(Session(desk_path, name="a test", migrations=older)) as desk, act(desk) as tx:
        changed = schedules.set_schedule(tx, "secondary", weekdays="Mon")
    with closing(open_desk(desk_path, name="a test")) as desk, desk.snapshot() as tx:
        assert schedules.schedules(tx) == [DEFAULT_SCHEDULES[0], changed, DEFAULT_SCHEDULES[2]]


def test_a_change_is_kept_and_read_back(desk: Session) -> None:
    """R26."""
    saved = change(
        desk,
        enabled=False,
        every_n=2,
        every_unit=Unit.DAYS,
        at_times=(time(7, 30), time(5)),
        weekdays=frozenset({1, 3}),
        window_start=time(4),
        window_end=time(9),
    )
    with desk.snapshot() as tx:
        read = schedules.schedule_of(tx, "primary")
    assert read.changed_at == saved.changed_at == MONDAY
    assert schedule_text.kept(read) == schedule_text.kept(saved)
    assert read.at_times == (time(5), time(7, 30))


def test_fields_may_be_given_as_people_write_them(desk: Session) -> None:
    """R26: the command line and an import have text."""
    schedule = change(
        desk,
        every_n="15",
        every_unit="Minute",
        weekdays="Mon-Thu, sat",
        window_start="6:00",
        window_end="20:00",
    )
    assert (schedule.every_n, schedule.every_unit) == (15, Unit.MINUTES)
    assert schedule.weekdays == {1, 2, 3, 4, 6}
    assert (schedule.window_start, schedule.window_end) == (time(6), time(20))
    assert change(desk, window_start="", window_end=None, weekdays="67").weekdays == {6, 7}
    assert change(desk, weekdays="Sat-Mon").weekdays == {6, 7, 1}
    assert change(desk, weekdays="").weekdays == frozenset()


def test_times_given_alone_replace_an_interval_and_the_other_way_round(desk: Session) -> None:
    """R26: either every N minutes or at times; nobody has to clear the other by hand."""
    at_times = change(desk, at_times="07:00, 19:00")
    assert (at_times.every_n, at_times.every_unit, len(at_times.at_times)) == (None, None, 2)
    interval = change(desk, every_n=1, every_unit="hours")
    assert (interval.every_n, interval.at_times) == (1, ())
    days = change(desk, every_n=2, every_unit="days", at_times="05:00")
    assert (days.every_n, days.at_times) == (2, (time(5),))
    assert change(desk, at_times="06:00").every_n == 2


def test_refusals_come_together_and_save_nothing(desk: Session) -> None:
    """R26, section 10: a schedule that can never run is refused, with every problem at once."""
    with pytest.raises(Refused) as refused:
        change(desk, every_n=0, window_start="06:00", window_end="06:00", weekdays="Mon")
    assert len(refused.value.problems) == 2
    with desk.snapshot() as tx:
        assert schedules.schedule_of(tx, "primary") == DEFAULT_SCHEDULES[0]
        assert log.search(tx).is_empty()


def test_what_cannot_be_read_is_refused_with_an_example(desk: Session) -> None:
    """Section 10: each sentence names the sweep, the field and the remedy."""
    with pytest.raises(Refused) as refused:
        change(desk, every_n="often", at_times="25:00", weekdays="Monday, Blueday")
    assert [sentence.partition(";")[0] for sentence in refused.value.problems] == [
        "The schedule of the primary sweep has 'often' for the interval",
        "The schedule of the primary sweep has '25:00' for the times",
        "The schedule of the primary sweep has 'Monday, Blueday' for the weekdays",
    ]
    with pytest.raises(Unknown, match="no sweep tertiary"):
        change(desk, "tertiary", enabled=False)


def test_no_weekday_is_saved_with_a_warning(desk: Session) -> None:
    """R26."""
    change(desk, weekdays=())
    with desk.snapshot() as tx:
        row = schedules.status(tx, BERLIN, MONDAY).to_dicts()[0]
    assert row["warning"] == "The primary sweep never runs: no weekday is ticked."
    assert row["next_due"] is None


def test_each_changed_field_is_logged_with_old_and_new(desk: Session) -> None:
    """R26, section 9."""
    half_hourly(desk)
    change(desk, weekdays="Mon-Fri", window_start="06:00", window_end="20:00")
    with desk.snapshot() as tx:
        rows = log.search(tx).reverse().to_dicts()
    assert [(row["field"], row["old_value"], row["new_value"]) for row in rows] == [
        ("weekdays", "1234567", "12345"),
        ("window_start", "nothing", "06:00"),
        ("window_end", "nothing", "20:00"),
    ]
    assert {(row["record"], row["record_id"], row["actor"]) for row in rows} == {
        ("schedule", "primary", "Ann")
    }
    assert rows[0]["sentence"] == (
        "Schedule of the primary sweep: the weekdays changed from 1234567 to 12345;"
        " it is on: every 30 minutes, Mon–Fri, 06:00–20:00."
    )


def test_saving_without_a_change_writes_nothing(desk: Session) -> None:
    """R26: a look at the page that ends in Save must not forget what is to be caught up."""
    before = change(desk, weekdays="Mon-Fri")
    after = change(desk, now=MONDAY + timedelta(days=1), weekdays="Mon-Fri", enabled=True)
    assert after.changed_at == before.changed_at
    with desk.snapshot() as tx:
        assert len(log.search(tx)) == 1


def test_switching_off_is_logged_in_words(desk: Session) -> None:
    """R26, section 9."""
    change(desk, enabled=False)
    with desk.snapshot() as tx:
        row = log.search(tx).to_dicts()[0]
    assert (row["old_value"], row["new_value"]) == ("on", "off")
    assert row["sentence"].endswith("changed from on to off; it is off.")


def test_saving_announces_the_change_after_the_commit(desk_path: Path) -> None:
    """R26: the scheduler takes a change up without a restart; a refused one it never hears of."""
    desk = open_desk(desk_path, name="a test")
    before = signals.change_mark(desk_path)
    schedules.save_schedule(desk, desk_path, "Ann", "primary", every_n=15)
    announced = signals.change_mark(desk_path)
    assert announced != before
    with pytest.raises(DeskError):
        schedules.save_schedule(desk, desk_path, "Ann", "primary", every_n=0)
    assert signals.change_mark(desk_path) == announced
    desk.close()


# --- in words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "every 30 minutes, every day"),
        ({"weekdays": "Mon-Fri", "window_start": "06:00"}, "every 30 minutes, Mon–Fri, 06:00–00:00"),
        ({"every_n": 1, "every_unit": "hours", "window_end": "20:00"}, "every hour, every day, 00:00–20:00"),
        ({"at_times": "02:00, 14:30", "weekdays": "Mon, Tue, Thu"}, "at 02:00 and 14:30, Mon, Tue, Thu"),
        ({"every_n": 2, "every_unit": "days", "at_times": "05:00"}, "every 2 days, at 05:00, every day"),
        ({"weekdays": ""}, "every 30 minutes, never (no weekday is ticked)"),
        ({"weekdays": "Mon, Wed-Sun"}, "every 30 minutes, Mon, Wed–Sun"),
    ],
)
def test_a_schedule_reads_as_a_person_would_say_it(desk: Session, fields: dict[str, Any], words: str) -> None:
    """R26."""
    half_hourly(desk)
    assert schedule_text.describe(change(desk, **fields)) == words


def test_the_status_names_the_last_run_and_the_next(berlin: Session) -> None:
    """R26, R28."""
    ran(berlin, MONDAY, "off")
    with berlin.snapshot() as tx:
        primary, secondary, _ = schedules.status(tx, BERLIN, MONDAY + timedelta(minutes=10)).to_dicts()
    assert primary["last_started_at"] == MONDAY.replace(tzinfo=None)
    assert (primary["last_outcome"], primary["last_trigger"]) == (Outcome.OFF, Trigger.SCHEDULED)
    assert primary["next_due"] == datetime.fromisoformat("2026-11-23T09:30")
    assert secondary["last_started_at"] is None
    assert secondary["next_due"] == datetime.fromisoformat("2026-11-24T01:00")  # 02:00 in Berlin


def test_a_schedule_that_is_off_has_no_next_run(berlin: Session) -> None:
    """R26."""
    change(berlin, enabled=False)
    with berlin.snapshot() as tx:
        row = schedules.status(tx, BERLIN, MONDAY).to_dicts()[0]
    assert (row["enabled"], row["next_due"]) == (False, None)


# --- due ----------------------------------------------------------------------------------------------------


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
