"""``backorder restore``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder, lines, paper


def test_restore_brings_a_backup_back_and_keeps_the_desk_that_was_there(
    desk: Backorder, folder: Path
) -> None:
    desk("backup", "copy.duckdb")
    before = lines(desk)
    desk("cancel", "A1")
    answer = desk("--json", "restore", "copy.duckdb")
    assert Path(answer.json["kept"]).exists()
    assert lines(desk) == before
    assert desk("restore", paper(folder, "junk.duckdb", "no desk")).code == 1
