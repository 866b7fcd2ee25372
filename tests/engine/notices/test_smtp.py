"""The mail server: how it is named, spoken to and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import log, preferences
from engine.errors import DeskError
from engine.model import MailSecurity
from engine.notices import mail as mailing
from engine.notices import smtp
from engine.notices.smtp import Server
from engine.preferences import Preferences
from tests import mail as post
from tests.mail import MailServer, news
from tests.papers import Papers
from tests.story import Story


def test_section_10_a_server_that_is_not_there_is_one_sentence() -> None:
    desk = Story(book=0)
    ids = news(desk)
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
    ids = news(desk)
    with pytest.raises(smtp.NotReached, match="STARTTLS"):
        mailing.send(
            desk.session, list(ids.values()), actor="Ann", via=mail.as_settings(MailSecurity.STARTTLS)
        )
    assert mail.letters == []


def test_starttls_and_a_user_with_the_right_password_are_let_in(careful: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
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
    said = desk.ask(lambda tx: log.search(tx, word="(mail)")["sentence"].to_list())
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
    assert desk.ask(preferences.read) == Preferences(backorder_management=True, acknowledge_orders=False)


def test_a_file_of_preferences_names_the_server_too_and_refuses_all_that_is_wrong(tmp_path: Path) -> None:
    papers = Papers(Story(), tmp_path)
    text = "name,value\nsmtp_host,mail.example\nsmtp_tls,ssl\nsmtp_port,0\ndraft_notices,off\n"
    assert papers.counts("preferences", text) == (0, 3, 1)
    assert papers.counts("preferences", text) == (0, 0, 4)
    prefs = papers.desk.ask(preferences.read)
    assert (prefs.smtp_host, prefs.smtp_tls, prefs.draft_notices) == ("mail.example", "ssl", False)
    text = "name,value\nsmtp_user,ann\nsmtp_host,mail.example\nsmtp_tls,none\n"
    assert papers.refused("preferences", text) == [OPEN]
    tls, secret = papers.refused("preferences", "name,value\nsmtp_tls,tls\nsmtp_password,secret\n")
    assert tls == "Row 2: The preference smtp_tls cannot be tls; it takes starttls or ssl or none."
    assert "no preference smtp_password" in secret


def test_a_password_is_no_preference() -> None:
    desk = Story()
    with pytest.raises(DeskError, match="no preference smtp_password"), desk.act() as tx:
        preferences.change(tx, "smtp_password", "secret")
