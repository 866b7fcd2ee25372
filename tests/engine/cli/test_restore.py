"""``backorder restore``."""

from __future__ import annotations

import re
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


def test_restore_says_in_words_when_what_the_backup_lacks_was_written(desk: Backorder) -> None:
    desk("backup", "copy.duckdb")
    desk("cancel", "A1")
    answer = desk("restore", "copy.duckdb", "--yes")
    instant = r"\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d UTC"
    lost = rf"^The backup lacks \d rows of the log, written (from {instant} to )?{instant}; they are only in "
    assert re.search(lost, answer.err)
