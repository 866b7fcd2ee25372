"""The scheduler killed while it closes the day: nothing is wrong in the morning (R28, R50)."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import preferences
from engine.stock import balances
from tests.crash import processes
from tests.crash.processes import changed_scheduler, eventually, scheduler

pytestmark = pytest.mark.crash


def on_hand(path: Path) -> tuple[str, int]:
    """What lies there, and of how many pools a balance was carried forward."""
    with processes.at(path) as desk, desk.snapshot() as tx:
        return str(balances(tx, "book")["on_hand"][0]), tx.value("stock.balance_count")


def furnish(path: Path, folder: Path) -> None:
    """A desk whose day is to be closed, with a backup."""
    processes.furnish(path)
    folder.mkdir()
    with processes.at(path) as desk, desk.transaction(actor="Ann") as tx:
        preferences.change(tx, "backup_folder", str(folder))
    processes.plan(path, "closing", hours_ago=3)


def caught_up(path: Path, folder: Path) -> None:
    """The next scheduler closes the day, once, and leaves one backup and nothing half made."""
    with scheduler(path):
        eventually(lambda: [run["outcome"] for run in processes.runs(path)] == ["interrupted", "done"])
    assert processes.runs(path)[-1]["run_trigger"] == "catch-up"
    note, backup = sorted(folder.iterdir(), key=lambda file: file.suffix, reverse=True)
    assert (note.name, backup.suffix) == ("desk.backups-of.txt", ".duckdb")
    assert on_hand(path) == ("30.0000", 1)
    assert processes.proven(path)


def test_killed_before_its_commit_it_shows_as_interrupted_and_left_nothing(
    desk_path: Path, tmp_path: Path
) -> None:
    furnish(desk_path, tmp_path / "backups")
    with changed_scheduler("stuck-closing", desk_path) as sidecar:
        assert sidecar.says() == "stuck 1"
        sidecar.kill()
    [run] = processes.runs(desk_path)
    assert (run["outcome"], run["pools"]) == ("interrupted", 0)
    assert on_hand(desk_path) == ("30.0000", 0)
    assert processes.proven(desk_path)
    caught_up(desk_path, tmp_path / "backups")


def test_killed_while_its_copy_is_made_it_is_caught_up(desk_path: Path, tmp_path: Path) -> None:
    furnish(desk_path, tmp_path / "backups")
    with changed_scheduler("stuck-backup", desk_path) as sidecar:
        assert sidecar.says() == "stuck True"
        sidecar.kill()
    [run] = processes.runs(desk_path)
    assert (run["outcome"], run["pools"]) == ("interrupted", 1)
    assert "close the day again" in run["error"]
    assert on_hand(desk_path) == ("30.0000", 1)
    assert processes.proven(desk_path)
    caught_up(desk_path, tmp_path / "backups")
