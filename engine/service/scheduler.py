"""The sidecar: ``python -m engine.service.scheduler --db PATH``. A clock and not a brain (R26, R27).

APScheduler knows when to wake; ``schedules.due`` knows what has to run, and ``sweeps.run_sweep`` that it is
not run twice. Every wake is the same *round*: read the schedules, then run what is due in the order of the
sweeps, one at a time. The start, a change of a schedule, a machine that slept, and a try again are rounds
too, so a missed time is caught up in each of them, once.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from db import scratch
from engine import machine, signals
from engine.errors import DeskBusy, DeskError
from engine.model import Outcome, SweepName
from engine.panics import UNFORESEEN
from engine.rules import calendar
from engine.rules.calendar import Schedule
from engine.service.child_process import command, heard, leave, say
from engine.settings import settings
from engine.store import Making, Session, open_desk
from engine.sweeps import run_sweep, schedules
from engine.unforeseen import write_down

NAME = "the scheduler"
ACTOR = "scheduler"
LOOK_SECONDS = 0.25  # between two looks at whether to stop, and whether the clock was moved
POLL_SECONDS = 1.0  # between two looks at the change mark
JUMP = timedelta(seconds=5)  # the machine slept, or somebody set its clock
TRY_AGAIN = timedelta(seconds=10)


class CalendarTrigger(BaseTrigger):  # type: ignore[misc] # APScheduler carries no types
    """Wakes when ``engine.rules.calendar`` says so."""

    def __init__(self, schedule: Schedule, zone: ZoneInfo) -> None:
        self._schedule = schedule
        self._zone = zone

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:  # noqa: ARG002
        """The next due time after now; what was missed is not fired one by one, a round catches it up."""
        return calendar.next_due(self._schedule, now, self._zone)


class Scheduler:
    """The scheduler of the desk at ``path``."""

    def __init__(self, path: Path, session: Session, say: Callable[[str], None]) -> None:
        """``say`` gets what went wrong, in one line each."""
        self._path = path
        self._session = session
        self._say = say
        self._complaint = ""
        self._unforeseen = ("", "")  # the error that was written down last, and the sentence that says so
        self._stopping = False
        self._in_round = threading.Lock()
        self._clock = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},  # one round at a time
            # A wake that comes during a round waits for its end, and none is too late to be heard.
            job_defaults={"coalesce": True, "max_instances": 100, "misfire_grace_time": None},
        )

    def ask_to_stop(self, *_: object) -> None:
        """End after the sweep that is running; may be called by a signal."""
        self._stopping = True

    def run(self) -> None:
        """Work until asked to stop."""
        mark = signals.change_mark(self._path)  # before the first round reads, so that no change is missed
        self._clock.start()
        self._wake()
        try:
            self._watch(mark)
        finally:
            self._finish()
            signals.end_heartbeat(self._path)

    def _watch(self, mark: str) -> None:
        seen = datetime.now(UTC)
        beat_at = polled_at = -signals.BEAT_SECONDS
        while not self._stopping:
            now, tick = datetime.now(UTC), time.monotonic()
            if abs(now - seen) > JUMP:
                self._wake()
            seen = now
            if tick - polled_at >= POLL_SECONDS:
                polled_at, mark = tick, self._look(mark)
            if tick - beat_at >= signals.BEAT_SECONDS:
                beat_at = tick
                self._beat()
            time.sleep(LOOK_SECONDS)

    def _finish(self) -> None:
        """Wait for the round that runs; those that wait behind it do nothing any more."""
        self._stopping = True
        while not self._in_round.acquire(timeout=signals.BEAT_SECONDS):
            self._beat()
        self._in_round.release()
        # Not sooner: APScheduler's shutdown waits for the round with a lock that the round may need.
        self._clock.shutdown()

    def _beat(self) -> None:
        """Say that it lives, and what is due next by sweep."""
        jobs = {job.id: job.next_run_time for job in self._clock.get_jobs()}
        coming = {str(sweep): jobs[sweep] for sweep in SweepName if sweep in jobs}
        signals.beat(self._path, NAME, coming, datetime.now(UTC))

    def _look(self, before: str) -> str:
        mark = signals.change_mark(self._path)
        if mark != before:
            self._wake()
        return mark

    def _wake(self, after: timedelta = timedelta()) -> None:
        """A round now or soon."""
        self._clock.add_job(self._round, "date", run_date=datetime.now(UTC) + after)

    def _round(self) -> None:
        with self._in_round:
            if not self._stopping:
                self._work()

    def _work(self) -> None:
        try:
            self._read_schedules()
            while sum(self._run_if_due(sweep) for sweep in SweepName):
                pass  # a time that came while others ran is not left until the next
            self._complaint = ""
        except DeskBusy:
            self._wake(TRY_AGAIN)
        except DeskError as error:
            self._complain(str(error))
        except OSError as error:
            self._complain(str(machine.sentence(error)))
        except UNFORESEEN as error:  # whatever it is, the clock goes on
            self._complain(self._written_down(error))

    def _written_down(self, error: BaseException) -> str:
        """Write down what nobody foresaw, once as long as it is the same; the sentence that says where."""
        if repr(error) != self._unforeseen[0]:
            self._unforeseen = (repr(error), write_down(error, NAME, self._session.path))
        return self._unforeseen[1]

    def _complain(self, sentence: str) -> None:
        """Report a problem, once as long as it is the same, and try again."""
        line = " ".join(sentence.split())
        if line != self._complaint:
            self._say(line)
        self._complaint = line
        self._wake(TRY_AGAIN)

    def _read_schedules(self) -> None:
        with self._session.snapshot() as tx:
            zone, plans = tx.zone, schedules.schedules(tx)
        for schedule in plans:
            self._set(schedule, zone)

    def _set(self, schedule: Schedule, zone: ZoneInfo) -> None:
        if schedule.enabled:
            trigger = CalendarTrigger(schedule, zone)
            self._clock.add_job(self._round, trigger, id=schedule.sweep, replace_existing=True)
        elif self._clock.get_job(schedule.sweep):
            self._clock.remove_job(schedule.sweep)

    def _run_if_due(self, sweep: SweepName) -> bool:
        """Run one sweep if it is due; True if it ran, and so another time may have come meanwhile."""
        if self._stopping:
            return False
        with self._session.snapshot() as tx:
            due = schedules.due(tx, sweep, tx.now)
        if due is None:
            return False
        scheduled_for, trigger = due
        report = run_sweep(self._session, sweep, trigger=trigger, actor=ACTOR, scheduled_for=scheduled_for)
        if report and report.outcome is Outcome.FAILED:
            self._say(f"The {sweep.full_name} failed: {' '.join(report.error.split())}")
        elif report and report.outcome is Outcome.DONE and report.error:
            self._say(f"The {sweep.full_name}: {' '.join(report.error.split())}")
        return report is not None


def run(path: Path, wait_seconds: float) -> None:
    """The scheduler of the desk at ``path``, until a signal ends it."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL + 1)  # what matters is said in a line of ours
    session = open_desk(path, name=NAME, wait_seconds=wait_seconds, making=Making.NEVER)
    signals.tidy(path)
    scratch.sweep_up(path.parent)
    scheduler = Scheduler(path, session, partial(say, ACTOR))
    with heard(scheduler.ask_to_stop), contextlib.closing(session):
        scheduler.run()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the sidecar."""
    parser = command("engine.service.scheduler", "Runs the sweeps when due.")
    try:
        chosen = settings(path=parser.parse_args(arguments).db)
    except DeskError as error:
        say(ACTOR, str(error))
        return 1
    run(chosen.path, chosen.wait_seconds)
    return 0


if __name__ == "__main__":
    leave(main())
