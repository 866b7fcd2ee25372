"""What stands before every command: which desk, and who acts."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder


def test_db_names_another_desk(backorder: Backorder, folder: Path) -> None:
    assert backorder("--db", "other.duckdb", "init").code == 0
    assert (folder / "other.duckdb").exists()
    assert not (folder / "desk.duckdb").exists()


def test_a_mistyped_path_makes_no_desk(backorder: Backorder, folder: Path) -> None:
    answer = backorder("--db", "typo.duckdb", "export", "lines")
    assert (answer.code, answer.out) == (1, "")
    remedy = "make one with backorder init, or name another with --db."
    assert answer.err == f"There is no desk {folder / 'typo.duckdb'}; {remedy}\n"
    assert not (folder / "typo.duckdb").exists()


def test_the_actor_is_named_in_the_record_log(desk: Backorder) -> None:
    desk("--actor", "Bob", "cancel", "A2")
    assert desk("--json", "export", "log").json[-1]["actor"] == "Bob"
