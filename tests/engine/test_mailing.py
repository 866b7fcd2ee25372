"""Notices as files and through a mail server that is really there, on a port of this machine."""

from __future__ import annotations

import json
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from engine import cli, mailing, notices
from engine.errors import DeskError
from engine.mailing import Server
from engine.store import open_desk
from tests.story import Story


class _Session(socketserver.StreamRequestHandler):
    """As much of a mail server as it takes to receive a letter (RFC 5321)."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self._say("354 go on")
                self._take()
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif "refused" in line:
                self._say("550 no such box")
            else:
                self._say("250 fine")

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[attr-defined]
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """What it received is in ``letters``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[Any] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def via(mail: MailServer) -> Server:
    return Server("127.0.0.1", mail.port, "desk@desk.example", "none")


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


def test_a_picked_draft_is_sent_once_and_the_others_stay(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
    outcome = mailing.send(desk.session, list(ids.values()), actor="Ann", via=via(mail))
    assert outcome.customers == ["school"]
    assert outcome.problems == [
        f"No e-mail address of customer college is known; add it before you send notice {ids['college']}."
    ]
    (letter,) = mail.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "orders@school.example",
        "desk@desk.example",
        "Your order 1001",
    )
    assert "5 of book: ready, leaving with shipment" in letter.get_content()
    (row,) = desk.ask(notices.settled).to_dicts()
    assert (row["state"], row["email"]) == ("sent", "orders@school.example")
    with pytest.raises(DeskError, match="is sent by Ann"):
        mailing.send(desk.session, [ids["school"]], actor="Bob", via=via(mail))
    assert len(mail.letters) == 1


def test_what_the_server_does_not_take_stays_a_draft(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "school", "refused@school.example")
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=via(mail))
    assert outcome.customers == []
    assert outcome.problems[0].startswith(f"Notice {ids['school']} for customer school stays a draft:")
    assert "no such box" in outcome.problems[0]
    assert ids["school"] in desk.ask(notices.drafts)["notice_id"].to_list()


def test_section_10_a_server_that_is_not_there_is_one_sentence() -> None:
    desk = Story(book=0)
    ids = news(desk)
    with pytest.raises(mailing.NoServer, match="BACKORDER_SMTP_HOST"):
        mailing.send(desk.session, list(ids.values()), actor="Ann")
    nowhere = Server("127.0.0.1", 1, "desk@desk.example", "none")
    with pytest.raises(mailing.NotReached, match=r"Nothing was sent: the mail server .* at port 1 "):
        mailing.send(desk.session, list(ids.values()), actor="Ann", via=nowhere)


def test_a_server_without_encryption_is_not_spoken_to_when_it_should_have_some(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
    careful = Server("127.0.0.1", mail.port, "desk@desk.example", "starttls")
    with pytest.raises(mailing.NotReached, match="STARTTLS"):
        mailing.send(desk.session, list(ids.values()), actor="Ann", via=careful)
    assert mail.letters == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SENDER": ""}, "BACKORDER_SMTP_SENDER is empty"),
        ({"SENDER": "desk"}, "is no e-mail address"),
        ({"TLS": "maybe"}, "none of starttls, ssl, none"),
        ({"PORT": "lots"}, "is no port"),
        ({"PORT": "70000"}, "is no port"),
    ],
)
def test_section_10_settings_that_cannot_be_right_are_refused(settings: dict[str, str], words: str) -> None:
    environ = {"HOST": "mail.example", "SENDER": "desk@desk.example"} | settings
    with pytest.raises(mailing.BadServer, match=words):
        mailing.server({f"BACKORDER_SMTP_{name}": value for name, value in environ.items()})


def test_the_settings_name_the_server_and_the_password_is_never_shown() -> None:
    environ = {"HOST": "mail.example", "SENDER": "desk@desk.example", "USER": "desk", "PASSWORD": "secret"}
    found = mailing.server({f"BACKORDER_SMTP_{name}": value for name, value in environ.items()})
    assert found is not None
    assert (found.port, found.tls, found.password) == (587, "starttls", "secret")
    assert "secret" not in repr(found)
    assert mailing.server({}) is None


def test_files_are_text_and_a_mail_that_opens_as_a_draft(tmp_path: Path) -> None:
    desk = Story(book=0)
    ids = news(desk)
    written = mailing.write(desk.ask(notices.drafts), tmp_path / "out")
    assert sorted(file.name for file in written) == sorted(
        f"{who}-{number}.{ending}" for who, number in ids.items() for ending in ("txt", "eml")
    )
    letter = message_from_bytes(
        (tmp_path / "out" / f"school-{ids['school']}.eml").read_bytes(), policy=policy.default
    )
    assert (letter["X-Unsent"], letter["To"]) == ("1", "orders@school.example")
    assert letter.get_content().startswith("Dear School,")
    (tmp_path / "file").touch()
    with pytest.raises(mailing.NotWritten, match="name another"):
        mailing.write(desk.ask(notices.drafts), tmp_path / "file")


def test_the_command_line_drafts_writes_marks_and_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mail: MailServer
) -> None:
    path = tmp_path / "desk.duckdb"
    for name, value in {"DB": path, "ACTOR": "Ann", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": mail.port}.items():
        monkeypatch.setenv(f"BACKORDER_{name}", str(value))
    monkeypatch.setenv("BACKORDER_SMTP_SENDER", "desk@desk.example")
    monkeypatch.setenv("BACKORDER_SMTP_TLS", "none")
    session = open_desk(path, name="a test")
    news(Story(session, book=0))
    session.close()

    def say(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["notices", "--since", "2026-01-01", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    code, out, _ = say("--out", str(tmp_path / "out"))
    assert code == 0
    assert "To: school <orders@school.example>\nSubject: Your order 1001" in out
    assert out.endswith(f"4 files written to {tmp_path / 'out'}.\n")
    code, out, err = say("--send")
    assert (code, len(mail.letters)) == (1, 1)
    assert "1 notice sent." in out
    assert "No e-mail address of customer college" in err
    assert say("--told", "--only", "college")[0] == 0
    assert say()[1] == "Nothing changed that a customer should know.\n"
    assert cli.run(["--json", "notices"]) == 0
    assert json.loads(capsys.readouterr().out) == {"drafts": [], "files": [], "sent": []}
    assert say("--told", "--send")[0] == 2
    assert cli.run(["notices", "--since", "soon"]) == 1
    assert capsys.readouterr().err.startswith("soon is neither the number of a run nor an instant")


def test_a_subject_cannot_smuggle_headers() -> None:
    draft = {"subject": "Your order 1\r\nBcc: x@x.example", "email": "", "body": "Hello", "notice_id": 1}
    assert mailing.message(draft)["Bcc"] is None
    assert isinstance(smtplib.SMTPException(), OSError)
