"""Notices as files and as e-mail: what a clerk takes away, and what a mail server takes over.

Without a mail server nothing can be sent; with one, only what a person picked is.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from db import machine, scratch
from db.session import Session
from engine import preferences, rows
from engine.errors import DeskError
from engine.notices import outbox, smtp
from engine.notices.outbox import Draft
from engine.notices.smtp import NoServer, NotTaken, Server
from engine.rules import addresses

_TEST_SUBJECT = "A test message from your order desk"
_TEST_BODY = "Notices sent from Backorder Desk arrive here.\nThere is nothing to do.\n"


class NoAddress(DeskError):
    """No e-mail address of customer {customer} is known; add it before you send notice {notice}."""


class StaysDraft(DeskError):
    """Notice {notice} for customer {customer} stays a draft: mail server {host} did not take it ({why})."""


class SentAndNotMarked(DeskError):
    """Notice {notice} for customer {customer} was sent but could not be marked as sent ({why}); mark it as
    sent, or it goes out twice."""


class SendingAlready(DeskError):
    """Notices are being sent at this moment, from another page or another program; send yours after that."""


class NoRecipient(DeskError):
    """{to} is no e-mail address to send a test message to; write it like orders@school.example."""


class TestNotTaken(DeskError):
    """Mail server {host} did not take the test message to {to} ({why})."""


class NotWritten(DeskError):
    """The folder {folder} cannot be written to: {why}; name another."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the drafts that were to be sent."""

    customers: list[str]  # whose notices the server took
    problems: list[str]  # a sentence for each that was not taken, or could not be marked


def message(draft: Draft, sender: str = "") -> EmailMessage:
    """A draft as an e-mail; one without a sender opens as a draft in a mail program."""
    if not sender:
        mail = _mail(draft["subject"], draft["body"], draft["email"])
        mail["X-Unsent"] = "1"
        return mail
    return _letter(sender, draft["email"], draft["subject"], draft["body"])


def _letter(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    mail = _mail(subject, body, to)
    mail["From"] = sender
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    return mail


def _mail(subject: str, body: str, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    if to:
        mail["To"] = to
    mail.set_content(body)
    return mail


def files(drafts: pl.DataFrame) -> dict[str, bytes]:
    """Each draft as text and as e-mail: file name -> content."""
    contents = {}
    for draft in rows.of(Draft, drafts):
        stem = f"{re.sub(r'[^A-Za-z0-9_-]+', '_', draft['customer'])}-{draft['notice_id']}"
        contents[f"{stem}.txt"] = f"{draft['subject']}\n\n{draft['body']}".encode()
        contents[f"{stem}.eml"] = bytes(message(draft))
    return contents


def write(drafts: pl.DataFrame, folder: Path) -> list[Path]:
    """Write these files into a folder, which is made if there is none; returns their paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.folder(folder / "notices") as made:
            contents = files(drafts)
            for name, content in contents.items():
                (made / name).write_bytes(content)
            return [scratch.put(made / name, folder / name) for name in contents]
    except OSError as error:
        raise NotWritten(folder=folder, why=machine.reason(error)) from error


def send(session: Session, notice_ids: Sequence[int], *, actor: str, via: Server | None = None) -> Sent:
    """Hand the picked drafts to the mail server, and mark each as sent as soon as the server has taken it.

    The desk is not held meanwhile, but nobody else sends: no notice goes out twice. What the server does not
    take stays a draft. ``via``: else the settings'. Raises SendingAlready.
    """
    via = via or _server(session)
    outcome = Sent([], [])
    with _alone(session.path):
        with session.snapshot() as tx:
            outbox.check_drafts(tx, notice_ids)
            drafts = rows.of(Draft, outbox.drafts(tx, notice_ids))
        with smtp.connected(via) as connection:
            for draft in drafts:
                try:
                    _hand_over(session, via, connection, draft)
                    outcome.customers.append(draft["customer"])
                    _mark(session, draft, actor)
                except DeskError as error:
                    outcome.problems.append(str(error))
    return outcome


@contextlib.contextmanager
def _alone(desk: Path | None) -> Iterator[None]:
    """Whatever is sent from a desk is sent by one at a time; a desk in memory has nobody else."""
    with contextlib.ExitStack() as held:
        if desk:
            try:
                held.enter_context(FileLock(f"{desk}.sending", thread_local=False).acquire(timeout=0))
            except Timeout:
                raise SendingAlready from None
        yield


def _mark(session: Session, draft: Draft, actor: str) -> None:
    """Mark a draft as sent that the server has taken."""
    try:
        with session.transaction(actor=actor) as tx:
            outbox.sent(tx, draft)
    except DeskError as error:
        facts = {"notice": draft["notice_id"], "customer": draft["customer"]}
        raise SentAndNotMarked(why=str(error).rstrip("."), **facts) from error


def _server(session: Session) -> Server:
    """The mail server of the settings, which there must be."""
    with session.snapshot() as tx:
        server = smtp.server(preferences.read(tx))
    if server is None:
        raise NoServer
    return server


def _hand_over(session: Session, via: Server, connection: smtplib.SMTP, draft: Draft) -> None:
    """Give one draft to the server; refused if it was marked as told a moment ago, or has no address."""
    number, customer = draft["notice_id"], draft["customer"]
    if not draft["email"]:
        raise NoAddress(customer=customer, notice=number)
    with session.snapshot() as tx:
        outbox.check_drafts(tx, [number])
    try:
        smtp.hand_over(connection, via, message(draft, via.sender))
    except NotTaken as error:
        raise StaysDraft(notice=number, customer=customer, **error.facts) from error


def send_test(session: Session, to: str, via: Server | None = None) -> Server:
    """Send a message that says nothing but that it arrives; returns the server that took it.

    Refused in the server's own words if it does not take it. ``via``: else the settings'.
    """
    to = to.strip()
    if not addresses.is_address(to):
        raise NoRecipient(to=to or "Nothing")
    via = via or _server(session)
    with smtp.connected(via) as connection:
        try:
            smtp.hand_over(connection, via, _letter(via.sender, to, _TEST_SUBJECT, _TEST_BODY))
        except NotTaken as error:
            raise TestNotTaken(to=to, **error.facts) from error
    return via
