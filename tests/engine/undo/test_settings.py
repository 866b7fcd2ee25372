"""Undo of settings: a preference and a schedule go back, and a desk that was begun stays begun."""

from __future__ import annotations

import pytest

from engine import log, preferences, undo
from engine.desk import first_run
from engine.sweeps import schedules
from tests.story import Story


def test_a_schedule_goes_back_whole() -> None:
    desk = Story(book=3)
    before = desk.ask(schedules.schedule_of, "secondary")
    with desk.act() as tx:
        schedules.set_schedule(tx, "secondary", every_n="2", every_unit="hours", weekdays="Mon-Fri")
    desk.undo()
    after = desk.ask(schedules.schedule_of, "secondary")
    assert schedules.logged_fields(after) == schedules.logged_fields(before)


def test_a_preference_goes_back_unless_somebody_set_it_since() -> None:
    desk = Story()
    desk.prefer(skip_age_days=5)
    desk.undo()
    assert desk.ask(preferences.read).skip_age_days == 10
    desk.prefer(skip_age_days=20)
    log_id = desk.ask(log.search)["log_id"][0]
    desk.actor = "Ben"
    desk.prefer(skip_age_days=30)
    with pytest.raises(undo.NothingOfItCanBeUndone, match="Ben made it 30 since then, so it stays"):
        desk.undo(log_id=log_id)


def test_a_desk_that_was_begun_stays_begun() -> None:
    desk = Story()
    with desk.act() as tx:
        first_run.begin(tx, managed=False, how="empty")
    assert desk.undo().refused == ["The desk was started: empty. A desk that was begun stays begun."]
    assert desk.ask(preferences.read).backorder_management
