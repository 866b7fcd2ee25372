"""``backorder up``; what it starts is tested with engine.service."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.service import supervisor
from tests.engine.cli.command_line import Backorder


def test_up_serves_the_desk_that_is_named_or_the_demo(
    backorder: Backorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[object, ...]] = []

    def serve(*desk: object) -> int:
        served.append(desk)
        return 3

    monkeypatch.setattr(supervisor, "up", serve)
    assert backorder("--db", "own.duckdb", "up", "--port", 8600).code == 3
    monkeypatch.delenv("BACKORDER_DB")
    backorder("up", "--demo")
    assert served[0] == (folder / "own.duckdb", 8600, False, None, "Ann")
    path, port, demo, watched, _ = served[1]
    assert (Path(str(path)).name.startswith("demo"), port, demo, watched) == (True, None, True, None)
    backorder("up", "--watch", "in")
    assert served[2][3] == Path("in")
