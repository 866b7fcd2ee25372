"""Notices as files and through a mail server that is really there, on a port of this machine."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

import pytest

from engine import catalogue, notices
from engine.errors import DeskError
from engine.notices import mail as mailing
from engine.notices.outbox import Draft
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
