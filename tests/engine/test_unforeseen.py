"""What nobody foresaw: a person reads a sentence, and the details are written down for them alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine import unforeseen

LOG = "desk.duckdb.errors.log"


def written(desk: Path | None) -> str:
    """The sentence that says where an error was written down."""
    return unforeseen.write_down(ValueError("nobody foresaw this"), "backorder check", desk)


def test_the_details_are_written_down_beside_the_desk(tmp_path: Path) -> None:
    assert written(tmp_path / "desk.duckdb") == (
        f"Something went wrong that the program did not foresee (ValueError); {tmp_path / LOG} says more."
    )
    details = (tmp_path / LOG).read_text(encoding="utf-8")
    assert "backorder check\n" in details
    assert "ValueError: nobody foresaw this" in details


def test_the_details_go_elsewhere_where_the_desk_has_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert str(tmp_path / "backorder.errors.log") in written(tmp_path / "none" / "desk.duckdb")
    assert str(tmp_path / "backorder.errors.log") in written(None)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_only_this_user_reads_them_and_a_link_of_somebody_else_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert str(tmp_path / LOG) in written(tmp_path / "desk.duckdb")
    assert (tmp_path / LOG).stat().st_mode & 0o777 == unforeseen.PRIVATE
    (tmp_path / LOG).unlink()
    (tmp_path / "victim").touch()
    (tmp_path / LOG).symlink_to(tmp_path / "victim")
    assert str(tmp_path / "backorder.errors.log") in written(tmp_path / "desk.duckdb")
    assert (tmp_path / "victim").read_text() == ""
