"""When the sweeps run: by default, as somebody changed it, and whether one is due (R24, R26, R27)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, TypedDict

from db.session import Session, Transaction
from engine import log, rows, signals
from engine.errors import NoSuch, refuse
from engine.model import SweepName, Trigger
from engine.rules import calendar
from engine.rules.calendar import Schedule, Unit
from engine.rules.preference import text_of
from engine.sweeps import schedule_text

ON_TIME = timedelta(minutes=2)  # a run that starts later than this was missed and is caught up

EVERY_DAY: Final = frozenset(range(1, 8))
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)  # what was due before a new desk was made counts as missed


def _plan(sweep: SweepName, n: int | None, unit: Unit | None, *at: time) -> Schedule:
    """Every ``n`` units, or daily at these times."""
    return Schedule(
        sweep=sweep,
        enabled=True,
        every_n=n,
        every_unit=unit,
        at_times=at,
        weekdays=EVERY_DAY,
        window_start=None,
        window_end=None,
        changed_at=_EVER,
    )


DEFAULT_SCHEDULES: Final = (
    _plan(SweepName.PRIMARY, 30, Unit.MINUTES),
    _plan(SweepName.SECONDARY, None, None, time(2)),
    _plan(SweepName.REPLENISHMENT, None, None, time(3)),
    _plan(SweepName.CLOSING, None, None, time(4)),
)
"""When the sweeps of a new desk run (R24); a desk keeps the schedules that it has."""


class ScheduleRow(TypedDict):
    """A schedule as it is stored (``schedules.everything``)."""

    sweep: str
    enabled: bool
    every_n: int | None
    every_unit: str | None
    at_times: str | None
    weekdays: str
    window_start: str | None
    window_end: str | None
    changed_at: datetime


class LastRun(TypedDict):
    """The newest run of a sweep, and when the newest began that went well (``schedules.last_runs``)."""

    sweep: str
    started_at: datetime
    run_trigger: str
    outcome: str
    in_part: bool
    done_at: datetime | None


class SweepStatus(TypedDict):
    """How a sweep stands; instants are naive UTC."""

    sweep: str
    enabled: bool
    description: str
    warning: str  # or empty
    last_started_at: datetime | None
    last_trigger: str | None
    last_outcome: str | None
    last_in_part: bool  # something was at fault and left out (R29)
    last_done_at: datetime | None  # when the newest began that went well
    next_due: datetime | None


def add_missing(tx: Transaction) -> None:
    """Give every sweep that has no schedule yet its default one: all of them on a new desk (R24)."""
    there = set(tx.rows("schedules.everything")["sweep"])
    for schedule in DEFAULT_SCHEDULES:
        if schedule.sweep not in there:
            since = schedule.changed_at.replace(tzinfo=None)
            tx.write("schedules.add", sweep=schedule.sweep, since=since, **schedule_text.columns(schedule))


def schedules(tx: Transaction) -> list[Schedule]:
    """The schedule of every sweep, in the order in which the sweeps run."""
    stored = {row["sweep"]: row for row in rows.of(ScheduleRow, tx.rows("schedules.everything"))}
    return [_schedule(stored[sweep]) for sweep in SweepName if sweep in stored]


def schedule_of(tx: Transaction, sweep: str) -> Schedule:
    """The schedule of one sweep; Unknown if there is no such sweep."""
    for schedule in schedules(tx):
        if schedule.sweep == sweep:
            return schedule
    raise NoSuch(kind="sweep", name=sweep)


def set_schedule(tx: Transaction, sweep: str, **fields: Any) -> Schedule:
    """Change the named fields of a schedule (R26): values, or text for ``schedule_text.read``.

    Times given alone replace an interval of minutes or hours, and the other way round. Refuses, all problems
    at once, what cannot be read and what can never run. Logged per field; writes nothing if nothing changes.
    """
    old = schedule_of(tx, sweep)
    read, unreadable = schedule_text.read(old.sweep, fields)
    new = dataclasses.replace(old, **_without_the_other(old, read))
    refuse(unreadable or calendar.problems(new))
    before, after = schedule_text.columns(old), schedule_text.columns(new)
    if before == after:
        return old
    tx.write("schedules.keep", sweep=old.sweep, **after)
    _log(tx, new, before, after)
    return dataclasses.replace(new, changed_at=tx.now)


def save_schedule(session: Session, path: Path | None, actor: str, sweep: str, **fields: Any) -> Schedule:
    """``set_schedule`` in a transaction of its own; then the scheduler reads the schedules again.

    ``path``: the desk's file, None for a desk in memory.
    """
    with session.transaction(actor=actor) as tx:
        schedule = set_schedule(tx, sweep, **fields)
    signals.announce_change(path)
    return schedule


def due(tx: Transaction, sweep: str, now: datetime) -> tuple[datetime, Trigger] | None:
    """The latest scheduled time (UTC) for which a sweep has not run yet, and if it is late; None: not due.

    Only the latest: many missed times give one catch-up (R26). Times before the schedule was changed never
    count, unless that is still to come: it was changed while the machine's clock was wrong. A run that was
    killed does not count as having run (R28).
    """
    schedule = schedule_of(tx, sweep)
    if not schedule.enabled:
        return None
    latest = calendar.last_due(schedule, now, tx.zone)
    if latest is None or latest <= schedule.changed_at <= now:
        return None
    newest: datetime | None = tx.value("schedules.newest_scheduled_for", sweep=schedule.sweep, until=now)
    if newest and newest.replace(tzinfo=UTC) >= latest:
        return None
    return latest, Trigger.SCHEDULED if now - latest <= ON_TIME else Trigger.CATCH_UP


def status(tx: Transaction) -> list[SweepStatus]:
    """How each sweep stands, in the order in which the sweeps run."""
    last = {row["sweep"]: row for row in rows.of(LastRun, tx.rows("schedules.last_runs"))}
    return [_status(tx, schedule, last.get(schedule.sweep)) for schedule in schedules(tx)]


def _status(tx: Transaction, schedule: Schedule, last: LastRun | None) -> SweepStatus:
    coming = calendar.next_due(schedule, tx.now, tx.zone) if schedule.enabled else None
    return {
        "sweep": schedule.sweep,
        "enabled": schedule.enabled,
        "description": schedule_text.describe(schedule),
        "warning": " ".join(calendar.warnings(schedule)),
        "last_started_at": last and last["started_at"],
        "last_trigger": last and last["run_trigger"],
        "last_outcome": last and last["outcome"],
        "last_in_part": last is not None and last["in_part"],
        "last_done_at": last and last["done_at"],
        "next_due": coming and coming.replace(tzinfo=None),
    }


def _schedule(row: ScheduleRow) -> Schedule:
    sweep = SweepName(row["sweep"])
    fields, unreadable = schedule_text.read(
        sweep, {name: value for name, value in row.items() if name in schedule_text.FIELDS}
    )
    refuse(unreadable)
    return Schedule(sweep=sweep, changed_at=row["changed_at"].replace(tzinfo=UTC), **fields)


def _without_the_other(old: Schedule, fields: dict[str, Any]) -> dict[str, Any]:
    """Times, and an interval of minutes or hours, exclude each other: one given alone replaces the other."""
    unit = fields.get("every_unit", old.every_unit)
    names_interval = fields.get("every_n") is not None or fields.get("every_unit") is not None
    if names_interval and unit is not Unit.DAYS and "at_times" not in fields:
        return fields | {"at_times": ()}
    if fields.get("at_times") and not names_interval and old.every_unit is not Unit.DAYS:
        return fields | {"every_n": None, "every_unit": None}
    return fields


def _log(tx: Transaction, new: Schedule, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    runs = f"on: {schedule_text.describe(new)}" if new.enabled else "off"
    for field in schedule_text.FIELDS:
        was, now = (_logged(one[field]) for one in (before, after))
        if was != now:
            log.write(
                tx,
                record="schedule",
                record_id=new.sweep,
                field=field,
                old_value=was,
                new_value=now,
                sentence=f"Schedule of the {new.sweep.full_name}: {schedule_text.FIELDS[field]} changed"
                f" from {was} to {now}; it is {runs}.",
            )


NOTHING = "nothing"
"""How the record log says that a field of a schedule is empty."""


def logged_fields(schedule: Schedule) -> dict[str, str]:
    """The fields of a schedule as the record log says them."""
    return {field: _logged(value) for field, value in schedule_text.columns(schedule).items()}


def _logged(value: object) -> str:
    return NOTHING if value in (None, "") else text_of(value)
