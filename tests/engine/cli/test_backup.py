"""``backorder backup``."""

from __future__ import annotations

import re
from pathlib import Path

from tests.engine.cli.command_line import Backorder


def test_backup_copies_the_desk_and_says_what_is_safe(desk: Backorder, folder: Path) -> None:
    answer = desk("backup", "copy.duckdb")
    assert answer.out.startswith("2 orders with 3 lines are safe in copy.duckdb")
    assert desk("--db", "copy.duckdb", "export", "log").out == desk("export", "log").out
    assert desk("--json", "backup", "again.duckdb").json["file"] == "again.duckdb"


def test_backup_says_by_the_clock_of_the_desk_until_when_it_was_written(
    desk: Backorder, folder: Path
) -> None:
    (folder / "zone.csv").write_text("name,value\ntime_zone,Asia/Tokyo\n")
    desk("import", "preferences", "zone.csv")
    told = re.search(r"written until (.+)\.$", desk("backup", "copy.duckdb").out.strip())
    assert told
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d", told[1])
