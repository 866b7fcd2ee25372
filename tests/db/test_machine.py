"""What the machine refuses is told by what happened, whoever says it and in whatever words."""

import errno

import pytest

from db import machine
from db.errors import DeskFailed, DiskFull, NotAllowed

SENTENCES = [
    ("IO Error: Could not write: No space left on device", DiskFull),
    ("failed to offload data block (max_temp_directory_size)", DiskFull),
    ("Cannot open file: Permission denied", NotAllowed),
    ("Read-only file system", NotAllowed),
    ("Could not read from file", DeskFailed),
]


@pytest.mark.parametrize(("detail", "kind"), SENTENCES)
def test_words_are_sorted_by_what_happened(detail: str, kind: type[Exception]) -> None:
    assert type(machine.sorted_out("a.duckdb", detail)) is kind


def test_only_what_the_machine_refuses_becomes_a_sentence() -> None:
    """A mistake in the program is raised as it is."""
    with pytest.raises(DiskFull, match="a file could not be written"), machine.in_a_sentence():
        raise OSError(errno.ENOSPC, "No space left on device", "a file")
    with pytest.raises(NotAllowed), machine.in_a_sentence():
        raise OSError("Permission denied (os error 13)")  # of a library that gives no number
    with pytest.raises(FileNotFoundError), machine.in_a_sentence():
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "a file")


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), OSError("No space left on device (os error 28)")],
)
def test_a_reason_has_the_words_of_the_system_and_no_number_of_its_own(error: OSError) -> None:
    assert machine.reason(error) == "No space left on device"


def test_a_pipe_that_nobody_reads_is_known_with_and_without_a_number() -> None:
    assert machine.is_unread(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert machine.is_unread(OSError("Broken pipe (os error 32)"))
    assert not machine.is_unread(OSError(errno.ENOSPC, "No space left on device"))
    assert not machine.is_unread(None)
