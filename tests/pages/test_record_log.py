"""The record log as a whole: by person, record, kind, day and word."""

from __future__ import annotations

import re
from datetime import date

import pytest

from db import queries
from engine import preferences
from pages.parts import log_table
from tests.house import of
from tests.pages.screen import Screen
from tests.story import Story

COLUMNS = ("record", "sentence")
WRITTEN = re.compile(r"record=\"([a-z ]+)\"|'([a-z ]+)' as record\b|changed\(\"([a-z ]+)\"")
"""How the engine says what kind of record a row of the log is about."""


def written(screen: Screen) -> list[str]:
    return [row["sentence"] for row in screen.frame(*COLUMNS)]


def test_everything_that_was_written_stands_there_newest_first(story: Story) -> None:
    first, second = story.order("book 2"), story.order("pen 1")
    rows = Screen("record_log").frame(*COLUMNS)
    about = [row["record"] for row in rows]
    assert about.index(f"Order {second}") < about.index(f"Order {first}")
    assert {"LIC book", "LIC pen"} <= set(about)


def test_a_preference_is_called_as_its_page_calls_it(story: Story) -> None:
    with story.act() as tx:
        preferences.change_all(tx, {"acknowledge_orders": "on"})
    newest = Screen("record_log").frame(*COLUMNS)[0]
    assert newest["record"] == "Preference"
    assert "acknowledge_orders" not in newest["sentence"]


def test_it_is_narrowed_by_a_word_and_by_the_kind_of_record(story: Story) -> None:
    order = story.order("book 2")
    story.supply("book", 5)
    assert all("book" in row for row in written(Screen("record_log", q="book")))
    orders = Screen("record_log", about="Orders").frame(*COLUMNS)
    assert {row["record"] for row in orders} == {f"Order {order}"}
    received = Screen("record_log", about="Purchase orders").frame(*COLUMNS)
    assert {row["record"] for row in received} == {"PO101"}, "not PO PO101: its number says what it is"


def test_it_is_narrowed_by_person_and_kind(story: Story) -> None:
    order = story.order("book 2")
    screen = Screen("orders", order=order).type("Who are you?", "Ann Lee")
    screen.enter("Remark", "They want blue ones.", "Write")
    assert written(Screen("record_log", by="Ann Lee")) == ["They want blue ones."]
    assert written(Screen("record_log", kind="✎ Comment")) == ["They want blue ones."]
    assert "They want blue ones." not in written(Screen("record_log", kind="± Edit"))


def test_it_is_narrowed_by_the_desks_days(story: Story) -> None:
    story.order("book 2")
    today = story.ask(lambda tx: tx.today)
    screen = Screen("record_log", **{"from": str(today), "to": str(today)})
    assert written(screen)
    before = Screen("record_log", to=str(date(2001, 1, 1)))
    assert before.test.info[0].value.startswith("Nothing matches.")


def test_what_matches_nothing_says_how_to_go_on(story: Story) -> None:
    screen = Screen("record_log", q="no such word")
    assert screen.test.info[0].value.startswith("Nothing matches. Clear a filter")


def test_a_nonsensical_address_shows_everything(story: Story) -> None:
    story.order("book 2")
    everything = written(Screen("record_log"))
    odd = {"by": "Nobody", "about": "Nonsense", "from": "yesterday", "kind": "?"}
    assert written(Screen("record_log", **odd)) == everything


def test_every_kind_of_record_that_is_written_about_can_be_asked_for() -> None:
    sources = [file.read_text(encoding="utf-8") for file in of("engine")]
    sources += [query.sql for query in queries.everything().values()]
    kinds = {"".join(found) for source in sources for found in WRITTEN.findall(source)}
    assert " line" in kinds, "of what po_record says: a purchase order or a transfer"
    assert set(log_table.RECORDS) == (kinds - {" line"}) | {"po line", "transfer line"}


@pytest.mark.parametrize(
    ("shown", "page", "address"),
    [
        ("Order 1001", "orders", {"order": "1001"}),
        ("PO PO101", "supply", {"po": "PO101"}),
        ("PO101", "supply", {"po": "PO101"}),
        ("PO 4711", "supply", {"po": "4711"}),
        ("PO line 7/2", "supply", {"po": "7"}),
        ("PO line PO101/7", "supply", {"po": "PO101"}),
        ("LIC PO line", "demand", {"lic": "PO line"}),
        ("Warehouse EAST", "preferences", {"tab": "Warehouses"}),
        ("Desk", "preferences", {}),
        ("Preference", "preferences", {}),
    ],
)
def test_a_row_leads_to_what_it_is_about(shown: str, page: str, address: dict[str, str]) -> None:
    assert log_table.page_of(shown) == (page, address)
