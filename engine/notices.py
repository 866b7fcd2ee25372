"""Notices: what customers are to be told of their orders since they were told last; drafts, never sent by
themselves.

A draft is made of what came of everything since: what was won and lost again in between is no news. A draft
that
still lies there is written anew from where it began, so that there is one for each customer; once it was
told, sent
or dropped, nothing of it is said again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from db.session import Transaction
from engine import catalogue, log, preferences
from engine.errors import DeskError, Unknown, WrongState, refuse
from engine.quantities import plain
from engine.rules import notifying
from engine.rules.notifying import News, NewsKind

FIRST_LOOK = timedelta(days=1)
"""How far back the first drafts of a desk look."""

_LINES = ("kind", "root_line_id", "order_id", "qty", "promised_on")


class BadSince(DeskError):
    """{text} is neither the number of a run nor an instant; write one such as 17 or 2026-03-31T14:30."""


class BadAddress(DeskError):
    """The e-mail address {email} of customer {customer} is none; write it like orders@school.example."""


def draft(tx: Transaction, since: str = "") -> pl.DataFrame:
    """Write the drafts anew and return those that lie there now, as ``drafts`` does.

    ``since``: the number of a run or an ISO instant (UTC if it names no zone) to look back to; empty: to
    where the
    drafts made before ended. What was told since is left out in any case.
    """
    upto = tx.only("notices.newest")
    _find_news(tx, since)
    kept = [_write(tx, rows, upto) for rows in _by_customer(tx)]
    tx.write("notices.replace_others", kept=kept)
    tx.write("notices.add_mark", **upto)
    return drafts(tx)


def _find_news(tx: Transaction, since: str) -> None:
    start = tx.only("notices.at", instant=_instant(tx, since)) if since else tx.row("notices.last_mark")
    if start is None:
        start = tx.only("notices.at", instant=tx.now - FIRST_LOOK)
    tx.write("notices.find_basis", named=bool(since), **start)
    tx.write("notices.find_net")
    tx.write("notices.find_days", today=preferences.read(tx).today(tx.now))


def _instant(tx: Transaction, since: str) -> datetime:
    """When a run started, or the instant itself."""
    text = since.strip()
    if text.isdecimal():
        started: datetime | None = tx.value("notices.run_started", this_run_id=int(text))
        if started is None:
            raise Unknown(kind="run", name=text)
        return started
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSince(text=since) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _by_customer(tx: Transaction) -> list[pl.DataFrame]:
    news = tx.rows("notices.news", today=preferences.read(tx).today(tx.now))
    return news.partition_by("customer_id", maintain_order=True)


def _write(tx: Transaction, rows: pl.DataFrame, upto: dict[str, Any]) -> int:
    """One customer's draft; the one that lies there already if it says the same. Returns its id."""
    customer_id, name = rows["customer_id"][0], rows["customer_name"][0]
    news = [_news(row) for row in rows.to_dicts()]
    text = {"subject": notifying.subject(news), "body": notifying.body(name, news)}
    same: int | None = tx.value("notices.same_draft", customer_id=customer_id, body=text["body"])
    if same is not None:
        return same
    basis = tx.only("notices.basis_of", customer_id=customer_id)
    tx.write(
        "notices.add",
        customer_id=customer_id,
        upto_log_id=upto["log_id"],
        upto_promise_id=upto["promise_id"],
        **text,
        **basis,
    )
    notice_id: int = tx.value("notices.last_id")
    tx.append("notice_line", rows.select(pl.lit(notice_id).alias("notice_id"), *_LINES))
    return notice_id


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
    drafted_by, ready, late, lost (lines).
    """
    return tx.rows("notices.drafts")


def settled(tx: Transaction, most: int = 200) -> pl.DataFrame:
    """The newest notices that were told, sent or dropped: notice_id, customer, customer_name, state, subject,
    body, settled_at (UTC), settled_by, email."""
    return tx.rows("notices.settled", most=most)


def told(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """A person told the customers; none of it is drafted again."""
    _settle(tx, notice_ids, "told")


def drop(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """These customers are not to be told; none of it is drafted again."""
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
        WrongState(
            record=f"Notice {notice_id}",
            state=f"{row['state']} by {row['settled_by']}",
            verb="settled",
            remedy="look at the drafts again",
        )
        for notice_id, row in known.items()
        if row["state"] != "draft"
    ]
    refuse(problems)


def set_address(tx: Transaction, customer: str, email: str) -> None:
    """Where a customer is written to; empty: nowhere. Logged."""
    found, new = catalogue.customer(tx, customer), email.strip()
    if new and not is_address(new):
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


def is_address(text: str) -> bool:
    """Whether a text could be an e-mail address: one @ with something around it, and no white space."""
    return re.match(notifying.ADDRESS, text) is not None and text.isprintable()
