"""What is over rests apart (8a), and nobody who asks sees a difference, now, of the past or by undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import notices, numbers, orders, promises, returns, stock, sweeps, undo
from engine.errors import DeskError
from engine.interchange.exporting import EXPORTS
from engine.model import Policy, SweepName
from engine.past import history, replay
from engine.reports import backlog, backorders, coverage, demand, stranded
from engine.reports.explain import explain
from engine.store import open_desk
from engine.sweeps import resting
from tests import older
from tests.acts import LICS, acts, perform
from tests.examples import drawing
from tests.story import Story


@contextmanager
def put_apart(*, really: bool) -> Iterator[None]:
    """Closings with groups of two lines, or such that carry nothing forward and lay nothing to rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resting, "GROUP_ROWS", 2)
        patch.setattr(resting, "SPARE_GROUPS", 0)
        if not really:
            patch.setattr(resting, "lay_to_rest", lambda _: None)
            patch.setattr(stock, "carry_forward", lambda _: 0)
            for room in (numbers, history):
                patch.setattr(room, "carry_forward", lambda _: None)
        yield


def close(desk: Story) -> None:
    desk.now = desk.now.replace(minute=59)
    sweeps.run_sweep(desk.session, SweepName.CLOSING, actor=desk.actor, now=desk.now)
    desk.prove()


QUESTIONS: dict[str, Callable[..., Any]] = {
    **{f"export {kind}": question for kind, question in EXPORTS.items() if kind != "runs"},
    "promises": promises.waiting_promises,
    "kept by customer": promises.by_customer,
    "kept by vendor": promises.by_vendor,
    "backlog": backlog.summary,
    "per day": backlog.per_day,
    "by lic": backlog.by_lic,
    "by age": backlog.by_age,
    "by customer": backlog.by_customer,
    "filled lately": backlog.filled_lately,
    "fillable": backlog.fillable,
    "waiting": backorders.waiting,
    "coverage": coverage.coverage,
    "not ordered": coverage.not_ordered,
    "stranded": stranded.find,
    "adjustments": stock.adjustments,
    "returns": returns.listed,
    "drafts": notices.drafts,
}


def plain(answer: Any) -> Any:
    """An answer that can be compared."""
    if isinstance(answer, pl.DataFrame):
        return answer.to_dicts()
    if isinstance(answer, list):
        return [plain(one) for one in answer]
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: plain(getattr(answer, field.name)) for field in fields(answer)}
    return answer


def answers(desk: Story, numbers: list[str]) -> dict[str, Any]:
    """What every screen, export and look back says of a desk."""
    found = {name: plain(desk.ask(question)) for name, question in QUESTIONS.items()}
    for lic in LICS:
        found[f"queue of {lic}"] = plain(desk.ask(demand.queue, lic))
        found[f"movements of {lic}"] = plain(desk.ask(stock.movements, lic))
    for number in numbers:
        found[f"why {number}"] = plain(desk.ask(explain, number))
        order_id = desk.ask(orders.find, number)["order_id"]
        found[f"promises of {number}"] = plain(desk.ask(promises.history, order_id))
    for log_id in range(1, desk.ask(history.newest).log_id + 1, 20):
        past = desk.ask(lambda tx, row=log_id: history.look(tx, history.after_row(tx, row)))
        found[f"as of #{log_id}"] = plain(past)
    found["replays"] = [(one.run_id, one.is_same, one.replay_hash) for one in desk.ask(replay.replay_all)]
    return found


def played(script: list[tuple[Any, ...]], policy: Policy, *, apart: bool) -> Iterator[Any]:
    """The answers of a desk on which these acts were done, and what undoing them all says, backwards."""
    with put_apart(really=apart):
        desk, numbers = Story(book=30, pen=10), list[str]()
        desk.prefer(allocation_policy=policy)
        for act in script:
            try:
                close(desk) if act == ("close",) else perform(desk, numbers, *act)
            except DeskError as error:
                yield str(error)
        yield answers(desk, numbers)
        for _ in range(4):
            try:
                yield plain(desk.undo())
            except DeskError as error:
                yield str(error)
            close(desk)
        yield answers(desk, numbers)


