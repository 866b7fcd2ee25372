"""Polars works on one thread, in every process of the desk."""

import os
import subprocess
import sys

import pytest

PROCESSES = ["app", "engine.cli.app", "engine.service.scheduler", "tests.bench.__main__"]
"""The modules that processes begin with."""


def threads(module: str, **environment: str) -> int:
    """How many threads Polars has in a process that begins with a module, where nobody chose how many."""
    chosen = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    asked = f"import {module}, polars; print(polars.thread_pool_size())"
    answer = subprocess.run(
        [sys.executable, "-c", asked], env=chosen | environment, capture_output=True, check=True, text=True
    )
    return int(answer.stdout)


@pytest.mark.parametrize("module", PROCESSES)
def test_a_process_of_the_desk_wakes_no_threads_for_frames_of_a_few_rows(module: str) -> None:
    assert threads(module) == 1


def test_who_chooses_another_number_has_it() -> None:
    assert threads("app", POLARS_MAX_THREADS="2") == 2
