"""R51: a short order is acknowledged, and a day that slipped far is asked about, once."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from engine import notices, orders, supply
from engine.errors import DeskError
from engine.orders import answering
from engine.rules.letters import Answer
from tests import worlds
from tests.engine.notices.letters import SOON, every_draft, tell
from tests.story import Story

MUCH_LATER = date(2026, 4, 10)


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """20 books lie there and 5 more come soon; a new short order is acknowledged."""
    desk = Story(book=20, pen=0)
    desk.prefer(acknowledge_orders="on")
    desk.purchase("book", 5, expected_on=SOON)
    return desk


def look(desk: Story) -> None:
    with desk.act() as tx:
        notices.look(tx)


def lying(desk: Story, kind: str) -> list[str]:
    """The letters of a kind that lie there."""
    return every_draft(desk).filter(kind=kind)["body"].to_list()


def slip(desk: Story, po: str = "PO101", to: date = MUCH_LATER) -> None:
    with desk.act() as tx:
        supply.mark_late(tx, po, to)
    look(desk)


def asked(desk: Story) -> list[tuple[object, ...]]:
    rows: pl.DataFrame = desk.ask(notices.unanswered)
    return rows.select("order", "line", "qty", "first_on", "due_on", "asked", "is_due").rows()


def test_r51_a_short_order_is_acknowledged_when_it_opens(desk: Story) -> None:
    desk.order("book 25", "pen 4")
    (letter,) = lying(desk, "acknowledgement")
    assert letter.split("\n\n")[1:-1] == [
        "thank you for your order 1001. This is how it stands.",
        "Ships now\n- 20 of book",
        "Follows\n- 5 of book: expected on 10 March 2026",
        "Not on order yet\n- 4 of pen: we will write as soon as there is a day",
    ]
    assert "sorry" not in letter


def test_r51_an_order_that_has_all_it_wants_is_not_acknowledged(desk: Story) -> None:
    desk.order("book 20")
    assert lying(desk, "acknowledgement") == []


def test_r51_a_complete_order_is_told_that_its_units_wait_for_the_others(desk: Story) -> None:
    desk.complete("book 25 split")
    assert (
        "Set aside until the whole order is there, as you asked\n- 20 of book"
        in lying(desk, "acknowledgement")[0]
    )


def test_r51_switched_off_no_order_is_acknowledged(desk: Story) -> None:
    desk.prefer(acknowledge_orders="off")
    desk.order("book 25")
    assert lying(desk, "acknowledgement") == []


def test_an_acknowledgement_says_what_is_so_when_it_is_read_and_stays_as_it_was_told(desk: Story) -> None:
    desk.order("book 25")
    with desk.act() as tx:
        supply.mark_late(tx, "PO101", date(2026, 3, 12))
    assert "expected on 12 March 2026" in lying(desk, "acknowledgement")[0]
    tell(desk)
    with desk.act() as tx:
        supply.mark_late(tx, "PO101", date(2026, 3, 14))
    assert lying(desk, "acknowledgement") == []
    assert "expected on 12 March 2026" in desk.ask(notices.settled)["body"][0]
    assert any("School was told of order 1001" in row for row in desk.log("1001"))


def test_news_go_on_from_what_an_acknowledgement_told(desk: Story) -> None:
    desk.order("book 25")
    tell(desk)
    slip(desk, to=date(2026, 3, 14))
    assert "now expected on 14 March 2026 instead of 10 March 2026" in lying(desk, "news")[0]


def test_an_order_that_waits_for_nothing_any_more_needs_no_acknowledgement(desk: Story) -> None:
    order = desk.order("book 25")
    desk.receive("PO101", book=5)
    desk.sweep()
    assert desk.state(order) == "20 allotted, 5 allotted"
    assert lying(desk, "acknowledgement") == []
    look(desk)
    assert desk.ask(notices.draft_count) == 1  # the news that it is ready


def test_undo_of_an_opening_takes_its_acknowledgement_back(desk: Story) -> None:
    order = desk.draft("book 25")
    desk.open(order)
    desk.undo()
    assert lying(desk, "acknowledgement") == []


def test_many_orders_opened_as_one_are_acknowledged_each_that_is_short(desk: Story) -> None:
    numbers = [desk.draft("book 15"), desk.draft("book 15"), desk.draft("pen 1"), desk.draft("book 1")]
    with desk.act() as tx:
        ids = [orders.find(tx, number)["order_id"] for number in numbers]
        orders.open_many(tx, ids, "a file came")
    assert len(lying(desk, "acknowledgement")) == 3


def test_opening_costs_no_statement_more_where_nothing_is_short(
    desk: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[list[int]] = []
    monkeypatch.setattr(notices, "acknowledge", lambda _, ids: written.append(ids))
    desk.order("book 10")
    assert written == []
    desk.order("book 11")
    assert len(written) == 1


def test_r51_a_slip_beyond_the_preference_is_asked_about_once(desk: Story) -> None:
    desk.order("book 25")
    slip(desk)
    (letter,) = lying(desk, "question")
    assert "- 5 of book: now expected on 10 April 2026 instead of 10 March 2026" in letter
    assert "- cancel: what has not come is taken off your order" in letter
    assert lying(desk, "news") == []  # the question says it
    look(desk)
    assert lying(desk, "question") == [letter]
    assert asked(desk) == [("1001", 1, 5, SOON, MUCH_LATER, False, False)]


def test_r51_a_small_slip_is_news_and_no_question(desk: Story) -> None:
    desk.order("book 25")
    slip(desk, to=SOON + timedelta(days=14))
    assert lying(desk, "question") == []
    assert len(lying(desk, "news")) == 1
    desk.prefer(ask_after_days="13")
    slip(desk, to=SOON + timedelta(days=15))
    assert len(lying(desk, "question")) == 1


def test_r51_never_asking_is_a_preference(desk: Story) -> None:
    desk.prefer(ask_after_days="0")
    desk.order("book 25")
    slip(desk)
    assert asked(desk) == []


def test_what_is_overdue_so_long_is_asked_about_without_an_event(desk: Story) -> None:
    desk.order("book 25")
    look(desk)
    desk.now += timedelta(days=30)
    look(desk)
    assert "it was to come on 10 March 2026, and there is no new day yet" in lying(desk, "question")[0]


def test_a_question_that_is_not_sent_goes_when_the_day_comes_back(desk: Story) -> None:
    desk.order("book 25")
    slip(desk)
    slip(desk, to=SOON + timedelta(days=3))
    assert asked(desk) == []
    assert len(lying(desk, "news")) == 1


def test_a_question_says_the_day_as_it_is_as_long_as_it_is_not_sent(desk: Story) -> None:
    desk.order("book 25")
    slip(desk)
    slip(desk, to=date(2026, 4, 20))
    assert [row[4] for row in asked(desk)] == [date(2026, 4, 20)]
    tell(desk)
    slip(desk, to=date(2026, 4, 30))
    assert [row[4:6] for row in asked(desk)] == [(date(2026, 4, 20), True)]


def test_lines_of_one_order_are_asked_about_in_one_letter(desk: Story) -> None:
    po = desk.purchase("pen", 9, expected_on=SOON)
    desk.order("book 25", "pen 4")
    with desk.act() as tx:
        supply.mark_late(tx, "PO101", MUCH_LATER)
        supply.mark_late(tx, po, MUCH_LATER)
    look(desk)
    assert len(lying(desk, "question")) == 1
    assert [row[1] for row in asked(desk)] == [1, 2]


def test_r51_what_nobody_answered_is_due_after_some_days_and_stays_as_it_is(desk: Story) -> None:
    order = desk.order("book 25")
    slip(desk)
    tell(desk)
    desk.now += timedelta(days=4)
    assert [row[5:] for row in asked(desk)] == [(True, False)]
    desk.now += timedelta(days=2)
    assert [row[5:] for row in asked(desk)] == [(True, True)]
    look(desk)
    assert desk.state(order) == "20 allotted, 5 backordered"


def test_a_question_that_was_deleted_is_asked_again_only_after_it_slips_as_far_again(desk: Story) -> None:
    desk.order("book 25")
    slip(desk)
    with desk.act() as tx:
        notices.drop(tx, notices.drafts(tx).filter(kind="question")["notice_id"].to_list())
    slip(desk, to=date(2026, 4, 20))
    assert asked(desk) == []
    slip(desk, to=date(2026, 4, 25))
    assert [row[3] for row in asked(desk)] == [MUCH_LATER]


def test_a_line_that_is_filled_or_cancelled_is_asked_nothing(desk: Story) -> None:
    order = desk.order("book 25")
    slip(desk)
    with desk.act() as tx:
        orders.cancel_order(tx, order)
    assert asked(desk) == []
    look(desk)
    assert lying(desk, "question") == []


def answered_and_asked_again(desk: Story) -> int:
    """The row of the record log that says the answer, and then a question that lies in a draft."""
    order = desk.order("book 25")
    slip(desk)
    tell(desk)
    with desk.act() as tx:
        answering.answer_question(tx, order, Answer.WAIT)
        entered: int = tx.value("whatif.mark")
    slip(desk, to=date(2026, 5, 30))
    return entered


def test_r51_an_answer_taken_back_is_awaited_and_the_next_question_is_not_told(desk: Story) -> None:
    desk.undo(log_id=answered_and_asked_again(desk))
    assert [row[3] for row in asked(desk)] == [SOON]


def test_r51_an_answer_stays_once_the_customer_was_asked_again(desk: Story) -> None:
    entered = answered_and_asked_again(desk)
    tell(desk)
    with pytest.raises(DeskError, match="was asked about line 1 of order 1001 again since then"):
        desk.undo(log_id=entered)
    assert [row[3] for row in asked(desk)] == [MUCH_LATER]
