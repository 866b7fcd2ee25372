"""Files by which the pages and the scheduler tell each other things, without touching the desk."""

from __future__ import annotations

import errno
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import signals

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEXT = {"primary": NOW + timedelta(minutes=30), "secondary": None}


def test_a_heartbeat_says_who_beats_when_and_what_is_due_next(desk_path: Path) -> None:
    """R26: what the pages show of the scheduler."""
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    heartbeat = signals.read_heartbeat(desk_path)
    assert heartbeat == signals.Heartbeat(os.getpid(), "the scheduler", NOW, NEXT)


def test_a_heartbeat_is_alive_for_some_seconds(desk_path: Path) -> None:
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    heartbeat = signals.read_heartbeat(desk_path)
    assert heartbeat is not None
    assert heartbeat.is_alive(NOW + timedelta(seconds=signals.BEAT_SECONDS * 2))
    assert not heartbeat.is_alive(NOW + timedelta(minutes=1))
    assert not heartbeat.is_alive(NOW - timedelta(minutes=1))  # the clock was set back


def test_without_a_heartbeat_there_is_no_scheduler(desk_path: Path) -> None:
    assert signals.read_heartbeat(desk_path) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"pid": 1, "name": "x", "beat_at": "soon", "jobs": {}}']
)
def test_a_damaged_heartbeat_is_none(desk_path: Path, text: str) -> None:
    desk_path.with_name(f"{desk_path.name}.scheduler").write_text(text)
    assert signals.read_heartbeat(desk_path) is None


def test_a_scheduler_that_ends_takes_its_heartbeat_along(desk_path: Path) -> None:
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    signals.end_heartbeat(desk_path)
    assert signals.read_heartbeat(desk_path) is None
    signals.end_heartbeat(desk_path)  # twice is harmless


def test_the_heartbeat_of_another_scheduler_stays(desk_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R27: two schedulers by mistake; one ends."""
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    signals.end_heartbeat(desk_path)
    assert signals.read_heartbeat(desk_path) is not None


def test_every_announcement_changes_the_mark(desk_path: Path) -> None:
    """R26: also two within the same tick of the file system's clock."""
    marks = [signals.change_mark(desk_path)]
    for _ in range(3):
        signals.announce_change(desk_path)
        marks.append(signals.change_mark(desk_path))
    assert marks[0] == ""
    assert len(set(marks)) == 4
    assert signals.change_mark(desk_path) == marks[-1]


def test_a_desk_in_memory_has_nobody_to_tell() -> None:
    signals.announce_change(None)


def test_a_folder_that_is_gone_is_a_missed_beat_and_no_error(desk_path: Path) -> None:
    nowhere = desk_path.parent / "gone" / "desk.duckdb"
    signals.beat(nowhere, "the scheduler", NEXT, NOW)
    signals.announce_change(nowhere)
    assert signals.change_mark(nowhere) == ""


def test_a_disk_that_is_full_leaves_nothing_behind(desk_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, text: str, encoding: str) -> None:
        file.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    signals.announce_change(desk_path)
    assert list(desk_path.parent.iterdir()) == []


def test_what_killed_processes_left_is_swept_up_and_nothing_else(desk_path: Path) -> None:
    signals.announce_change(desk_path)
    old = time.time() - signals.LEFT_SECONDS - 1
    names = [f"scheduler.{'a' * 32}", f"schedules.{'0' * 32}", "scheduler.copy", f"other.{'a' * 32}"]
    for name in names:
        left = desk_path.with_name(f"{desk_path.name}.{name}")
        left.touch()
        os.utime(left, (old, old))
    young = desk_path.with_name(f"{desk_path.name}.scheduler.{'b' * 32}")
    young.touch()
    signals.tidy(desk_path)
    kept = {file.name.removeprefix(f"{desk_path.name}.") for file in desk_path.parent.iterdir()}
    assert kept == {"schedules", "scheduler.copy", f"other.{'a' * 32}", f"scheduler.{'b' * 32}"}


def test_readers_see_whole_heartbeats_while_it_beats(desk_path: Path) -> None:
    signals.beat(desk_path, "the scheduler", NEXT, NOW)
    over = threading.Event()

    def beat() -> None:
        while not over.is_set():
            signals.beat(desk_path, "the scheduler", NEXT, NOW)

    beating = threading.Thread(target=beat)
    beating.start()
    assert all(signals.read_heartbeat(desk_path) for _ in range(300))
    over.set()
    beating.join()
    assert sorted(file.name for file in desk_path.parent.iterdir()) == [f"{desk_path.name}.scheduler"]
