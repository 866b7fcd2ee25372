"""Real processes for the crash tests, and a small desk for them to work at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from db.session import Session
from engine import catalogue, orders, preferences, proof, stock, sweeps
from engine.model import MovementKind, OnShortage
from engine.quantities import plain
from engine.store import open_desk
from engine.sweeps import schedules
from tests.saying import line_of

HOUSE = Path(__file__).parent.parent.parent
T = TypeVar("T")
LONG_AGO = timedelta(days=10)


class Process:
    """A Python program that can be killed, and asked what it said."""

    def __init__(self, *words: object, cwd: Path = HOUSE) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, *map(str, words)],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(HOUSE)},
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            text=True,
        )

    def says(self) -> str:
        """The next line it prints."""
        return line_of(self.process)

    def kill(self) -> None:
        """End the process as the system would, with no chance to tidy up."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Ask the process to end: its exit code, and what it said on either stream."""
        self.process.send_signal(how)
        return self.result()

    def result(self) -> tuple[int, str, str]:
        """Wait for its end."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@contextmanager
def running(*words: object, cwd: Path = HOUSE) -> Iterator[Process]:
    """A process that does not outlive the test."""
    process = Process(*words, cwd=cwd)
    try:
        yield process
    finally:
        process.kill()


def scheduler(path: Path) -> Any:
    """The scheduler of a desk, as it is."""
    return running("-m", "engine.service.scheduler", "--db", path)


def changed_scheduler(change: str, path: Path) -> Any:
    """The scheduler with one thing changed (tests/crash/sidecar.py)."""
    return running("-m", "tests.crash.sidecar", change, "--db", path)


def eventually(ask: Callable[[], T | None], seconds: float = 30.0) -> T:
    """The first answer that is something, within so many seconds."""
    end = time.monotonic() + seconds
    while True:
        if answer := ask():
            return answer
        assert time.monotonic() < end, f"still {answer!r} after {seconds} seconds"
        time.sleep(0.1)


@contextmanager
def at(path: Path) -> Iterator[Session]:
    """The desk, for as long as the block lasts."""
    session = open_desk(path, name="a test")
    try:
        yield session
    finally:
        session.close()


def furnish(path: Path) -> str:
    """A desk in UTC on which a backorder of 15 waits beside 20 that were found; its order's number.

    All schedules are off.
    """
    with at(path) as desk:
        with desk.transaction(actor="Ann") as tx:
            preferences.change(tx, "backorder_management", "on")
            preferences.change(tx, "time_zone", "UTC")
            for sweep in schedules.schedules(tx):
                schedules.set_schedule(tx, sweep.sweep, enabled=False)
            catalogue.add_customer(tx, "school", name="School")
            catalogue.add_item(tx, "book")
            stock.correct(tx, "book", Decimal(10), cause="opening balance", kind=MovementKind.BEGINNING)
            number = orders.create(tx, "school")
            orders.add_line(tx, number, "book", Decimal(25), on_shortage=OnShortage.SPLIT)
            orders.open_order(tx, number)
        with desk.transaction(actor="Ann") as tx:
            stock.adjust(tx, "book", Decimal(20), reason="found")
    return number


def plan(path: Path, sweep: str, *, hours_ago: int) -> datetime:
    """Have a sweep run once a day, last so many hours ago, and for ten days; returns that last time."""
    now = datetime.now(UTC)
    last = (now - timedelta(hours=hours_ago)).replace(second=0, microsecond=0)
    with at(path) as desk, desk.transaction(actor="Ann", now=now - LONG_AGO) as tx:
        schedules.set_schedule(tx, sweep, enabled=True, at_times=(last.time(),))
    return last


def runs(path: Path) -> list[dict[str, Any]]:
    """The run log, oldest first, once nobody has the desk or somebody hands it over."""
    with at(path) as desk, desk.snapshot() as tx:
        return sweeps.runs(tx, most=10_000).reverse().to_dicts()


def state(path: Path, number: str) -> str:
    """What became of an order, as ``"10 allotted, 15 backordered"``."""
    with at(path) as desk, desk.snapshot() as tx:
        rows = orders.lines(tx, number).select("qty", "state").iter_rows()
        return ", ".join(f"{plain(qty)} {is_now}" for qty, is_now in rows)


def proven(path: Path) -> bool:
    """Section 8 holds."""
    with at(path) as desk, desk.snapshot() as tx:
        return proof.problems(tx).is_empty()
