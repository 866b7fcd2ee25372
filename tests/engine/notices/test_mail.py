"""Notices as files and through a mail server that is really there, on a port of this machine."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from engine import catalogue, log, notices, preferences
from engine.errors import DeskError
from engine.model import MailSecurity
from engine.notices import mail as mailing
from engine.notices import smtp
from engine.notices.smtp import Server
from engine.preferences import Preferences
from tests import mail as post
from tests.mail import MailServer
from tests.papers import Papers
from tests.story import Story


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


def test_a_picked_draft_is_sent_once_and_the_others_stay(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    outcome = mailing.send(desk.session, list(ids.values()), actor="Ann", via=mail.as_settings())
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
        mailing.send(desk.session, [ids["school"]], actor="Bob", via=mail.as_settings())
    assert len(mail.letters) == 1


def test_what_the_server_does_not_take_stays_a_draft(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "school", "refused@school.example")
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=mail.as_settings())
    assert outcome.customers == []
    assert outcome.problems[0].startswith(f"Notice {ids['school']} for customer school stays a draft:")
    assert "no such box" in outcome.problems[0]
    assert ids["school"] in desk.ask(notices.drafts)["notice_id"].to_list()


def test_section_10_a_server_that_is_not_there_is_one_sentence() -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    with pytest.raises(smtp.NoServer, match="BACKORDER_SMTP_HOST"):
        mailing.send(desk.session, list(ids.values()), actor="Ann")
    nowhere = Server("127.0.0.1", 1, "desk@desk.example", MailSecurity.NONE)
    with pytest.raises(smtp.NotReached, match=r"the mail server .* at port 1 .*\(Connection refused\)\."):
        mailing.send(desk.session, list(ids.values()), actor="Ann", via=nowhere)
    unknown = Server("no-such-machine.invalid", 25, "desk@desk.example", MailSecurity.NONE)
    with pytest.raises(smtp.NotReached, match=r"no-such-machine\.invalid at port 25"):
        mailing.send(desk.session, list(ids.values()), actor="Ann", via=unknown)


def test_a_server_without_encryption_is_not_spoken_to_when_it_should_have_some(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    with pytest.raises(smtp.NotReached, match="STARTTLS"):
        mailing.send(
            desk.session, list(ids.values()), actor="Ann", via=mail.as_settings(MailSecurity.STARTTLS)
        )
    assert mail.letters == []


def test_starttls_and_a_user_with_the_right_password_are_let_in(careful: MailServer) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    via = careful.as_settings(MailSecurity.STARTTLS, post.USER, post.PASSWORD)
    assert mailing.send(desk.session, [ids["school"]], actor="Ann", via=via).customers == ["school"]
    assert len(careful.letters) == 1


def test_ssl_from_the_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = post.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with post.listening(ssl_context=context) as server:
        mailing.send_test(Story().session, "ann@desk.example", server.as_settings(MailSecurity.SSL))
        assert len(server.letters) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    careful: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    via = careful.as_settings(MailSecurity.STARTTLS, post.USER, post.PASSWORD)
    with pytest.raises(smtp.NotReached, match=r"\(unable to get local issuer certificate\)"):
        mailing.send_test(Story().session, "ann@desk.example", via)


def test_section_10_a_wrong_password_or_none_is_one_sentence_that_does_not_show_it(
    careful: MailServer,
) -> None:
    session = Story().session
    wrong = careful.as_settings(MailSecurity.STARTTLS, post.USER, "guess")
    with pytest.raises(smtp.NotLetIn, match=r"does not let user desk in \(535 ") as refusal:
        mailing.send_test(session, "ann@desk.example", wrong)
    assert "guess" not in str(refusal.value)
    with pytest.raises(smtp.NoPassword, match="set BACKORDER_SMTP_PASSWORD"):
        mailing.send_test(session, "ann@desk.example", careful.as_settings(MailSecurity.STARTTLS, post.USER))
    assert careful.letters == []


def test_a_test_message_arrives_or_the_servers_refusal_is_told(mail: MailServer) -> None:
    session = Story().session
    mailing.send_test(session, " ann@desk.example ", mail.as_settings())
    (letter,) = mail.letters
    assert (letter["To"], letter["From"]) == ("ann@desk.example", post.SENDER)
    assert letter["Date"]
    assert letter["Message-ID"].endswith("@desk.example>")
    with pytest.raises(DeskError) as refusal:
        mailing.send_test(session, "refused@desk.example", mail.as_settings())
    assert str(refusal.value) == (
        "Mail server 127.0.0.1 did not take the test message to refused@desk.example (550 no such box)."
    )
    for bad in ("", "ann", "a@b.example\nBcc: x@x.example", "a" * 250 + "@b.example"):
        with pytest.raises(mailing.NoRecipient, match="write it like"):
            mailing.send_test(session, bad, mail.as_settings())


def named(**facts: str) -> dict[str, str]:
    """An environment that names a mail server."""
    environ = {"HOST": "mail.example", "SENDER": "desk@desk.example"} | facts
    return {f"BACKORDER_SMTP_{name}": value for name, value in environ.items()}


def test_section_10_variables_that_cannot_be_right_are_refused_together() -> None:
    with pytest.raises(DeskError) as refusal:
        smtp.server(Preferences(), named(SENDER="desk", TLS="maybe", PORT="70000", HOST="mail:25"))
    takes = {
        "BACKORDER_SMTP_HOST cannot be mail:25": "the name of a machine such as smtp.school.example",
        "BACKORDER_SMTP_PORT cannot be 70000": "a port from 1 to 65535, or 0 for the usual one",
        "BACKORDER_SMTP_TLS cannot be maybe": "starttls or ssl or none",
        "BACKORDER_SMTP_SENDER cannot be desk": "an e-mail address such as orders@school.example",
    }
    said = [f"{what}, it takes {wanted}; correct it in the environment." for what, wanted in takes.items()]
    assert str(refusal.value).splitlines() == said


def test_the_settings_name_the_server_and_the_password_is_never_shown() -> None:
    found = smtp.server(Preferences(), named(USER="desk", PASSWORD="secret"))
    assert found is not None
    assert (found.port, found.tls, found.password) == (587, "starttls", "secret")
    assert "secret" not in repr(found)
    assert smtp.server(Preferences(), {}) is None
    assert smtp.server(Preferences(), {"BACKORDER_SMTP_PASSWORD": "secret"}) is None


OPEN = (
    "User ann would be signed in to mail server mail.example with a password that anybody on the way can "
    "read; choose starttls or ssl for smtp_tls, or leave smtp_user empty."
)


def test_a_password_is_never_sent_in_the_clear_beyond_this_machine() -> None:
    """Refused where it is set, by the page and the file, by the environment, and where it would be sent."""
    desk = Story()
    wanted = {
        "smtp_host": "mail.example",
        "smtp_sender": "d@desk.example",
        "smtp_user": "ann",
        "smtp_tls": "none",
    }
    with pytest.raises(smtp.OpenPassword) as told, desk.act() as tx:
        smtp.save(tx, wanted, {})
    assert str(told.value) == OPEN
    with pytest.raises(smtp.OpenPassword):
        smtp.server(Preferences(), named(USER="ann", TLS="none"))
    via = Server("mail.example", 25, "d@desk.example", MailSecurity.NONE, "ann", "secret")
    with pytest.raises(smtp.OpenPassword), smtp.connected(via):
        pass
    for here in ("localhost", "127.0.0.1", "::1"):
        assert smtp.server(Preferences(), named(USER="ann", TLS="none", HOST=here))
    assert smtp.server(Preferences(), named(TLS="none"))


def test_a_variable_goes_before_the_preference_it_is_named_after() -> None:
    kept = Preferences(
        smtp_host="kept.example", smtp_port=2525, smtp_user="kept", smtp_sender="kept@x.example"
    )
    found = smtp.server(kept, {"BACKORDER_SMTP_HOST": "named.example", "BACKORDER_SMTP_TLS": "ssl"})
    assert found == Server("named.example", 2525, "kept@x.example", MailSecurity.SSL, "kept")


def test_the_server_is_saved_with_a_row_in_the_log_for_all_that_changed() -> None:
    desk = Story()
    wanted = {"smtp_host": "mail.example", "smtp_port": "0", "smtp_sender": "desk@desk.example"}
    with desk.act() as tx:
        assert smtp.save(tx, wanted, {}) == ["smtp_host", "smtp_sender"]
    with desk.act() as tx:
        assert smtp.save(tx, wanted, {}) == []
    assert desk.ask(preferences.read).smtp_host == "mail.example"
    said = desk.ask(lambda tx: log.search(tx, word="smtp_%")["sentence"].to_list())
    assert said[:2] == [
        "Sender (Mail): changed from nothing to desk@desk.example.",
        "Mail server (Mail): changed from nothing to mail.example.",
    ]


def test_section_10_a_server_that_cannot_be_saved_is_refused_in_all_that_is_wrong_with_it() -> None:
    desk = Story()
    wrong = {
        "smtp_host": "user:pw@mail.example",
        "smtp_port": "-1",
        "smtp_user": "a\nb",
        "smtp_sender": "desk",
    }
    with pytest.raises(DeskError) as refusal, desk.act() as tx:
        smtp.save(tx, wrong, {})
    assert len(str(refusal.value).splitlines()) == 4
    with pytest.raises(smtp.NoSender, match=r"mail\.example has no sender"), desk.act() as tx:
        smtp.save(tx, {"smtp_host": "mail.example"}, {})
    assert desk.ask(preferences.read) == Preferences(backorder_management=True)


def test_a_file_of_preferences_names_the_server_too_and_refuses_all_that_is_wrong(tmp_path: Path) -> None:
    papers = Papers(Story(), tmp_path)
    text = "name,value\nsmtp_host,mail.example\nsmtp_tls,ssl\nsmtp_port,0\ndraft_notices,off\n"
    assert papers.counts("preferences", text) == (0, 3, 1)
    assert papers.counts("preferences", text) == (0, 0, 4)
    wishes = papers.desk.ask(preferences.read)
    assert (wishes.smtp_host, wishes.smtp_tls, wishes.draft_notices) == ("mail.example", "ssl", False)
    text = "name,value\nsmtp_user,ann\nsmtp_host,mail.example\nsmtp_tls,none\n"
    assert papers.refused("preferences", text) == [OPEN]
    tls, secret = papers.refused("preferences", "name,value\nsmtp_tls,tls\nsmtp_password,secret\n")
    assert tls == "Row 2: The preference smtp_tls cannot be tls; it takes starttls or ssl or none."
    assert "no preference smtp_password" in secret


def test_a_password_is_no_preference() -> None:
    desk = Story()
    with pytest.raises(DeskError, match="no preference smtp_password"), desk.act() as tx:
        preferences.change(tx, "smtp_password", "secret")


def test_files_are_text_and_a_mail_that_opens_as_a_draft(tmp_path: Path) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
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


def test_a_subject_cannot_smuggle_headers() -> None:
    draft = {"subject": "Your order 1\r\nBcc: x@x.example", "email": "", "body": "Hello", "notice_id": 1}
    assert mailing.message(draft)["Bcc"] is None
    assert isinstance(smtplib.SMTPException(), OSError)


def test_long_lines_and_any_script_arrive_as_they_were_written(mail: MailServer) -> None:
    desk = Story(book=0)
    name = "Школа 学校 " + "long " * 400
    with desk.act() as tx:
        catalogue.add_customer(tx, "long", name=name)
        notices.set_address(tx, "long", "long@school.example")
    desk.order("book 2", customer="long")
    desk.supply("book", 2)
    desk.sweep()
    (draft,) = desk.ask(notices.drafts).to_dicts()
    mailing.send(desk.session, [draft["notice_id"]], actor="Ann", via=mail.as_settings())
    assert mail.letters[0].get_content().replace("\r\n", "\n") == draft["body"]
    assert name.strip() in draft["body"]


def test_an_address_that_the_server_cannot_write_stays_a_draft(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = post.news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "school", "büro@school.example")
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=mail.as_settings())
    assert outcome.customers == ["school"] or "stays a draft" in outcome.problems[0]
