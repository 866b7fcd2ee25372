"""Acknowledgements, questions and answers are proven with what they are about (section 8, R51)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from engine import allocation, notices, proof, supply
from engine.model import Outcome
from engine.orders import answering
from engine.proof import checks
from engine.rules.letters import Answer
from tests import worlds
from tests.engine.notices.letters import SOON, tell
from tests.engine.proof.test_faults import run, seed
from tests.engine.proof.test_touched import Row, whole
from tests.story import Story

BOOKS, PENS = (1, 1), (2, 1)
FAULTS = {
    "a line of another order": "update question set root_line_id = 3",
    "another order": "update question set order_id = 2 where question_id = 2",
    "no letter": "update question set notice_id = 99 where question_id = 1",
    "a letter of another kind": "update question set notice_id = 1 where question_id = 1",
    "nothing asked": "update question set qty = 0 where question_id = 2",
    "no slip": "update question set due_on = first_on where question_id = 2",
    "no promise": "update question set promise_id = 99 where question_id = 2",
    "a day of nobody": "update question set due_on = date '2030-01-01' where question_id = 2",
    "another answer": "update question set answer = 'perhaps' where question_id = 1",
    "an answer of nobody": "update question set answered_by = null where question_id = 1",
    "an answer that was not entered": "update question set answer = 'cancel' where question_id = 1",
    "an answer forgotten": (
        "update question set answer = null, answered_at = null, answered_by = null where question_id = 1"
    ),
    "an answer from nowhere": (
        "update question set answer = 'wait', answered_at = now(), answered_by = 'x' where question_id = 2"
    ),
    "asked twice": (
        "insert into question select * replace (3 as question_id) from question where question_id = 2"
    ),
    "gone": "delete from question where question_id = 2",
    "told otherwise": "update question set qty = 4 where question_id = 1",
    "to another customer": "update notice set customer_id = 2 where kind = 'question'",
    "acknowledged to another": "update notice set customer_id = 2 where kind = 'acknowledgement'",
    "acknowledged twice": (
        "insert into notice select * replace (99 as notice_id) from notice "
        "where kind = 'acknowledgement' and order_id = 1"
    ),
    "settled and lying there": "update notice set settled_at = null where kind = 'question'",
}
"""What a script did to the rows of letters."""


class Taken(Exception):
    """What was tried is taken back."""


def late(desk: Story, day: date) -> None:
    with desk.act() as tx:
        supply.mark_late(tx, "PO101", day)
        notices.look(tx)


@worlds.copied
def asked() -> Story:
    """An order acknowledged, asked about, answered *wait* and asked again; pens wait elsewhere."""
    desk = Story(book=20, pen=0)
    desk.prefer(acknowledge_orders="on")
    desk.purchase("book", 5, expected_on=SOON)
    order = desk.order("book 25")
    desk.order("pen 4", customer="college")
    for day in (date(2026, 4, 10), date(2026, 5, 30)):
        late(desk, day)
        tell(desk)
        if day.month == 4:
            with desk.act() as tx:
                answering.answer_question(tx, order, Answer.WAIT)
    assert whole(desk) == set()
    return desk


def found_of(desk: Story, fault: str) -> list[set[Row]]:
    """What is found of a fault, which is taken back: by the whole proof, from the books, from the pens."""
    found: list[set[Row]] = []
    with suppress(Taken), desk.session.transaction(actor="script", now=desk.now) as tx:
        tx._cursor.execute(fault)
        found.append(set(proof.problems(tx).select("problem", "record").iter_rows()))
        for pool in (BOOKS, PENS):
            allocation.select_pools(tx, [pool])
            found.append(set(checks.broken_touched_rows(tx).select("problem", "record").iter_rows()))
        raise Taken
    return found


def test_section_8_a_fault_in_what_was_asked_is_found_from_its_pool_and_from_no_other() -> None:
    desk = asked()
    of_both = ("a line of another order", "another order", "acknowledged to another", "acknowledged twice")
    for name, fault in FAULTS.items():
        everywhere, from_books, from_pens = found_of(desk, fault)
        assert everywhere, name
        assert from_books == everywhere, name
        assert from_pens == set() or name in of_both, name
    assert whole(desk) == set()


def test_r29_a_fault_in_letters_is_named_and_no_pool_is_left_out_for_it() -> None:
    desk = asked()
    desk.adjust("book", 5)
    seed(desk, FAULTS["no promise"])
    report = run(desk)
    assert (report.outcome, desk.state("1001")) == (Outcome.DONE, "20 allotted, 5 allotted")
    assert report.error == (
        "At fault before, though no stock is: Question 2 about order 1001 tells a day that nobody promised. "
        "Restore a backup from before, or ask whoever changed the file."
    )
