"""What a file may come to, and that it is a plain file: asked before anything of it is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import DeskError
from engine.interchange import reading


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_single_file_that_may_have_no_end_is_not_read(ending: str, tmp_path: Path) -> None:
    pipe, endless = tmp_path / f"pipe.{ending}", tmp_path / f"endless.{ending}"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for file, what in ((pipe, "a pipe"), (endless, "a device"), (tmp_path, "a folder")):
        with pytest.raises(DeskError, match=f"is {what} and no plain file"):
            reading.read(file if file != tmp_path else _folder(tmp_path, ending))


def _folder(place: Path, ending: str) -> Path:
    made = place / f"folder.{ending}"
    made.mkdir()
    return made
