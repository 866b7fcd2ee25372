"""What the machine refuses, sorted by what happened: no room, not allowed, or something else.

DuckDB says it in its own errors, the system in OSError; a person reads the same sentence for both.
"""

import contextlib
import errno
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from db.errors import DeskError, DeskFailed, DiskFull, NotAllowed

_NO_ROOM: Final = re.compile(
    r"no space left|file too large|quota exceeded|not enough space|disk is full|max_temp_directory_size",
    re.IGNORECASE,
)
_NOT_ALLOWED: Final = re.compile(
    r"permission denied|access is denied|read-only file system|operation not permitted", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r" \(os error \d+\)")
"""How libraries in Rust end what the system says."""
_ERRNOS: Final = frozenset(
    number
    for number, name in errno.errorcode.items()
    if name
    in {
        *("ENOSPC", "EDQUOT", "EFBIG", "EACCES", "EPERM", "EROFS", "EIO", "ENAMETOOLONG", "EMFILE", "ENFILE"),
        *("ENOTDIR", "EISDIR", "ELOOP", "ESTALE", "ENODEV", "ENXIO", "EBUSY", "ETXTBSY"),
    }
)


def sorted_out(path: object, detail: str, *, all_of_it: str = "") -> DeskError:
    """The sentence about `path` for what a program or the system reports; `all_of_it` may hold more words."""
    words = f"{detail} {all_of_it}"
    if _NO_ROOM.search(words):
        return DiskFull(path=path, detail=detail)
    if _NOT_ALLOWED.search(words):
        return NotAllowed(path=path, detail=detail)
    return DeskFailed(path=path, detail=detail)


def is_refusal(error: OSError) -> bool:
    """Whether the machine refused something, as opposed to a mistake in the program.

    Libraries raise OSError without a number too; then the words decide.
    """
    if error.errno is None:
        return bool(_NO_ROOM.search(str(error)) or _NOT_ALLOWED.search(str(error)))
    return error.errno in _ERRNOS


def is_unread(error: BaseException | None) -> bool:
    """Whether what was written has no reader any more, as in a pipe into ``head``.

    Libraries raise OSError without a number too; then the words decide.
    """
    if isinstance(error, OSError) and error.errno is None:
        return "broken pipe" in str(error).lower()
    return isinstance(error, BrokenPipeError)


def sentence(error: OSError, path: object = None) -> DeskError:
    """The sentence for what the system refused, about `path` or the file that the error names."""
    return sorted_out(path or error.filename or "A file of the desk", reason(error))


def reason(error: BaseException) -> str:
    """What happened, in the system's words and without numbers where it has such."""
    words = (getattr(error, "strerror", None) or str(error)).partition("\n")[0]
    return _NUMBERED.sub("", words).rstrip(".")


@contextlib.contextmanager
def in_a_sentence(path: Path | None = None) -> Iterator[None]:
    """Turn what the system refuses inside the block into a sentence; leave other errors alone."""
    try:
        yield
    except OSError as error:
        if not is_refusal(error):
            raise
        raise sentence(error, path) from error
