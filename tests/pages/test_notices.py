"""The notices page: drafts to copy, to download, to send and to mark; who was told; addresses."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from engine import notices, orders, supply, sweeps
from pages.parts.notices import drafts as notice_drafts
from tests.pages.screen import Screen
from tests.story import Story
from tests.worlds import Telling


def ready_for_two(story: Story) -> None:
    """Five books that the school waited for are ready, and one for the college."""
    story.order("book 25")
    story.order("book 1", customer="college")
    with story.act() as tx:
        notices.draft(tx)
    story.supply("book", 6)
    story.sweep()


@pytest.fixture
def news(tell: Telling) -> Story:
    return tell(ready_for_two)[0]


def letters(screen: Screen) -> list[str]:
    return [code.value for code in screen.test.code]


def test_a_desk_without_news_says_so(story: Story) -> None:
    screen = Screen("notices")
    assert "There is no draft" in screen.text
    assert screen.click("Check for changes").successes == ["Nothing changed for a customer."]


def test_each_customer_has_one_letter_and_the_one_that_is_read_stands_beside_the_list(news: Story) -> None:
    screen = Screen("notices").click("Check for changes")
    assert screen.successes == ["2 drafts to look at."]
    listed = [(row["customer_name"], row["says"]) for row in screen.frame("customer_name", "says")]
    assert listed == [("College", "1 ready"), ("School", "1 ready")]
    assert [letter.splitlines()[0] for letter in letters(screen)] == ["Dear College,"]
    (letter,) = letters(screen.read("notice-drafts", 1))
    assert letter.startswith("Dear School,")
    assert "5 of book: ready, leaving with shipment" in letter
    assert "No e-mail address is known" in screen.text


def test_the_letter_that_is_read_is_marked_as_sent_alone(news: Story) -> None:
    screen = Screen("notices").click("Check for changes").read("notice-drafts", 1)
    assert screen.click("Mark as sent").successes == ["1 notice marked as sent."]
    assert letters(screen)[0].startswith("Dear College,")
    assert news.ask(notices.drafts)["customer"].to_list() == ["college"]


def test_what_is_ticked_is_done_with_as_one_while_another_letter_is_read(news: Story) -> None:
    screen = Screen("notices").click("Check for changes").pick("notice-drafts", 0, 1)
    assert "Save 2 letters" in [getattr(button, "label", "") for button in screen.test.get("download_button")]
    screen.click("Mark 2 as sent").click("No: not now")
    assert news.ask(notices.draft_count) == 2
    screen.click("Mark 2 as sent")
    assert "Their customers count as told" in screen.text
    assert screen.click("Yes: mark them").successes == ["2 notices marked as sent."]
    assert not screen.has("Undo"), "what a customer was told is not taken back"
    assert "There is no draft" in screen.text


def test_several_drafts_are_deleted_once_somebody_agreed(news: Story) -> None:
    screen = Screen("notices").click("Check for changes").pick("notice-drafts", 0, 1).click("Delete 2")
    assert "What they say is not drafted again" in screen.text
    assert news.ask(notices.draft_count) == 2
    assert screen.click("Yes: delete them").successes == ["2 drafts deleted."]
    assert news.ask(notices.draft_count) == 0


def test_what_is_marked_as_sent_or_deleted_is_not_drafted_again(news: Story) -> None:
    screen = Screen("notices").click("Check for changes").pick("notice-drafts", 0)
    assert len(letters(screen)) == 1
    assert screen.click("Mark as sent").successes == ["1 notice marked as sent."]
    assert screen.pick("notice-drafts", 0).click("Delete 1").successes == ["1 draft deleted."]
    assert screen.click("Check for changes").successes == ["Nothing changed for a customer."]
    told = Screen("notices", tab="Sent")
    assert [row["state"] for row in told.frame("state", "settled_at")] == ["✕ Deleted", "✓ Marked as sent"]
    assert "✕ Deleted by Ann" in told.text
    assert letters(told.read("past-notices", 1))[0].startswith("Dear College,")


def test_a_draft_that_somebody_told_meanwhile_is_refused_in_words(
    news: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen("notices").click("Check for changes")
    stale = news.ask(notices.drafts)
    with news.act() as tx:
        notices.mark_told(tx, stale["notice_id"].to_list())
    monkeypatch.setattr(notices, "overview", lambda _: stale)  # what the page read a moment before
    screen.pick("notice-drafts", 0).click("Mark 1 as sent")
    assert "was marked as sent by Ann, so it cannot be settled" in screen.refusals[0]


def test_files_are_a_text_and_a_mail_for_each(news: Story) -> None:
    with news.act() as tx:
        ids = notices.draft(tx)["notice_id"].to_list()
    with zipfile.ZipFile(io.BytesIO(notice_drafts._zipped(news.session, ids))) as archive:
        assert len(archive.namelist()) == 4


def test_without_a_mail_server_sending_says_where_to_name_one(news: Story) -> None:
    screen = Screen("notices").click("Check for changes")
    button = screen.button("Send")
    assert button.disabled
    assert "Mail tab" in button.help


def test_the_page_and_the_sidebar_say_how_many_drafts_lie_there_and_after_which_run(news: Story) -> None:
    news.sweep()
    run = news.ask(sweeps.runs)["run_id"].max()
    screen = Screen("notices")
    assert "2 drafts. The newest was written" in screen.text
    assert f"after run {run - 1} (secondary sweep)." in screen.text
    assert (
        screen.text.count(f"after run {run - 1} (secondary sweep)") == 2
    )  # of the newest, and of the one read
    assert "2 notice drafts" in [getattr(link, "label", "") for link in screen.test.sidebar.get("page_link")]


def test_without_drafts_the_page_says_how_they_come(story: Story) -> None:
    assert "written after each run that changed something" in Screen("notices").test.info[0].value
    story.prefer(draft_notices="off")
    assert "the preferences say that no draft is written" in Screen("notices").test.info[0].value


def test_a_mail_server_that_is_not_there_is_one_sentence_and_the_draft_stays(
    news: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "HOST": "127.0.0.1",
        "PORT": "1",
        "SENDER": "desk@desk.example",
        "TLS": "none",
    }.items():
        monkeypatch.setenv(f"BACKORDER_SMTP_{name}", value)
    with news.act() as tx:
        notices.set_address(tx, "school", "orders@school.example")
    screen = Screen("notices").click("Check for changes").pick("notice-drafts", 0, 1).click("Send 2")
    assert "1 e-mail to orders@school.example." in screen.text
    assert "College has no e-mail address: 1 draft stays." in screen.text
    screen.click("Yes: send it")
    assert screen.refusals[0].startswith(
        "Nothing was sent: the mail server 127.0.0.1 at port 1 does not answer"
    )
    assert news.ask(notices.drafts).height == 2


def test_a_mail_server_named_wrongly_is_said(news: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKORDER_SMTP_HOST", "mail.example")
    screen = Screen("notices").click("Check for changes")
    assert "Mail server mail.example has no sender" in screen.refusals[0]


def test_an_address_is_changed_and_a_bad_one_refused(story: Story) -> None:
    screen = Screen("notices", tab="E-mail addresses").pick("addresses", 1)
    screen.enter("E-mail of School", "nowhere", "Save")
    assert "is none; write it like" in screen.refusals[0]
    screen.enter("E-mail of School", "orders@school.example", "Save")
    assert screen.successes == ["The address of School was saved."]
    screen.click("Save")
    assert screen.successes == ["Nothing was changed."]
    assert story.ask(notices.address, "school") == "orders@school.example"


def ask_of_a_slip(story: Story) -> str:
    """An order of which 5 books come a month later than they were promised; its number."""
    story.prefer(acknowledge_orders="on")
    order = story.order("book 25", "pen 400")
    number = story.purchase("book", 5, expected_on=story.today + timedelta(days=3))
    with story.act() as tx:
        notices.look(tx)
        supply.mark_late(tx, number, story.today + timedelta(days=40))
        notices.look(tx)
    return order


def test_r51_acknowledgements_and_questions_lie_among_the_drafts(story: Story) -> None:
    ask_of_a_slip(story)
    screen = Screen("notices")
    assert [row["says"] for row in screen.frame("says")] == ["? Question", "Acknowledgement"]
    assert "What shall we do?" in letters(screen)[0]
    assert "Ships now" in letters(screen.read("notice-drafts", 1))[0]


def test_r51_a_question_is_answered_on_its_page(story: Story) -> None:
    order = ask_of_a_slip(story)
    screen = Screen("notices", tab="Questions").pick("questions", 0).click("Cancel what waits")
    assert screen.successes == [f"Order {order}, line 1: the answer is cancel what waits."]
    assert "No question waits for an answer." in screen.text
    assert "5 cancelled" in story.state(order)


def test_r51_an_order_shows_what_its_customer_was_asked(story: Story) -> None:
    order = ask_of_a_slip(story)
    screen = Screen("orders", order=order)
    assert "To be asked, in a draft: line 1, 5 of **book** expected" in screen.text
    assert screen.click("Wait").successes == [f"Order {order}, line 1: the answer is wait."]
    assert not screen.has("Send what is there")


def test_r51_an_answer_is_not_entered_on_an_order_that_was_changed_since_it_was_read(story: Story) -> None:
    order = ask_of_a_slip(story)
    screen = Screen("orders", order=order)
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, order, note="ring first")
    assert screen.click("Wait").refusals[0].startswith(f"Order {order} was changed by Bea at ")


def test_r51_what_went_without_an_answer_too_long_is_marked(story: Story) -> None:
    ask_of_a_slip(story)
    story.prefer(answer_days="0")
    with story.act() as tx:
        notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())
    screen = Screen("notices", tab="Questions")
    assert "1 question waits for an answer since 0 days or longer" in screen.text
    assert screen.frame("since")[0]["since"].startswith("⚠ ")
