"""The benchmark runs: every act and sweep once on a tiny desk, and what is written of it."""

from __future__ import annotations

import json
import shutil
import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engine import orders, undo
from tests.bench import ages, desks, docs, report, running
from tests.bench.figures import DURABLE, FIGURES, ORDER, SORT, WINDOW
from tests.bench.measuring import Series, Taken, counting, timed
from tests.bench.settings import Setting
from tests.story import Story

HERE = (ORDER, WINDOW, DURABLE, SORT)
"""The floors of what is done in this process; what others do has tests of its own where it is at home."""
TINY = Setting(200, closed=500)
MOST_STATEMENTS = {0: 15, 5: 19, 1: 23}
"""Units on hand of each LIC -> how many statements an order of five lines of 5 may cost, typed and opened:
where all of it waits, where all is given, where each line is split."""


MOST_OF_AN_UNDO = 61
"""How many statements the undo of an order may cost that was just opened and that nobody else notices."""


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
        "review",
        "buyer",
        "stranded",
    ]
    asking_nothing = [one.figure.name for one in measured if one.work.statements() == 0]
    # Their rows are in memory, and so short a queue is walked whole by any policy.
    assert asking_nothing == ["queue-strict", "queue-skip", "queue-complete-first"]
    docs.write(tmp_path, measured, list(ages.growth(measured)))
    written = json.loads((tmp_path / "performance.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in written["figures"]] == [figure.name for figure in figures]
    ET.parse(tmp_path / "performance.svg")
    assert "| order of 5 lines, typed and opened |" in (tmp_path / "performance.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("on_hand", MOST_STATEMENTS)
def test_an_order_of_five_lines_takes_few_statements(on_hand: int) -> None:
    """What a desk remembers from one act to the next is asked by the first order alone."""
    lics = ["atlas", "book", "card", "disc", "easel"]
    desk = Story(**dict.fromkeys(lics, on_hand))
    taken: list[int] = []
    for number in ("O1", "O2", "O3", "O4"):
        with counting():
            taken.append(timed(partial(_type_and_open, desk, number, lics)).statements)
        assert desk.lines(number).height == (10 if on_hand == 1 else 5)
        with desk.act() as tx:
            orders.cancel_order(tx, number)  # the next one finds what this one found
    assert max(taken[1:]) <= MOST_STATEMENTS[on_hand]


def test_an_order_that_was_just_opened_is_undone_by_few_statements() -> None:
    """Where nobody else had a part in it: what it did not do is not looked for, and nothing is news."""
    desk = Story(book=0)
    desk.order("book 5")
    taken: list[int] = []
    for _ in range(2):
        desk.order("book 5")
        with counting():
            taken.append(timed(partial(undo.undo, desk.session, actor="Ann", now=desk.now)).statements)
    assert taken[-1] <= MOST_OF_AN_UNDO


def _type_and_open(desk: Story, number: str, lics: list[str]) -> None:
    with desk.session.transaction(actor="Ann", now=desk.now) as tx:
        orders.create(tx, "school", [orders.TypedLine(lic, Decimal(5)) for lic in lics], number=number)
    with desk.session.transaction(actor="Ann", now=desk.now) as tx:
        orders.open_order(tx, number)


def test_what_was_not_measured_for_want_of_time_is_named() -> None:
    [left] = running.measure(TINY, list(FIGURES[:1]), 1.0, time.monotonic() - 1)
    assert "left out: the time was over" in report.row(left)


def test_a_percentile_is_a_time_that_was_taken() -> None:
    series = Series([Taken(float(n), 0.0, 0, 0, 0) for n in range(1, 101)])
    assert [series.wall(percent) for percent in (50, 95, 99)] == [50.0, 95.0, 99.0]
    assert Series([Taken(2.0, 0.0, 0, 0, 0)]).wall(99) == 2.0
