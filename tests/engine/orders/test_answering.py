"""R51: an answer is entered with one act that does what it says, and undo takes it back as one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from engine import notices, orders, supply
from engine.errors import Unknown, WrongState
from engine.orders.answering import NothingAsked, answer_question
from engine.rules.letters import Answer
from tests import worlds
from tests.engine.notices.letters import SOON, tell
from tests.story import Story

MUCH_LATER = date(2026, 4, 10)


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """8 books lie there; 20 more were to come soon, and come much later."""
    desk = Story(book=8, pen=5)
    desk.purchase("book", 20, expected_on=SOON)
    return desk


def slip(desk: Story, to: date = MUCH_LATER) -> None:
    with desk.act() as tx:
        supply.mark_late(tx, "PO101", to)
        notices.look(tx)


def answer(desk: Story, number: str, given: Answer, line: int | None = None) -> None:
    with desk.act() as tx:
        answer_question(tx, number, given, line)


def waits(desk: Story) -> list[tuple[str, int]]:
    rows: list[tuple[str, int]] = desk.ask(notices.unanswered).select("order", "line").rows()
    return rows


def test_r51_wait_accepts_the_new_day_and_what_slips_beyond_it_is_asked_again(desk: Story) -> None:
    order = desk.order("book 10")
    slip(desk)
    tell(desk)
    answer(desk, order, Answer.WAIT)
    assert (waits(desk), desk.state(order)) == ([], "8 allotted, 2 backordered")
    assert desk.log(order)[-1] == ("The customer answered about 2 of book on line 1: wait until 10 Apr.")
    slip(desk, date(2026, 4, 20))
    assert waits(desk) == []
    slip(desk, date(2026, 4, 25))
    assert waits(desk) == [(order, 1)]


def test_r51_send_splits_a_whole_line_so_that_what_is_there_goes(desk: Story) -> None:
    order = desk.order("book 10 whole")
    assert desk.state(order) == "10 backordered"
    slip(desk)
    answer(desk, order, Answer.SEND)
    assert desk.state(order) == "8 allotted, 2 backordered"
    assert len(desk.shipments_of(order)) == 1


def test_r51_send_lets_a_complete_order_leave_in_parts(desk: Story) -> None:
    order = desk.complete("book 10 split", "pen 5")
    assert desk.shipments_of(order) == []
    slip(desk)
    answer(desk, order, Answer.SEND)
    assert desk.state(order) == "8 allotted, 2 backordered, 5 allotted"
    assert len(desk.shipments_of(order)) == 1


def test_r51_cancel_takes_off_what_waits_and_leaves_what_is_there(desk: Story) -> None:
    order = desk.order("book 10")
    slip(desk)
    answer(desk, order, Answer.CANCEL)
    assert desk.state(order) == "8 allotted, 2 cancelled"
    assert waits(desk) == []


def test_r51_an_answer_about_one_line_leaves_the_question_about_the_other(desk: Story) -> None:
    po = desk.purchase("pen", 9, expected_on=SOON)
    order = desk.order("book 10", "pen 7")
    with desk.act() as tx:
        supply.mark_late(tx, po, MUCH_LATER)
    slip(desk)
    assert waits(desk) == [(order, 1), (order, 2)]
    answer(desk, order, Answer.WAIT, 1)
    assert waits(desk) == [(order, 2)]
    drafts = desk.ask(notices.drafts)
    (letter,) = drafts.filter(kind="question")["body"]
    assert "pen" in letter
    assert "book" not in letter


def test_what_was_answered_is_told_and_no_news_any_more(desk: Story) -> None:
    order = desk.order("book 10")
    slip(desk)
    answer(desk, order, Answer.WAIT)
    with desk.act() as tx:
        notices.look(tx)
    assert desk.ask(notices.draft_count) == 0


def stands(desk: Story, number: str) -> tuple[str, list[tuple[object, ...]]]:
    """How an order ships, and the units of each LIC by state: parts that were split off stay parts."""
    lines = desk.lines(number).group_by("lic", "state").agg(pl.col("qty").sum()).sort("lic", "state")
    return desk.ask(orders.find, number)["ship_type"], lines.rows()


@pytest.mark.parametrize("given", Answer)
def test_r51_undo_takes_the_answer_and_what_it_did_back_as_one(desk: Story, given: Answer) -> None:
    order = desk.complete("book 10 whole", "pen 5")
    slip(desk)
    tell(desk)
    before = stands(desk, order)
    answer(desk, order, given)
    after = stands(desk, order)
    undone = desk.undo()
    assert undone.refused == []
    assert (waits(desk), stands(desk, order)) == ([(order, 1)], before)
    desk.undo(run_id=undone.run_id)
    assert (waits(desk), stands(desk, order)) == ([], after)


def test_section_10_what_was_not_asked_cannot_be_answered(desk: Story) -> None:
    order = desk.order("book 10", "pen 6")
    slip(desk)
    with pytest.raises(NothingAsked, match="Nothing is asked about line 2 of order 1001"):
        answer(desk, order, Answer.WAIT, 2)
    with pytest.raises(Unknown):
        answer(desk, order, Answer.WAIT, 9)
    answer(desk, order, Answer.WAIT)
    with pytest.raises(NothingAsked, match="Nothing is asked about order 1001"):
        answer(desk, order, Answer.CANCEL)
    with pytest.raises(WrongState):
        answer(desk, desk.draft("book 1"), Answer.WAIT)
