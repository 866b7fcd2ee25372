"""What is in a database file that is open: whether it still is what DuckDB last wrote there.

A file that was copied over in place keeps its name, its device and its number. But DuckDB writes into it only
while a commit or a closing folds the log in (db.duck.CONFIG sees to that), and counts one up in its head each
time. So at every other moment its length, its head and the checksums before its blocks are what they were.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGE: Final = 4096
HEAD: Final = 3 * PAGE
"""Who the file is, written once; then two headers that take turns, the newer of which counts."""
_HEADER: Final = struct.Struct("<8xQ24xQ")  # how often it was written, and the size of a block
_CHECKSUM: Final = 8
_LEAST_BLOCK: Final = 16384


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What the newer header says."""

    writings: int  # how often the log was folded in, ever
    block_size: int  # in bytes


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file is recognised by, together with its checksums."""

    size: int
    touched: int  # when somebody wrote into it last, in ns: a reason to look closer, and no proof
    head: bytes

    @property
    def header(self) -> FileHeader:
        """The newer header; zeros where there is none."""
        newest = max((_header(self.head, page * PAGE) for page in (1, 2)), key=lambda one: one.writings)
        return newest if newest.block_size >= _LEAST_BLOCK else FileHeader(0, _LEAST_BLOCK)


class Content:
    """The inside of one file, read beside DuckDB. Not for two threads at once.

    It must be closed after DuckDB: on POSIX, whoever closes a file gives up every lock that the process has
    on it, DuckDB's too.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; PermissionError where the system lets nobody else read what DuckDB has open."""
        self._reader = path.open("rb", buffering=0)
        self._noted = self._glance()
        self._checksums = b""  # one per block, as of the last `note`

    @property
    def status(self) -> os.stat_result:
        """What the system knows of the file."""
        return os.fstat(self._reader.fileno())

    def has(self, used: int) -> bool:
        """Whether so many bytes of blocks can be in it; they cannot while it is still being copied."""
        return self._noted.size >= HEAD + used

    def is_same(self) -> bool:
        """Whether nobody has changed it since the last `note`. Some ten microseconds where nobody wrote."""
        return self._is_as_before(self._glance())

    def note(self, *, half: bool = False) -> bool:
        """Take the file as it is now, since DuckDB may just have written into it; False if it is another's.

        `half`: perhaps DuckDB could not end its writing, and left blocks that no head tells of.
        """
        print_ = self._glance()
        left_half = half and print_.head == self._noted.head and print_.size >= self._noted.size
        if not left_half and not self._has_folded(print_):
            return self._is_as_before(print_)
        self._noted, self._checksums = print_, self._sums(print_)
        return True

    def close(self) -> None:
        """Let the file go."""
        self._reader.close()

    def _is_as_before(self, print_: Fingerprint) -> bool:
        if (print_.size, print_.head) != (self._noted.size, self._noted.head):
            return False
        if print_.touched != self._noted.touched:
            if self._sums(print_) != self._checksums:
                return False
            self._noted = print_
        return True

    def _has_folded(self, print_: Fingerprint) -> bool:
        """Whether the log was folded into what is known, and nothing else."""
        is_the_one = print_.head[:PAGE] == self._noted.head[:PAGE]
        return is_the_one and print_.header.writings > self._noted.header.writings

    def _glance(self) -> Fingerprint:
        status = self.status  # before reading: what is written meanwhile is found at the next look
        return Fingerprint(status.st_size, status.st_mtime_ns, self._read(0, HEAD))

    def _sums(self, print_: Fingerprint) -> bytes:
        """The checksums of every block: eight bytes per 256 KB, a millisecond for a hundred megabytes."""
        starts = range(HEAD, print_.size, print_.header.block_size)
        return b"".join(self._read(start, _CHECKSUM) for start in starts)

    def _read(self, start: int, size: int) -> bytes:
        self._reader.seek(start)
        return self._reader.read(size) or b""


def _header(head: bytes, start: int) -> FileHeader:
    page = head[start : start + _HEADER.size].ljust(_HEADER.size, b"\0")
    return FileHeader(*_HEADER.unpack(page))
