"""A scheduler with one thing changed: ``python -m tests.crash.sidecar <change> --db PATH``.

``every-second``: every sweep is due every full second, and each that it starts is printed. ``stuck``: the
secondary sweep does all its work, and then stands still before it is committed. ``stuck-closing``: so does
the closing of the day. ``stuck-backup``: its copy is there, and stands still before it gets its name.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from db import scratch
from db.session import Session, Transaction
from engine import sweeps
from engine.model import SweepName
from engine.rules import calendar
from engine.rules.calendar import Schedule
from engine.service import scheduler
from engine.service.child_process import leave
from engine.sweeps import closing

SECOND = timedelta(seconds=1)


def this_second(_schedule: Schedule, until: datetime, _zone: ZoneInfo) -> datetime | None:
    return until.replace(microsecond=0)


def next_second(_schedule: Schedule, after: datetime, _zone: ZoneInfo) -> datetime | None:
    return after.replace(microsecond=0) + SECOND


def every_second() -> None:
    calendar.last_due = this_second  # type: ignore[assignment] # its arguments have other names
    calendar.next_due = next_second  # type: ignore[assignment]
    real = sweeps.run_sweep

    def run_sweep(session: Session, sweep: SweepName, **facts: Any) -> Any:
        report = real(session, sweep, **facts)
        print("ran" if report else "was late")
        return report

    scheduler.run_sweep = run_sweep  # type: ignore[attr-defined] # it only imports it


def stuck() -> None:
    real = sweeps.SWEEPS[SweepName.SECONDARY]

    def sweep(tx: Transaction, step: Any) -> Any:
        work = real(tx, step)
        print("stuck", work.lines_filled, flush=True)
        time.sleep(600)
        return work

    sweeps.SWEEPS[SweepName.SECONDARY] = sweep


def stuck_closing() -> None:
    real = closing.close

    def close(tx: Transaction, *, has_file: bool, step: Any) -> Any:
        done = real(tx, has_file=has_file, step=step)
        print("stuck", done[1], flush=True)
        time.sleep(600)
        return done

    closing.close = close


def stuck_backup() -> None:
    def put_new(part: Path, target: Path) -> Path:
        print("stuck", part.exists() and not target.exists(), flush=True)
        time.sleep(600)
        return part

    scratch.put_new = put_new


CHANGES = {
    "every-second": every_second,
    "stuck": stuck,
    "stuck-closing": stuck_closing,
    "stuck-backup": stuck_backup,
}

if __name__ == "__main__":
    CHANGES[sys.argv[1]]()
    leave(scheduler.main(sys.argv[2:]))
