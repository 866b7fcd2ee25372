"""Why a line has what it has, in a drawer that any page may open beside itself (R40, R41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from engine.model import LineState
from engine.quantities import plain
from engine.reports.explain import Explanation, explain
from pages.parts import desk, dialogs, fact_row, formats, tables
from pages.parts.literal import Markdown, literal

_ENDED: Final = {"kept": "kept", "broken": "broken", "withdrawn": "withdrawn: it is not wanted any more"}


def button(number: str, line_no: int | None = None, *, key: str, label: Markdown = "Why?") -> None:
    """A button that explains a line, or every line of an order."""
    tip = "Its place in the queue, the rule, what would help, what was promised, and who took what."
    if st.button(label, key=key, icon=":material/help:", help=tip):
        _explain.ask(number, line_no)


def table(
    frame: pl.DataFrame,
    *,
    order: str,
    line: str,
    key: str,
    alt: str,
    columns: Mapping[str, Any],
    hint: Markdown,
) -> None:
    """A table of lines, named by two of its columns, and under it the button that explains the selected one;
    ``hint``: what selecting does."""
    named = frame.with_columns(pl.concat_str(order, line, separator="/").alias("id"))
    chosen = tables.grid(named, key=key, alt=alt, columns=columns, id_column="id", select="single-row")
    if not chosen:
        st.caption(hint)
        return
    number, line_no = chosen[0].rsplit("/", 1)
    button(
        number, int(line_no), key=f"why-{key}", label=f"Why? Order {literal(number)}, line {literal(line_no)}"
    )


def _title(number: str, line_no: int | None) -> str:
    return f"Why: order {number}" if line_no is None else f"Why: order {number}, line {line_no}"


@dialogs.dialog(_title, width="medium", position="right")
def _explain(number: str, line_no: int | None) -> None:
    with st.spinner("Asking the queue …", show_time=True), desk.reading() as tx:
        told = explain(tx, number, line_no)
    for one in told:
        if len(told) == 1:
            show(one)
        else:
            with st.expander(heading(one), expanded=one.state == LineState.BACKORDERED):
                show(one, headed=False)


def heading(told: Explanation) -> str:
    """What the line is and where it stands."""
    state = formats.LINE_STATE[told.state]
    return f"Line {told.line} · **{literal(told.lic)}** · {formats.units(told.qty)} · {state}"


def show(told: Explanation, *, headed: bool = True) -> None:
    """One line: the rule, what stands ahead, what would help, the promise and what was taken."""
    if headed:
        st.markdown(heading(told))
    st.info(literal(told.why), icon=":material/help:")
    if told.remedy:
        st.markdown(f"**What would help.** {literal(told.remedy)}")
    if told.rank is not None:
        _place(told)
    _promise(told)
    _losses(told)


def _place(told: Explanation) -> None:
    ahead = f"{plain(told.ahead_qty)} of {formats.count(told.ahead_orders, 'other order')}"
    facts = {
        "Place in the queue": str(told.rank),
        "Ahead of it": ahead if told.ahead_qty else "nobody",
        **({"Ahead, of its own order": plain(told.own_ahead_qty)} if told.own_ahead_qty else {}),
        "On hand": plain(told.on_hand),
        "Left at its turn": formats.qty(told.at_hand),
    }
    fact_row.show(facts)


def _promise(told: Explanation) -> None:
    """Until when it waits, what was promised first, and every change with its cause."""
    if told.state == LineState.BACKORDERED:
        st.markdown(f"**Until when.** {literal(told.until)}{_since_first(told)}")
    for late in told.late_supply:
        st.warning(literal(late.sentence), icon=":material/schedule:")
    if not told.history:
        return
    if told.history[-1].state in _ENDED:
        ended = told.history[-1]
        st.markdown(f"**Promise.** {_ENDED[ended.state].capitalize()}, {formats.day(ended.promised_on)}.")
    rows = [(one.since_at, one.said, one.cause, one.actor) for one in reversed(told.history)]
    _small_table(
        rows, "promises", told, {"day": tables.text("Promise", 190), "why": tables.text("Because", 260)}
    )


def _since_first(told: Explanation) -> str:
    if told.first_on is None or not told.changes:
        return ""
    return f" First promised for {formats.day(told.first_on)}; changed {formats.times(told.changes)}."


def _losses(told: Explanation) -> None:
    """Every unit that the line lost: who took it, when, by which rule, by whose hand."""
    if not told.losses:
        return
    st.markdown("**What was taken from it.**")
    rows = [
        (
            loss.lost_at,
            plain(loss.qty) + (f" by order {loss.taker}" if loss.taker else ", to no order"),
            loss.sentence,
            loss.actor + (f", run {loss.run_id}" if loss.run_id else ""),
        )
        for loss in told.losses
    ]
    _small_table(
        rows, "losses", told, {"day": tables.text("Taken", 130), "why": tables.text("By which rule", 300)}
    )


def _small_table(
    rows: Sequence[tuple[object, ...]], name: str, told: Explanation, columns: dict[str, Any]
) -> None:
    schema: dict[str, Any] = {"at": pl.Datetime("us"), "day": pl.String, "why": pl.String, "actor": pl.String}
    tables.grid(
        pl.DataFrame(rows, schema=schema, orient="row").with_columns(formats.local_column("at")),
        key=f"explain-{name}-{told.order}-{told.line}",
        alt=f"{name.capitalize()} of line {told.line} of order {told.order}",
        height=tables.height_of(len(rows), 8),
        columns={"at": tables.instant("When"), **columns, "actor": tables.text("By", 110)},
    )
