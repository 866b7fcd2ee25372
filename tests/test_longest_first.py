"""Workers take first the files of tests that take long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.longest_first import OF_EXAMPLES, SECONDS, longest_first


def plain() -> None: ...


@given(st.none())
def quick(number: None) -> None: ...


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.none())
def slow(number: None) -> None: ...


@dataclass
class One:
    path: Path
    mark: str = ""
    function: Callable[..., None] = field(default=plain)

    def get_closest_marker(self, name: str) -> object:
        return self if name == self.mark else None


def test_a_file_of_few_long_tests_stands_before_one_of_many_short_ones() -> None:
    many, few, made_up = Path("many.py"), Path("few.py"), Path("made_up.py")
    tests = [One(many) for _ in range(SECONDS["browser"] * 2 - 1)]
    tests += [One(few, "browser"), One(few, "crash"), One(made_up, function=slow)]
    assert list(longest_first(tests)) == [made_up, few, many]


def test_examples_that_are_quick_are_a_test_like_any_other() -> None:
    tests = [One(Path("b.py"), function=quick), One(Path("a.py"))]
    assert list(longest_first(tests)) == [Path("a.py"), Path("b.py")]
    assert OF_EXAMPLES > 1
