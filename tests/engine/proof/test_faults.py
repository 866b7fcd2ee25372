"""Rows that were at fault before a run stop nobody else's (R29): it leaves their pools out and says so."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle

import pytest

from db.session import Transaction
from engine import allocation, proof, queues, replenishment, stock, sweeps, undo
from engine.model import MayGain, Outcome, Policy, SweepName
from engine.past import replay
from tests import worlds
from tests.story import Story


def seed(desk: Story, *statements: str) -> None:
    """What somebody's script did to the file; nothing above the newest numbers, so that no guard sees it."""
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        for statement in statements:
            tx._cursor.execute(statement)
    assert desk.ask(proof.problems).height


def stolen(lic: str, qty: int) -> str:
    """Units gone from a pool without a word."""
    return (
        f"update movement set qty = qty - {qty} where kind = 'beginning balance' "
        f"and item_id = (select item_id from item where lic = '{lic}')"
    )


def run(desk: Story, sweep: SweepName = SweepName.SECONDARY) -> sweeps.SweepReport:
    report = sweeps.run_sweep(desk.session, sweep, actor=desk.actor, now=desk.now)
    assert report is not None
    return report


@worlds.copied
def rivals(policy: Policy = Policy.STRICT) -> tuple[Story, str, str]:
    """Books and pens wait and have come; the books will be at fault."""
    desk = Story(book=10, pen=0)
    desk.prefer(allocation_policy=policy)
    desk.pick(desk.order("book 6"))
    book, pen = desk.order("book 5"), desk.order("pen 5")
    desk.receive(desk.purchase("pen", 5), pen=5)
    desk.receive(desk.purchase("book", 1), book=1)
    return desk, book, pen


WAITS = "item_id = 1 and state = 'backordered'"
FAULTS = {
    "negative on hand": [stolen("book", 30)],
    "promised twice": [stolen("book", 9)],
    "wrong line state": [
        "update order_line set state = 'pending' where item_id = 1 and state = 'backordered'"
    ],
    "unranked": ["update order_line set entry_seq = null where item_id = 1 and state = 'backordered'"],
    "bad quantity": [
        "update order_line set qty = 0.5, ordered_qty = 0.5 where item_id = 1 and state = 'backordered'"
    ],
    "siblings": ["update order_line set ordered_qty = 77 where item_id = 1 and state = 'backordered'"],
    "no shipment": ["update shipment_line set live = false where shipment_id = 1"],
    "shipment": ["update shipment_line set qty = 3 where shipment_id = 1"],
    "log": ["delete from record_log where field = 'state' and new_value = 'backordered' and item_id = 1"],
    "twin line": [f"insert into order_line from order_line where {WAITS}"],
    "twin order": [
        "insert into sales_order select * replace (number || 'x' as number) from sales_order limit 1"
    ],
    "twin LIC": ["insert into item select * replace (99 as item_id) from item where lic = 'book'"],
    "purchase order": ["update purchase_order set state = 'open' where po_id = 2"],
}


@pytest.mark.parametrize(
    ("fault", "policy", "sweep"), [*zip(FAULTS, cycle(Policy), cycle(sweeps.FILLING), strict=False)]
)
def test_r29_a_pool_at_fault_is_left_out_and_named_and_the_others_are_served(
    fault: str, policy: Policy, sweep: SweepName
) -> None:
    desk, book, pen = rivals(policy)
    seed(desk, *FAULTS[fault])
    waited = desk.state(book)
    report = run(desk, sweep)
    assert report.outcome == Outcome.DONE, report.error
    assert (desk.state(pen), report.counts.lines_filled) == ("5 allotted", 1)
    assert desk.state(book) == waited
    assert report.error.startswith("Left out what was at fault before: ")
    assert desk.ask(replay.replay, report.run_id).is_same
    assert run(desk, sweep).counts.lines_filled == 0


