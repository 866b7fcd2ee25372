"""The outbox: the drafts that lie there, their letters, and what became of them; nothing sends itself.

A letter is written from a draft's facts when somebody reads or sends it. What was told, sent or dropped keeps
its letter as it was, and nothing of it is said again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, TypedDict

import polars as pl

from db.session import Transaction
from engine import catalogue, log, preferences, rows
from engine.errors import DeskError, NoSuch, refuse
from engine.model import Qty
from engine.notices import about, drafting
from engine.quantities import spelled
from engine.rules import addresses as forms
from engine.rules import letters
from engine.rules.letters import LetterKind, News, NewsKind


class DraftHead(TypedDict):
    """A notice that lies there as a draft, without its letter (``overview``)."""

    notice_id: int
    customer: str
    customer_name: str
    email: str  # empty: none known
    subject: str
    drafted_at: datetime
    drafted_by: str
    run_id: int | None
    sweep: str | None
    ready: int
    late: int
    lost: int
    kind: str  # news, acknowledgement or question


class Draft(DraftHead):
    """A notice that lies there as a draft (``drafts``)."""

    body: str


class Fact(TypedDict):
    """What became of a typed line, as a letter says it (``notices.facts``)."""

    notice_id: int
    customer_name: str
    kind: str
    order: str
    qty: Qty
    lic: str
    description: str
    promised_on: date | None
    told_on: date | None
    shipment_id: int | None
    has_left: bool
    waits_for_rest: bool
    is_next: bool


MOST_SETTLED: Final = 200
"""How many notices that are over are looked at."""
_SETTLED: Final = {"told": "marked as sent", "dropped": "deleted"}
"""What people read of a state that is stored under another word."""


class NoDraft(DeskError):
    """Notice {notice} was {state} by {who}, so it cannot be settled; look at the drafts again."""


class BadAddress(DeskError):
    """The e-mail address {email} of customer {customer} is none; write it like orders@school.example."""


def draft(tx: Transaction, since: str = "") -> pl.DataFrame:
    """Bring the drafts up to date and return those that lie there now, as ``drafts`` does.

    ``since``: as ``drafting.look`` has it.
    """
    drafting.look(tx, since)
    return drafts(tx)


def overview(tx: Transaction) -> pl.DataFrame:
    """The drafts that lie there without their letters, bad news first.

    Columns: notice_id, customer, customer_name, email (empty: none known), subject, drafted_at (UTC),
    drafted_by, run_id and sweep (after which they were written; null: on request), ready, late, lost (lines),
    kind (news, acknowledgement, question). Questions come first.
    """
    return _headed(tx, None).drop("body")


def drafts(tx: Transaction, notice_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """The drafts that lie there, or some of them: the columns of ``overview``, and body, the letter."""
    headed = _headed(tx, notice_ids)
    written = _bodies(tx, headed.filter(pl.col("body") == ""))
    bodies = [written.get(number, body) for number, body in headed.select("notice_id", "body").iter_rows()]
    return headed.with_columns(pl.Series("body", bodies, dtype=pl.String))


def _headed(tx: Transaction, notice_ids: Sequence[int] | None) -> pl.DataFrame:
    """Drafts with their subjects; the body only of one that is older than its facts."""
    found = tx.rows("notices.drafts", notice_ids=None if notice_ids is None else list(notice_ids))
    subjects = [
        stored or letters.subject(first, orders) + about.SUBJECTS[kind]
        for stored, first, orders, kind in found.select(
            "subject", "first_orders", "orders", "kind"
        ).iter_rows()
    ]
    return found.with_columns(pl.Series("subject", subjects, dtype=pl.String)).drop("first_orders", "orders")


def _bodies(tx: Transaction, unwritten: pl.DataFrame) -> dict[int, str]:
    """The letters of drafts, written from their facts, or of what is so: notice_id -> body."""
    ids = {kind: unwritten.filter(kind=kind)["notice_id"].to_list() for kind in LetterKind}
    return (
        _news_bodies(tx, ids[LetterKind.NEWS])
        | about.acknowledgements(tx, ids[LetterKind.ACKNOWLEDGEMENT])
        | about.questions(tx, ids[LetterKind.QUESTION])
    )


def _news_bodies(tx: Transaction, notice_ids: Sequence[int]) -> dict[int, str]:
    """The letters of drafts of news: notice_id -> body."""
    if not notice_ids:
        return {}
    is_swept = preferences.read(tx).backorder_management
    facts = rows.of(Fact, tx.rows("notices.facts", notice_ids=list(notice_ids), is_swept=is_swept))
    return {
        number: letters.body(name, [_news(row) for row in mine])
        for (number, name), mine in groupby(facts, itemgetter("notice_id", "customer_name"))
    }


def _news(row: Fact) -> News:
    return News(
        NewsKind(row["kind"]),
        row["order"],
        spelled(row["qty"]),
        about.item(row),
        row["promised_on"],
        row["told_on"],
        row["shipment_id"],
        row["has_left"],
        row["waits_for_rest"],
        row["is_next"],
    )


def draft_count(tx: Transaction) -> int:
    """How many drafts lie there."""
    count: int = tx.value("notices.draft_count")
    return count


def settled(tx: Transaction, most: int = MOST_SETTLED) -> pl.DataFrame:
    """The newest notices that were told, sent or dropped: notice_id, customer, customer_name, state, subject,
    body, settled_at (UTC), settled_by, email."""
    return tx.rows("notices.settled", most=most)


def mark_told(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """A person told the customers; none of it is drafted again."""
    _settle(tx, notice_ids, "told")


def drop(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """Drop drafts: their customers are not told, and nothing of it is drafted again."""
    _settle(tx, notice_ids, "dropped")


def sent(tx: Transaction, letter: Draft) -> None:
    """The mail server took a letter, which is kept as it was."""
    _settle(tx, [letter["notice_id"]], "sent", pl.DataFrame([letter]))


def _settle(
    tx: Transaction, notice_ids: Sequence[int], state: str, written: pl.DataFrame | None = None
) -> None:
    """Keep what drafts say of lines, and their letters: those ``written`` already, or as they are now."""
    ids = list(notice_ids)
    if not ids:
        return
    check_drafts(tx, ids)
    settled_now = drafts(tx, ids) if written is None else written
    tx.load("settled_letter", settled_now.select("notice_id", "subject", "body"))
    if (settled_now["kind"] != LetterKind.NEWS).any():
        about.keep(tx, ids)
    for step in ("keep_facts", "take_facts", "be_due"):
        tx.write(f"notices.{step}", notice_ids=ids)
    tx.write("notices.settle", state=state)
    tx.write("notices.log_settled", notice_ids=ids)


def check_drafts(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """Refuse what is no draft any more: it was marked as told, sent or dropped, or written anew."""
    states = {
        number: (state, who)
        for number, state, who in tx.rows("notices.states", notice_ids=list(notice_ids)).iter_rows()
    }
    problems: list[DeskError | str] = [
        NoSuch(kind="notice", name=notice_id) for notice_id in notice_ids if notice_id not in states
    ]
    problems += [
        NoDraft(notice=notice_id, state=_SETTLED.get(state, state), who=who)
        for notice_id, (state, who) in states.items()
        if state != "draft"
    ]
    refuse(problems)


def set_address(tx: Transaction, customer: str, email: str) -> None:
    """Where a customer is written to; empty: nowhere. Logged."""
    row, new = catalogue.customer(tx, customer), email.strip()
    if new and not forms.is_address(new):
        raise BadAddress(email=new, customer=customer)
    old = address(tx, customer)
    if old == new:
        return
    tx.write("notices.forget_address", customer_id=row["customer_id"])
    if new:
        tx.write("notices.keep_address", customer_id=row["customer_id"], email=new)
    log.write(
        tx,
        record="customer",
        record_id=row["code"],
        field="email",
        old_value=old or None,
        new_value=new or None,
        sentence=f"Customer {row['code']}: the e-mail address is {new or 'forgotten'}.",
    )


def address(tx: Transaction, customer: str) -> str:
    """Where a customer is written to; empty: not known."""
    email: str | None = tx.value(
        "notices.address", customer_id=catalogue.customer(tx, customer)["customer_id"]
    )
    return email or ""


def addresses(tx: Transaction) -> pl.DataFrame:
    """Every customer: customer, customer_name, email (empty: not known)."""
    return tx.rows("notices.addresses")
