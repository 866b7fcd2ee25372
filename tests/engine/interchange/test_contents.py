"""What lies in the tables of a desk, in words."""

from __future__ import annotations

from db.session import Session
from engine.interchange import contents, whole_desk


def test_every_table_of_a_desk_is_said_in_words(desk: Session) -> None:
    with desk.snapshot() as tx:
        tables = set(tx.rows("whole_desk.tables")["table_name"])
    assert contents.WORDS.keys() == tables - {whole_desk.VERSION}
    assert not {word for word in contents.WORDS.values() if "_" in word}


def test_each_kind_of_record_is_named_once() -> None:
    assert contents.in_words(["record_log", "order_line", "sales_order", "item"]) == (
        "LICs, orders and rows of the record log"
    )
    assert contents.in_words({"vendor"}) == "vendors"
