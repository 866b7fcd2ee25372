"""The proof of the whole desk: each of its checks is a question, and finds what is broken (section 8)."""

from __future__ import annotations

import pytest

from db import queries
from engine import proof
from engine.proof.checks import _LEFT_OUT_WITHOUT, CHECKS, broken_rows
from tests.odd import some_of_everything
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


def test_a_code_in_braces_is_no_fact_of_its_sentence() -> None:
    desk = Story()
    desk.item("{qty}", 20)
    with desk.session.transaction(actor="script", now=desk.now, dry_run=True) as tx:
        tx._cursor.execute("update movement set qty = -1234.5")
        (sentence,) = proof.problems(tx)["sentence"]
    assert sentence == "{qty} has -1,234.5 on hand, below zero."


RUIN = (
    "update movement set qty = -3 * qty",
    "update order_line set state = 'pending', waiting_since = null, unit_price = 77 where line_id % 2 = 0",
    "update order_line set qty = qty + 0.5",
    "update shipment_line set qty = qty + 1, live = shipment_id % 2 = 1",
    "delete from record_log where field = 'state'",
    "update po_line set qty = qty + 1, carried_qty = 5",
    "update purchase_order set state = 'closed' where state = 'open'",
    "update goods_return set qty = qty + 50",
    "insert into balance (item_id, warehouse_id, qty) select item_id, warehouse_id, 7 from on_hand_part",
    "insert into question select 1, 9, 1, 1, 0, current_date, null, 99, now(), 'Ann', 'wait', now(), 'Ann'",
    "insert into notice select * replace (9 as notice_id, 'question' as kind) from notice",
)
"""What several careless hands did to a desk that has some of everything."""
GIVEN = {"allow_negative": False, "everything": True, "in_pools": False, "log_id": 0, "movement_id": 0}


def test_a_check_is_left_out_only_where_it_could_find_nothing() -> None:
    """However ruined the desk is: without a row in what a check asks of it has no answer."""
    desk = Story(book=20, pen=100)
    some_of_everything(desk)
    with desk.session.transaction(actor="script", now=desk.now, dry_run=True) as tx:
        for statement in RUIN:
            tx._cursor.execute(statement)
        broken_rows(tx)
        for check, of in CHECKS.items():
            queries_of = [queries.get(f"proof.{question}") for question in of]
            for table in {table for query in queries_of for table in query.makes}:
                tx._cursor.execute(f"delete from {table}")
            params = {name: GIVEN[name] for name in queries.get(f"proof.{check}").params}
            assert not of or tx.row(f"proof.{check}", **params) is None, check
            for query in queries_of:
                tx.write(query.name, **{name: GIVEN[name] for name in query.params})


def test_a_check_that_reads_what_was_not_named_is_left_out_too() -> None:
    for question, without in _LEFT_OUT_WITHOUT.items():
        named = queries.get(f"proof.{question}").makes
        readers = [check for check in CHECKS if named & queries.get(f"proof.{check}").needs]
        assert readers
        for check in readers:
            for of in CHECKS[check]:
                assert {question, *without} & {of, *_LEFT_OUT_WITHOUT.get(of, ())}, (check, of)


def test_of_a_desk_without_lines_and_letters_nothing_is_added_up() -> None:
    desk = Story(book=20)
    with desk.session.snapshot() as tx:
        proof.problems(tx)
        made = {
            name
            for (name,) in tx._cursor.execute(
                "select table_name from duckdb_tables() where temporary"
            ).fetchall()
        }
    assert "questioned_letter" in made
    assert not made & {"logged_state", "moved_line", "questioned_return", "traced_letter"}
