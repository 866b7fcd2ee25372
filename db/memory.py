"""What one writer has asked and the next need not ask again.

The writers of a process come one after another, and no other process has the file meanwhile: what a query
says of a table holds until one of them writes that table, or the file is let go.
"""

from collections.abc import Callable
from typing import Any


class Memory:
    """The answers of queries, each with the stored table that it comes from."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[str, Any]] = {}

    def recall(self, query: str, table: str, ask: Callable[[], Any]) -> Any:
        """The answer of a query that reads `table` alone; asked the first time."""
        if query not in self._answers:
            self._answers[query] = table, ask()
        return self._answers[query][1]

    def forget(self, table: str) -> None:
        """Forget what comes from a table that is written, whether or not that will be kept."""
        self._answers = {name: found for name, found in self._answers.items() if found[0] != table}

    def clear(self) -> None:
        """Forget everything."""
        self._answers.clear()
