"""``backorder init``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder


def test_init_makes_a_desk_and_says_so(backorder: Backorder, folder: Path) -> None:
    assert backorder("init").out == f"Made the desk {folder / 'desk.duckdb'}.\n"
    assert backorder("init").out == f"{folder / 'desk.duckdb'} is up to date.\n"
    data = backorder("--json", "init").json
    assert data["from_version"] == data["to_version"] > 0
