"""What a preview says: totals, who gains, who loses, and what becomes of dates, orders and shipping (R42)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import polars as pl
import streamlit as st

from engine.model import Qty
from engine.rules.header import SHIP_TYPES
from engine.whatif import Preview
from pages.parts import formats, tables
from pages.parts.literal import Markdown, literal

_SWEPT = "What the next sweep would allot of the same LICs is included."
_THEMSELVES = "They want less by this change, or their place in the queue is another."
_AT_ONCE = "This happens at once; stock that comes free waits for the next sweep."


def show(effect: Preview, *, swept: bool = True) -> None:
    """All of a preview: the totals, who gains and who loses, and a tab for each other kind of change."""
    if effect.is_nothing:
        st.success("Nobody gains or loses stock, no date moves, and nothing else can ship.")
        return
    _totals(effect)
    st.caption(f"{_SWEPT if swept else _AT_ONCE} Values are at the line's price, else at the LIC's cost.")
    side("Who gains", "Stock they would have that they do not have now.", effect.winners, "gains")
    side("Who loses", "Stock they have now and would have no more.", effect.losing_others, "loses")
    if effect.losing_themselves.height:
        side("The changed orders themselves lose", _THEMSELVES, effect.losing_themselves, "loses-itself")
    _rest(effect)


def _totals(effect: Preview) -> None:
    with st.container(horizontal=True):
        _metric("Gained", effect.won_qty, effect.won_value)
        _metric("Lost", effect.lost_qty, effect.lost_value, good=not effect.lost_qty)
        more = effect.ready_qty >= 0
        _metric(
            "Can ship",
            effect.ready_qty,
            effect.ready_value,
            "More than now, or with a minus fewer.",
            good=more,
        )
        st.metric("Orders completed", effect.completed.height, help="They have all they want afterwards.")
        st.metric(
            "No longer complete", effect.uncompleted.height, help="They had all they want, and lack some."
        )
        st.metric("Dates that move", effect.dates.height)


def _metric(
    label: Markdown, qty: Qty, value: Decimal, tip: Markdown | None = None, *, good: bool = True
) -> None:
    color: Literal["normal", "inverse"] = "normal" if good else "inverse"
    st.metric(label, formats.units(qty), _worth(value), delta_color=color, delta_arrow="off", help=tip)


def _worth(value: Decimal) -> str | None:
    return f"worth {formats.worth(abs(value))}" if value else None


def side(title: Markdown, tip: Markdown, frame: pl.DataFrame, key: str) -> None:
    """Who gains, or who loses: order, customer, LIC, units and value."""
    st.markdown(f"**{title}**", help=tip)
    if not frame.height:
        st.caption("Nobody.")
        return
    columns: tables.Columns = {
        "order": tables.text("Order", 70),
        "lic": tables.text("LIC", 105),
        "change_qty": tables.qty("Units", width=70),
        "customer": tables.text("Customer", 190),
        "value": tables.money("Value"),
    }
    _table(frame, key, title, columns)


def _rest(effect: Preview) -> None:
    """What else changes, each kind of it in a tab."""
    turned = pl.concat(
        [
            effect.completed.with_columns(pl.lit("● complete").alias("becomes")),
            effect.uncompleted.with_columns(pl.lit("◔ waits again").alias("becomes")),
        ]
    )
    parts = {
        f"Dates that move ({effect.dates.height:,})": (_dates, effect.dates),
        f"Orders that change ({turned.height:,})": (_orders, turned),
        f"What can ship ({effect.ships.height:,})": (_ships, effect.ships),
    }
    drawn = {name: part for name, part in parts.items() if part[1].height}
    if not drawn:
        return
    for tab, (draw, frame) in zip(st.tabs(list(map(literal, drawn))), drawn.values(), strict=True):
        with tab:
            draw(frame)


def _orders(turned: pl.DataFrame) -> None:
    columns: tables.Columns = {
        "order": tables.text("Order", 80),
        "customer": tables.text("Customer", 160),
        "becomes": tables.text("Becomes", 120, "Complete: every open line has its stock."),
        "lines": tables.number("Lines", "Its open lines."),
        "value": tables.money("Value", "Of its open lines."),
    }
    _table(turned, "turned", "Orders that change", columns)


def _ships(ships: pl.DataFrame) -> None:
    columns: tables.Columns = {
        "order": tables.text("Order", 80),
        "customer": tables.text("Customer", 160),
        "ship_type": tables.text("Ships", 110, "A Complete order ships when it is complete."),
        "change_qty": tables.qty("Units", "More than now, or with a minus fewer."),
        "value": tables.money("Value"),
    }
    effect = ships.with_columns(formats.words("ship_type", SHIP_TYPES))
    _table(effect, "ships", "What can ship", columns)


def _dates(dates: pl.DataFrame) -> None:
    now = pl.when("had_stock").then(pl.lit("has its stock")).when("is_new").then(pl.lit("new"))
    effect = dates.with_columns(now.otherwise(pl.col("from_said")).alias("from"))
    columns: tables.Columns = {
        "order": tables.text("Order", 65),
        "lic": tables.text("LIC", 95),
        "qty": tables.qty("Waiting", "Units that wait afterwards.", 58),
        "customer": tables.text("Customer", 125),
        "line": tables.number("Line", width=42),
        "from": tables.text("Now", 145),
        "to_said": tables.text("Then", 155, "In which parts open purchase orders cover the line."),
    }
    _table(effect, "moved", "Dates that move", columns)


def _table(frame: pl.DataFrame, key: str, alt: str, columns: tables.Columns) -> None:
    tables.grid(frame, key=key, alt=alt, columns=columns, most=8)