@drawing(2)
@given(
    st.lists(st.one_of(acts, acts, st.just(("close",))), min_size=8, max_size=12),
    st.sampled_from([Policy.STRICT, *Policy]),
)
def test_a_desk_that_is_closed_every_day_answers_as_one_that_never_is(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    for closed, never in zip(
        played(script, policy, apart=True), played(script, policy, apart=False), strict=True
    ):
        if isinstance(closed, dict):
            assert closed.keys() == never.keys()
            for name in closed:
                assert closed[name] == never[name], name
        assert closed == never


def tables(desk: Story) -> tuple[int, int, list[str]]:
    """Rows of promises that rest, and that do not; the states of all lines as they lie in the table."""

    def look(tx: Any) -> tuple[int, int, list[str]]:
        lines = tx._cursor.execute("select state from order_line").fetchall()
        return (
            tx.value("whole_desk.row_count", table_name="rested_promise"),
            tx.value("whole_desk.row_count", table_name="promise"),
            [state for (state,) in lines],
        )

    found: tuple[int, int, list[str]] = desk.ask(look)
    return found


def test_what_is_over_lies_before_what_is_open_and_its_promises_lie_apart() -> None:
    desk = Story(book=2, pen=0)
    waits, gone = desk.order("pen 4"), desk.order("book 3")
    desk.supply("book", 1)
    desk.sweep()
    desk.ship(gone)
    later = desk.order("pen 5")
    assert tables(desk)[2] == ["backordered", "shipped", "shipped", "backordered"]
    with put_apart(really=True):
        close(desk)
    rested, open_rows, states = tables(desk)
    assert (rested > 0, open_rows > 0) == (True, True)
    assert states == ["shipped", "shipped", "backordered", "backordered"]
    assert (desk.state(waits), desk.state(later)) == ("4 backordered", "5 backordered")


def test_a_line_that_waits_again_is_told_of_from_all_that_was_said_of_it() -> None:
    """Its shipment is voided after it was laid to rest (R33)."""
    desk = Story(book=0)
    number = desk.order("book 3")
    desk.supply("book", 3)
    desk.sweep()
    shipments = desk.ship(number)
    with put_apart(really=True):
        close(desk)
    assert tables(desk)[1] == 0
    desk.void(*shipments)
    desk.adjust("book", -3)
    assert desk.state(number) == "3 backordered"
    order_id = desk.ask(orders.find, number)["order_id"]
    states = desk.ask(promises.history, order_id)["state"].to_list()
    assert states[0] == "open"
    assert states[-1] == "open"
    assert "kept" in states
    with put_apart(really=True):
        close(desk)
    assert desk.ask(promises.history, order_id)["state"].to_list() == states


@pytest.mark.parametrize("version", [14, 17])
def test_a_desk_written_before_is_brought_over_and_answers_the_same(tmp_path: Path, version: int) -> None:
    """Nothing of it rests yet, and the one of version 14 has no balances (nor what is kept of runs since)."""
    desk = Story(open_desk(tmp_path / "now.duckdb", name="a test"), book=20, pen=3)
    first, second = desk.order("book 12", "pen 5"), desk.order("book 15 split")
    desk.supply("pen", 2)
    desk.sweep()
    desk.ship(first)
    desk.receive(desk.purchase("book", 9), book=4)
    before = answers(desk, [first, second])
    desk.session.close()
    older.make(tmp_path / "now.duckdb", tmp_path / "old.duckdb", version)
    with closing(open_desk(tmp_path / "old.duckdb", name="a test")) as session:
        brought = Story.__new__(Story)
        brought.session, brought.now, brought.actor = session, desk.now, desk.actor
        brought.prove()
        after = answers(brought, [first, second])
        rested, waiting, states = tables(brought)
    kept_later = {"replays", "drafts"} if version == 14 else set[str]()
    assert {name for name in before if after[name] != before[name]} <= kept_later
    assert rested > 0 < waiting
    assert states[-1] == "backordered"


def test_nothing_is_put_in_order_that_lies_well_enough() -> None:
    desk = Story(book=2)
    desk.ship(desk.order("book 1"))
    desk.order("book 3")
    before = tables(desk)[2]
    close(desk)
    assert tables(desk)[2] == before


def test_an_undone_closing_is_none() -> None:
    """It writes nothing that an undo could take back."""
    desk = Story(book=2)
    close(desk)
    with pytest.raises(DeskError, match="wrote nothing into the record log"):
        desk.undo(run_id=desk.ask(sweeps.runs)["run_id"][0])
    assert undo.UNDO not in desk.ask(sweeps.runs)["sweep"].to_list()
