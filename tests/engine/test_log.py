"""The record log: a row for what happened, found by what it is about (section 9)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from db.session import Transaction
from engine import catalogue, log
from engine.past import history
from engine.store import Session
from tests.story import Story


def test_values_are_kept_as_sql_writes_them() -> None:
    assert [log.spelled(value) for value in (True, False, 5, "x", None)] == ["true", "false", "5", "x", None]


def test_a_kind_of_record_has_one_word_by_whatever_hand_it_was_added_and_taken_off() -> None:
    assert [log.headed(record) for record in ("item", "customer", "vendor")] == ["LIC", "Customer", "Vendor"]
    desk = Story()
    with desk.act() as tx:
        catalogue.add_item(tx, "lamp")
    desk.undo()
    said = desk.ask(log.search, word="lamp")["sentence"].to_list()
    assert all("LIC lamp was" in sentence for sentence in said)
    assert len(said) >= 2


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


def test_the_rows_of_a_transaction_are_inserted_in_their_order_by_one_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    look_up = Transaction._next

    def noting(tx: Transaction, name: str) -> Any:
        asked.append(name)
        return look_up(tx, name)

    desk = Story()
    monkeypatch.setattr(Transaction, "_next", noting)
    with desk.act(proven=False) as tx:
        for n in range(3):
            log.write(tx, record="desk", record_id=n, sentence=f"Sentence {n}.")
        log.add(tx, pl.DataFrame({"record": ["desk"], "record_id": ["x"], "sentence": ["The last."]}))
    assert asked.count("log.add_rows") == 1
    rows = desk.ask(log.search, most=4).sort("log_id")
    assert rows["sentence"].to_list() == ["Sentence 0.", "Sentence 1.", "Sentence 2.", "The last."]
    assert rows["kind"].to_list() == ["edit", "edit", "edit", "log"]


def test_a_row_is_there_for_every_question_that_could_see_it() -> None:
    with Story().act(proven=False) as tx:
        before = history.newest(tx).log_id
        log.write(tx, record="desk", record_id="1", sentence="It happened.")
        assert history.newest(tx).log_id == before + 1


def test_every_view_and_macro_that_reads_the_log_is_among_the_words_by_which_it_is_seen(
    desk: Session,
) -> None:
    """Else a query could read the log by a name that does not say so, before its rows are there."""
    with desk.snapshot() as tx:
        defined = tx._cursor.execute(
            "select view_name, sql from duckdb_views() where not internal union all "
            "select function_name, macro_definition from duckdb_functions() where not internal"
        ).fetchall()
    assert {name for name, sql in defined if "record_log" in str(sql)} <= log.LATER.seen_by
