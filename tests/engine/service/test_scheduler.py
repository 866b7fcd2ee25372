"""The scheduler inside one process: what it does with what is due, and with what goes wrong. R26, R27."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from polars.exceptions import PanicException

from engine import preferences, signals, sweeps
from engine.errors import DeskBusy
from engine.model import SweepName
from engine.service import scheduler as module
from engine.service.scheduler import Scheduler
from engine.store import Session, open_desk
from engine.sweeps import run_sweep, schedules

ERRORS = [RuntimeError, PanicException]
"""What nobody foresees; a panic of Polars is no Exception to Python."""


@pytest.fixture
def desk(desk_path: Path) -> Iterator[Session]:
    """A desk on which only the secondary sweep is scheduled, daily, and is one day late."""
    session = open_desk(desk_path, name="a test")
    now = datetime.now(UTC)
    with session.transaction(actor="Ann", now=now - timedelta(days=2)) as tx:
        late = (now - timedelta(hours=1)).time().replace(second=0, microsecond=0)
        for sweep in SweepName:
            schedules.set_schedule(tx, sweep, enabled=sweep is SweepName.SECONDARY)
        schedules.set_schedule(tx, "secondary", every_n=1, every_unit="days", at_times=(late,))
    yield session
    session.close()


@contextmanager
def at_work(path: Path, desk: Session) -> Iterator[list[str]]:
    """A scheduler that works for as long as the block lasts; what it complains about."""
    said: list[str] = []
    scheduler = Scheduler(path, desk, said.append)
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    try:
        yield said
    finally:
        scheduler.ask_to_stop()
        thread.join(10)
    assert not thread.is_alive()


def eventually(ask: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The rounds that have ended; one that began after the first had every chance to do it all again."""
    ended: list[bool] = []
    work = Scheduler._work

    def counted(scheduler: Scheduler) -> None:
        work(scheduler)
        ended.append(True)

    monkeypatch.setattr(Scheduler, "_work", counted)
    monkeypatch.setattr(module, "POLL_SECONDS", 0.05)
    return ended


def another_round(path: Path, rounds: list[bool]) -> None:
    """Wait until the first round has ended, announce a change, and wait for the next."""
    eventually(lambda: rounds)
    signals.announce_change(path)
    eventually(lambda: len(rounds) > 1)


def runs(desk: Session) -> list[dict[str, Any]]:
    with desk.snapshot() as tx:
        return sweeps.runs(tx).reverse().to_dicts()


def test_the_start_catches_up_once(desk: Session, desk_path: Path, rounds: list[bool]) -> None:
    """R26."""
    with at_work(desk_path, desk) as said:
        another_round(desk_path, rounds)
    [run] = runs(desk)
    assert (run["sweep"], run["run_trigger"], run["actor"]) == ("secondary", "catch-up", "scheduler")
    assert said == []


def test_its_heartbeat_ends_with_it(desk: Session, desk_path: Path) -> None:
    """R26: an end that was asked for is no mystery."""
    with at_work(desk_path, desk):
        eventually(lambda: signals.read_heartbeat(desk_path))
    assert signals.read_heartbeat(desk_path) is None


@pytest.mark.parametrize("error", ERRORS)
def test_a_failed_sweep_is_said_in_one_line_and_the_clock_goes_on(
    desk: Session,
    desk_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rounds: list[bool],
    error: type[BaseException],
) -> None:
    """R28: its row says the same; the same scheduled time is not tried again."""

    def broken(_tx: object, _step: object) -> NoReturn:
        raise error("two\nlines")

    monkeypatch.setitem(sweeps.SWEEPS, SweepName.SECONDARY, broken)
    with desk.transaction(actor="Ann") as tx:
        preferences.change(tx, "backorder_management", "on")
    with at_work(desk_path, desk) as said:
        another_round(desk_path, rounds)
    log = f"{desk_path}.errors.log"
    sentence = f"Something went wrong that the program did not foresee ({error.__name__}); {log} says more."
    assert said == [f"The secondary sweep failed: {sentence}"]
    assert "two\nlines" in Path(log).read_text(encoding="utf-8")
    assert [run["outcome"] for run in runs(desk)] == ["failed"]


