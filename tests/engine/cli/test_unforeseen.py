"""What nobody foresaw: a person reads a sentence, and the details are written down for them alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.cli import unforeseen
from tests.engine.cli.command_line import Backorder

LOG = "desk.duckdb.errors.log"


def test_nobody_sees_a_traceback_and_the_details_are_written_down(
    desk: Backorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("engine.orders.cancel_order", break_down)
    answer = desk("cancel", "A1")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "Something went wrong that the program did not foresee (ZeroDivisionError); "
        f"{folder / LOG} says more.\n"
    )
    written = (folder / LOG).read_text(encoding="utf-8")
    assert "backorder cancel A1" in written
    assert "nobody foresaw this" in written


def test_the_details_go_elsewhere_where_the_desk_has_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "none" / "desk.duckdb"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert str(tmp_path / "backorder.errors.log") in unforeseen.write_down(ValueError("x"), ["check"])


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_only_this_user_reads_them_and_a_link_of_somebody_else_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert str(tmp_path / LOG) in unforeseen.write_down(ValueError("x"), ["check"])
    assert (tmp_path / LOG).stat().st_mode & 0o777 == unforeseen.PRIVATE
    (tmp_path / LOG).unlink()
    (tmp_path / "victim").touch()
    (tmp_path / LOG).symlink_to(tmp_path / "victim")
    assert str(tmp_path / "backorder.errors.log") in unforeseen.write_down(ValueError("x"), ["check"])
    assert (tmp_path / "victim").read_text() == ""
