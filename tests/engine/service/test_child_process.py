"""A child on a leash: it ends when it is let go, and what it says is passed on."""

from __future__ import annotations

import pytest

from engine.service import supervisor as module
from engine.service.child_process import Child


def test_a_child_ends_when_it_is_let_go() -> None:
    with Child(["http.server", "0", "--bind", module.HOST]) as child:
        assert child.lives()
    assert not child.lives()
    assert child.exit_code() is not None


def test_what_a_child_says_on_standard_error_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with Child(["timeit", "-n", "1", "-r", "1", "import sys; sys.stderr.write('look\\n')"]) as child:
        child._end()
    assert "look\n" in capfd.readouterr().err
