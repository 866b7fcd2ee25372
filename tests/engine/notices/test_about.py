"""What becomes of the units of a short order, in the words of its acknowledgement (R51)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine import notices, parts
from engine.errors import DeskError
from engine.notices import outbox
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import explain
from engine.rules import letters
from engine.rules.letters import When
from tests.engine.notices.letters import drafted
from tests.engine.notices.test_after_run import dated, perform_dated
from tests.examples import drawing
from tests.story import Story


def test_each_part_of_a_line_stands_where_it_belongs() -> None:
    desk = Story(book=4, pen=0)
    desk.prefer(acknowledge_orders="on")
    desk.purchase("book", 3, expected_on=date(2026, 3, 12))
    desk.purchase("book", 2)  # comes some day, by the vendor's lead time
    desk.order("book 12")
    desk.adjust("book", 1)  # on the shelf, until the sweep gives it
    (letter,) = desk.ask(notices.drafts)["body"]
    assert letter.split("\n\n")[2:-1] == [
        "Ships now\n- 4 of book",
        "Ships next\n- 1 of book",
        "Follows\n- 2 of book: expected on 7 March 2026\n- 3 of book: expected on 12 March 2026",
        "Not on order yet\n- 2 of book: we will write as soon as there is a day",
    ]


def test_r25_while_sweeps_are_off_nothing_ships_next() -> None:
    desk = Story(book=0)
    desk.prefer(acknowledge_orders="on")
    desk.order("book 5")
    desk.adjust("book", 5)
    (swept,) = desk.ask(notices.drafts)["body"]
    desk.prefer(backorder_management="off")
    (letter,) = desk.ask(notices.drafts)["body"]
    assert "Ships next\n- 5 of book\n" in swept
    assert "Without a day yet\n- 5 of book: we will write as soon as there is a day" in letter


def test_r43_what_is_given_only_once_its_order_is_old_later_today_follows_today() -> None:
    desk = Story(book=0, pen=0)
    desk.prefer(acknowledge_orders="on", allocation_policy="skip", skip_age_days=2)
    desk.complete("book 5", "pen 5")
    desk.adjust("book", 5)
    desk.now += timedelta(days=2, hours=-1)
    desk.adjust("book", 1)
    assert drafted(desk) == {"school": "5 of book: expected on 4 March 2026\n5 of pen: " + letters.NO_DAY_YET}
    desk.now += timedelta(days=1)
    (letter,) = desk.ask(notices.drafts)["body"]
    assert "Ships next\n- 5 of book" in letter


def test_what_is_overdue_has_no_day() -> None:
    desk = Story(book=0)
    desk.item("globe", 0, description="A globe")
    desk.prefer(acknowledge_orders="on")
    desk.purchase("globe", 3, expected_on=date(2026, 2, 1))
    desk.order("globe 3")
    (row,) = desk.ask(notices.drafts).to_dicts()
    assert row["subject"] == "Your order 1001: received"
    assert "Without a day yet\n- 3 of globe (A globe): we will write as soon as there is a day" in row["body"]


def test_r45_what_is_paused_is_not_said_to_ship_now() -> None:
    desk = Story(book=20, pen=5)
    desk.prefer(acknowledge_orders="on")
    held, later = desk.order("book 25 split"), desk.order("pen 9 split")
    with desk.act() as tx:
        holds.hold(tx, [Subject(held)], "not paid")
        holds.set_not_before(tx, later, 1, date(2026, 4, 1))
    bodies = desk.ask(outbox.drafts)["body"].to_list()
    assert [body for body in bodies if "Ships now" in body] == []
    (of_held,), (of_later,) = ([body for body in bodies if number in body] for number in (held, later))
    assert "- 25 of book: we will write as soon as there is a day" in of_held
    assert "- 5 of pen: expected on 1 April 2026" in of_later


def leaving(desk: Story, number: str, lic: str) -> set[When]:
    """When what waits of a LIC on an order leaves, as an acknowledgement says it."""
    every = [part for one in desk.ask(explain.explain, number) if one.lic == lic for part in one.parts]
    return {when for when, _ in parts.leaving(every, desk.today)}


def facts(desk: Story) -> list[dict[str, Any]]:
    """What the drafts that lie there say, line by line."""
    ids = desk.ask(notices.overview)["notice_id"].to_list()
    rows = desk.ask(lambda tx: tx.rows("notices.facts", notice_ids=ids, is_swept=True))
    found: list[dict[str, Any]] = rows.to_dicts()
    return found


@drawing(8)
@given(
    st.lists(st.one_of(dated, dated, st.tuples(st.just("wait"), st.integers(1, 9))), min_size=6, max_size=14)
)
def test_news_say_of_what_ships_next_what_an_acknowledgement_says(script: list[tuple[Any, ...]]) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    bought: list[str] = []
    drafted(desk)
    for act, *args in script:
        if act == "wait":
            desk.now += timedelta(days=args[0])
        else:
            with suppress(DeskError):
                perform_dated(desk, numbers, bought, act, *args)
        drafted(desk)
        for fact in facts(desk):
            when = leaving(desk, fact["order"], fact["lic"])
            if fact["is_next"]:
                assert When.NEXT in when, fact
            elif fact["kind"] != "ready" and fact["promised_on"] is None:
                assert when - {When.NEXT}, fact
