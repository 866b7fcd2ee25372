"""Schedules as rows that an admin edits, and whether a sweep is due: R26, R27."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest

from db.session import MIGRATIONS, Session
from engine import log, signals
from engine.errors import DeskError, Refused
from engine.model import Outcome, SweepName, Trigger
from engine.rules import calendar
from engine.rules.calendar import Unit
from engine.store import open_desk
from engine.sweeps import schedule_text, schedules
from engine.sweeps.schedules import DEFAULT_SCHEDULES
from tests.engine.sweeps.plans import MONDAY, act, change, half_hourly, ran

# --- reading and changing -----------------------------------------------------------------------------------


def test_a_new_desk_has_the_schedules_of_the_rules(desk: Session) -> None:
    """R24, R50: primary within the day; secondary, replenishment and the closing of the day at night, in
    this order; all of them every day."""
    with desk.snapshot() as tx:
        assert tuple(schedules.schedules(tx)) == DEFAULT_SCHEDULES
    primary, secondary, replenishment, closing_of_day = DEFAULT_SCHEDULES
    assert (primary.sweep, primary.at_times) == (SweepName.PRIMARY, ())
    assert not any(calendar.problems(one) or calendar.warnings(one) for one in DEFAULT_SCHEDULES)
    assert secondary.at_times < replenishment.at_times < closing_of_day.at_times


def test_a_sweep_that_has_no_schedule_gets_the_default_one_and_a_changed_one_stays(desk_path: Path) -> None:
    """R24, R26: as a desk does that was made before there was such a sweep."""
    with closing(open_desk(desk_path, name="a test")) as desk, act(desk) as tx:
        changed = schedules.set_schedule(tx, "secondary", weekdays="Mon")
        tx.write("whole_desk.clear_schedules")
        tx.write(
            "schedules.add",
            sweep="secondary",
            since=MONDAY.replace(tzinfo=None),
            **schedule_text.columns(changed),
        )
    with closing(open_desk(desk_path, name="a test")) as desk, desk.snapshot() as tx:
        primary, secondary, *others = schedules.schedules(tx)
    assert secondary == changed
    assert (primary, *others) == (DEFAULT_SCHEDULES[0], *DEFAULT_SCHEDULES[2:])


def test_a_desk_whose_schedules_came_with_its_file_keeps_what_was_changed(desk_path: Path) -> None:
    """R26: as the desks of the first eleven versions did."""
    older = desk_path.with_name("migrations")
    older.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:11]:
        shutil.copy(file, older)
    with closing(Session(desk_path, name="a test", migrations=older)) as desk, desk.snapshot():
        pass  # is made as that version made it
    with duckdb.connect(desk_path) as plain:
        plain.execute(
            "update schedule set weekdays = '1', changed_at = '2026-01-02', changed_by = 'Ann' "
            "where sweep = 'secondary'"
        )
    with closing(open_desk(desk_path, name="a test")) as desk, desk.snapshot() as tx:
        first, changed, *others = schedules.schedules(tx)
    assert (first, *others) == (DEFAULT_SCHEDULES[0], *DEFAULT_SCHEDULES[2:])
    assert changed.weekdays == frozenset({1})


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
    assert schedule_text.columns(read) == schedule_text.columns(saved)
    assert read.at_times == (time(5), time(7, 30))


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


def test_no_weekday_is_saved_with_a_warning(desk: Session) -> None:
    """R26."""
    change(desk, weekdays=())
    with desk.snapshot(now=MONDAY) as tx:
        row = schedules.status(tx)[0]
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


def test_the_status_names_the_last_run_and_the_next(berlin: Session) -> None:
    """R26, R28."""
    ran(berlin, MONDAY, "off")
    with berlin.snapshot(now=MONDAY + timedelta(minutes=10)) as tx:
        primary, secondary, *_ = schedules.status(tx)
    assert primary["last_started_at"] == MONDAY.replace(tzinfo=None)
    assert (primary["last_outcome"], primary["last_trigger"]) == (Outcome.OFF, Trigger.SCHEDULED)
    assert primary["next_due"] == datetime.fromisoformat("2026-11-23T09:30")
    assert secondary["last_started_at"] is None
    assert secondary["next_due"] == datetime.fromisoformat("2026-11-24T01:00")  # 02:00 in Berlin


def test_a_schedule_that_is_off_has_no_next_run(berlin: Session) -> None:
    """R26."""
    change(berlin, enabled=False)
    with berlin.snapshot(now=MONDAY) as tx:
        row = schedules.status(tx)[0]
    assert (row["enabled"], row["next_due"]) == (False, None)


# --- due ----------------------------------------------------------------------------------------------------
