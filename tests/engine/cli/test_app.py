"""The commands together: help, a script, a pipe, and what a refusal and wrong usage come to."""

from __future__ import annotations

import io
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest
from polars.exceptions import PanicException

from engine import cli
from tests.engine.cli.command_line import HOUSE, Backorder, command, environment, started


def test_backorder_alone_lists_the_commands(backorder: Backorder) -> None:
    answer = backorder()
    assert answer.code == 2
    assert "sweep" in answer.err


def test_a_script_sees_exit_codes_and_clean_streams(tmp_path: Path) -> None:
    made = started("--json", "init", folder=tmp_path)
    assert (made.returncode, '"from_version": 0' in made.stdout) == (0, True)
    refused = started("cancel", "Z9", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[0] == "There is no order Z9; name one that is there."
    assert started("bogus", folder=tmp_path).returncode == 2


@pytest.mark.parametrize("error", [ZeroDivisionError, PanicException])
def test_nobody_sees_a_traceback_and_the_details_are_written_down(
    desk: Backorder, folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A panic of Polars is no Exception to Python."""

    def break_down(*_: object, **__: object) -> None:
        raise error("nobody foresaw this")

    monkeypatch.setattr("engine.orders.cancel_order", break_down)
    answer = desk("cancel", "A1")
    assert (answer.code, answer.out) == (1, "")
    log = folder / "desk.duckdb.errors.log"
    assert answer.err == (
        f"Something went wrong that the program did not foresee ({error.__name__}); {log} says more.\n"
    )
    assert "backorder cancel A1" in log.read_text(encoding="utf-8")


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    started("init", folder=tmp_path)
    with subprocess.Popen(
        command("export", "log"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_help_answers_without_the_heavy_libraries(tmp_path: Path) -> None:
    helped = started("--help", folder=tmp_path)
    assert (helped.returncode, "receive" in helped.stdout) == (0, True)
    heavy = (
        "import sys; from engine import cli; cli.run(['--help']);"
        " print(sorted({'duckdb', 'polars', 'streamlit', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", heavy], cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stderr == "[]\n"


class Full(io.StringIO):
    """An output on a disk without room."""

    def flush(self) -> None:
        raise OSError(ENOSPC, "No space left on device")


def test_an_act_of_which_nothing_can_be_printed_is_not_said_to_be_unsaved(
    desk: Backorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Full())
        assert cli.run(["adjust", "pen", "3", "--reason", "count"]) == 1
    assert capsys.readouterr().err == (
        "What was to be printed could not be written (no room left: No space left on device); "
        "the command itself may be done, so look before you give it again.\n"
    )
    pen = next(row for row in desk("--json", "export", "balances").json if row["lic"] == "pen")
    assert pen["on_hand"] == 12
