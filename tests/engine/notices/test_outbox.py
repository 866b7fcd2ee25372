"""Notices: each customer is told what changed, once, and nothing that did not."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import log, notices, orders, supply, sweeps, undo
from engine.errors import DeskError, Unknown
from engine.model import SweepName
from engine.rules import letters as notifying
from tests.acts import perform, stock_acts
from tests.papers import Papers
from tests.story import Story

SOON, LATER = date(2026, 3, 10), date(2026, 3, 20)


def drafted(desk: Story, since: str = "") -> dict[str, str]:
    """Write drafts; customer -> what the letter lists, without its frame."""
    with desk.act() as tx:
        found = notices.draft(tx, since)
    return {row["customer"]: listed(row["body"]) for row in found.to_dicts()}


def listed(body: str) -> str:
    return "\n".join(line.removeprefix("- ") for line in body.splitlines() if line.startswith("- "))


def tell(desk: Story) -> None:
    """Mark every draft as told."""
    with desk.act() as tx:
        notices.told(tx, notices.drafts(tx)["notice_id"].to_list())


def test_what_an_order_got_when_it_was_typed_is_no_news() -> None:
    desk = Story(book=20)
    desk.order("book 25")
    assert drafted(desk) == {}


def test_units_that_waited_and_got_stock_are_newly_ready_and_told_once() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    assert drafted(desk) == {}
    desk.supply("book", 5)
    desk.sweep()
    said = f"Order {order}, 5 of book: ready, leaving with shipment 1."
    assert drafted(desk) == {"school": said}
    assert drafted(desk) == {"school": said}
    tell(desk)
    assert drafted(desk) == {}


def test_a_complete_order_is_told_that_its_units_wait_for_the_rest() -> None:
    desk = Story(book=0, pen=0)
    order = desk.complete("book 5", "pen 5")
    desk.supply("book", 5)
    desk.sweep()
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: set aside until the whole order is there, as you asked."
    }


def test_units_taken_back_are_newly_lost_and_the_other_order_is_not_named() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    winner = desk.order("book 5", customer="college", priority=5)
    letters = drafted(desk)
    assert letters == {
        "school": f"Order {loser}, 5 of book: had to be taken back after it was set aside for you; "
        "there is no new day yet, we will write as soon as there is one."
    }
    assert winner not in letters["school"]


def test_what_was_lost_and_won_again_before_anybody_was_told_is_no_news() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    winner = desk.order("book 5", customer="college", priority=5)
    assert set(drafted(desk)) == {"school"}
    with desk.act() as tx:
        orders.cancel_order(tx, winner)
    desk.sweep()
    assert drafted(desk) == {}
    assert desk.ask(notices.settled).height == 0


def test_a_day_later_than_was_told_is_newly_late() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: now expected on 20 March 2026 instead of 10 March 2026."
    }
    tell(desk)
    assert drafted(desk) == {}


def test_a_day_that_came_nearer_is_no_news() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=LATER)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, SOON)
    assert drafted(desk) == {}


def test_a_day_that_passed_is_told_once_and_the_next_day_when_there_is_one() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    assert drafted(desk) == {}
    desk.now += timedelta(days=10)
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: the 10 March 2026 that we told you does not hold; "
        "there is no new day yet, we will write as soon as there is one."
    }
    tell(desk)
    desk.now += timedelta(days=2)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert drafted(desk) == {"school": f"Order {order}, 5 of book: now expected on 20 March 2026."}


def test_what_was_dropped_is_not_drafted_again() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    desk.sweep()
    assert drafted(desk) != {}
    with desk.act() as tx:
        notices.drop(tx, notices.drafts(tx)["notice_id"].to_list())
    assert drafted(desk) == {}


def test_since_a_run_looks_back_to_its_start_but_tells_nothing_twice() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 3)
    first = desk.sweep()
    desk.supply("book", 1)
    second = desk.sweep()
    assert drafted(desk, str(second.run_id))["school"].startswith(f"Order {order}, 1 of book")
    assert drafted(desk, str(first.run_id))["school"].startswith(f"Order {order}, 4 of book")
    tell(desk)
    assert drafted(desk, str(first.run_id)) == {}
    assert drafted(desk, "2026-01-01") == {}


def test_each_customer_gets_one_letter_and_each_order_a_row_in_its_log() -> None:
    desk = Story(book=0, pen=0)
    mine, other = desk.order("book 5", "pen 1"), desk.order("book 1")
    desk.order("book 1", customer="college")
    desk.supply("book", 7)
    desk.sweep()
    assert {who: text.count("\n") + 1 for who, text in drafted(desk).items()} == {"school": 2, "college": 1}
    tell(desk)
    assert desk.log(mine)[-1].startswith(f"School was told of order {mine} by notice ")
    assert desk.log(other)[-1].startswith(f"School was told of order {other} by notice ")


def test_section_10_a_draft_that_was_told_or_written_anew_is_refused() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep()
    drafted(desk)
    (old,) = desk.ask(notices.drafts)["notice_id"].to_list()
    desk.supply("book", 2)
    desk.sweep()
    drafted(desk)
    with desk.act() as tx, pytest.raises(DeskError, match=rf"Notice {old} is replaced by Ann"):
        notices.told(tx, [old])
    tell(desk)
    with desk.act() as tx, pytest.raises(DeskError, match="There is no notice 99"):
        notices.told(tx, [99])


@pytest.mark.parametrize("since", ["yesterday", "99", "-1", "2026-13-01"])
def test_section_10_a_since_that_is_no_run_and_no_instant_is_refused(since: str) -> None:
    desk = Story()
    with desk.act() as tx, pytest.raises(DeskError, match="run"):
        notices.draft(tx, since)


def test_an_address_is_kept_and_logged_and_a_bad_one_refused() -> None:
    desk = Story()
    with desk.act() as tx:
        notices.set_address(tx, "school", " orders@school.example ")
    assert desk.ask(notices.address, "school") == "orders@school.example"
    for bad in (
        "orders",
        "a@b",
        "a b@school.example",
        "a@school.example,b@x.example",
        "@x.example",
        "a@b@c.example",
    ):
        with desk.act() as tx, pytest.raises(notices.BadAddress, match="customer school"):
            notices.set_address(tx, "school", bad)
    with desk.act() as tx:
        notices.set_address(tx, "school", "")
    assert desk.ask(notices.address, "school") == ""


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=0), tmp_path)


def test_addresses_come_with_customers_from_a_file_and_the_same_file_twice_changes_nothing(
    papers: Papers,
) -> None:
    text = "customer,location,email\nschool,,a@school.example\nschool,annex,\nuni,,b@uni.example\n"
    assert papers.counts("customers", text) == (1, 1, 1)
    assert papers.counts("customers", text) == (0, 0, 3)
    assert papers.counts("customers", "customer,email\nuni,c@uni.example\nschool,\n") == (0, 1, 1)
    assert [papers.desk.ask(notices.address, who) for who in ("school", "uni")] == [
        "a@school.example",
        "c@uni.example",
    ]


def test_section_10_bad_addresses_in_a_file_are_refused(papers: Papers) -> None:
    text = "customer,location,email\nuni,,a@uni.example\nuni,labs,b@uni.example\ncollege,,nowhere\n"
    other, bad = papers.refused("customers", text)
    assert other == (
        "Row 3: The email b@uni.example of customer uni differs from row 2, which says a@uni.example; "
        "make them agree."
    )
    assert bad == (
        "Row 4: In the column email, nowhere is not an e-mail address; write it like orders@school.example."
    )


def lying(desk: Story) -> dict[str, str]:
    """The drafts that lie there without anybody having looked; customer -> what the letter lists."""
    return {row["customer"]: listed(row["body"]) for row in desk.ask(notices.drafts).to_dicts()}


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
        broken.setattr(notifying, "body", fail)
        run = desk.sweep()
    assert (run.outcome, run.lines_filled, desk.state(order)) == ("done", 1, "5 allotted")
    (said,) = errors(desk)
    assert said.startswith(f"The drafts after run {run.run_id} were not written (")
    assert "\n" not in said
    assert lying(desk) == {}
    desk.sweep()
    assert set(lying(desk)) == {"school"}


def test_a_run_whose_failed_drafts_cannot_even_be_logged_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is gone")

    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    monkeypatch.setattr(notices, "draft", fail)
    monkeypatch.setattr(log, "write", fail)
    run = sweeps.run_sweep(desk.session, SweepName.PRIMARY, actor="Ann", now=desk.now)
    assert run is not None
    assert run.outcome == "done"


def test_a_day_that_came_nearer_and_went_back_while_nobody_was_told_is_no_news() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=LATER)
    desk.sweep()
    with desk.act() as tx:
        supply.mark_late(tx, po, SOON)
    desk.order("pen 1", customer="college")
    desk.supply("pen", 1)
    desk.sweep()
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    desk.sweep()
    assert set(lying(desk)) == {"college"}


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


@settings(max_examples=int(os.environ.get("BACKORDER_EXAMPLES", "5")), deadline=None)
@given(st.lists(dated, min_size=4, max_size=9))
def test_drafting_after_every_run_says_in_the_end_what_drafting_once_says(
    script: list[tuple[Any, ...]],
) -> None:
    """What is news depends on what was told, not on how often anybody looked."""
    often, once = told_by(script, draft_notices="on"), told_by(script, draft_notices="off")
    assert drafted(often) == drafted(once)


def told_by(script: list[tuple[Any, ...]], **wishes: str) -> Story:
    """A desk on which all this was done, with a sweep after each, from a first look on."""
    desk = Story(book=30, pen=10)
    drafted(desk)
    desk.prefer(**wishes)
    numbers: list[str] = []
    bought: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform_dated(desk, numbers, bought, *act)
        desk.sweep()
    return desk


def perform_dated(desk: Story, numbers: list[str], bought: list[str], act: str, *args: Any) -> None:
    """One act of the script: one that any desk knows, or one that moves the day of a delivery."""
    match act, args:
        case "buy", (lic, qty, day):
            bought.append(desk.purchase(lic, qty, expected_on=day))
        case "slip", (which, day):
            if bought:
                with desk.act() as tx:
                    supply.mark_late(tx, bought[which % len(bought)], day)
        case _:
            perform(desk, numbers, act, *args)
