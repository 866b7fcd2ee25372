"""News are read of what was written since somebody looked, and are those that reading everything finds."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.session import Session, Transaction
from engine import catalogue, notices
from engine.errors import DeskError
from engine.notices import drafting
from engine.store import open_desk
from tests import older
from tests.engine.notices.letters import every_draft, lying
from tests.engine.notices.test_after_run import dated, perform_dated
from tests.examples import drawing
from tests.story import Story


class _Taken(Exception):
    """What was tried is taken back."""


def read_from_the_beginning(desk: Story) -> pl.DataFrame:
    """The drafts as a look at everything would leave them; nothing of it is kept."""
    found = pl.DataFrame()
    with suppress(_Taken), desk.session.transaction(actor=desk.actor, now=desk.now) as tx:
        tx.write("notices.forget_look")
        found = notices.draft(tx)
        raise _Taken
    return found


telling = st.one_of(
    st.tuples(st.just("look")),
    st.tuples(st.just("tell"), st.sampled_from(("school", "college"))),
    st.tuples(st.just("drop"), st.sampled_from(("school", "college"))),
    st.tuples(st.just("since"), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.integers(1, 9)),
)


@drawing(6)
@given(st.lists(st.one_of(dated, dated, telling), min_size=6, max_size=14))
def test_looking_at_what_was_written_finds_what_looking_at_everything_finds(
    script: list[tuple[Any, ...]],
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    bought: list[str] = []
    for act, *args in script:
        with suppress(DeskError):
            if not tell(desk, act, *args):
                perform_dated(desk, numbers, bought, act, *args)
        if act == "since":
            continue  # from that place, which is nobody's usual one
        desk.sweep()
        assert read_from_the_beginning(desk).equals(every_draft(desk)), (act, args)


def tell(desk: Story, act: str, *args: Any) -> bool:
    """Look, tell, drop or let days pass; whether it was one of these."""
    if act == "wait":
        desk.now += timedelta(days=args[0])
    elif act in ("look", "since"):
        with desk.act() as tx:
            notices.draft(tx, *map(str, args))
    elif act in ("tell", "drop"):
        with desk.act() as tx:
            drafts = notices.overview(tx).filter(pl.col("customer") == args[0])
            (notices.mark_told if act == "tell" else notices.drop)(tx, drafts["notice_id"].to_list())
    else:
        return False
    return True


def test_a_look_without_anything_new_writes_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    desk.sweep()
    with desk.act() as tx:
        written = look_for_news(tx)
    assert written == []


def look_for_news(tx: Transaction) -> list[str]:
    """What a look writes."""
    written: list[str] = []

    def noted(name: str, /, **params: Any) -> None:
        written.append(name)
        Transaction.write(tx, name, **params)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tx, "write", noted)
        drafting.look(tx)
    return written


def test_a_look_reads_the_news_of_the_lines_that_something_was_written_of() -> None:
    desk = Story(book=0, pen=0)
    first, second = desk.order("book 5"), desk.order("pen 5")
    desk.supply("book", 5)
    desk.sweep()
    desk.supply("pen", 3)
    desk.prefer(draft_notices="off")
    desk.sweep()
    with desk.act() as tx:
        notices.look(tx)
        read = tx.rows("whole_desk.table_rows", table_name="asked_line")["order_id"].to_list()
        orders = dict(tx.rows("exporting.heads").select("number", "order_id").iter_rows())
    assert read == [orders[second]]
    assert lying(desk)["school"].startswith(f"Order {first}, 5 of book: ready")
    assert f"Order {second}, 3 of pen: ready" in lying(desk)["school"]


def test_a_letter_says_what_things_are_called_when_it_is_read_and_stays_as_it_was_told() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    desk.sweep()
    (before,) = desk.ask(notices.drafts).to_dicts()
    with desk.act() as tx:
        catalogue.change_item(tx, "book", description="Atlas")
    desk.sweep()
    (now,) = desk.ask(notices.drafts).to_dicts()
    said = f"Order {order}, 5 of book (Atlas): ready"
    assert (now["notice_id"], said in now["body"], said in before["body"]) == (
        before["notice_id"],
        True,
        False,
    )
    with desk.act() as tx:
        notices.mark_told(tx, [now["notice_id"]])
    with desk.act() as tx:
        catalogue.change_item(tx, "book", description="Map")
    assert desk.ask(notices.settled)["body"].to_list() == [now["body"]]


def test_a_draft_from_before_facts_were_kept_keeps_its_letter_and_then_its_number(tmp_path: Path) -> None:
    now, old = tmp_path / "now.duckdb", tmp_path / "old.duckdb"
    desk = Story(open_desk(now, name="a test"), book=0)
    desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep()
    drafted = desk.ask(notices.drafts)
    desk.session.close()
    older.make(now, old, 15)
    with_letters(old, drafted)
    session = Session(old, name="a test")
    again = Story.__new__(Story)
    again.session, again.now, again.actor = session, desk.now, "Ann"
    assert again.ask(notices.drafts).drop("sweep").equals(drafted.drop("sweep"))
    again.sweep()
    assert again.ask(notices.drafts).drop("sweep").equals(drafted.drop("sweep"))
    again.supply("book", 1)
    again.sweep()
    assert "4 of book: ready" in lying(again)["school"]
    session.close()


def with_letters(old: Path, drafted: pl.DataFrame) -> None:
    """Drafts as they were then: with their letters, and their lines beside them."""
    import duckdb

    with duckdb.connect(old) as desk:
        desk.register("drafted", drafted)
        desk.execute(
            "update notice set subject = d.subject, body = d.body from drafted d "
            "where d.notice_id = notice.notice_id"
        ).complete()
        desk.execute(
            "insert into notice_line select n.notice_id, 'ready', l.root_line_id, l.order_id, 3, null "
            "from notice n, order_line l where l.line_id = l.root_line_id"
        ).complete()
