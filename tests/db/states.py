"""In which state a desk's gate is."""

import time
from pathlib import Path

from db.gate import State
from db.session import Session


def state_of(desk: Session) -> State:
    return desk._gate._state


def wait_for(desk: Session, state: State) -> None:
    end = time.monotonic() + 10
    while state_of(desk) is not state:
        assert time.monotonic() < end, f"still {state_of(desk)}"
        time.sleep(0.002)


def eventually_in_line(path: Path, number: int) -> None:
    """Wait until so many processes stand in line."""
    end, folder = time.monotonic() + 30, path.with_name("desk.duckdb.queue")
    while not folder.exists() or len(list(folder.iterdir())) < number:
        assert time.monotonic() < end
        time.sleep(0.02)
