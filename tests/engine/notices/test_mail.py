"""Notices as files and through a mail server that is really there, on a port of this machine."""

from __future__ import annotations

import smtplib
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

import pytest

from db.session import Transaction
from engine import catalogue, notices
from engine.errors import DeskError
from engine.notices import mail as mailing
from engine.notices import outbox
from engine.notices.outbox import Draft
from engine.store import open_desk
from tests import mail as post
from tests.mail import MailServer, news
from tests.story import Story


def test_a_picked_draft_is_sent_once_and_the_others_stay(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
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
    with pytest.raises(DeskError, match="was sent by Ann"):
        mailing.send(desk.session, [ids["school"]], actor="Bob", via=mail.as_settings())
    assert len(mail.letters) == 1


def test_what_the_server_does_not_take_stays_a_draft(mail: MailServer) -> None:
    desk = Story(book=0)
    ids = news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "school", "refused@school.example")
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=mail.as_settings())
    assert outcome.customers == []
    assert outcome.problems[0].startswith(f"Notice {ids['school']} for customer school stays a draft:")
    assert "no such box" in outcome.problems[0]
    assert ids["school"] in desk.ask(notices.drafts)["notice_id"].to_list()


def test_a_server_that_parts_badly_has_taken_what_it_took(mail: MailServer) -> None:
    """Many answer QUIT with 421, or not at all."""
    desk = Story(book=0)
    ids = news(desk)
    mail.farewell = "421 too busy to part well"
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=mail.as_settings())
    assert (outcome.customers, outcome.problems, len(mail.letters)) == (["school"], [], 1)
    mailing.send_test(desk.session, "ann@desk.example", mail.as_settings())
    assert len(mail.letters) == 2


def test_what_was_taken_and_could_not_be_marked_is_named_and_the_rest_goes_on(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Story(book=0)
    ids = news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "college", "dean@college.example")
    marked = outbox.sent

    def drop_first(tx: Transaction, draft: Draft) -> None:
        if draft["customer"] == "college":
            notices.drop(tx, [draft["notice_id"]])
        marked(tx, draft)

    monkeypatch.setattr(outbox, "sent", drop_first)
    outcome = mailing.send(desk.session, list(ids.values()), actor="Ann", via=mail.as_settings())
    assert sorted(outcome.customers) == ["college", "school"]
    [problem] = outcome.problems
    assert problem.startswith(
        f"Notice {ids['college']} for customer college was sent but could not be marked"
    )
    assert problem.endswith("; mark it as sent, or it goes out twice.")
    assert ids["college"] in desk.ask(notices.drafts)["notice_id"].to_list()


def test_two_never_send_at_a_time(mail: MailServer, tmp_path: Path) -> None:
    """What the second would send is a draft still while the server looks at the first one's letter."""
    with (
        closing(open_desk(tmp_path / "desk.duckdb", name="a test")) as session,
        closing(open_desk(tmp_path / "desk.duckdb", name="another")) as other,
    ):
        ids = news(Story(session, book=0))
        refused: list[str] = []

        def send_too() -> None:
            with pytest.raises(mailing.SendingAlready) as refusal:
                mailing.send(other, [ids["school"]], actor="Bob", via=mail.as_settings())
            refused.append(str(refusal.value))

        mail.meanwhile = send_too
        outcome = mailing.send(session, [ids["school"]], actor="Ann", via=mail.as_settings())
        assert (outcome.customers, len(refused), len(mail.letters)) == (["school"], 1, 1)
        mail.meanwhile = lambda: None
        with pytest.raises(DeskError, match="was sent by Ann"):
            mailing.send(other, [ids["school"]], actor="Bob", via=mail.as_settings())


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


def test_a_subject_cannot_smuggle_headers() -> None:
    drafted = {"subject": "Your order 1\r\nBcc: x@x.example", "email": "", "body": "Hello", "notice_id": 1}
    assert mailing.message(cast("Draft", drafted))["Bcc"] is None
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
    ids = news(desk)
    with desk.act() as tx:
        notices.set_address(tx, "school", "büro@school.example")
    outcome = mailing.send(desk.session, [ids["school"]], actor="Ann", via=mail.as_settings())
    assert outcome.customers == ["school"] or "stays a draft" in outcome.problems[0]
