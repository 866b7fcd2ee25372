"""One file, two processes: how long the hand-over takes, and a page's reading while the other one sweeps."""

from __future__ import annotations

import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from engine import orders
from engine.store import Session, open_desk
from tests.bench import desks
from tests.bench.measuring import Act
from tests.bench.world import World

PATIENCE_SECONDS = 600.0
BETWEEN_SECONDS = 0.2
"""From one reading to the next."""


@dataclass(slots=True)
class Neighbour:
    """Another process on a desk (tests/bench/neighbour.py), and our own session on it."""

    process: subprocess.Popen[str]
    desk: Session
    words: queue.Queue[str] = field(default_factory=queue.Queue)
    """What it said and nobody has heard yet."""

    def listen(self) -> None:
        """Hear what it says, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.words.put(line.strip())

    def ask(self, word: str, answer: str = "done") -> None:
        """Have the process do something, and wait until it says so."""
        assert self.process.stdin is not None
        print(word, file=self.process.stdin, flush=True)
        self.wait_for(answer)

    def wait_for(self, answer: str) -> None:
        """Wait until it says something."""
        said = self.words.get(timeout=PATIENCE_SECONDS)
        assert said == answer, f"the neighbour said {said!r} and not {answer!r}"

    @property
    def is_done(self) -> bool:
        """Whether it has said that it has done what it was asked."""
        return not self.words.empty()

    def read(self) -> None:
        """What a page of one order asks first."""
        with self.desk.reading() as tx:
            orders.find(tx, "B0")
            orders.lines(tx, "B0")


@contextmanager
def neighbour(file: Path) -> Iterator[Neighbour]:
    """A neighbour on a desk, until the block ends."""
    command = [sys.executable, "-m", "tests.bench.neighbour", str(file)]
    process = subprocess.Popen(
        command, cwd=desks.HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        with closing(open_desk(file, name="the bench", wait_seconds=PATIENCE_SECONDS)) as desk:
            beside = Neighbour(process, desk)
            threading.Thread(target=beside.listen, daemon=True).start()
            beside.wait_for("ready")
            yield beside
    finally:
        process.kill()
        process.communicate()


def _folder(world: World) -> Path:
    return Path(tempfile.mkdtemp(dir=world.place))


def handing_over(world: World) -> Act:
    """The neighbour has just read; now this process does."""
    beside = world.entered("handing over", lambda: neighbour(desks.settled(world.setting, _folder(world))))
    beside.ask("look")
    return beside.read


def opening(world: World) -> Act:
    """DuckDB opens such a file, and closes it."""
    file = world.kept("opened alone", lambda: desks.settled(world.setting, _folder(world)))

    def act() -> None:
        duckdb.connect(str(file)).close()

    return act


def reading_in_a_sweep(world: World) -> Act:
    """A page reads while the neighbour sweeps a desk on which everything waits."""
    beside = world.entered("sweeping", lambda: _sweeping(world))
    if beside.is_done:
        beside = world.entered("sweeping", lambda: _sweeping(world), anew=True)
    time.sleep(BETWEEN_SECONDS)
    return beside.read


@contextmanager
def _sweeping(world: World) -> Iterator[Neighbour]:
    """A neighbour that has just begun to sweep a desk on which everything waits."""
    with neighbour(desks.waiting(world.setting, _folder(world))) as beside:
        beside.ask("sweep", "begun")
        yield beside


def reading_alone(world: World) -> Act:
    """Reading an order while nobody sweeps."""

    def act() -> None:
        with world.desk.reading() as tx:
            orders.find(tx, "B0")
            orders.lines(tx, "B0")

    return act
