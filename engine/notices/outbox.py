"""Notices: what customers are to be told of their orders since they were told last; drafts, never sent by
themselves.

A draft is made of what came of everything since: what was won and lost again in between is no news. One that
still lies there is written anew from where it began, so that there is one for each customer; once it was
told, sent or dropped, nothing of it is said again. Drafts are written on request and after every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from db.session import Session, Transaction
from engine import catalogue, log, preferences
from engine.errors import DeskError, Unknown, refuse
from engine.quantities import plain
from engine.rules import addresses as forms
from engine.rules import letters
from engine.rules.letters import News, NewsKind

FIRST_LOOK = timedelta(days=1)
"""How far back the first drafts of a desk look."""

KEPT_REPLACED = timedelta(days=1)
"""How long a draft that was written anew is kept for those who have the old one on their screen."""

_LETTER = {"customer_id": pl.Int32, "subject": pl.String, "body": pl.String}


class BadSince(DeskError):
    """{text} is neither the number of a run nor an instant; write one such as 17 or 2026-03-31T14:30."""


class NotDrafted(DeskError):
    """The drafts after run {run} were not written ({why}); look for news on the Notices page."""


class NoDraft(DeskError):
    """Notice {notice} is {state} by {who}, so it cannot be settled; look at the drafts again."""


class BadAddress(DeskError):
    """The e-mail address {email} of customer {customer} is none; write it like orders@school.example."""


def draft(tx: Transaction, since: str = "") -> pl.DataFrame:
    """Write the drafts anew and return those that lie there now, as ``drafts`` does.

    ``since``: the number of a run or an ISO instant (UTC if it names no zone) to look back to; empty: to what
    each customer was told last. What was told since is left out in any case. Where nothing changed, nothing
    is written.
    """
    _find_news(tx, since)
    tx.load("notice_letter", _letters(tx.rows("notices.news")))
    if tx.value("notices.is_changed"):
        _rewrite(tx)
    return drafts(tx)


def draft_after_run(session: Session, run_id: int, *, actor: str, now: datetime | None = None) -> None:
    """Write the drafts anew after a run, unless the preference *draft notices* is off.

    In a transaction of its own once the run is committed: whatever goes wrong is a row of kind error in the
    record log and never harms the run.
    """
    try:
        with session.transaction(actor=actor, now=now) as tx:
            tx.run_id = run_id
            if preferences.read(tx).draft_notices:
                draft(tx)
    except Exception as error:  # noqa: BLE001 - the run is done, and stays so
        with suppress(Exception), session.transaction(actor=actor, now=now) as tx:
            tx.run_id = run_id
            problem = NotDrafted(
                run=run_id, why=" ".join(str(error).split()).rstrip(".") or type(error).__name__
            )
            log.write(
                tx, kind="error", record="run", record_id=run_id, field="notices", sentence=str(problem)
            )


def _find_news(tx: Transaction, since: str) -> None:
    start = _beginning(tx)
    if since:
        start = tx.only("notices.at", instant=_instant(tx, since))
    tx.write("notices.find_basis", named=bool(since), **start)
    tx.write("notices.find_net")
    tx.write("notices.find_days")
    tx.write("notices.find_news")


def _beginning(tx: Transaction) -> dict[str, Any]:
    """From where this desk tells anything at all; the first look settles it."""
    kept = tx.row("notices.beginning")
    if kept is None:
        kept = tx.only("notices.at", instant=tx.now - FIRST_LOOK)
        tx.write("notices.begin", **kept)
    return kept


def _instant(tx: Transaction, since: str) -> datetime:
    """When a run started, or the instant itself."""
    text = since.strip()
    if text.isdecimal() and len(text) <= 30:
        started: datetime | None = tx.value("notices.run_started", this_run_id=int(text))
        if started is None:
            raise Unknown(kind="run", name=text)
        return started
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSince(text=since) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _letters(news: pl.DataFrame) -> pl.DataFrame:
    """One letter for each customer that there is news for: customer_id, subject, body."""
    rows = []
    for (customer_id, name), mine in groupby(
        news.iter_rows(named=True), itemgetter("customer_id", "customer_name")
    ):
        told = [_news(row) for row in mine]
        rows.append((customer_id, letters.subject(told), letters.body(name, told)))
    return pl.DataFrame(rows, schema=_LETTER, orient="row")


def _rewrite(tx: Transaction) -> None:
    """Put the letters in the place of the drafts; one that lies there already stays as it is."""
    last_id: int = tx.value("notices.last_id")
    tx.write("notices.replace")
    tx.write("notices.add", last_id=last_id)
    tx.write("notices.add_lines", last_id=last_id)
    for step in ("forget_lines", "forget"):
        tx.write(f"notices.{step}", before=tx.now - KEPT_REPLACED)


def _news(row: dict[str, Any]) -> News:
    return News(
        NewsKind(row["kind"]),
        row["order"],
        plain(row["qty"]),
        f"{row['lic']} ({row['description']})" if row["description"] else row["lic"],
        row["promised_on"],
        row["told_on"],
        row["shipment_id"],
        row["has_left"],
        row["waits_for_rest"],
    )


def drafts(tx: Transaction) -> pl.DataFrame:
    """The drafts that lie there, bad news first.

    Columns: notice_id, customer, customer_name, email (empty: none known), subject, body, drafted_at (UTC),
    drafted_by, run_id and sweep (after which they were written; null: on request), ready, late, lost (lines).
    """
    return tx.rows("notices.drafts")


def draft_count(tx: Transaction) -> int:
    """How many drafts lie there."""
    count: int = tx.value("notices.draft_count")
    return count


def settled(tx: Transaction, most: int = 200) -> pl.DataFrame:
    """The newest notices that were told, sent or dropped: notice_id, customer, customer_name, state, subject,
    body, settled_at (UTC), settled_by, email."""
    return tx.rows("notices.settled", most=most)


def told(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """A person told the customers; none of it is drafted again."""
    _settle(tx, notice_ids, "told")


def drop(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """Drop drafts: their customers are not told, and nothing of it is drafted again."""
    _settle(tx, notice_ids, "dropped")


def sent(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """The mail server took them."""
    _settle(tx, notice_ids, "sent")


def _settle(tx: Transaction, notice_ids: Sequence[int], state: str) -> None:
    ids = list(notice_ids)
    check_drafts(tx, ids)
    tx.write("notices.settle", notice_ids=ids, state=state)
    tx.write("notices.log_settled", notice_ids=ids)


def check_drafts(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """Refuse what is no draft any more: somebody told it, or it was written anew."""
    known = {
        row["notice_id"]: row for row in tx.rows("notices.states", notice_ids=list(notice_ids)).to_dicts()
    }
    problems: list[DeskError | str] = [
        Unknown(kind="notice", name=notice_id) for notice_id in notice_ids if notice_id not in known
    ]
    problems += [
        NoDraft(notice=notice_id, state=row["state"], who=row["settled_by"])
        for notice_id, row in known.items()
        if row["state"] != "draft"
    ]
    refuse(problems)


def set_address(tx: Transaction, customer: str, email: str) -> None:
    """Where a customer is written to; empty: nowhere. Logged."""
    found, new = catalogue.customer(tx, customer), email.strip()
    if new and not forms.is_address(new):
        raise BadAddress(email=new, customer=customer)
    old = address(tx, customer)
    if old == new:
        return
    tx.write("notices.forget_address", customer_id=found["customer_id"])
    if new:
        tx.write("notices.keep_address", customer_id=found["customer_id"], email=new)
    log.write(
        tx,
        record="customer",
        record_id=found["code"],
        field="email",
        old_value=old or None,
        new_value=new or None,
        sentence=f"Customer {found['code']}: the e-mail address is {new or 'forgotten'}.",
    )


def address(tx: Transaction, customer: str) -> str:
    """Where a customer is written to; empty: not known."""
    found: str | None = tx.value(
        "notices.address", customer_id=catalogue.customer(tx, customer)["customer_id"]
    )
    return found or ""


def addresses(tx: Transaction) -> pl.DataFrame:
    """Every customer: customer, customer_name, email (empty: not known)."""
    return tx.rows("notices.addresses")
