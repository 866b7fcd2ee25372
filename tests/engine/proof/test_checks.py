"""The proof of the whole desk: each of its checks is a question, and finds what is broken (section 8)."""

from __future__ import annotations

import pytest

from db import queries
from engine import proof
from engine.proof.checks import CHECKS
from tests.story import Story

BROKEN = {
    "negative on hand": "update movement set qty = -qty",
    "promised twice": "update order_line set qty = 21, ordered_qty = 21 where state = 'allotted'",
    "wrong line state": "update order_line set state = 'pending' where line_id = 1",
    "unranked line": "update order_line set waiting_since = null where state = 'backordered'",
    "bad quantity": "update order_line set qty = 0.5 where line_id = 1",
    "siblings do not sum": "update order_line set qty = 4 where state = 'backordered'",
    "not on one shipment": "delete from shipment_line",
    "empty shipment": "delete from shipment_line",
    "state without its log": "delete from record_log where field = 'state'",
}
"""Problem -> what a careless hand did to a desk of 20 books and an order for 25."""


def test_every_check_of_the_proof_is_a_question_and_the_other_way_round() -> None:
    asked = {name.removeprefix("proof.") for name in queries.everything() if name.startswith("proof.")}
    assert {*CHECKS} <= asked


@pytest.mark.parametrize("problem", BROKEN)
def test_what_is_broken_is_found_and_named(problem: str) -> None:
    desk = Story(book=20)
    desk.order("book 25")
    with desk.session.snapshot() as tx:
        assert proof.problems(tx).height == 0
        tx._cursor.execute("rollback")
        tx._cursor.execute("begin transaction")
        tx._cursor.execute(BROKEN[problem])
        found = proof.problems(tx)
    assert problem in found["problem"].to_list()
