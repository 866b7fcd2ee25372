"""The benchmark runs: every act and sweep once on a tiny desk, and what is written of it."""

from __future__ import annotations

import json
import shutil
import statistics
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from db.session import Transaction
from tests.bench import acts, ages, desks, docs, report, running
from tests.bench.figures import DURABLE, FIGURES, ORDER, SORT, WINDOW
from tests.bench.measuring import Series, Taken
from tests.bench.settings import Setting
from tests.bench.world import opened

HERE = (ORDER, WINDOW, DURABLE, SORT)
"""The floors of what is done in this process; what others do has tests of its own where it is at home."""
TINY = Setting(200, closed=500)
MOST_STATEMENTS = 15
"""How many an order of five lines may cost, typed and opened; when all of it waits."""


def test_every_figure_is_measured_beside_its_floor_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_BENCH", str(tmp_path))
    shutil.copyfile(desks.HOUSE / "docs" / "performance.md", tmp_path / "performance.md")
    figures = [figure for figure in FIGURES if figure.floor in HERE]
    measured = list(running.measure(TINY, figures, 0.0, time.monotonic() + 600))
    assert [one.figure.name for one in measured if one.left_out or not one.by_wall or not one.verdict] == [
        "closing",
        "compare",
        "buyer",
        "stranded",
    ]
    asking_nothing = [one.figure.name for one in measured if one.work.statements() == 0]
    assert asking_nothing == ["queue-strict"]  # its rows are in memory
    docs.write(tmp_path, measured, list(ages.growth(measured)))
    written = json.loads((tmp_path / "performance.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in written["figures"]] == [figure.name for figure in figures]
    ET.parse(tmp_path / "performance.svg")
    assert "| order of 5 lines, typed and opened |" in (tmp_path / "performance.md").read_text(
        encoding="utf-8"
    )


def test_an_order_of_five_lines_takes_few_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a desk remembers from one act to the next is asked by the first one alone."""
    asked: list[str] = []
    look_up = Transaction._next

    def noting(tx: Transaction, name: str) -> Any:
        asked.append(name)
        return look_up(tx, name)

    monkeypatch.setattr(Transaction, "_next", noting)
    counts: list[int] = []
    with opened(TINY) as world:
        for _ in range(9):
            act = acts.order(world)
            asked.clear()
            act()
            counts.append(len(asked))
    assert statistics.median(counts) <= MOST_STATEMENTS


def test_what_was_not_measured_for_want_of_time_is_named() -> None:
    [left] = running.measure(TINY, list(FIGURES[:1]), 1.0, time.monotonic() - 1)
    assert "left out: the time was over" in report.row(left)


def test_a_percentile_is_a_time_that_was_taken() -> None:
    series = Series([Taken(float(n), 0.0, 0, 0, 0) for n in range(1, 101)])
    assert [series.wall(percent) for percent in (50, 95, 99)] == [50.0, 95.0, 99.0]
    assert Series([Taken(2.0, 0.0, 0, 0, 0)]).wall(99) == 2.0
