"""Files that are not whole yet: made in a hidden folder on the same disk, and put in place when done.

The folder is nobody else's to read and is gone afterwards, whatever happens. One that a killed process has
left is swept up by the next who needs such a folder there: the lock inside it is free then, for the system
frees the locks of the dead.
"""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

PREFIX: Final = ".backorder-"
LOCK: Final = "lock"
LOCKED: Final = "locked"
"""Lies beside the lock once that is taken: between its making and its taking anybody finds it free."""
UNLOCKED_SECONDS: Final = 60.0
"""How long a folder may be without having been locked: it is being made, or its maker died just then."""


@contextlib.contextmanager
def folder(beside: Path) -> Iterator[Path]:
    """A folder on the disk of the file `beside`, for as long as the block lasts; OSError if it cannot be."""
    parent = beside.absolute().parent
    sweep_up(parent)
    made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    lock = FileLock(made / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
        (made / LOCKED).touch()
        yield made
    finally:
        lock.release()
        shutil.rmtree(made, ignore_errors=True)


def sweep_up(parent: Path) -> None:
    """Remove such folders in `parent` whose makers are dead."""
    with contextlib.suppress(OSError):
        for left in parent.glob(f"{PREFIX}*"):
            if _is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)


def put(part: Path, target: Path) -> Path:
    """Give a finished file its name, and see that the disk knows it; replaces what is there."""
    part.replace(target)
    _see_to_it(target)
    return target


def put_new(part: Path, target: Path) -> Path:
    """As `put`, but FileExistsError where a file has that name by now."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError as error:  # a disk that knows no links
        if target.exists():
            raise FileExistsError(target) from error
        return put(part, target)
    part.unlink()
    _see_to_it(target)
    return target


def _see_to_it(target: Path) -> None:
    """See that the disk knows the name of a file."""
    if sys.platform != "win32":  # where a folder cannot be opened
        parent = os.open(target.absolute().parent, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # not every file system can
                os.fsync(parent)
        finally:
            os.close(parent)


def like(file: Path, model: Path) -> None:
    """Let those read and write `file` who may read and write `model`, as far as this user can say so."""
    status = model.stat()
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # only the superuser gives files away
            os.chown(file, status.st_uid, status.st_gid)
    with contextlib.suppress(OSError):  # a disk that knows no modes
        file.chmod(stat.S_IMODE(status.st_mode))


def _is_abandoned(left: Path) -> bool:
    try:
        if not (left / LOCKED).exists():  # its lock is no sign yet, and is left to its maker
            return time.time() - left.stat().st_mtime > UNLOCKED_SECONDS
        with FileLock(left / LOCK, thread_local=False).acquire(timeout=0):
            return True
    except (Timeout, OSError):
        return False
