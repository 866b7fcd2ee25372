"""The questions to customers that have no answer; nothing is ever cancelled by itself."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import notices, preferences
from pages.parts import customer_answer, desk, export, formats, links, tables
from pages.parts.literal import literal


def show() -> None:
    """The questions, those that went without an answer too long first, and the buttons of the picked one."""
    with desk.reading() as tx:
        asked, after = notices.unanswered(tx), preferences.read(tx).answer_days
    if not asked.height:
        st.info("No question waits for an answer.", icon=":material/check_circle:")
        return
    due = asked.filter("is_due").height
    if due:
        st.warning(
            f"{formats.count(due, 'question', 'wait')} for an answer since "
            f"{formats.count(after, 'day')} or longer. Ask again, or enter what the customer says.",
            icon=":material/schedule:",
        )
    chosen = _table(asked)
    for row in asked.filter(pl.col("question_id").is_in(chosen)).to_dicts():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Order {literal(row['order'])}, line {row['line']}", width=200)
            customer_answer.buttons(row["order"], row["line"], key="answer")
    if not chosen:
        st.caption("Select a question to enter its answer.")
    export.popover(asked.drop("question_id", "notice_id", "root_line_id", "order_id"), "questions")


def _table(asked: pl.DataFrame) -> list[int]:
    state = (
        pl.when(~pl.col("asked"))
        .then(pl.lit("In a draft"))
        .when("is_due")
        .then(pl.format("⚠ {}", formats.count_column("days", "day")))
        .otherwise(formats.count_column("days", "day"))
    )
    chosen: list[int] = tables.grid(
        asked.with_columns(state.alias("since"), formats.day_words("due_on").fill_null("no new day")),
        key="questions",
        alt="Questions without an answer, those due first",
        id_column="question_id",
        select="single-row",
        columns={
            "since": tables.text("Asked since", 95, "⚠: longer than the preferences say."),
            "order": links.column("Order", "orders", "order", key="open-asked-order", width=75),
            "line": tables.number("Line", width=45),
            "customer_name": tables.text("Customer", 200),
            "lic": links.column("LIC", "demand", "lic", key="open-asked-lic", width=100),
            "description": tables.text("Description", 180),
            "qty": tables.qty("Units", width=60),
            "first_on": tables.day("Counted on", "The day promised first, or accepted since.", 90),
            "due_on": tables.text("Now", 95),
        },
    )
    return chosen
