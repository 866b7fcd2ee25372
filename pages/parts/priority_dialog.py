"""Setting the priority of orders, with a look at who would win and who would lose before it is done (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import bulk, orders, whatif
from engine.errors import DeskError
from engine.whatif import Outcome
from pages.parts import desk, dialogs, formats, tables

_SHOWN: Final = "_priority-shown"


def ask(numbers: Sequence[str], *, seen: int | None = None) -> None:
    """Open the question for these orders; ``seen``: the version of a single order that a person looked at."""
    st.session_state.pop(_SHOWN, None)
    dialogs.ask("priority", numbers=sorted(set(numbers)), seen=seen)
    st.rerun()


def answer() -> None:
    """Draw the dialog if it is open; every page that calls ``ask`` ends with this."""
    facts = dialogs.facts_of("priority")
    count = formats.count(len(facts["numbers"]), "order") if facts else ""
    dialogs.answer("priority", f"Set the priority of {count}", _body, width="large")


def _body(numbers: list[str], seen: int | None) -> None:
    st.caption(f"Order{'s' if len(numbers) > 1 else ''} {_listed(numbers)}")
    priority = st.segmented_control(
        "Priority",
        list(range(10)),
        format_func=formats.priority,
        key="new-priority",
        help="Higher is served first. A higher priority takes stock from lower ones at once.",
    )
    if priority is None:
        st.info("Choose a priority to see who would gain and who would lose.")
        return
    edit = partial(bulk.set_priority, numbers=numbers, priority=priority)
    try:
        outcome = whatif.try_out(desk.session(), desk.actor(), edit)
    except DeskError as error:
        desk.refuse(error)
        return
    _preview(outcome)
    said = f"Priority {formats.priority(priority)} for {formats.count(len(numbers), 'order')}."
    agreed = _is_as_shown(numbers, priority, outcome)
    if st.button("Apply", type="primary", shortcut="Ctrl+Enter") and agreed:
        with dialogs.settling(said) as tx:
            if seen is not None:
                orders.check_seen(tx, numbers[0], seen)
            edit(tx)


def _is_as_shown(numbers: list[str], priority: int, outcome: Outcome) -> bool:
    """Whether what would happen is still what the person saw when the dialog was last drawn."""
    now = (numbers, priority, outcome.winners.rows(), outcome.losers.rows())
    before = st.session_state.get(_SHOWN)
    st.session_state[_SHOWN] = now
    changed = before is not None and before[:2] == now[:2] and before != now
    if changed:
        st.warning("The desk changed since this was shown: look again before you apply.")
    return not changed


def _preview(outcome: Outcome) -> None:
    if not outcome.winners.height and not outcome.losers.height:
        st.success("Nobody gains or loses stock now; only the order of the queue changes.")
        return
    st.markdown(
        f":green[:material/arrow_upward: **{formats.units(outcome.won_qty)}** gained]   "
        f":red[:material/arrow_downward: **{formats.units(outcome.lost_qty)}** lost]"
    )
    left, right = st.columns(2)
    with left:
        _side("Who gains", outcome.winners, "winners")
    with right:
        _side("Who loses", outcome.losers, "losers")


def _side(title: str, frame: pl.DataFrame, key: str) -> None:
    st.markdown(f"**{title}**")
    if not frame.height:
        st.caption("Nobody.")
        return
    columns: dict[str, Any] = {
        "order": tables.text("Order", 70),
        "customer": tables.text("Customer", 140),
        "lic": tables.text("LIC", 90),
        "change_qty": tables.qty("Units"),
    }
    tables.grid(frame, key=key, alt=title, columns=columns, height=tables.height_of(frame.height, 8))


def _listed(numbers: list[str], most: int = 12) -> str:
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return ", ".join(numbers[:most]) + more
