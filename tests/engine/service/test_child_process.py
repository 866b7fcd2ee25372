"""A child on a leash: it ends when it is let go, and what it says is passed on."""

from __future__ import annotations

import signal

import pytest

from engine.service import supervisor as module
from engine.service.child_process import Child, heard


def test_a_child_ends_when_it_is_let_go() -> None:
    with Child(["http.server", "0", "--bind", module.HOST]) as child:
        assert child.lives()
    assert not child.lives()


def test_what_a_child_says_on_standard_error_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with Child(["timeit", "-n", "1", "-r", "1", "import sys; sys.stderr.write('look\\n')"]) as child:
        child._end()
    assert "look\n" in capfd.readouterr().err


def test_the_signals_that_ask_to_end_are_heard_while_the_block_lasts() -> None:
    before, asked = signal.getsignal(signal.SIGTERM), list[int]()
    with heard(lambda number, _: asked.append(number)):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert asked == [signal.SIGTERM, signal.SIGINT]
    assert signal.getsignal(signal.SIGTERM) is before
