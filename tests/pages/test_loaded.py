"""What pages have loaded is not looked through again and again."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from types import ModuleType

import pytest

from pages.parts import loaded, shell
from tests.pages.screen import Screen


@pytest.fixture(autouse=True)
def _fresh_server() -> Iterator[None]:
    gc.unfreeze()
    loaded._COUNTS.clear()
    yield
    gc.unfreeze()


def is_looked_through(thing: object) -> bool:
    return any(one is thing for one in gc.get_objects())


@pytest.mark.usefixtures("empty_desk")
def test_once_a_page_was_drawn_what_it_loaded_is_looked_through_no_more() -> None:
    assert is_looked_through(shell.run)
    Screen("help")
    assert not is_looked_through(shell.run)


def test_what_comes_later_is_set_aside_once_modules_come_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.set_aside()
    later = ["later"]
    loaded.set_aside()
    assert is_looked_through(later)
    monkeypatch.setitem(sys.modules, "newcomer", ModuleType("newcomer"))
    loaded.set_aside()
    assert not is_looked_through(later)


class _Circle:
    """Garbage that only the collector finds, as it holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_no_longer_needed_goes_before_anything_is_set_aside() -> None:
    gone = weakref.ref(_Circle())
    loaded.set_aside()
    assert gone() is None


def test_a_server_that_ends_leaves_nothing_behind_and_so_says_nothing() -> None:
    load = "import duckdb, gc; from pages.parts import loaded"
    script = f"{load}; loaded.set_aside(); print(gc.get_freeze_count())"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=shell.HOUSE, capture_output=True, text=True, check=True
    )
    assert int(ended.stdout) > 0
    assert ended.stderr == ""
