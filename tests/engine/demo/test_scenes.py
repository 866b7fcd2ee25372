"""The scenes of the demo: each plays on a day of its own, with LICs that nobody orders on ordinary days."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.demo import scenes, story
from engine.demo.desk import Desk
from engine.demo.scenes import Scenes
from engine.store import Session


@pytest.fixture
def played(desk: Session) -> Scenes:
    return Scenes(Desk(desk, ZoneInfo("UTC"), datetime(2026, 3, 18, tzinfo=UTC), {}))


def test_the_quiet_weeks_are_over_when_the_ordinary_days_begin(played: Scenes) -> None:
    ordinary = (story.WEEKS - story.QUIET) * 5
    assert max(played.during()) <= ordinary < min(played.before())
    assert max(played.before()) <= story.WEEKS * 5


def test_every_scene_is_played(played: Scenes) -> None:
    written = set(re.findall(r"def (_\w+)\(self, day: date\)", inspect.getsource(scenes)))
    playing = {scene.__name__ for scene in [*played.before().values(), *played.during().values()]}
    assert playing == written
