"""The top of the backlog page: the verdict in a sentence, five numbers, six things to act on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine.reports import fill_rate
from engine.reports.backlog import Fillable, Ready
from engine.reports.coverage import Coverage
from engine.reports.slicing import Slice
from pages.parts import facts as tips
from pages.parts import formats, links
from pages.parts.backlog.figures import Figures
from pages.parts.literal import Markdown, literal

WEEK: Final = 7
NAMED: Final = 3
"""How many LICs that nobody ordered are named on the card."""


def verdict(figures: Figures) -> None:
    """What is short, since when, until when, what it is worth and whether it gets better."""
    now, comes = figures.summary, figures.coverage
    whose = f"{formats.count(now.customers, 'customer')} on {formats.count(now.orders, 'order')}"
    due = comes.next_on
    supply = f"The next receipt is due on **{formats.day(due)}**" if due else _no_day(comes)
    if comes.late_pos:
        supply += f", **{formats.count(comes.late_pos, 'purchase order')} late**"
    wait = formats.verb(now.qty, "wait")
    st.markdown(
        f"**{formats.units(now.qty)}** of **{formats.count(now.lics, 'LIC')}** {wait} for {whose}, "
        f"the oldest since **{formats.day(now.oldest_at)}** (order {literal(now.oldest_order or '')}), "
        f"{formats.worth_clause(now.value)}. "
        f"{supply}. {trend(figures.per_day)}"
    )


def _no_day(comes: Coverage) -> Markdown:
    """Why no next receipt is named."""
    return "What is on order has no day to come" if comes.covered_qty else "No receipt is due"


def trend(per_day: pl.DataFrame) -> str:
    """Whether the backlog shrinks or grows, in words."""
    change = per_day["qty"][-1] - week_ago(per_day, "qty")
    if not change:
        return "**As much** waits as a week ago."
    colour, way, word = ("green", "down", "fewer") if change < 0 else ("red", "up", "more")
    difference = f"**{formats.units(abs(change))} {word}**"
    wait = formats.verb(abs(change), "wait")
    return f":{colour}[:material/trending_{way}: {difference}] {wait} than a week ago."


def nothing_matches() -> None:
    """What is said where what waits is narrowed to nothing."""
    st.info("Nothing that waits matches. Take a filter off, or clear all.")


def nothing_waits(figures: Figures) -> None:
    """The calm sentence of a desk without a backlog."""
    newest = figures.filled_lately
    last = (
        f" The last line that waited was filled on {formats.day(newest['filled_at'][0])}."
        if newest.height
        else ""
    )
    st.success(f"Nothing is waiting.{last}", icon=":material/check_circle:")


def cards(figures: Figures) -> None:
    """Five numbers with their last days and what changed in a week."""
    now, days = figures.summary, figures.per_day
    with st.grid(5, min_column_width=_NARROW):
        _card("Units waiting", formats.rough(now.qty), now.qty, days, "qty", tips.WAITING_UNITS)
        _card("Value", formats.rough_worth(now.value), now.value, days, "value", tips.WORTH)
        past, tip = formats.rough(now.overdue_qty), tips.PAST_ASKED_TIP
        _card(tips.PAST_ASKED, past, now.overdue_qty, days, "overdue_qty", tip)
        _filled(days)
        _fill_rate(days)


_NARROW: Final = 160
"""The pixels that a card needs at least: two stand side by side on a phone."""


def _card(
    label: Markdown, shown: Markdown, value: Decimal, days: pl.DataFrame, column: str, tip: Markdown
) -> None:
    change = value - week_ago(days, column)
    st.metric(
        label,
        shown,
        delta=formats.rough(change) if change else 0,
        delta_color="inverse",
        delta_description="vs a week ago",
        chart_data=days[column].cast(pl.Float64).to_list(),
        chart_type="area",
        border=True,
        height="stretch",
        help=tip,
    )


def _filled(days: pl.DataFrame) -> None:
    filled = days["filled_qty"]
    this_week, last_week = formats.total(filled.tail(WEEK)), formats.total(filled.tail(2 * WEEK).head(WEEK))
    st.metric(
        "Filled in 7 days",
        formats.rough(this_week),
        delta=formats.rough(this_week - last_week) if this_week != last_week else 0,
        delta_description="vs a week ago",
        chart_data=filled.cast(pl.Float64).to_list(),
        chart_type="bar",
        border=True,
        height="stretch",
        help="Units that waited and were given stock.",
    )


def _fill_rate(days: pl.DataFrame) -> None:
    now, before = fill_rate.of_last(days), fill_rate.of_last(days.head(days.height - WEEK))
    points = None if now is None or before is None else round(100 * (now - before), 1)
    st.metric(
        "Fill rate, 7 days",
        formats.percent(now),
        delta=None if points is None else f"{points} pts",
        delta_description=None if points is None else "in a week",
        chart_data=fill_rate.by_day(days).fill_null(strategy="forward").fill_null(0).to_list(),
        chart_type="area",
        border=True,
        height="stretch",
        help=tips.FILL_RATE,
    )


def facts(figures: Figures, only: Slice) -> None:
    """Six things to act on, each with the page where that is done; the review opens as narrowed as this."""
    now, comes, can = figures.summary, figures.coverage, figures.fillable
    late = f" {formats.count(comes.late_pos, 'purchase order')} late." if comes.late_pos else ""
    with st.grid(6, min_column_width=_NARROW, border=True):
        with st.container(gap="xsmall"):
            _fact(f"**{formats.units(can.qty)}** can be filled now", _can_be_filled(can), tips.FILLABLE)
            if can.lines:
                links.link(
                    "backorders", "Show them", "play_circle", None, view="fillable", **_in_review(only)
                )
        with st.container(gap="xsmall"):
            _can_ship(figures.ready)
        with st.container(gap="xsmall"):
            due = f"Next: {formats.day(comes.next_on)}" if comes.next_on else _no_day(comes)
            on_order = f"{due}.{late}"
            _fact(f"**{formats.units(comes.covered_qty)}** on order", on_order, tips.ON_ORDER)
            links.link("supply", "Purchase orders", "warehouse")
        with st.container(gap="xsmall"):
            bare = f"**{formats.units(comes.not_ordered_qty)}** not ordered"
            _fact(bare, _not_ordered(comes.not_ordered_lics), tips.NOT_ORDERED)
            links.link("replenishment", "Replenishment", "autorenew")
        with st.container(gap="xsmall"):
            _fact(
                f"**{formats.count(now.overdue_lines, 'line')}** past the day asked for",
                _past_asked(now.overdue_order, now.overdue_since),
                tips.PAST_ASKED_TIP,
            )
            if now.overdue_lines:
                links.link(
                    "backorders", "Review them", "hourglass_top", None, view="overdue", **_in_review(only)
                )
        with st.container(gap="xsmall"):
            _on_hold(now.paused_lines, now.paused_qty, only)


def _in_review(only: Slice) -> dict[str, tuple[str, ...]]:
    """What narrows the backorder review likewise; it knows no vendors."""
    return {name: codes for name, codes in only.codes.items() if name != "vendor"}


def _can_ship(ready: Ready) -> None:
    what = f"**{formats.count(ready.orders, 'order')}** can ship now"
    packed = f"{formats.units(ready.qty)} on shipments that have not left."
    _fact(what, packed if ready.orders else "No shipment is to be picked or sent.", tips.READY)
    if ready.orders:
        links.link("shipments", "Shipments", "local_shipping")


def _on_hold(lines: int, qty: Decimal, only: Slice) -> None:
    what = f"**{formats.count(lines, 'line')}** on hold"
    held = f"{formats.units(qty)} {formats.verb(qty, 'get')} nothing for now."
    _fact(what, held if lines else "Nothing is held back.", tips.PAUSED)
    if lines:
        links.link("backorders", "Review them", "pause_circle", None, view="paused", **_in_review(only))


def _fact(text: Markdown, detail: Markdown, tip: Markdown) -> None:
    st.markdown(text, help=tip)
    st.caption(detail)


def _not_ordered(lics: list[str]) -> Markdown:
    """Name the LICs of which units are not ordered; they head the page that the card leads to."""
    if not lics:
        return "All that waits is on the shelf or on open purchase orders."
    return f"Of {formats.listed(lics, NAMED)}."


def _past_asked(order: str | None, since: date | None) -> Markdown:
    if order is None:
        return "Every day that was asked for is still to come."
    return f"The longest: order {literal(order)}, asked for {formats.day(since)}."


def _can_be_filled(can: Fillable) -> str:
    if not can.lines:
        return "A sweep would fill none of the lines that wait."
    return (
        f"Stock is free for {formats.count(can.lines, 'line')}; the next sweep gives it{literal(can.once)}."
    )


def week_ago(days: pl.DataFrame, column: str) -> Decimal:
    """A day's number a week before the last one, or the oldest there is."""
    value: Decimal = days[column][max(days.height - 1 - WEEK, 0)]
    return value
