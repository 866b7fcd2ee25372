"""``backorder plan``: files in, allotments out, no desk needed."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from tests.engine.cli.command_line import Backorder, command, environment
from tests.engine.plan.lake import QUICK, Lake, lines, stock


def test_plan_of_what_a_desk_exports_changes_nothing_there_and_says_what_it_came_to(
    desk: Backorder, folder: Path
) -> None:
    """20 of 25 books are allotted; five pens lie ready."""
    for kind in ("queue", "balances"):
        assert desk("export", kind, f"{kind}.parquet").code == 0
    answer = desk("plan", "--lines", "queue.parquet", "--stock", "balances.parquet", "--out", "out.parquet")
    assert (answer.code, answer.err) == (0, "")
    said = "3 lines in 2 pools: no line gained or lost stock, 1 line waiting for 5."
    assert answer.out == f"{said}\nWritten to out.parquet.\n"
    held = pl.read_parquet(folder / "out.parquet")
    assert held["held_qty"].to_list() == held["allotted_qty"].to_list()


@pytest.mark.parametrize(
    ("on_hand", "said"),
    [(4, "1 line gained 4, 1 line waiting for 6"), (10, "1 line gained 10, no line waiting")],
)
def test_plan_says_of_lines_that_gained_or_wait_only_where_there_are_some(
    backorder: Backorder, folder: Path, on_hand: int, said: str
) -> None:
    Lake(folder).fill(lines({}), stock(book=on_hand))
    answer = backorder("plan", "--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out")
    assert answer.out == f"1 line in 1 pool: {said}.\nWritten to out.\n"


def test_plan_answers_as_json_and_needs_no_desk(backorder: Backorder, folder: Path) -> None:
    Lake(folder).fill(lines({}), stock(book=4))
    words = ("--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out", "--memory", "1GB")
    data = backorder("--json", "plan", *words).json
    assert (data["out"], data["lines"], data["units_gained"], data["units_waiting"]) == ("out", 1, 4, 6)
    assert not (folder / "desk.duckdb").exists()


def test_plan_refuses_all_that_is_wrong_at_once(backorder: Backorder, folder: Path) -> None:
    (folder / "out").mkdir()
    answer = backorder("plan", "--lines", "lines", "--stock", "stock", "--out", "out", "--temp", "nowhere")
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 4


def test_plan_says_of_all_options_that_are_mistyped_that_they_are_wrong_usage(backorder: Backorder) -> None:
    words = ("--lines", "lines", "--stock", "stock", "--out", "out", "--skip-age-days", "-1")
    answer = backorder("plan", *words, "--policy", "best", "--engine", "steam", "--memory", "much")
    assert (answer.code, answer.out) == (2, "")
    [said] = answer.err.splitlines()
    for sentence in ("no policy best;", "no engine steam;", "--memory is much,", "--skip-age-days is -1;"):
        assert sentence in said


def test_plan_that_was_killed_leaves_no_result_and_the_next_one_clears_up_after_it(
    backorder: Backorder, folder: Path
) -> None:
    Lake(folder).fill(lines(*({"line_id": no, "lic": str(no)} for no in range(20_000))), stock(book=4))
    words = ("plan", "--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out.parquet")
    with subprocess.Popen(command(*words), cwd=folder, env=environment(folder)) as process:
        while not list(folder.glob(".backorder-*/locked")):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    assert not (folder / "out.parquet").exists()
    assert backorder(*words).code == 0
    assert {file.name for file in folder.iterdir()} == {"lines.parquet", "stock.parquet", "out.parquet"}


WITH_SPARK = ("--lines", "lines.parquet", "--stock", "stock.parquet", "--out", "out", "--engine", "spark")


@pytest.mark.spark
def test_plan_that_spark_refuses_says_so_alone_and_leaves_nothing(folder: Path) -> None:
    Lake(folder).fill(lines({}).drop("lic"), stock(book=4).drop("on_hand"))
    answer = typed(folder, {})
    assert (answer.returncode, answer.stdout) == (1, "")
    assert [said.partition(" (")[0] for said in answer.stderr.splitlines()] == [
        "lines.parquet has no column lic",
        "stock.parquet has no column on_hand",
    ]
    assert {file.name for file in folder.iterdir()} == {"lines.parquet", "stock.parquet"}


@pytest.mark.spark
def test_plan_with_spark_where_no_java_is_names_the_remedy(folder: Path) -> None:
    Lake(folder).fill(lines({}), stock(book=4))
    answer = typed(folder, {"JAVA_HOME": str(folder)})
    assert (answer.returncode, answer.stdout) == (1, "")
    [said] = answer.stderr.splitlines()
    assert said.startswith("Spark needs Java 17 or newer, and there is none here;")
    assert {file.name for file in folder.iterdir()} == {"lines.parquet", "stock.parquet"}


def typed(folder: Path, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What a plan with Spark answers, typed in a terminal."""
    return subprocess.run(
        command("plan", *WITH_SPARK),
        cwd=folder,
        env=environment(folder) | {"PYSPARK_SUBMIT_ARGS": QUICK} | more,
        capture_output=True,
        text=True,
        check=False,
    )
