"""Arguments nobody would type: a sentence for each, and never what the program did not foresee."""

from __future__ import annotations

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
        ["adjust", "A", "1e999999999", "--reason", "x"],
        ["explain", "A\0B"],
        ["explain", "A\nB"],
        ["explain", "half \udce9"],
        ["explain", "x" * 1_000_000],
        ["late", "P1", "9999-12-31"],
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
    assert told.count("\n") == 1
    assert len(told) < 700
    assert "did not foresee" not in told
