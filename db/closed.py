"""Reading a desk that nobody has open, as it is: it is not brought up to date, whatever its version."""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from db import duck
from db.transaction import Transaction


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Transaction]:
    """The desk at `path`, for one who holds its lease or has the file alone; its log is folded in afterwards.

    Raises what opening raises, and DuckDB's own error when a table that is asked for is not there.
    """
    connection = duck.open_file(path, time.monotonic(), 0.0)
    try:
        with duck.in_a_sentence(path):
            connection.execute("begin transaction read only")
            yield Transaction(connection, now=datetime.now(UTC), actor="", path=path)
            connection.execute("rollback")
    finally:
        connection.close()
