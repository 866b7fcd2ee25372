"""A desk from before actions were numbered: what its sentences and instants said is filled in, and undone.

What they do not say for certain is refused as it was.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from engine import orders, returns, shipments, supply
from engine.model import OnShortage
from engine.orders import line_edits
from engine.store import open_desk
from engine.undo import NothingOfItCanBeUndone, Undone, undo
from tests import older
from tests.story import START, Story

BEFORE_ACTIONS: Final = 12
FILLED_IN: Final = (
    "select log_id, action_id, line_no, po_line_id, old_value, new_value from record_log",
    "select movement_id, action_id from movement",
    "select return_id, action_id from goods_return",
)
IN_THE_SPELLING_OF_THEN: Final = """
    update record_log set
        old_value = upper(old_value[1]) || old_value[2:], new_value = upper(new_value[1]) || new_value[2:]
    where record = 'order' and field = 'whole';
    update record_log set
        old_value = concat_ws(' at ', old_value ->> 'answer', old_value ->> 'available'),
        new_value = concat_ws(' at ', new_value ->> 'answer', new_value ->> 'available')
    where record = 'order' and field = 'answer';
    update record_log set old_value = nullif(old_value, '') where record = 'order' and field = 'answer';
"""


def _tell(story: Story) -> None:
    """Do something of everything that a row of the record log, a movement or a return can be about."""
    _type(story)
    draft = story.draft("book 25", "pen 3")
    with story.act() as tx:
        orders.change_draft_line(tx, draft, 2, qty=Decimal(4), unit_price=Decimal(4), note="blue")
    with story.act() as tx:
        orders.comment(tx, draft, "Line 1 is for the headmaster.")
    story.open(draft)
    other = story.order("book 25 split", "map 2")
    with story.act() as tx:
        line_edits.set_whole(tx, other, 2, whole=True)
    with story.act() as tx:
        line_edits.release(tx, other, 1)
    with story.act() as tx:
        orders.set_pinned(tx, draft, 2, True)
    po = story.purchase("book", 40)
    with story.act() as tx:
        supply.change_po_line(tx, po, 1, qty=Decimal(30), unit_cost=Decimal(2), expected_on=date(2026, 4, 1))
    receipt = story.receive(po, book=30)
    story.sweep()
    with story.act() as tx:
        supply.void_receipt(tx, receipt)
    story.undo()
    story.ship(draft)
    with story.act() as tx:
        orders.set_pinned(tx, other, 1, True)
        returns.take_back(tx, draft, 2, Decimal(1))
    story.adjust("book", 3)
    with story.act() as tx:
        shipments.void(tx, story.shipments_of(other))


def _type(story: Story) -> None:
    """A draft of which a short line is answered twice."""
    draft = story.draft("book 25")
    with story.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.SPLIT, Decimal(20))
    with story.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.WHOLE, None)


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that this program wrote."""
    file = tmp_path_factory.mktemp("now") / "now.duckdb"
    session = open_desk(file, name="a test")
    _tell(Story(session, book=20, pen=5, map=0))
    session.close()
    return file


@pytest.fixture
def old(now: Path, tmp_path: Path) -> Path:
    """A desk as the program before actions were numbered would have written it."""
    file = tmp_path / "old.duckdb"
    older.make(now, file, BEFORE_ACTIONS)
    _rewrite(file, IN_THE_SPELLING_OF_THEN)
    return file


def test_what_is_filled_in_is_what_this_program_would_have_written(now: Path, old: Path) -> None:
    _upgrade(old)
    for table in FILLED_IN:
        assert _rows(old, table) == _rows(now, table)
    told = "select field, count(*) from record_log where line_no is not null and line_id is null group by all"
    assert {field for field, _ in _rows(now, told)} == {
        *("line", "qty", "unit_price", "line_note", "answer", "whole", "entry", "pinned", "returned"),
    }


def test_an_answer_to_a_shortage_that_was_kept_in_words_goes_back_to_the_one_before(old: Path) -> None:
    (said,) = _undo(old, "field = 'answer'").done
    assert said == (
        "Order 1001: Line 1 of book: the answer is to split it (20 available), "
        "no longer to let it wait whole (what Ann did was undone)."
    )


def test_a_line_that_no_sentence_names_stays_as_it_was_refused_before(old: Path) -> None:
    _rewrite(old, "update record_log set sentence = 'The line may not be split.' where field = 'whole'")
    with pytest.raises(NothingOfItCanBeUndone, match="written before the record log kept"):
        _undo(old, "field = 'whole'")


def test_a_remark_that_begins_like_an_edit_is_about_no_line(old: Path) -> None:
    _upgrade(old)
    assert _rows(old, "select line_no from record_log where kind = 'comment' and record = 'order'") == [
        (None,)
    ]


def test_of_two_actions_of_one_instant_nobody_knows_which_moved_the_goods(tmp_path: Path) -> None:
    """Ann counts twice at one instant, and Bob writes something between: two actions, and whose is what?"""
    old = _two_counts(tmp_path, between="Bob")
    with pytest.raises(NothingOfItCanBeUndone) as refusal:
        _undo(old, "sentence like 'book: on hand 20 %'")
    assert "3 of book moved at that instant, and with which action was not kept" in str(refusal.value)
    assert "2 of pen moved at that instant" in str(refusal.value)
    assert _rows(
        old, "select lic, sum(qty) from movement join item using (item_id) group by all order by all"
    ) == [
        ("book", Decimal(23)),
        ("pen", Decimal(7)),
    ]


def test_rows_that_stand_together_are_one_action_as_they_were(tmp_path: Path) -> None:
    """Without anything between, nothing tells the two counts apart: they were undone together, and are."""
    old = _two_counts(tmp_path, between=None)
    assert _undo(old, "sentence like 'book: on hand 20 %'").done == [
        "book: on hand 23 became 20 (what Ann did was undone).",
        "pen: on hand 7 became 5 (what Ann did was undone).",
    ]


def _two_counts(folder: Path, between: str | None) -> Path:
    """A desk on which Ann found 3 books and 2 pens at one instant, in two transactions."""
    session = open_desk(folder / "now.duckdb", name="a test")
    story = Story(session, book=20, pen=5)
    story.adjust("book", 3)
    if between:
        story.actor = between
        story.item("map")
        story.actor = "Ann"
    story.adjust("pen", 2)
    session.close()
    older.make(folder / "now.duckdb", folder / "old.duckdb", BEFORE_ACTIONS)
    at_once = "(select max(moved_at) from movement)"
    _rewrite(
        folder / "old.duckdb",
        f"""update record_log set logged_at = {at_once} where sentence like '%(count).';
        update movement set moved_at = {at_once} where kind = 'adjustment';""",
    )
    return folder / "old.duckdb"


def _upgrade(file: Path) -> None:
    session = open_desk(file, name="a test")
    with session.snapshot() as tx:
        assert tx.value("whole_desk.version") > BEFORE_ACTIONS
    session.close()


def _undo(file: Path, which: str) -> Undone:
    """Undo the action of the newest row of the record log of which this is true."""
    session = open_desk(file, name="a test")
    try:
        with session.snapshot() as tx:
            log_id = tx._cursor.sql(f"select max(log_id) from record_log where {which}").fetchall()[0][0]
        return undo(session, actor="Ann", log_id=log_id, now=START + timedelta(days=1))
    finally:
        session.close()


def _rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(file, read_only=True) as desk:
        return desk.execute(f"select * from ({sql}) order by 1").fetchall()


def _rewrite(file: Path, sql: str) -> None:
    with duckdb.connect(file) as desk:
        desk.execute(sql).complete()
