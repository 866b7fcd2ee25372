"""The commands together: help, a script, a pipe, and what a refusal and wrong usage come to."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

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
    assert refused.stderr.splitlines()[0] == "There is no order Z9; check the spelling or add it first."
    assert started("bogus", folder=tmp_path).returncode == 2


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
    began = time.perf_counter()
    helped = started("--help", folder=tmp_path)
    assert (helped.returncode, "receive" in helped.stdout) == (0, True)
    assert time.perf_counter() - began < 20  # a loaded machine; a fifth of a second on a free one
    heavy = (
        "import sys; from engine import cli; cli.run(['--help']);"
        " print(sorted({'duckdb', 'polars', 'streamlit', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", heavy], cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stderr == "[]\n"
