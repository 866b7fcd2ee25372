"""A desk that is open is handed over to whoever waits, and opened afresh when it is lost."""

import time
from pathlib import Path

import pytest

from db.errors import DeskFailed
from tests.db import world
from tests.db.threads import soon
from tests.db.world import Hire, add_one, reading


def test_one_that_sits_idle_hands_the_desk_over_at_once(path: Path, hire: Hire) -> None:
    clerk = hire("sit")
    assert clerk.says() == "sitting"
    desk = world.session(path, "the pages")
    begun = time.monotonic()
    assert add_one(desk) == 1
    assert time.monotonic() - begun < 2
    desk.close()
    clerk.report()


def test_after_duckdb_gave_up_the_desk_is_opened_afresh(path: Path) -> None:
    openings: list[int] = []
    desk = world.session(path, on_open=lambda tx: openings.append(1))
    with pytest.raises(DeskFailed), desk.snapshot() as tx:
        tx.rows("world.unreadable")
    soon(lambda: bool(reading(desk) == 0 and len(openings) == 2))
    desk.close()
