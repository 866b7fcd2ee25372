"""The mail server that sends notices: how it is named, reached and spoken to.

It is named by preferences, each of which a variable of the environment overrides: BACKORDER_SMTP_HOST for
``smtp_host``, and so on. The password is in BACKORDER_SMTP_PASSWORD and nowhere else: what is in the desk's
file is in its backups and exports too.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Final

from db.session import Transaction
from engine import preferences
from engine.errors import BadPreference, DeskError, refuse
from engine.model import MailSecurity
from engine.preferences import Preferences
from engine.rules.addresses import is_this_machine
from engine.rules.preference import Group

NAMES: Final = preferences.names_in(Group.MAIL)
PASSWORD: Final = "BACKORDER_SMTP_PASSWORD"  # noqa: S105 - the name of the variable, not what is in it
USUAL_PORTS: Final = {MailSecurity.STARTTLS: 587, MailSecurity.SSL: 465, MailSecurity.NONE: 25}
WAIT_SECONDS: Final = 20


class NoServer(DeskError):
    """No mail server is set up; name one on the Mail tab of the preferences, or in BACKORDER_SMTP_HOST."""


class NoSender(DeskError):
    """Mail server {host} has no sender; name the address that notices come from on the Mail tab of the
    preferences, or in BACKORDER_SMTP_SENDER."""


class NoPassword(DeskError):
    """User {user} has no password for mail server {host}; set BACKORDER_SMTP_PASSWORD where the desk is
    started."""


class OpenPassword(DeskError):
    """User {user} would be signed in to mail server {host} with a password that anybody on the way can read;
    choose starttls or ssl for smtp_tls, or leave smtp_user empty."""


class BadVariable(DeskError):
    """{name} cannot be {value}, it takes {takes}; correct it in the environment."""


class NotReached(DeskError):
    """Nothing was sent: the mail server {host} at port {port} does not answer as it should ({why})."""


class NotLetIn(DeskError):
    """Nothing was sent: mail server {host} does not let user {user} in ({why}); check the user, and the
    password in BACKORDER_SMTP_PASSWORD."""


class NotTaken(DeskError):
    """Mail server {host} did not take it ({why})."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    sender: str
    tls: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)


def variable(name: str) -> str:
    """What overrides a preference: ``BACKORDER_SMTP_HOST``."""
    return f"BACKORDER_{name.upper()}"


def overrides(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The preferences of the mail server that the environment overrides, each with its text there."""
    return {name: environ[variable(name)] for name in NAMES if environ.get(variable(name))}


def server(prefs: Preferences, environ: Mapping[str, str] = os.environ) -> Server | None:
    """The mail server of the settings; None without one. Refuses settings that cannot be right."""
    facts = {name: getattr(prefs, name) for name in NAMES} | _overridden(environ)
    host, port, tls, user, sender = (facts[name] for name in NAMES)
    if not host:
        return None
    if not sender:
        raise NoSender(host=host)
    server = Server(host, port or USUAL_PORTS[tls], sender, tls, user, environ.get(PASSWORD, ""))
    _refuse_open_password(server)
    return server


def check(prefs: Preferences, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse settings by which a password would be sent in the clear, also where nothing is sent yet."""
    facts = {name: getattr(prefs, name) for name in NAMES} | _overridden(environ)
    host, _, tls, user, sender = (facts[name] for name in NAMES)
    _refuse_open_password(Server(host, 0, sender, tls, user))


def _refuse_open_password(via: Server) -> None:
    if via.host and via.user and via.tls is MailSecurity.NONE and not is_this_machine(via.host):
        raise OpenPassword(user=via.user, host=via.host)


def _overridden(environ: Mapping[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    problems: list[DeskError] = []
    for name, text in overrides(environ).items():
        try:
            facts[name] = preferences.parse(name, text.strip())
        except BadPreference as error:
            problems.append(BadVariable(**error.facts | {"name": variable(name)}))
    refuse(problems)
    return facts


def save(
    tx: Transaction, settings: Mapping[str, object], environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Set the preferences of the mail server together; returns the names of those that changed. Logged.

    Refuses, all at once, what cannot be, and a server that would have no sender.
    """
    changed = preferences.change_all(tx, settings)
    server(preferences.read(tx), environ)
    return changed


@contextmanager
def connected(via: Server) -> Iterator[smtplib.SMTP]:
    """A connection to the server, secured and signed in as the settings say."""
    _refuse_open_password(via)
    if via.user and not via.password:
        raise NoPassword(user=via.user, host=via.host)
    try:
        connection = _opened(via)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotReached(host=via.host, port=via.port, why=_why(error)) from error
    try:
        try:
            _signed_in(connection, via)
        except smtplib.SMTPAuthenticationError as error:
            raise NotLetIn(host=via.host, user=via.user, why=_why(error)) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotReached(host=via.host, port=via.port, why=_why(error)) from error
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):  # how it parts changes nothing of what it took
            connection.quit()
        connection.close()


def _opened(via: Server) -> smtplib.SMTP:
    if via.tls is MailSecurity.SSL:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(via.host, via.port, timeout=WAIT_SECONDS, context=context)
    return smtplib.SMTP(via.host, via.port, timeout=WAIT_SECONDS)


def _signed_in(connection: smtplib.SMTP, via: Server) -> None:
    if via.tls is MailSecurity.STARTTLS:
        connection.starttls(context=ssl.create_default_context())
    if via.user:
        connection.login(via.user, via.password)


def hand_over(connection: smtplib.SMTP, via: Server, mail: EmailMessage) -> None:
    """Give the server one message; NotTaken says why it does not take it."""
    try:
        connection.send_message(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotTaken(host=via.host, why=_why(error)) from error


def _why(error: Exception) -> str:
    """What a mail server or the network said, in one line without its full stop."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            text = f"{code} {_read(answer)}"
        case smtplib.SMTPResponseException():
            text = f"{error.smtp_code} {_read(error.smtp_error)}"
        case ssl.SSLCertVerificationError():
            text = error.verify_message
        case _:
            text = getattr(error, "strerror", None) or str(error)
    return " ".join(text.split()).rstrip(".") or type(error).__name__


def _read(answer: bytes | str) -> str:
    return answer if isinstance(answer, str) else answer.decode(errors="replace")
