"""A program that prints nothing keeps no test waiting for ever."""

from __future__ import annotations

import subprocess
import sys

from tests.saying import line_of


def test_a_line_is_read_and_who_prints_none_is_killed() -> None:
    words = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as program:
        assert line_of(program) == "here"
        assert line_of(program, seconds=0.1) == ""
        assert program.wait() != 0
