"""Another process with the same desk, that does what it reads from standard input: ``look`` or ``sweep``.

It says ``begun`` when it begins a sweep and ``done`` when it has done what it was asked.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from engine import orders, sweeps
from engine.model import SweepName
from engine.store import Session, open_desk


def main() -> None:
    """Do what is asked until nobody asks any more."""
    with closing(open_desk(Path(sys.argv[1]), name="the neighbour")) as desk:
        print("ready", flush=True)
        for line in sys.stdin:
            _do(desk, line.strip())
            print("done", flush=True)


def _do(desk: Session, word: str) -> None:
    if word == "sweep":
        with desk.snapshot():  # has the desk before it says so
            print("begun", flush=True)
        sweeps.run_sweep(desk, SweepName.SECONDARY, actor="the neighbour")
    else:
        with desk.snapshot() as tx:
            orders.find(tx, "B0")


if __name__ == "__main__":
    main()
