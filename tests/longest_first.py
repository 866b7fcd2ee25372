"""The order in which workers take files of tests: those that take long first, so that none ends alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from hypothesis import HealthCheck, settings

SECONDS: Final = {"browser": 8, "crash": 8}
"""What a test with one of these marks takes, about; a plain one takes one."""
OF_EXAMPLES: Final = 25
"""What a test of made-up examples takes that was told to be slow; one that was not is a plain one."""


class Test(Protocol):
    """What is asked of a test."""

    path: Path

    def get_closest_marker(self, name: str) -> object:
        """The mark of this name, if it has it."""


def longest_first(tests: Iterable[Test]) -> dict[Path, int]:
    """Where each file of tests stands; files of one length stand by their names."""
    seconds = Counter[Path]()
    for test in tests:
        seconds[test.path] += _seconds(test)
    files = sorted(seconds, key=lambda file: (-seconds[file], file))
    return {file: place for place, file in enumerate(files)}


def _seconds(test: Test) -> int:
    told = getattr(getattr(test, "function", None), "_hypothesis_internal_use_settings", None)
    # Where CI runs, the library lets every test be slow, and not only one that was told to be.
    if told and told != settings.default and HealthCheck.too_slow in told.suppress_health_check:
        return OF_EXAMPLES
    return max((some for mark, some in SECONDS.items() if test.get_closest_marker(mark)), default=1)
