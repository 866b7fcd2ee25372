"""The scheduler as a process that is stopped, killed and started twice: R26, R27, R28."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from engine import signals
from engine.sweeps import schedules
from tests.crash import processes
from tests.crash.processes import changed_scheduler, eventually, scheduler

pytestmark = pytest.mark.crash


def test_a_time_that_passed_while_it_was_dead_is_caught_up_once(desk_path: Path) -> None:
    """R26: ten daily times were missed, one run makes up for them; killed and started again, none is owed."""
    number = processes.furnish(desk_path)
    first = processes.plan(desk_path, "secondary", hours_ago=5)
    with scheduler(desk_path) as sidecar:
        [run] = eventually(lambda: processes.runs(desk_path))
        sidecar.kill()
    assert (run["sweep"], run["run_trigger"], run["outcome"]) == ("secondary", "catch-up", "done")
    assert (run["scheduled_for"], run["lines_filled"]) == (first.replace(tzinfo=None), 1)
    assert processes.state(desk_path, number) == "10 allotted, 15 allotted"

    second = processes.plan(desk_path, "secondary", hours_ago=2)
    with scheduler(desk_path) as sidecar:
        eventually(lambda: len(processes.runs(desk_path)) == 2)
        sidecar.kill()
    with scheduler(desk_path):
        eventually(lambda: signals.read_heartbeat(desk_path))
        time.sleep(2)
    scheduled = [run["scheduled_for"] for run in processes.runs(desk_path)]
    assert scheduled == [first.replace(tzinfo=None), second.replace(tzinfo=None)]


def test_sweeps_that_are_due_together_run_in_their_order_and_one_at_a_time(desk_path: Path) -> None:
    """R24: primary, secondary, replenishment."""
    processes.furnish(desk_path)
    for sweep in ("replenishment", "secondary", "primary"):
        processes.plan(desk_path, sweep, hours_ago=3)
    with scheduler(desk_path):
        eventually(lambda: len(processes.runs(desk_path)) == 3)
    runs = processes.runs(desk_path)
    assert [run["sweep"] for run in runs] == ["primary", "secondary", "replenishment"]
    assert all(before["ended_at"] <= after["started_at"] for before, after in pairwise(runs))


def test_two_schedulers_on_one_desk_never_run_one_time_twice(desk_path: Path) -> None:
    """R27: three sweeps due every second, and two schedulers that both know it."""
    processes.furnish(desk_path)
    for sweep in ("primary", "secondary", "replenishment"):
        processes.plan(desk_path, sweep, hours_ago=1)
    with (
        changed_scheduler("every-second", desk_path) as one,
        changed_scheduler("every-second", desk_path) as two,
    ):
        time.sleep(8)
        eventually(lambda: len(processes.runs(desk_path)) > 30, seconds=60)
        ends = [one.end(), two.end()]
    assert [(code, err) for code, _, err in ends] == [(0, ""), (0, "")]
    assert all("ran" in out for _, out, _ in ends)  # both were at it
    runs = processes.runs(desk_path)
    times = [(run["sweep"], run["scheduled_for"]) for run in runs]
    assert len(times) == len(set(times))
    assert {run["outcome"] for run in runs} == {"done"}
    assert all(before["ended_at"] <= after["started_at"] for before, after in pairwise(runs))


def test_a_run_that_was_killed_half_way_shows_as_interrupted_and_left_nothing(desk_path: Path) -> None:
    """R16, R28: killed after its last write and before its commit. The next scheduler runs it again (R26)."""
    number = processes.furnish(desk_path)
    at = processes.plan(desk_path, "secondary", hours_ago=3)
    with changed_scheduler("stuck", desk_path) as sidecar:
        assert sidecar.says() == "stuck 1"
        sidecar.kill()
    [run] = processes.runs(desk_path)
    assert (run["outcome"], run["lines_filled"], run["ended_at"]) == ("interrupted", 0, None)
    assert "nothing of it was saved" in run["error"]
    assert processes.state(desk_path, number) == "10 allotted, 15 backordered"
    assert processes.proven(desk_path)

    with scheduler(desk_path):
        eventually(lambda: len(processes.runs(desk_path)) == 2)
    again = processes.runs(desk_path)[-1]
    assert (again["outcome"], again["run_trigger"]) == ("done", "catch-up")
    assert again["scheduled_for"] == at.replace(tzinfo=None)
    assert processes.state(desk_path, number) == "10 allotted, 15 allotted"
    assert processes.proven(desk_path)


def test_a_changed_schedule_is_taken_up_within_seconds(desk_path: Path) -> None:
    """R26: also one that is switched off; the scheduler is never started again."""
    processes.furnish(desk_path)

    def next_due() -> datetime | None:
        heartbeat = signals.read_heartbeat(desk_path)
        return heartbeat.jobs.get("primary") if heartbeat else None

    with scheduler(desk_path):
        eventually(lambda: signals.read_heartbeat(desk_path))
        wanted = (datetime.now(UTC) + timedelta(hours=3)).replace(second=0, microsecond=0)
        with processes.at(desk_path) as desk:
            schedules.save_schedule(
                desk, desk_path, "Ann", "primary", enabled=True, at_times=(wanted.time(),)
            )
        eventually(lambda: next_due() == wanted, seconds=5)
        with processes.at(desk_path) as desk:
            schedules.save_schedule(desk, desk_path, "Ann", "primary", enabled=False)
        eventually(lambda: next_due() is None, seconds=5)
    assert processes.runs(desk_path) == []


def test_the_heartbeat_tells_the_living_from_the_dead(desk_path: Path) -> None:
    """R26: what the pages show as running or stopped."""
    processes.furnish(desk_path)
    with scheduler(desk_path) as sidecar:
        first = eventually(lambda: signals.read_heartbeat(desk_path))
        assert first.pid == sidecar.process.pid
        assert first.is_alive(datetime.now(UTC))
        eventually(lambda: signals.read_heartbeat(desk_path) != first, seconds=5)
        sidecar.kill()
    last = signals.read_heartbeat(desk_path)
    assert last is not None
    assert not last.is_alive(last.beat_at + signals.STALE + timedelta(seconds=1))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_at_once_and_without_a_word(desk_path: Path, how: signal.Signals) -> None:
    """R28: nothing on the terminal, no heartbeat left, the desk free for the next."""
    processes.furnish(desk_path)
    processes.plan(desk_path, "secondary", hours_ago=3)
    with scheduler(desk_path) as sidecar:
        eventually(lambda: processes.runs(desk_path))
        begun = time.monotonic()
        assert sidecar.end(how) == (0, "", "")
    assert time.monotonic() - begun < 5
    assert signals.read_heartbeat(desk_path) is None
    assert not desk_path.with_name(f"{desk_path.name}.wal").exists()


def test_a_desk_that_cannot_be_opened_is_said_once_and_tried_again(tmp_path: Path) -> None:
    """The file may be on a drive that comes back; until then one line is enough."""
    path = tmp_path / "desk.duckdb"
    path.write_text("this is no desk", encoding="utf-8")
    with scheduler(path) as sidecar:
        eventually(lambda: signals.read_heartbeat(path))
        time.sleep(2)
        code, out, err = sidecar.end()
    assert (code, out) == (0, "")
    [line] = err.splitlines()
    assert line.startswith(f"Backorder Desk scheduler: {path} ")
