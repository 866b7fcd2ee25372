"""Notices as files and as e-mail: what a clerk takes away, and what a mail server takes over.

The server is named in the environment: BACKORDER_SMTP_HOST and BACKORDER_SMTP_SENDER, and if need be
BACKORDER_SMTP_PORT, BACKORDER_SMTP_TLS (starttls, ssl or none), BACKORDER_SMTP_USER and
BACKORDER_SMTP_PASSWORD.
Without one, nothing can be sent; with one, only what a person picked is.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import polars as pl

from db.session import Session
from engine import notices
from engine.errors import DeskError
from engine.rules import notifying

Record = dict[str, Any]
WAIT_SECONDS = 20
PORTS = {"starttls": 587, "ssl": 465, "none": 25}


class NoServer(DeskError):
    """No mail server is set up; name it in BACKORDER_SMTP_HOST and the sender's address in
    BACKORDER_SMTP_SENDER."""


class BadServer(DeskError):
    """{name} is {value}, which {problem}; correct it in the environment."""


class NoAddress(DeskError):
    """No e-mail address of customer {customer} is known; add it before you send notice {notice}."""


class NotTaken(DeskError):
    """Notice {notice} for customer {customer} stays a draft: mail server {host} did not take it ({why})."""


class NotReached(DeskError):
    """Nothing was sent: the mail server {host} at port {port} does not answer as it should ({why})."""


class NotWritten(DeskError):
    """The folder {folder} cannot be written to: {why}; name another."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    sender: str
    tls: str  # starttls | ssl | none
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the drafts that were to be sent."""

    customers: list[str]  # whose notices the server took
    problems: list[str]  # a sentence for each of the others


def server(environ: Mapping[str, str] = os.environ) -> Server | None:
    """The mail server of the settings; None without one. Refuses settings that cannot be right."""
    host, sender = environ.get("BACKORDER_SMTP_HOST", ""), environ.get("BACKORDER_SMTP_SENDER", "")
    if not host:
        return None
    if not notifying.is_address(sender):
        raise BadServer(name="BACKORDER_SMTP_SENDER", value=sender or "empty", problem="is no e-mail address")
    tls = environ.get("BACKORDER_SMTP_TLS") or "starttls"
    if tls not in PORTS:
        raise BadServer(name="BACKORDER_SMTP_TLS", value=tls, problem=f"is none of {', '.join(PORTS)}")
    port = environ.get("BACKORDER_SMTP_PORT") or str(PORTS[tls])
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadServer(name="BACKORDER_SMTP_PORT", value=port, problem="is no port from 1 to 65535")
    user, password = environ.get("BACKORDER_SMTP_USER", ""), environ.get("BACKORDER_SMTP_PASSWORD", "")
    return Server(host, int(port), sender, tls, user, password)


def message(draft: Record, sender: str = "") -> EmailMessage:
    """A draft as an e-mail; one without a sender opens as a draft in a mail program."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(draft["subject"].split())
    if sender:
        mail["From"] = sender
    else:
        mail["X-Unsent"] = "1"
    if draft["email"]:
        mail["To"] = draft["email"]
    mail.set_content(draft["body"])
    return mail


def files(drafts: pl.DataFrame) -> dict[str, bytes]:
    """Each draft as text and as e-mail: file name -> content."""
    found = {}
    for draft in drafts.to_dicts():
        stem = f"{re.sub(r'[^A-Za-z0-9_-]+', '_', draft['customer'])}-{draft['notice_id']}"
        found[f"{stem}.txt"] = f"{draft['subject']}\n\n{draft['body']}".encode()
        found[f"{stem}.eml"] = bytes(message(draft))
    return found


def write(drafts: pl.DataFrame, folder: Path) -> list[Path]:
    """Write these files into a folder, which is made if there is none; returns their paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in files(drafts).items():
            (folder / name).write_bytes(content)
            written.append(folder / name)
    except OSError as error:
        raise NotWritten(folder=folder, why=error.strerror or error) from error
    return written


def send(session: Session, notice_ids: Sequence[int], *, actor: str, via: Server | None = None) -> Sent:
    """Hand the picked drafts to the mail server, and mark each as sent as soon as the server has taken it.

    The desk is not held meanwhile. What the server does not take stays a draft. ``via``: else the settings'.
    """
    via = via or server()
    if via is None:
        raise NoServer
    with session.snapshot() as tx:
        notices.check_drafts(tx, notice_ids)
        drafts = notices.drafts(tx).filter(pl.col("notice_id").is_in(list(notice_ids))).to_dicts()
    outcome = Sent([], [])
    with _connected(via) as connection:
        for draft in drafts:
            try:
                _hand_over(session, via, connection, draft)
            except DeskError as error:
                outcome.problems.append(str(error))
                continue
            with session.transaction(actor=actor) as tx:
                notices.sent(tx, [draft["notice_id"]])
            outcome.customers.append(draft["customer"])
    return outcome


def _hand_over(session: Session, via: Server, connection: smtplib.SMTP, draft: Record) -> None:
    """Give one draft to the server; refused if somebody told it a moment ago, or nobody knows where to."""
    number, customer = draft["notice_id"], draft["customer"]
    if not draft["email"]:
        raise NoAddress(customer=customer, notice=number)
    with session.snapshot() as tx:
        notices.check_drafts(tx, [number])
    try:
        connection.send_message(message(draft, via.sender))
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(host=via.host, notice=number, customer=customer, why=_why(error)) from error


def _connected(via: Server) -> AbstractContextManager[smtplib.SMTP]:
    """A connection to the server, secured and signed in as the settings say."""
    try:
        connection = _opened(via)
        try:
            _secured(connection, via)
        except BaseException:
            connection.close()
            raise
    except (OSError, smtplib.SMTPException) as error:
        raise NotReached(host=via.host, port=via.port, why=_why(error)) from error
    return connection


def _opened(via: Server) -> smtplib.SMTP:
    if via.tls != "ssl":
        return smtplib.SMTP(via.host, via.port, timeout=WAIT_SECONDS)
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(via.host, via.port, timeout=WAIT_SECONDS, context=context)


def _secured(connection: smtplib.SMTP, via: Server) -> None:
    if via.tls == "starttls":
        connection.starttls(context=ssl.create_default_context())
    if via.user:
        connection.login(via.user, via.password)


def _why(error: Exception) -> str:
    """What a mail server or the network said, in one line without its full stop."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
