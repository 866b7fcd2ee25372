"""Acknowledging and asking (R51): the letter of a short order, and the question when a day has slipped."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from db.session import Transaction
from engine import preferences


def acknowledge(tx: Transaction, order_ids: Collection[int]) -> None:
    """Draft an acknowledgement for each of these orders of which something waits, unless nobody wants it.

    An order is acknowledged once each time it starts; one that somebody deleted is not drafted again.
    """
    if preferences.read(tx).acknowledge_orders:
        tx.write("questions.acknowledge", order_ids=list(order_ids))


def start_again(tx: Transaction, order_ids: Collection[int]) -> None:
    """Retire what lies in draft about orders that come in anew; what was told of them before stays."""
    for step in ("withdraw_of_orders", "retire_letters"):
        tx.write(f"questions.{step}", order_ids=list(order_ids))


def ask(tx: Transaction, *, everything: bool, waits: bool) -> None:
    """Bring the drafts of questions up to date, of the asked lines or of everything.

    ``waits``: whether one of these lines waits, or a question is not sent; else there is nothing to ask.

    A typed line is asked about when units of it slipped more days than the preference *Days a promise may
    slip* says, once as long as there is no answer. The lines that are asked about otherwise than before are
    asked for news, too.
    """
    tx.write("questions.retire_acknowledgements")
    days = preferences.read(tx).ask_after_days
    if not (days and waits):
        return
    tx.write("questions.find_slipped", everything=everything, least_days=days)
    if not tx.value("questions.differing_count"):
        return
    for step in ("find_changed", "leave", "add_letters", "add", "end_letters"):
        tx.write(f"questions.{step}")


def unanswered(tx: Transaction, order_id: int | None = None) -> pl.DataFrame:
    """The questions that have no answer, of one order or of all; those due first, then the longest asked.

    Columns: order, customer, customer_name, line, lic, description, qty, first_on (the day the customer
    counts on), due_on (as it is now; null: none), asked (its letter was sent or marked so), asked_on, days
    (since then), is_due (asked so many days ago as the preference *Days a question may go without an answer*
    says), notice_id, question_id, root_line_id, order_id.
    """
    answer_days = preferences.read(tx).answer_days
    return tx.rows("questions.unanswered", order_id=order_id, answer_days=answer_days)
