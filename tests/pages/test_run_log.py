"""The run log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine import orders, sweeps
from engine.errors import Unknown
from engine.model import SweepName
from tests.pages.screen import Screen, shown
from tests.story import Story


def test_an_empty_desk_says_that_nothing_ran(empty_desk: Path) -> None:
    assert Screen("run_log").test.info[0].value == "No sweep has run yet."


def test_a_run_has_all_its_counts_and_what_it_wrote(story: Story) -> None:
    order = story.order("book 25")
    story.supply("book", 5)
    story.sweep(SweepName.PRIMARY)
    screen = Screen("run_log")
    (row,) = screen.frame("sweep", "lines_filled")
    assert (row["sweep"], row["pools"], row["lines_filled"], row["units_allotted"]) == (
        "Primary sweep",
        1,
        1,
        5,
    )
    screen.pick("runs", 0)
    told = screen.frame("record", "sentence")
    assert any(f"Order {order}" in row["record"] for row in told)
    runs, _, wrote = screen.offer("runs").offer("run-log").text.partition("**What it wrote**")
    assert ("as shown" in runs, "as shown" in wrote) == (True, True)


def test_runs_are_narrowed_by_sweep_and_outcome(story: Story) -> None:
    story.sweep(SweepName.SECONDARY)
    story.prefer(backorder_management="off")
    story.sweep(SweepName.PRIMARY)
    assert [
        row["outcome"] for row in Screen("run_log", outcome="Switched off").frame("sweep", "outcome")
    ] == ["○ Switched off"]
    assert len(Screen("run_log", sweep="Secondary sweep").frame("sweep", "outcome")) == 1
    assert Screen("run_log", outcome="Failed").test.info[0].value == "No run matches."
    assert len(Screen("run_log", outcome="Nonsense").frame("sweep", "outcome")) == 2


def test_an_undo_is_a_run_that_can_be_undone(story: Story) -> None:
    order = story.order("book 25")
    story.priority(order, 4)
    story.undo()
    screen = Screen("run_log", sweep="Undo")
    assert [row["sweep"] for row in screen.frame("sweep", "outcome")] == ["Undo"]
    screen.pick("runs", 0).click("Undo this undo").click("Yes: undo it")
    assert story.ask(orders.find, order)["priority"] == 4


def test_a_run_that_left_out_what_is_at_fault_says_so(story: Story) -> None:
    story.order("book 25")
    story.supply("book", 5)
    with story.session.transaction(actor="script") as tx:  # nothing new is written: no guard sees it
        tx._cursor.execute("update movement set qty = -99 where kind = 'beginning balance'")
    sweeps.run_sweep(story.session, SweepName.SECONDARY, actor="Ann")
    screen = Screen("run_log")
    assert screen.frame("sweep", "outcome")[0]["outcome"] == "! Done in part"
    assert "left out what is at fault" in screen.sidebar


def test_the_steps_of_a_sweep_stand_on_the_page_while_it_runs(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, step: Any, **__: Any) -> None:
        step("reading the queue")
        step("deciding who gets what of 1,250 LICs")
        raise Unknown(kind="LIC", name="cup")  # so that the page stays as it is by now

    monkeypatch.setattr(sweeps, "run_sweep", run)
    screen = Screen("preferences", tab="Schedules").click("Run now")
    (status,) = screen.test.status
    assert (status.label, status.state) == ("Primary sweep: nothing was done", "error")
    assert [shown(text.value) for text in status.markdown] == [
        "Reading the queue",
        "Deciding who gets what of 1,250 LICs",
    ]


def test_a_preview_of_a_sweep_with_nothing_to_do_says_so_once_and_asks_nothing(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backorders").click("Preview")
    assert "It fills no line that waits." in screen.text
    assert "nothing to run" not in screen.text
    assert not screen.has("Yes: run the sweep")
    story.adjust("book", 10)
    assert Screen("backorders").click("Preview").has("Yes: run the sweep")
