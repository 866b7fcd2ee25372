"""What a peer is asked to do and how it answers: one JSON object for each time that something was measured.

Runs inside the environment of each peer, so that it needs nothing but Python.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

Line = dict[str, Any]
"""order, customer, priority, lic, qty."""


def orders() -> list[list[Line]]:
    """The orders of the file that the first argument names, each a list of its lines."""
    lines: list[Line] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    return [list(one) for _, one in groupby(lines, key=lambda line: line["order"])]


def database() -> str:
    """The folder of PostgreSQL's socket, or nothing for SQLite."""
    return sys.argv[2]


def folder() -> Path:
    """Where files may be written."""
    return Path(sys.argv[3])


def halves(asked: list[list[Line]]) -> dict[str, int]:
    """What lies on the shelf: half of what is wanted of each LIC."""
    wanted: dict[str, int] = {}
    for line in (line for order in asked for line in order):
        wanted[line["lic"]] = wanted.get(line["lic"], 0) + line["qty"]
    return {lic: qty // 2 for lic, qty in wanted.items()}


def measured(name: str, work: Callable[[], object]) -> None:
    """Do something and say how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    answer(name, wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def answer(name: str, **said: float) -> None:
    """Say something to whoever asked."""
    print(json.dumps({"name": name, **said}), flush=True)