def test_a_busy_desk_is_tried_again_without_a_word(
    desk: Session, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R26: the sweep is late and not lost."""
    tries: list[SweepName] = []

    def busy_at_first(session: Session, sweep: SweepName, **facts: Any) -> Any:
        tries.append(sweep)
        if len(tries) == 1:
            raise DeskBusy(holder="The pages", seconds=30)
        return run_sweep(session, sweep, **facts)

    monkeypatch.setattr(module, "run_sweep", busy_at_first)
    monkeypatch.setattr(module, "TRY_AGAIN", timedelta(seconds=0.2))
    with at_work(desk_path, desk) as said:
        eventually(lambda: runs(desk))
    assert len(tries) == 2
    assert said == []


@pytest.mark.parametrize("error", ERRORS)
def test_what_goes_wrong_again_and_again_is_said_once(
    desk: Session, desk_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A full disk is one line, not one every ten seconds; and the clock goes on."""
    tries: list[SweepName] = []

    def always(_session: Session, sweep: SweepName, **_facts: Any) -> NoReturn:
        tries.append(sweep)
        raise error("no space left")

    monkeypatch.setattr(module, "run_sweep", always)
    monkeypatch.setattr(module, "TRY_AGAIN", timedelta(seconds=0.1))
    with at_work(desk_path, desk) as said:
        eventually(lambda: len(tries) > 2)
    log = f"{desk_path}.errors.log"
    told = f"Something went wrong that the program did not foresee ({error.__name__}); {log} says more."
    assert said == [told]
    assert (
        Path(log).read_text(encoding="utf-8").count("no space left") == 2
    )  # where it was raised, and what it is


def test_a_machine_that_slept_is_noticed(
    desk: Session, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R26: APScheduler's timer stood still with the machine; the jump of the clock wakes it."""
    with desk.transaction(actor="Ann") as tx:
        schedules.set_schedule(tx, "secondary", enabled=False)
    slept = timedelta()
    looks = 0

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            nonlocal looks
            looks += 1
            return datetime.now(tz) + slept

    monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    rounds: list[bool] = []
    monkeypatch.setattr(Scheduler, "_round", lambda _self: rounds.append(True))
    with at_work(desk_path, desk):
        eventually(lambda: len(rounds) == 1)
        slept = timedelta(hours=-8)  # or was set back
        eventually(lambda: len(rounds) == 2)
        seen = looks
        eventually(lambda: looks > seen + 20)
    assert len(rounds) == 2


def test_it_ends_after_the_sweep_that_runs_and_begins_no_other(
    desk: Session, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R28: asked to stop in mid-sweep."""
    with desk.transaction(actor="Ann", now=datetime.now(UTC) - timedelta(days=2)) as tx:
        schedules.set_schedule(tx, "replenishment", enabled=True)
    begun, asked, ended = threading.Event(), threading.Event(), threading.Event()
    monkeypatch.setattr(signals, "BEAT_SECONDS", 0.1)
    finish = Scheduler._finish

    def finishing(scheduler: Scheduler) -> None:
        asked.set()
        finish(scheduler)

    def slow(session: Session, sweep: SweepName, **facts: Any) -> Any:
        begun.set()
        assert asked.wait(20)
        report = run_sweep(session, sweep, **facts)
        ended.set()
        return report

    monkeypatch.setattr(module, "run_sweep", slow)
    monkeypatch.setattr(Scheduler, "_finish", finishing)
    with at_work(desk_path, desk):
        assert begun.wait(10)
    assert ended.is_set()
    assert [run["sweep"] for run in runs(desk)] == ["secondary"]


def test_asked_to_end_while_it_reads_the_schedules_it_ends(
    desk: Session, desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler's shutdown holds a lock that setting a job needs: each would wait for the other."""
    begun = threading.Event()
    read = schedules.schedules

    def slowly(tx: Any) -> Any:
        begun.set()
        time.sleep(0.8)
        return read(tx)

    monkeypatch.setattr(schedules, "schedules", slowly)
    with at_work(desk_path, desk):
        assert begun.wait(10)
    assert runs(desk) == []
