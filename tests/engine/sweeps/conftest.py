"""Fixtures for tests of schedules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import preferences
from engine.store import Session
from tests.engine.sweeps.plans import MONDAY, act, change, half_hourly


@pytest.fixture
def berlin(desk: Session) -> Session:
    """A desk in Berlin whose primary sweep runs every 30 minutes since Monday 09:05 UTC."""
    with act(desk) as tx:
        preferences.change(tx, "time_zone", "Europe/Berlin")
    half_hourly(desk)
    change(desk, now=MONDAY + timedelta(minutes=5), window_start="06:00", window_end="20:00")
    return desk
