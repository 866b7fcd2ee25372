"""The fields of the changes that are tried out on one order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

from engine import orders, rows
from engine.errors import DeskError
from engine.model import LineState, ShipType
from engine.orders import OrderView, entry
from engine.orders import typed as typed_lines
from engine.quantities import parse
from engine.rows import ListedLine
from engine.rules.header import SHIP_TYPES
from engine.whatif import edits, pausing
from engine.whatif.edits import Edit
from pages.parts import desk, fields, formats, hold_dialog, pickers, readings
from pages.parts.literal import Markdown

_MOST_OFFERED: Final = 50
"""How many orders are offered at most: of a desk that has 100,000, words find the one that is meant."""


def _order() -> str | None:
    """An order, by its number or chosen among those that mention what was typed, the newest first.

    What names no order and finds none is given as it is: the engine says so.
    """
    typed = st.text_input("Order", key="whatif-order", placeholder="Its number, a customer or a LIC").strip()
    if typed and _is_order(typed):
        return typed
    found = readings.once(orders.listed, view=OrderView.OPEN, word=typed or None, most=_MOST_OFFERED)
    if not found.height:
        return typed or None
    named = dict(found.select("number", "customer_name").iter_rows())
    chosen: str | None = st.selectbox(
        "Which order",
        list(named),
        index=None,
        format_func=lambda number: pickers.both(number, named.get(number, "")),
        key=f"whatif-which-{typed}",
        placeholder="Choose an open order, or type above",
    )
    if (total := found["total"][0]) > found.height:
        st.caption(f"The newest {found.height:,} of {total:,}; type more words above to find others.")
    return chosen


def _is_order(number: str) -> bool:
    try:
        with desk.session().reading() as tx:
            orders.find(tx, number)
    except DeskError:
        return False
    return True


def _lines(order: str, *states: LineState) -> list[ListedLine]:
    """The lines of an order that are in these states."""
    with desk.reading() as tx:
        lines = rows.of(ListedLine, orders.lines(tx, order))
    return [line for line in lines if line["state"] in states]


def _line(what: Markdown) -> tuple[str, int] | None:
    """An order and one of its open lines."""
    order = _order()
    if order is None:
        return None
    named = {
        line["line_no"]: f"{line['line_no']}: {formats.qty(line['qty'])} of {line['lic']}, {line['state']}"
        for line in _lines(order, LineState.ALLOTTED, LineState.BACKORDERED)
    }
    line_no: int | None = st.selectbox(
        what, list(named), index=None, format_func=lambda number: named.get(number, ""), key="whatif-line"
    )
    return None if line_no is None else (order, line_no)


def priority() -> Edit | None:
    """Another priority for an order."""
    order = _order()
    number: int | None = st.selectbox(
        "Priority", range(10), index=None, format_func=formats.priority, key="whatif-priority"
    )
    return None if order is None or number is None else edits.Priority(order, number)


def cancel() -> Edit | None:
    """The cancelling of a whole order."""
    order = _order()
    return None if order is None else edits.Cancel(order)


def cancel_line() -> Edit | None:
    """The cancelling of one line of an order."""
    named = _line("Line")
    return None if named is None else edits.Cancel(*named)


def of_line(kind: Callable[[str, int], Edit]) -> Callable[[], Edit | None]:
    """A change that says no more than which line it is of."""

    def build() -> Edit | None:
        named = _line("Line")
        return None if named is None else kind(*named)

    return build


def ship_type() -> Edit | None:
    """Another ship type for an order."""
    order = _order()
    how = st.segmented_control("Ships", list(ShipType), format_func=SHIP_TYPES.__getitem__, key="whatif-ship")
    return None if order is None or how is None else edits.SetShipType(order, how)


def opened() -> Edit | None:
    """The opening of one of the newest drafts; lines that nobody decided on follow the ship type."""
    with desk.reading() as tx:
        drafts = dict(entry.drafts(tx).select("number", "customer_name").iter_rows())
    number: str | None = st.selectbox(
        "Draft",
        list(drafts),
        index=None,
        format_func=lambda number: f"{number} · {drafts.get(number, '')}",
        key="whatif-draft",
    )
    return None if number is None else edits.Open(number)


def added() -> Edit | None:
    """One more line of an order, typed as at order entry."""
    order = _order()
    text = st.text_input("Line", key="whatif-line-text", placeholder="LIC quantity").strip()
    if order is None or not text:
        return None
    with desk.session().reading() as tx:
        return edits.AddLine(order, *typed_lines.resolve_one(tx, text))


def quantity() -> Edit | None:
    """Another quantity of a line, its split siblings counted."""
    named = _line("Line")
    qty = st.text_input("Ordered quantity", key="whatif-ordered").strip()
    if named is None or not qty:
        return None
    return edits.SetQty(*named, parse(qty, f"line {named[1]} of order {named[0]}"))


def hold() -> Edit | None:
    """An order, or one of its lines, on hold."""
    named = _order_or_line()
    until = _day("Until")
    return None if named is None else pausing.PutOnHold(*named, until)


def lift() -> Edit | None:
    """The end of a hold."""
    named = _order_or_line()
    return None if named is None else pausing.Lift(*named)


def not_before() -> Edit | None:
    """The day before which an order, or one of its lines, is not wanted."""
    named = _order_or_line()
    day = _day("Not before")
    return None if named is None else pausing.NotBefore(*named, day)


def _day(label: Markdown) -> date | None:
    day: date | None = st.date_input(
        label, None, format=fields.DAY, max_value=hold_dialog.LATEST, key="whatif-until"
    )
    return day


def _order_or_line() -> tuple[str, int | None] | None:
    """An order, or one of its lines that are not over."""
    order = _order()
    if order is None:
        return None
    lines = _lines(order, LineState.PENDING, LineState.ALLOTTED, LineState.BACKORDERED)
    numbers = [line["line_no"] for line in lines]
    line_no: int | None = st.selectbox(
        "Line", numbers, index=None, placeholder="All of it", key="whatif-line"
    )
    return order, line_no
