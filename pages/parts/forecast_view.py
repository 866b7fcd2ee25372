"""What the next sweep would give to whom: in a sentence, as a picture and as a list (R42)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine.errors import DeskError
from engine.store import Session
from engine.sweeps import forecast
from engine.sweeps.forecast import Forecast
from pages.parts import charts, formats, links, pickers, readings, tables, vega
from pages.parts.literal import literal

TO_ORDERS, APART, FREE = "To orders", "Held apart", "Stays free"
_COLOURS: Final = {TO_ORDERS: charts.GIVEN, APART: charts.HELD, FREE: charts.FREE}
MOST_POOLS: Final = 12
"""How many LICs have a bar, those of which most is given; the list has all."""
MOST_NAMED: Final = 3
"""How many orders, and units held apart, a sentence names."""


def of_receipt(number: str, came: Mapping[str, Decimal]) -> None:
    """What the receipt of this would fill once it is booked and swept; why it cannot be, if so."""
    try:
        outcome = readings.tried_once(_of_receipt, number, tuple(came.items()))
    except DeskError as error:
        st.caption(literal(str(error)))
        return
    show(outcome, key=f"fills-{number}")


def _of_receipt(session: Session, actor: str, number: str, came: tuple[tuple[str, Decimal], ...]) -> Forecast:
    return forecast.of_receipt(session, number, dict(came), actor=actor)


def show(outcome: Forecast, *, key: str) -> None:
    """The finding in a sentence, the picture of where the units go, and the lines one by one."""
    sentence = in_words(outcome)
    st.markdown(literal(sentence))
    drawn = _stretches(outcome)
    if drawn.height:
        chart = vega.cached(charts.stretches, drawn, _COLOURS)
        vega.draw(chart, width="stretch", key=f"{key}-picture", alt=f"Where the units go. {sentence}")
        if outcome.pools.height > MOST_POOLS:
            st.caption(f"The {MOST_POOLS} LICs of which most is given; the list has all.")
    if outcome.gains.height:
        _list(outcome.gains, key)


def in_words(outcome: Forecast) -> str:
    """What would happen: ``8 units go to 2 lines of 2 orders: 1001 and 1002. 4 lie free then.``"""
    if outcome.is_off:
        return "Backorder management is off in the preferences: no sweep gives it to anybody."
    held = [
        f"{formats.qty(one.qty)} of {one.lic} {formats.verb(one.qty, 'are')} held apart for order "
        f"{one.order}, which needs {formats.qty(one.needs_qty)}."
        for one in outcome.held[:MOST_NAMED]
    ]
    free = f"{formats.units(outcome.free_qty)} {formats.verb(outcome.free_qty, 'lie')} free then."
    free = free if outcome.free_qty else "Nothing stays free."
    sentences = [_given(outcome.gains), _from_shelf(outcome), *held, free if outcome.pools.height else ""]
    return " ".join(filter(None, sentences))


def _from_shelf(outcome: Forecast) -> str:
    """What a receipt would seem to bring more of than comes with it."""
    units, come = outcome.shelf_qty, formats.total(outcome.pools["came_qty"])
    if not (units and come):
        return ""
    lie, comes = formats.verb(units, "lie"), f"{formats.qty(come)} {formats.verb(come, 'come')}"
    return f"{formats.units(units)} of that {lie} on the shelf already, and {comes}."


def _given(gains: pl.DataFrame) -> str:
    if not gains.height:
        return "It fills no line that waits."
    units = formats.total(gains["change_qty"])
    orders = gains["order"].unique(maintain_order=True).to_list()
    lines = formats.count(gains.height, "line")
    go = formats.verb(units, "go")
    named = ", ".join(orders[:MOST_NAMED])
    more = f" and {len(orders) - MOST_NAMED:,} more" if len(orders) > MOST_NAMED else ""
    return f"{formats.units(units)} {go} to {lines} of {formats.count(len(orders), 'order')}: {named}{more}."


def _stretches(outcome: Forecast) -> pl.DataFrame:
    """The units of each LIC, end to end: what each order gets, what is held apart, what stays free."""
    rows: list[tuple[str, Decimal, Decimal, str, str]] = []
    several = pickers.has_several_warehouses()
    pools = outcome.pools.sort("given_qty", "lic", descending=[True, False]).head(MOST_POOLS)
    for lic, warehouse, free_qty in pools.select("lic", "warehouse", "free_qty").iter_rows():
        name, at = f"{lic} · {warehouse}" if several else lic, Decimal(0)
        mine = (pl.col("lic") == lic) & (pl.col("warehouse") == warehouse)
        gets = outcome.gains.filter(mine).select("order", "change_qty").rows()
        apart = [(one.order, one.qty) for one in outcome.held if (one.lic, one.warehouse) == (lic, warehouse)]
        rest = free_qty - sum((qty for _, qty in apart), Decimal(0))
        parts = [(order, qty, TO_ORDERS) for order, qty in gets]
        parts += [(f"for {order}", qty, APART) for order, qty in apart]
        for what, qty, kind in [*parts, ("free", rest, FREE)]:
            if qty > 0:
                rows.append((name, at, at + qty, what, kind))
                at += qty
    return pl.DataFrame(rows, schema=charts.STRETCH, orient="row")


def _list(gains: pl.DataFrame, key: str) -> None:
    warehouse = {"warehouse": tables.text("Warehouse", 95)} if pickers.has_several_warehouses() else {}
    columns: tables.Columns = {
        "order": links.column("Order", "orders", "order", key=f"{key}-open", width=75),
        "lic": tables.text("LIC", 100),
        "change_qty": tables.qty("Gets", width=60),
        "rest_qty": tables.qty("Still waiting", width=80),
        "line": tables.number("Line", width=50),
        "requested_on": tables.day("Asked for", width=85),
        "customer_name": tables.text("Customer", 190),
        **warehouse,
    }
    tables.grid(gains, key=key, alt="Which lines it fills", columns=columns)
