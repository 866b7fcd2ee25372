"""A database in memory for one batch of work over rows from elsewhere; they may be more than memory holds."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import duck
from db.transaction import Transaction


class Batch(Transaction):
    """Named queries over tables that are lent to it; it forgets everything when it ends."""

    def __init__(self, connection: duck.Connection, spill: Path) -> None:
        """Work on a database made for it; `spill` is what a sentence names when the machine refuses."""
        super().__init__(connection, now=datetime.now(UTC), actor="", path=spill)
        self._connection = connection

    def lend(self, table: str, rows: Any) -> None:
        """Let queries read `rows` as `table`: an Arrow table or scanner, part by part, without a copy."""
        self._connection.register(table, rows)


@contextlib.contextmanager
def opened(spill: Path, memory: str | None, threads: int | None = None) -> Iterator[Batch]:
    """An empty database that puts what exceeds `memory` ("500MB"; None: most there is) into `spill`.

    It works with so many `threads`; None: one for each core.
    """
    connection = duck.open_batch(spill, memory, threads)
    try:
        with duck.in_a_sentence(spill):
            yield Batch(connection, spill)
    finally:
        connection.close()
