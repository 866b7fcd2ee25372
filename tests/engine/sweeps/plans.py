"""Schedules for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from db.session import Session, Transaction
from engine.model import Trigger
from engine.rules.calendar import Schedule, Unit
from engine.sweeps import schedule_text, schedules

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Berlin


@contextmanager
def act(desk: Session, now: datetime = MONDAY) -> Iterator[Transaction]:
    with desk.transaction(actor="Ann", now=now) as tx:
        yield tx


def change(desk: Session, sweep: str = "primary", now: datetime = MONDAY, **fields: Any) -> Schedule:
    with act(desk, now) as tx:
        return schedules.set_schedule(tx, sweep, **fields)


def half_hourly(desk: Session) -> None:
    """Every 30 minutes, whatever a new desk has; of the change there is no trace in the record log."""
    with act(desk) as tx:
        plan = schedules.schedule_of(tx, "primary")
        tx.write(
            "schedules.keep",
            sweep=plan.sweep,
            **schedule_text.columns(replace(plan, every_n=30, every_unit=Unit.MINUTES)),
        )


def due(desk: Session, now: datetime, sweep: str = "primary") -> tuple[datetime, Trigger] | None:
    with desk.snapshot(now=now) as tx:
        return schedules.due(tx, sweep, now)


def ran(desk: Session, scheduled_for: datetime | None, outcome: str = "done") -> None:
    """A row of the run log, as if the primary sweep had run."""
    with act(desk) as tx:
        tx.write(
            "sweeps.start",
            sweep="primary",
            run_trigger=Trigger.SCHEDULED,
            scheduled_for=scheduled_for,
            scope="",
        )
        run_id = tx.value("sweeps.last_run_id")
        nothing = dict.fromkeys(
            ("pools", "lines_filled", "units_allotted", "lines_released", "shipments_created"), 0
        ) | dict.fromkeys(("shipments_appended", "pos_created", "pos_topped_up", "last_movement_id"), 0)
        tx.write("sweeps.finish", this_run_id=run_id, ended_at=tx.now, outcome=outcome, error="", **nothing)
