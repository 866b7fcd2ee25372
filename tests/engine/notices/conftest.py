"""Fixtures for tests that send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.notices import smtp
from tests import mail as post
from tests.mail import MailServer


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine of the tests is told of mail servers is nothing to them."""
    for name in smtp.NAMES:
        monkeypatch.delenv(smtp.variable(name), raising=False)
    monkeypatch.delenv(smtp.PASSWORD, raising=False)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with post.listening() as server:
        yield server


@pytest.fixture
def careful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server that wants STARTTLS and a user."""
    context, trusted = post.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    how = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with post.listening(authenticator=post.signing_in, **how) as server:
        yield server
