"""The form that changes when a sweep runs: how often or at which times, on which days, in which hours."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time
from typing import Final

import streamlit as st

from engine.errors import DeskError
from engine.rules import calendar
from engine.rules.calendar import Schedule, Unit
from engine.sweeps import schedule_text, schedules
from pages.parts import desk, formats
from pages.parts.literal import literal
from pages.parts.preferences import unsaved

OFTEN = "Repeating"
TIMES = "At set times"
_EXAMPLE = next(plan for plan in schedules.DEFAULT_SCHEDULES if plan.every_n)
"""What the form offers where a schedule that has set times is to run every so often."""


def show(plan: Schedule) -> None:
    """The form, folded away; what it would mean is said while it is filled in."""
    with st.expander("Change the schedule"):
        fields = _fields(plan)
        _preview(plan, fields)
        is_changed = _is_changed(plan, fields)
        with st.container(horizontal=True):
            if st.button("Save the schedule", key=f"save-{plan.sweep}", type="primary"):
                _save(plan, fields)
            if is_changed:
                unsaved.discard_button(plan.sweep)
    if is_changed:  # the form is folded again when one comes back
        unsaved.say()


def _is_changed(plan: Schedule, fields: dict[str, object]) -> bool:
    """Whether what was typed is not what is saved; what cannot be read is not."""
    values, unreadable = schedule_text.read(plan.sweep, fields)
    return bool(unreadable) or dataclasses.replace(plan, **values) != plan


def _fields(plan: Schedule) -> dict[str, object]:
    """What was typed, in the words of the engine."""
    # Saved elsewhere, or discarded: the fields start anew.
    mark = f"{plan.sweep}-{plan.changed_at:%Y%m%d%H%M%S}-{unsaved.round_of(plan.sweep)}"
    enabled = st.toggle(
        "Enabled", value=plan.enabled, key=f"enabled-{mark}", persist_state=unsaved.IN_SESSION
    )
    how = st.segmented_control(
        "When",
        [OFTEN, TIMES],
        default=TIMES if plan.at_times else OFTEN,
        required=True,
        key=f"how-{mark}",
        persist_state=unsaved.IN_SESSION,
    )
    often = _often(plan, mark) if how == OFTEN else _at_times(plan, mark)
    days = st.pills(
        "Weekdays",
        schedule_text.DAYS,
        selection_mode="multi",
        default=[schedule_text.DAYS[number - 1] for number in sorted(plan.weekdays)],
        key=f"days-{mark}",
        persist_state=unsaved.IN_SESSION,
    )
    numbers = "".join(str(schedule_text.DAYS.index(day) + 1) for day in days)
    return often | {"enabled": enabled, "weekdays": numbers} | _window(plan, mark)


def _window(plan: Schedule, mark: str) -> dict[str, object]:
    """The hours in which it runs."""
    row = st.columns(2)
    start = row[0].time_input(
        "Not before",
        plan.window_start,
        key=f"from-{mark}",
        persist_state=unsaved.IN_SESSION,
        help="Empty: from midnight.",
    )
    end = row[1].time_input(
        "Not after",
        plan.window_end,
        key=f"to-{mark}",
        persist_state=unsaved.IN_SESSION,
        help="Empty: to midnight. Before the start: it crosses midnight.",
    )
    return {"window_start": start, "window_end": end}


def _often(plan: Schedule, mark: str) -> dict[str, object]:
    row = st.columns(2)
    shown = plan if plan.every_n else _EXAMPLE
    units = list(Unit)
    number = row[0].number_input(
        "Every", 1, 1440, shown.every_n, key=f"n-{mark}", persist_state=unsaved.IN_SESSION
    )
    unit = row[1].selectbox(
        "Unit",
        units,
        units.index(shown.every_unit or units[0]),
        key=f"unit-{mark}",
        persist_state=unsaved.IN_SESSION,
    )
    return {"every_n": number, "every_unit": unit, "at_times": _times_left(plan, unit)}


def _times_left(plan: Schedule, unit: Unit) -> tuple[time, ...]:
    """Days may have their times beside the interval; minutes and hours have none."""
    return plan.at_times if unit is Unit.DAYS and plan.every_unit is Unit.DAYS else ()


def _at_times(plan: Schedule, mark: str) -> dict[str, object]:
    times = ", ".join(f"{at:%H:%M}" for at in plan.at_times)
    typed = st.text_input(
        "Times", times, key=f"times-{mark}", persist_state=unsaved.IN_SESSION, placeholder="02:00, 14:30"
    )
    return {"every_n": None, "every_unit": None, "at_times": typed}


def _preview(plan: Schedule, fields: dict[str, object]) -> None:
    """The schedule in plain words with its next runs, or what is wrong with it."""
    values, unreadable = schedule_text.read(plan.sweep, fields)
    new = dataclasses.replace(plan, **values)
    problems = unreadable or calendar.problems(new)
    if problems:
        st.error(literal("\n".join(problems)), icon=":material/block:")
        return
    for warning in calendar.warnings(new):
        st.warning(literal(warning), icon=":material/warning:")
    if not new.enabled:
        st.caption("Off: it does not run by itself.")
    elif new.weekdays:
        st.caption(f"It runs {literal(schedule_text.describe(new))}. Next: {_next_runs(new)}.")


MOST_NEXT: Final = 3


def _next_runs(plan: Schedule) -> str:
    runs: list[str] = []
    after = datetime.now(UTC)
    while len(runs) < MOST_NEXT and (due := calendar.next_due(plan, after, desk.zone())):
        runs.append(formats.when(due.replace(tzinfo=None)))
        after = due
    return "; ".join(runs) or "never"


def _save(plan: Schedule, fields: dict[str, object]) -> None:
    try:
        new = schedules.save_schedule(desk.session(), desk.path(), desk.actor(), plan.sweep, **fields)
    except DeskError as error:
        desk.refuse(error)
        return
    rule = schedule_text.describe(new) if new.enabled else "off"
    desk.say(f"The {plan.sweep.full_name}: {rule}.")
    st.rerun()
