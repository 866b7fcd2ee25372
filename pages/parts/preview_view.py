"""A preview of edits on the screen: winners, losers, dates, orders; as a part of a page or as a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from engine import whatif
from engine.edit_words import in_words
from engine.edits import Edit
from engine.errors import DeskError
from engine.whatif import Preview
from pages.parts import desk, dialogs, formats, tables

_QUESTION = "preview"
_REFUSED = "_preview-refused"
_SWEPT = "With what the next sweep would give in the same pools."
_AT_ONCE = "What happens at once; what comes free for others waits for the next sweep."
MOST_EDITS = 6
"""So many edits are listed by name."""


def ask(edits: Sequence[Edit], *, real: bool = True) -> None:
    """Open the preview of these edits; not ``real``: they can be looked at, but not be applied."""
    dialogs.ask(_QUESTION, edits=list(edits), real=real)
    st.rerun()


def answer() -> None:
    """Draw the dialog if it is open; every page that calls ``ask`` ends with this."""
    dialogs.answer(_QUESTION, "What if", _body, width="large")


def _body(edits: list[Edit], real: bool) -> None:
    told = tried(edits)
    if told is None:
        return
    show(edits, told)
    if real:
        apply_button(edits, told, then=dialogs.done)
    else:
        st.info("Nobody has ordered these units yet: buy them first, and receive them when they come.")


def tried(edits: Sequence[Edit], *, swept: bool = True) -> Preview | None:
    """What the edits would come to; None, with the reason on the screen, if one of them is refused.

    Not ``swept``: at once, before the next sweep gives to others what comes free.
    """
    refused = st.session_state.pop(_REFUSED, None)
    try:
        told = whatif.preview(desk.session(), desk.actor(), edits, swept=swept)
    except DeskError as error:
        desk.refuse(error)
        return None
    if refused:
        desk.refuse(refused)
    return told


def apply_button(edits: Sequence[Edit], told: Preview, *, then: Callable[[], None]) -> None:
    """The button that does what is shown, and ``then`` follows; what changed meanwhile is said in red.

    A callback, because it is given the fingerprint that was on the screen: once the page is drawn again,
    there would be a newer one.
    """
    st.button(
        "Apply exactly this",
        type="primary",
        shortcut="Ctrl+Enter",
        on_click=_apply,
        args=(list(edits), told.fingerprint, then),
    )


def _apply(edits: list[Edit], fingerprint: str, then: Callable[[], None]) -> None:
    try:
        whatif.apply(desk.session(), desk.actor(), edits, fingerprint)
    except DeskError as error:
        refuse_later(error)
        return
    desk.say(f"Done: {'; '.join(map(in_words, edits))}.")
    then()


def refuse_later(error: DeskError) -> None:
    """Show a refusal above the preview when it is drawn again: for callbacks."""
    st.session_state[_REFUSED] = error


def show(edits: Sequence[Edit], told: Preview, *, swept: bool = True) -> None:
    """The whole answer: what is tried, the totals, and a table for each kind of change."""
    st.markdown(_listed(edits))
    if told.is_nothing:
        st.success("Nobody gains or loses stock, no date moves, and nothing else can ship.")
        return
    _totals(told)
    st.caption(f"{_SWEPT if swept else _AT_ONCE} Values at price, else cost.")
    left, right = st.columns(2)
    with left:
        _side("Who gains", "Stock they would have that they do not have now.", told.winners, "gains")
    with right:
        _side("Who loses", "Stock they have now and would have no more.", told.losers, "loses")
    _orders(told)
    _dates(told.dates)
    _ships(told.ships)


def _totals(told: Preview) -> None:
    with st.container(horizontal=True):
        st.metric("Gained", formats.units(told.won_qty), _worth(told.won_value), delta_arrow="off")
        st.metric(
            "Lost",
            formats.units(told.lost_qty),
            _worth(told.lost_value),
            delta_arrow="off",
            delta_color="inverse",
        )
        st.metric(
            "Can ship",
            formats.units(told.ready_qty),
            _worth(told.ready_value),
            delta_arrow="off",
            help="More than now; below zero if less.",
        )
        st.metric("Orders completed", told.completed.height, help="They have all they want afterwards.")
        st.metric(
            "No longer complete", told.uncompleted.height, help="They had all they want, and lack some."
        )
        st.metric("Dates that move", told.dates.height)


def _listed(edits: Sequence[Edit]) -> str:
    """The edits as a list, the first of them if they are many."""
    words = [formats.code(in_words(edit)) for edit in edits[:MOST_EDITS]]
    if len(edits) > MOST_EDITS:
        words.append(f"and {len(edits) - MOST_EDITS} more")
    return "\n".join(f"- {word}" for word in words)


def _worth(value: Decimal) -> str | None:
    return f"worth {formats.money(value)}" if value else None


def _side(title: str, tip: str, frame: pl.DataFrame, key: str) -> None:
    st.markdown(f"**{title}**", help=tip)
    if not frame.height:
        st.caption("Nobody.")
        return
    columns: dict[str, Any] = {
        "order": tables.text("Order", 70),
        "customer": tables.text("Customer", 140),
        "lic": tables.text("LIC", 90),
        "change_qty": tables.qty("Units"),
        "value": tables.money("Value"),
    }
    tables.grid(frame, key=key, alt=title, columns=columns, height=tables.height_of(frame.height, 8))


def _orders(told: Preview) -> None:
    turned = pl.concat(
        [
            told.completed.with_columns(pl.lit("● complete").alias("becomes")),
            told.uncompleted.with_columns(pl.lit("◔ waits again").alias("becomes")),
        ]
    )
    if not turned.height:
        return
    st.markdown("**Orders that change**", help="Complete: every open line has its stock.")
    columns: dict[str, Any] = {
        "order": tables.text("Order", 80),
        "customer": tables.text("Customer", 160),
        "becomes": tables.text("Becomes", 120),
        "lines": tables.number("Lines", "Its open lines."),
        "value": tables.money("Value", "Of its open lines."),
    }
    tables.grid(turned, key="turned", alt="Orders that change", columns=columns)


def _ships(ships: pl.DataFrame) -> None:
    if not ships.height:
        return
    st.markdown(
        "**What can ship, more or less than now**", help="A Complete order ships when it is complete."
    )
    columns: dict[str, Any] = {
        "order": tables.text("Order", 80),
        "customer": tables.text("Customer", 160),
        "ship_type": tables.text("Ships", 110),
        "change_qty": tables.qty("Units"),
        "value": tables.money("Value"),
    }
    told = ships.with_columns(formats.words("ship_type", formats.SHIP_TYPE))
    tables.grid(
        told, key="ships", alt="What can ship", columns=columns, height=tables.height_of(ships.height, 8)
    )


def _dates(dates: pl.DataFrame) -> None:
    if not dates.height:
        return
    st.markdown("**Dates that move**", help="The day on which open purchase orders cover the line.")
    told = dates.with_columns(
        pl.when("had_stock").then(pl.lit("has its stock")).otherwise(_day("from_on")).alias("from"),
        _day("to_on").alias("to"),
    )
    columns: dict[str, Any] = {
        "order": tables.text("Order", 80),
        "customer": tables.text("Customer", 160),
        "line": tables.number("Line"),
        "lic": tables.text("LIC", 100),
        "qty": tables.qty("Waits", "Units that wait afterwards."),
        "from": tables.text("Now", 120),
        "to": tables.text("Then", 120),
    }
    tables.grid(told, key="moved", alt="Dates that move", columns=columns)


def _day(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%Y-%m-%d").fill_null("no supply")
