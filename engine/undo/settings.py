"""Undo of settings and of what was typed: preferences, profiles, views, schedules, orders; newest first."""

from __future__ import annotations

from functools import partial

from db.session import Transaction
from engine import preferences, profiles, views
from engine.errors import DeskError
from engine.rows import LogRow
from engine.rules.preference import text_of
from engine.sweeps import schedules
from engine.undo import orders, step
from engine.undo.step import Action, ChangedSinceThen, OldValueUnknown, attempt, shortened, who_since


class StartIsFinal(DeskError):
    """{sentence} A desk that was begun stays begun."""


def edits(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Set edited fields back, if nobody has edited them since."""
    rows = step.edits(tx)
    refused = [problem for row in rows for problem in attempt(partial(_set_back, tx, row, reason))]
    return shortened(refused + _schedules(tx, [row for row in rows if row["record"] == "schedule"]))


def _set_back(tx: Transaction, row: LogRow, reason: str) -> None:
    match row["record"]:
        case "preference":
            _preference(tx, row)
        case "profile":
            _profile(tx, row)
        case "view":
            _view(tx, row)
        case "order":
            orders.typed(tx, row, reason)
        case "customer":
            orders.hold(tx, row, reason)
        case "schedule":
            return  # all fields of one together
        case "desk":
            raise StartIsFinal(sentence=row["sentence"])
        case _:
            raise OldValueUnknown(sentence=row["sentence"])


def _preference(tx: Transaction, row: LogRow) -> None:
    now = text_of(getattr(preferences.read(tx), row["field"]))
    if now != (row["new_value"] or ""):
        raise ChangedSinceThen(sentence=row["sentence"], who=who_since(tx, row), now=now or "nothing")
    preferences.change(tx, row["field"], row["old_value"] or "")


def _profile(tx: Transaction, row: LogRow) -> None:
    if profiles.content(tx, row["record_id"]) != (row["new_value"] or ""):
        now = "another"
        raise ChangedSinceThen(sentence=row["sentence"], who=who_since(tx, row), now=now)
    profiles.set_back(tx, row["record_id"], row["old_value"] or "")


def _view(tx: Transaction, row: LogRow) -> None:
    if not views.set_back(tx, row["record_id"], row["old_value"] or "", row["new_value"] or ""):
        raise ChangedSinceThen(sentence=row["sentence"], who=who_since(tx, row), now="another")


def _schedules(tx: Transaction, rows: list[LogRow]) -> list[str]:
    """Set schedules back, all fields of one together: half-way it might never run."""
    sweeps = dict.fromkeys(row["record_id"] for row in rows)
    return [
        problem
        for sweep in sweeps
        for problem in attempt(
            partial(_schedule, tx, sweep, [row for row in rows if row["record_id"] == sweep])
        )
    ]


def _schedule(tx: Transaction, sweep: str, rows: list[LogRow]) -> None:
    now = schedules.logged_fields(schedules.schedule_of(tx, sweep))
    for row in rows:
        if now[row["field"]] != row["new_value"]:
            raise ChangedSinceThen(sentence=row["sentence"], who=who_since(tx, row), now=now[row["field"]])
    fields = {row["field"]: "" if row["old_value"] == schedules.NOTHING else row["old_value"] for row in rows}
    schedules.set_schedule(tx, sweep, **fields)
