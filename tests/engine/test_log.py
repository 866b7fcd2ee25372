"""The record log: a row for what happened, found by what it is about (section 9)."""

from __future__ import annotations

import pytest

from engine import catalogue, log
from tests.story import Story


def test_values_are_kept_as_sql_writes_them() -> None:
    assert [log.spelled(value) for value in (True, False, 5, "x", None)] == ["true", "false", "5", "x", None]


def test_a_fact_that_the_log_has_not_is_a_mistake_in_the_program() -> None:
    desk = Story()
    with desk.act() as tx, pytest.raises(TypeError, match="the record log has no colour"):
        log.write(tx, record="desk", record_id="desk", sentence="Blue.", colour="blue")


def test_a_row_is_found_by_its_order_by_the_order_that_took_and_by_a_word() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    second = desk.order("book 5", priority=5)
    lost = desk.log(first)[-1]
    assert lost in desk.log(second)  # where it says who took them (R21)
    assert desk.ask(log.search, word=f"ORDER {first} WAS STARTED")["record_id"].to_list() == [first]
    item_id = desk.ask(catalogue.item, "book")["item_id"]
    assert "pen" not in set(desk.ask(log.search, item_id=item_id)["record_id"])


def test_the_newest_rows_come_first_and_no_more_than_are_asked_for() -> None:
    desk = Story()
    desk.prefer(skip_age_days=5, sweep_on_receipt="on")
    assert desk.ask(log.search, most=2)["field"].to_list() == ["sweep_on_receipt", "skip_age_days"]