@pytest.mark.parametrize(
    "fault",
    [stolen("book", 1), "update order_line set ordered_qty = 77 where item_id = 1 and state = 'backordered'"],
)
def test_r42_who_would_lose_is_not_asked_of_what_the_sweep_leaves_out(fault: str) -> None:
    desk = Story(book=5, pen=0)
    complete, other = desk.complete("book 5", "pen 5"), desk.order("book 5")
    desk.prefer(allocation_policy="skip")
    assert desk.ask(sweeps.losers, SweepName.SECONDARY)["order"].to_list() == [complete]
    seed(desk, fault)
    assert desk.ask(sweeps.losers, SweepName.SECONDARY).height == 0
    report = run(desk)
    assert report.outcome == Outcome.DONE, report.error
    assert (desk.state(complete), desk.state(other)) == ("5 allotted, 5 backordered", "5 backordered")


def test_what_to_do_about_it_is_said() -> None:
    desk, _, _ = rivals()
    seed(desk, stolen("book", 9))
    assert run(desk).error == (
        "Left out what was at fault before: book has 2 on hand but 10 allotted. Count what is there and post "
        "the difference, or void shipments of it. Everything else was served."
    )


def test_mended_it_is_served_by_the_next_primary_run_though_nothing_came() -> None:
    desk, book, _ = rivals()
    seed(desk, stolen("book", 9))
    run(desk, SweepName.PRIMARY)
    with desk.act() as tx:
        stock.adjust(tx, "book", Decimal(9), reason="found")
    report = run(desk, SweepName.PRIMARY)
    assert (report.error, desk.state(book)) == ("", "4 allotted, 1 allotted")
    assert [each.is_same for each in desk.ask(replay.replay_all)] == [True, True]


@pytest.mark.parametrize("policy", Policy)
def test_a_complete_order_with_a_line_in_such_a_pool_takes_nothing_that_it_cannot_use(policy: Policy) -> None:
    desk = Story(book=10, pen=0, cup=0)
    desk.prefer(allocation_policy=policy)
    desk.pick(desk.order("book 6"))
    both = desk.complete("book 9", "pen 5")
    pen, cup = desk.order("pen 5"), desk.order("cup 3")
    desk.supply("pen", 5)
    desk.supply("cup", 3)
    seed(desk, stolen("book", 9))
    report = run(desk)
    assert (report.outcome, desk.state(cup)) == (Outcome.DONE, "3 allotted")
    if policy is Policy.STRICT:  # which gives line by line
        assert desk.state(both) == "9 backordered, 5 allotted"
    else:
        assert (desk.state(both), desk.state(pen)) == ("9 backordered, 5 backordered", "5 allotted")
    assert desk.ask(replay.replay, report.run_id).is_same
    assert run(desk).counts.lines_filled == 0


def test_replenishment_leaves_it_out_too() -> None:
    desk, _, _ = rivals()
    with desk.act() as tx:
        for lic in ("book", "pen"):
            replenishment.set_levels(tx, lic, level=Decimal(50), target=Decimal(90), vendor="press")
    seed(desk, stolen("book", 9))
    report = run(desk, SweepName.REPLENISHMENT)
    assert (report.outcome, report.counts.pools, report.counts.pos_created) == (Outcome.DONE, 1, 1)
    assert "book has 2 on hand but 10 allotted" in report.error


def test_what_the_run_itself_does_wrong_takes_it_back_on_a_desk_at_fault_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, _, pen = rivals()
    seed(desk, stolen("book", 9))

    def careless(tx: Transaction, _step: object) -> sweeps.SweepCounts:
        allocation.select_pools(tx, [(2, 1)])
        decision = allocation.decide(tx, MayGain.ALL)
        queues.note_changed(tx, decision.applied)
        with tx.lent("change", decision.changes):
            tx.write("allocation.change_lines")
        return sweeps.SweepCounts()

    monkeypatch.setitem(sweeps.SWEEPS, SweepName.SECONDARY, careless)
    report = run(desk)
    assert (report.outcome, desk.state(pen)) == (Outcome.FAILED, "5 backordered")
    assert f"Line 1 of order {pen}" in report.error
    assert "book" not in report.error


def test_an_undo_is_not_refused_for_what_was_at_fault_before() -> None:
    desk, _, pen = rivals()
    run(desk)
    seed(desk, stolen("book", 9))
    done = sweeps_undone(desk)
    assert (done, desk.state(pen)) == ([], "5 backordered")


def sweeps_undone(desk: Story) -> list[str]:
    return undo.undo(desk.session, actor=desk.actor, now=desk.now, run_id=1).refused
