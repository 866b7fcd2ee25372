"""``backorder plan``: files in, allotments out, no desk needed."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import polars as pl

from tests.engine.cli.command_line import Backorder, command, environment
from tests.engine.plan.lake import Lake, lines, stock


def test_plan_of_what_a_desk_exports_changes_nothing_there_and_says_what_it_came_to(
    desk: Backorder, folder: Path
) -> None:
    """20 of 25 books are allotted; five pens lie ready."""
    for kind in ("queue", "balances"):
        assert desk("export", kind, f"{kind}.parquet").code == 0
    answer = desk("plan", "--lines", "queue.parquet", "--stock", "balances.parquet", "--out", "out.parquet")
    assert (answer.code, answer.err) == (0, "")
    said = "3 lines in 2 pools: 0 lines gained 0, 0 lost 0, 1 wait for 5."
    assert answer.out == f"{said}\nWritten to out.parquet.\n"
    held = pl.read_parquet(folder / "out.parquet")
    assert held["held_qty"].to_list() == held["allotted_qty"].to_list()


def test_plan_answers_as_json_and_needs_no_desk(backorder: Backorder, folder: Path) -> None:
    Lake(folder).fill(lines({}), stock(book=4))
    words = ("--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out", "--memory", "1GB")
    data = backorder("--json", "plan", *words).json
    assert (data["out"], data["lines"], data["units_gained"], data["units_waiting"]) == ("out", 1, 4, 6)
    assert not (folder / "desk.duckdb").exists()


def test_plan_refuses_all_that_is_wrong_at_once(backorder: Backorder, folder: Path) -> None:
    (folder / "out").mkdir()
    words = ("--lines", "lines", "--stock", "stock", "--out", "out", "--policy", "best", "--memory", "much")
    answer = backorder("plan", *words)
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 5


def test_plan_that_was_killed_leaves_no_result_and_the_next_one_clears_up_after_it(
    backorder: Backorder, folder: Path
) -> None:
    Lake(folder).fill(lines(*({"line_id": no, "lic": str(no)} for no in range(20_000))), stock(book=4))
    words = ("plan", "--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out.parquet")
    with subprocess.Popen(command(*words), cwd=folder, env=environment(folder)) as process:
        while not list(folder.glob(".backorder-*/lock")):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    assert not (folder / "out.parquet").exists()
    assert backorder(*words).code == 0
    assert {file.name for file in folder.iterdir()} == {"lines.parquet", "stock.parquet", "out.parquet"}
