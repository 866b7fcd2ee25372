"""Why a line has what it has, in a drawer that any page may open beside itself (R40, R41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import orders
from engine.model import LineState, Verdict
from engine.quantities import spelled
from engine.reports import in_queue
from engine.reports.explain import explain
from engine.reports.explanation import Explanation
from engine.reports.in_queue import InQueue
from pages.parts import desk, dialogs, fact_row, formats, queue_picture, tables
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
    words: Sequence[pl.Expr] = (),
    typed: str | None = None,
) -> None:
    """A table of lines, named by two of its columns, and under it the button that explains the selected one;
    ``hint``: what selecting does, ``words``: as in ``tables.grid``, ``typed``: the column with the number of
    the line that was typed, where ``line`` is a part of it."""
    named = pl.concat_str(order, line, separator="/").alias("id")
    chosen = tables.grid(
        frame,
        key=key,
        alt=alt,
        columns=columns,
        id_column="id",
        select="single-row",
        words=[*words, named],
    )
    if not chosen:
        st.caption(hint)
        return
    number, line_no = chosen[0].rsplit("/", 1)
    shown = frame.filter(named == chosen[0])[typed][0] if typed else line_no
    button(
        number,
        int(line_no),
        key=f"why-{key}",
        label=f"Why? Order {literal(number)}, line {literal(str(shown))}",
    )


def _title(number: str, line_no: int | None) -> str:
    return f"Why: order {number}" if line_no is None else f"Why: order {number}, line {line_no}"


@dialogs.dialog(_title, width="medium", position="right")
def _explain(number: str, line_no: int | None) -> None:
    with st.spinner("Asking the queue …", show_time=True), desk.reading() as tx:
        lines = explain(tx, number, line_no)
        standing = in_queue.find(tx, orders.find(tx, number)["order_id"])
    for one in lines:
        if len(lines) == 1:
            show(one, standing.get(one.line))
        else:
            with st.expander(heading(one), expanded=one.state == LineState.BACKORDERED):
                show(one, standing.get(one.line), headed=False)


def heading(line: Explanation) -> str:
    """What a line is and how it stands."""
    state = formats.LINE_STATE[line.state]
    return f"Line {line.line} · **{literal(line.lic)}** · {formats.units(line.qty)} · {state}"


def show(line: Explanation, stands: InQueue | None = None, *, headed: bool = True) -> None:
    """The explanation of one line: the rule, what is ahead, what would help, the promise, what was taken.

    ``stands``: where it is in its queue, if it waits.
    """
    if headed:
        st.markdown(heading(line))
    st.info(literal(line.why), icon=":material/help:")
    if line.remedy:
        st.markdown(f"**What would help.** {literal(line.remedy)}")
    if line.verdict is Verdict.PAUSED:
        fact_row.show({"Place in the queue": str(line.rank)}, key=f"{line.order}-{line.line}")
    elif line.rank is not None:
        _place(line)
    if stands is not None:
        queue_picture.show(stands, f"{line.order}-{line.line}")
    _promise(line)
    _losses(line)


def _place(line: Explanation) -> None:
    ahead = f"{spelled(line.ahead_qty)} of {formats.count(line.ahead_orders, 'other order')}"
    facts = {
        "Place in the queue": str(line.rank),
        "Ahead of it": ahead if line.ahead_qty else "nobody",
        **({"Ahead, of its own order": spelled(line.own_ahead_qty)} if line.own_ahead_qty else {}),
        "On hand for the queue": spelled(line.on_hand),
        "Left at its turn": formats.qty(line.at_hand),
    }
    fact_row.show(facts, key=f"{line.order}-{line.line}")


def _promise(line: Explanation) -> None:
    """Until when a line waits, what was promised first, and every change of that with its cause."""
    if line.state == LineState.BACKORDERED:
        st.markdown(f"**Until when.** {literal(line.until)}{_since_first(line)}")
    for one in line.ordered_on:
        when = f", expected {formats.day(one.expected_on)}" if one.expected_on else ""
        deed = "On a transfer for it" if one.is_transfer else "Ordered for it"
        st.markdown(f"**{deed}.** {literal(f'{one.in_words}{when}.')}")
    for late in line.late_supply:
        st.warning(literal(late.sentence), icon=":material/schedule:")
    if not line.history:
        return
    if line.history[-1].state in _ENDED:
        ended = line.history[-1]
        st.markdown(f"**Promise.** {_ENDED[ended.state].capitalize()}, {formats.day(ended.promised_on)}.")
    rows = [(one.since_at, one.in_words, one.cause, one.actor) for one in reversed(line.history)]
    _small_table(
        rows, "promises", line, {"day": tables.text("Promise", 190), "why": tables.text("Because", 260)}
    )


def _since_first(line: Explanation) -> str:
    if line.first_on is None or not line.changes:
        return ""
    return f" First promised for {formats.day(line.first_on)}; changed {formats.times(line.changes)}."


def _losses(line: Explanation) -> None:
    """Every unit that the line lost: who took it, when, by which rule, by whose hand."""
    if not line.losses:
        return
    st.markdown("**What was taken from it.**")
    rows = [
        (
            loss.lost_at,
            spelled(loss.qty) + (f" by order {loss.taker}" if loss.taker else ", to no order"),
            loss.sentence,
            loss.actor + (f", run {loss.run_id}" if loss.run_id else ""),
        )
        for loss in line.losses
    ]
    _small_table(
        rows, "losses", line, {"day": tables.text("Taken", 130), "why": tables.text("By which rule", 300)}
    )


def _small_table(
    rows: Sequence[tuple[object, ...]], name: str, line: Explanation, columns: tables.Columns
) -> None:
    texts = dict.fromkeys(("day", "why", "actor"), pl.String())
    schema = pl.Schema({"at": pl.Datetime("us"), **texts})
    tables.grid(
        pl.DataFrame(rows, schema=schema, orient="row").with_columns(formats.local_column("at")),
        key=f"explain-{name}-{line.order}-{line.line}",
        alt=f"{name.capitalize()} of line {line.line} of order {line.order}",
        most=8,
        columns={"at": tables.instant("When"), **columns, "actor": tables.text("By", 110)},
    )
