"""Arguments nobody would type: a sentence for each, and never what the program did not foresee."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import cli


@pytest.mark.parametrize(
    "line",
    [
        ["asof", "9999-12-31"],
        ["asof", "#\u00b2"],
        ["asof", "#" + "9" * 5000],
        ["ship", "99999999999999999999999"],
        ["ship", "1", "--short", "\u00b2=1"],
        ["undo", "99999999999999999999999", "--yes"],
        ["replay", "99999999999999999999999"],
        ["notices", "--since", "9" * 5000],
        ["adjust", "A", "1e999999999", "--reason", "count"],
        ["explain", "A\0B"],
        ["explain", "A\nB"],
        ["explain", "half \udce9"],
        ["explain", "x" * 1_000_000],
        ["late", "P1", "9999-12-31"],
        ["late", "P1", "\x1b[31m"],
        ["late", "P1", "\u202e"],
        ["check", "\x9b31m"],
    ],
)
def test_what_nobody_would_type_is_refused_in_a_line(
    line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    assert cli.run(["init"]) == 0
    capsys.readouterr()
    assert cli.run(line) in (1, 2)
    told = capsys.readouterr().err
    assert told.removesuffix("\n").isprintable()
    assert len(told) < 700
    assert "did not foresee" not in told


@pytest.mark.parametrize("after", [0.03, 0.5])
def test_ctrl_c_is_answered_in_a_line_and_keeps_nothing(after: float, tmp_path: Path) -> None:
    items = tmp_path / "items.csv"
    items.write_text("lic\n" + "\n".join(f"L{number}" for number in range(200_000)))
    environment = os.environ | {"BACKORDER_DB": str(tmp_path / "desk.duckdb")}
    told_when_begun = "import sys; from engine.cli import main; print(flush=True); main(sys.argv[1:])"
    line = [sys.executable, "-c", told_when_begun, "import", "items", str(items)]
    with subprocess.Popen(line, env=environment, stdout=-1, stderr=-1, text=True) as command:
        assert command.stdout is not None
        command.stdout.readline()
        time.sleep(after)
        command.send_signal(signal.SIGINT)
        _, told = command.communicate(timeout=60)
    assert (command.returncode, told) == (130, "It was stopped; what was not finished is not saved.\n")
