"""A mail server that is really there, on a port of this machine: plain, with STARTTLS and sign-in, or SSL."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from engine import notices
from engine.model import MailSecurity
from engine.notices.smtp import Server
from tests.story import Story

SENDER = "desk@desk.example"
USER, PASSWORD = "desk", "open sesame"


class MailServer:
    """What it received is in ``letters``; it knows no box whose address has the word refused in it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.farewell = "221 good-bye"
        self.meanwhile: Callable[[], object] = lambda: None  # before it takes a letter
        self.port = _free_port()

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802 - aiosmtpd's
        """Take a letter to this address, or not."""
        if "refused" in address:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        """Keep the letter."""
        self.meanwhile()
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    async def handle_QUIT(self, *_: Any) -> str:  # noqa: N802 - aiosmtpd's
        """Part."""
        return self.farewell

    def as_settings(
        self, tls: MailSecurity = MailSecurity.NONE, user: str = "", password: str = ""
    ) -> Server:
        """How the desk is told of it."""
        return Server("127.0.0.1", self.port, SENDER, tls, user, password)

    def variables(self) -> dict[str, str]:
        """How the desk is told of the server by variables of the environment."""
        facts = {"HOST": "127.0.0.1", "PORT": str(self.port), "SENDER": SENDER, "TLS": "none"}
        return {f"BACKORDER_SMTP_{name}": value for name, value in facts.items()}


@contextmanager
def listening(**how: Any) -> Iterator[MailServer]:
    """A server that listens while the block runs; ``how``: what aiosmtpd's Controller takes."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **how)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def signing_in(_: Any, __: Any, ___: Any, ____: Any, given: object) -> AuthResult:
    """Whether the password is right."""
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == right, handled=False)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What the server shows to be itself, and the file that makes others believe it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusted = folder / "trusted.pem"
    authority.cert_pem.write_to_path(trusted)
    return context, trusted


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def news(desk: Story) -> dict[str, int]:
    """Five books for the school and one for the college became ready; customer -> draft."""
    desk.order("book 5")
    desk.order("book 1", customer="college")
    desk.supply("book", 6)
    desk.sweep()
    with desk.act() as tx:
        notices.set_address(tx, "school", "orders@school.example")
        found = notices.draft(tx)
    return dict(found.select("customer", "notice_id").iter_rows())
