"""Notices that a run drafts by itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.exceptions import PanicException

from engine import log, notices, supply, sweeps, undo
from engine.errors import DeskError, Unknown
from engine.model import SweepName
from engine.notices import drafting
from tests.acts import perform, stock_acts
from tests.engine.notices.letters import SOON, drafted, lying
from tests.examples import examples
from tests.story import Story


def errors(desk: Story) -> list[str]:
    """The sentences of kind error in the record log."""
    rows: pl.DataFrame = desk.ask(log.search)
    return rows.filter(pl.col("kind") == "error")["sentence"].to_list()


def test_after_a_run_that_filled_lines_the_drafts_lie_there_and_name_the_run() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    run = desk.sweep(SweepName.PRIMARY)
    assert lying(desk) == {"school": f"Order {order}, 5 of book: ready, leaving with shipment 1."}
    (draft,) = desk.ask(notices.drafts).to_dicts()
    assert (draft["run_id"], draft["sweep"], draft["drafted_by"]) == (run.run_id, "primary", "Ann")
    assert desk.ask(notices.draft_count) == 1


def test_a_run_that_changes_nothing_writes_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep()
    before = desk.ask(notices.drafts)
    desk.sweep()
    desk.sweep(SweepName.PRIMARY)
    assert desk.ask(notices.drafts).equals(before)


def test_a_run_drafts_what_a_takeover_before_it_took_and_a_day_that_passed() -> None:
    desk = Story(book=20, pen=0)
    loser = desk.order("book 20")
    waiting = desk.order("pen 5", customer="college")
    desk.purchase("pen", 5, expected_on=SOON)
    desk.order("book 5", customer="college", priority=5)
    desk.sweep()
    assert lying(desk)["school"].startswith(f"Order {loser}, 5 of book: had to be taken back")
    desk.now += timedelta(days=10)
    desk.sweep()
    assert lying(desk)["college"].startswith(f"Order {waiting}, 5 of pen: the 10 March 2026")


def test_a_later_run_rewrites_the_draft_that_lies_there() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep()
    desk.supply("book", 1)
    desk.sweep()
    assert lying(desk) == {"school": f"Order {order}, 4 of book: ready, leaving with shipment 1."}


def test_undoing_a_run_takes_its_news_back() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    run = desk.sweep()
    assert lying(desk) != {}
    undo.undo(desk.session, actor="Ann", run_id=run.run_id, now=desk.now + timedelta(minutes=1))
    assert lying(desk) == {}


def test_with_the_preference_off_or_the_sweeps_off_nothing_is_drafted() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    desk.prefer(backorder_management="off")
    desk.sweep()
    desk.prefer(backorder_management="on", draft_notices="off")
    desk.sweep()
    assert lying(desk) == {}
    assert set(drafted(desk)) == {"school"}


@pytest.mark.parametrize("problem", [ValueError("two\nlines."), Unknown(kind="letter", name="A")])
def test_a_failure_in_drafting_is_a_row_in_the_log_and_does_not_hurt_the_run(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_: object) -> None:
        raise problem

    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    with monkeypatch.context() as broken:
        broken.setattr(drafting, "look", fail)
        run = desk.sweep()
    assert (run.outcome, run.counts.lines_filled, desk.state(order)) == ("done", 1, "5 allotted")
    (said,) = errors(desk)
    assert said.startswith(f"The drafts after run {run.run_id} were not written (")
    assert "\n" not in said
    assert lying(desk) == {}
    desk.sweep()
    assert set(lying(desk)) == {"school"}


@pytest.mark.parametrize("error", [RuntimeError, PanicException])
def test_a_run_whose_failed_drafts_cannot_even_be_logged_is_done(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("the disk is gone")

    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    monkeypatch.setattr(drafting, "look", fail)
    monkeypatch.setattr(log, "write", fail)
    run = sweeps.run_sweep(desk.session, SweepName.PRIMARY, actor="Ann", now=desk.now)
    assert run is not None
    assert run.outcome == "done"


def test_drafts_that_were_written_anew_are_kept_for_a_day() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    ids = []
    for _ in range(4):
        desk.supply("book", 1)
        desk.sweep()
        ids += desk.ask(notices.drafts)["notice_id"].to_list()
        desk.now += timedelta(hours=20)
    kept = desk.ask(lambda tx: tx.rows("notices.states", notice_ids=ids))
    assert sorted(kept["notice_id"]) == ids[1:]


DAYS = st.integers(1, 20).map(lambda days: SOON + timedelta(days=days))


dated = st.one_of(
    stock_acts,
    st.tuples(st.just("buy"), st.sampled_from(("book", "pen")), st.integers(1, 30), DAYS),
    st.tuples(st.just("slip"), st.integers(0, 9), DAYS),
)


@settings(max_examples=examples(5), deadline=None)
@given(st.lists(dated, min_size=4, max_size=9))
def test_drafting_after_every_run_says_in_the_end_what_drafting_once_says(
    script: list[tuple[Any, ...]],
) -> None:
    """What is news depends on what was told, not on how often anybody looked."""
    often, once = told_by(script, draft_notices="on"), told_by(script, draft_notices="off")
    assert drafted(often) == drafted(once)


def told_by(script: list[tuple[Any, ...]], **prefs: str) -> Story:
    """A desk on which all this was done, with a sweep after each, from a first look on."""
    desk = Story(book=30, pen=10)
    drafted(desk)
    desk.prefer(**prefs)
    numbers: list[str] = []
    bought: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform_dated(desk, numbers, bought, *act)
        desk.sweep()
    return desk


def perform_dated(desk: Story, numbers: list[str], bought: list[str], act: str, *args: Any) -> None:
    """One act of the script: one that any desk knows, or one that moves the day of a receipt."""
    match act, args:
        case "buy", (lic, qty, day):
            bought.append(desk.purchase(lic, qty, expected_on=day))
        case "slip", (which, day):
            if bought:
                with desk.act() as tx:
                    supply.mark_late(tx, bought[which % len(bought)], day)
        case _:
            perform(desk, numbers, act, *args)
