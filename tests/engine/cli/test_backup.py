"""``backorder backup``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder


def test_backup_copies_the_desk_and_says_what_is_safe(desk: Backorder, folder: Path) -> None:
    answer = desk("backup", "copy.duckdb")
    assert answer.out.startswith("2 orders with 3 lines are safe in copy.duckdb")
    assert desk("--db", "copy.duckdb", "export", "log").out == desk("export", "log").out
    assert desk("--json", "backup", "again.duckdb").json["file"] == "again.duckdb"
