"""What nobody foresaw: its traceback is written down, and a person reads a sentence that says where."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.beside import beside

PRIVATE: Final = 0o600


def write_down(error: BaseException, doing: str, desk: Path | None) -> str:
    """Write an error down, beside the desk if that can be; returns the sentence that says where.

    ``doing``: what went on, such as the command; ``desk``: its file, None for a desk in memory.
    """
    text = "".join(traceback.format_exception(error))
    entry = f"{datetime.now(UTC).isoformat()} {doing}\n{text}\n"
    for file in (*_beside(desk), *_elsewhere()):
        with suppress(OSError):
            _append(file, entry)
            where = f"{file.absolute()} says more"
            break
    else:
        where = "it could not be written down"
    return f"Something went wrong that the program did not foresee ({type(error).__name__}); {where}."


def _append(file: Path, entry: str) -> None:
    """Add to a file that only this user can read, for it holds what was typed. OSError where that is not so:
    in a folder of many, a link or a file of somebody else's may lie at any name."""
    if file.is_symlink():  # where the system cannot refuse to follow one
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file))
    flags = sum(getattr(os, name, 0) for name in ("O_APPEND", "O_NOFOLLOW", "O_NONBLOCK"))
    number = os.open(file, os.O_WRONLY | os.O_CREAT | flags, PRIVATE)
    with os.fdopen(number, "a", encoding="utf-8", errors="backslashreplace") as log:
        opened = os.fstat(number)
        if not stat.S_ISREG(opened.st_mode) or opened.st_nlink > 1 or opened.st_uid != _user():
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(file))
        file.chmod(PRIVATE)
        log.write(entry)


def _user() -> int:
    """The number of this user; 0 where users have none, and files say so too."""
    return os.geteuid() if sys.platform != "win32" else 0


def _elsewhere() -> tuple[Path, ...]:
    """In the folder for temporary files, where the first name may be somebody else's."""
    folder = Path(tempfile.gettempdir())
    return folder / "backorder.errors.log", folder / f"backorder.{_user()}.errors.log"


def _beside(desk: Path | None) -> tuple[Path, ...]:
    return (beside(desk, "errors.log"),) if desk else ()
