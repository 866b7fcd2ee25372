"""What pages keep: a question of the whole desk is asked again only after something happened."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import wraps
from threading import Barrier, Event

import polars as pl
import pytest

from engine import catalogue, next_acts, orders, promises, supply
from engine.reports.slicing import Slice
from engine.store import Session, Transaction
from pages.parts import readings
from tests.pages.screen import Screen
from tests.story import Story


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the promises are read."""
    times, question = list[int](), promises.waiting_promises

    @wraps(question)
    def counted(tx: Transaction) -> object:
        times.append(1)
        return question(tx)

    monkeypatch.setattr(promises, "waiting_promises", counted)
    return times


def test_a_page_drawn_again_shows_what_was_read(story: Story, asked: list[int]) -> None:
    story.order("book 25 whole")
    screen = Screen("promises").again().choose("Show", "Slipped").choose("Show", "All")
    assert len(screen.frame("expected")) == 1
    assert len(asked) == 1


def test_whatever_happens_is_read_at_once(story: Story, asked: list[int]) -> None:
    story.order("book 25 whole")
    screen = Screen("promises")
    story.order("book 30 whole")
    assert len(screen.again().frame("expected")) == 2
    assert len(asked) == 2


def test_a_sweep_that_moves_nothing_but_promises_is_seen_at_once(story: Story) -> None:
    """R40: a lead time moves no day before the sweep; the sweep then writes in the promise ledger alone."""
    with story.act() as tx:
        catalogue.add_vendor(tx, "slow")
        po = supply.create_po(tx, "slow")
        supply.add_po_line(tx, po, "book", Decimal(30))
        supply.open_po(tx, po)
    story.order("book 25 whole")
    with story.act() as tx:
        catalogue.change_item(tx, "book", lead_time_days=9)
    screen = Screen("promises")
    [before] = screen.frame("expected")
    story.sweep()
    [after] = screen.again().frame("expected")
    assert before["expected"] != after["expected"]


def test_what_is_worked_out_of_an_answer_is_worked_out_again_only_after_something_happened(
    story: Story,
) -> None:
    times = list[int]()

    def heights(rows: pl.DataFrame, more: int) -> int:
        times.append(more)
        return rows.height + more

    def work(more: int) -> int:
        return readings.worked_out(heights, promises.waiting_promises, more)

    story.order("book 25 whole")
    assert [work(1), work(1), work(2)] == [2, 2, 3]
    story.order("book 30 whole")
    assert [work(1), work(1)] == [3, 3]
    assert times == [1, 2, 1]


@pytest.mark.usefixtures("story")
def test_who_asks_what_somebody_else_is_just_finding_out_waits_for_it() -> None:
    """Ten people who look at a large desk after a change would else all read the whole of it at once."""
    together, second, times = Barrier(2), Event(), list[int]()

    def question(_: Transaction) -> int:
        times.append(1)
        if len(times) > 1:
            second.set()
        second.wait(0.3)  # long enough for the other to ask as well, if nothing holds it
        return len(times)

    def ask() -> int:
        together.wait()
        return readings.once(question)

    with ThreadPoolExecutor(2) as people:
        answers = [people.submit(ask) for _ in range(2)]
    assert [answer.result() for answer in answers] == [1, 1]


class _Answer:
    """What can be seen to be gone."""


def test_answers_of_states_long_past_are_not_kept(story: Story) -> None:
    """On a desk of a million lines each is many megabytes."""
    answers = []
    for qty in range(1, readings.MOST_STATES + 2):
        answers.append(weakref.ref(readings.once(lambda _: _Answer())))
        story.order(f"book {qty}")
    gc.collect()
    assert [answer() is None for answer in answers] == [True, *[False] * readings.MOST_STATES]


def test_of_one_state_the_answers_asked_for_last_are_kept(story: Story) -> None:
    answers = [
        weakref.ref(readings.once(lambda _, which: _Answer(), which))
        for which in range(readings.MOST_ANSWERS + 1)
    ]
    gc.collect()
    assert [answer() is None for answer in answers] == [True, *[False] * readings.MOST_ANSWERS]


def test_other_arguments_are_another_question(story: Story) -> None:
    number = story.order("book 5")
    screen = Screen("orders")
    assert [row["customer_name"] for row in screen.frame("customer_name", "lines")] == ["School"]
    assert "No order matches" in screen.choose("View", "void").text
    with story.act() as tx:
        orders.cancel_order(tx, number)
    assert len(screen.again().frame("customer_name", "lines")) == 1


def test_what_was_tried_out_is_tried_again_only_after_something_happened(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, question = list[int](), next_acts.best

    @wraps(question)
    def counted(session: Session, actor: str, *, only: Slice) -> object:
        times.append(1)
        return question(session, actor, only=only)

    monkeypatch.setattr(next_acts, "best", counted)
    story.item("globe", 0, vendor_code="press")
    story.order("globe 5")
    screen = Screen("backlog").again().again()
    assert len(times) == 1
    story.order("globe 5")
    assert "Order 10 of globe" in screen.again().text
    assert len(times) == 2
