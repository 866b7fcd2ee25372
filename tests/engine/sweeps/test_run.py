"""Runs: switched off, once per scheduled time, with a row each, proven or rolled back (R25, R27 to R29)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.session import Transaction
from engine import allocation, log, queues, sweeps
from engine.interchange import exporting
from engine.model import MayGain, Outcome, SweepName, Trigger
from tests.story import Story

AT_TWO = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def test_r25_switched_off_the_sweeps_do_nothing_and_the_run_log_says_so() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.adjust("book", 5)
    desk.prefer(backorder_management="off")
    report = desk.sweep()
    assert (report.outcome, desk.state(order)) == (Outcome.OFF, "5 backordered")
    assert "off" in report.error


def test_r27_one_scheduled_time_is_run_once_whoever_tries() -> None:
    desk = Story(book=0)

    def run() -> sweeps.SweepReport | None:
        return sweeps.run_sweep(
            desk.session,
            SweepName.SECONDARY,
            actor="scheduler",
            trigger=Trigger.SCHEDULED,
            scheduled_for=AT_TWO,
            now=AT_TWO,
        )

    first = run()
    assert first is not None
    assert (first.outcome, first.run_trigger) == (Outcome.DONE, Trigger.SCHEDULED)
    assert run() is None


def test_r28_every_run_has_its_row_with_what_it_did() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.order("book 5")
    desk.supply("book", 8)
    report = desk.sweep(SweepName.PRIMARY)
    row = desk.ask(exporting.EXPORTS["runs"]).to_dicts()[0]
    assert list(row.items()) == list(sweeps.as_dict(report).items())
    assert (
        report.counts.lines_filled,
        int(report.counts.units_allotted),
        report.counts.shipments_created,
    ) == (2, 8, 2)
    assert (report.run_trigger, report.actor, report.counts.pools) == (Trigger.MANUAL, "Ann", 1)


def test_r28_what_a_run_wrote_carries_its_number() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    report = desk.sweep()
    rows = desk.ask(log.search, run=report.run_id)
    assert any("5 of book allotted" in sentence for sentence in rows["sentence"])
    assert desk.state(order) == "5 allotted"


def test_r29_a_run_whose_proof_fails_is_rolled_back_and_names_the_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)

    def careless(tx: Transaction, _step: object) -> sweeps.SweepCounts:
        """A sweep that allots without putting the line on a shipment."""
        tx.write("allocation.select_pools_that_wait")
        decision = allocation.decide(tx, MayGain.ALL)
        queues.note_changed(tx, decision.applied)
        with tx.lent("change", decision.changes):
            tx.write("allocation.change_lines")
        return sweeps.SweepCounts()

    monkeypatch.setitem(sweeps.SWEEPS, SweepName.SECONDARY, careless)
    report = sweeps.run_sweep(desk.session, SweepName.SECONDARY, actor="Ann", now=desk.now)
    assert report is not None
    assert report.outcome == Outcome.FAILED
    assert f"Line 1 of order {order}" in report.error
    assert desk.state(order) == "5 backordered"


def test_a_receipt_sweeps_at_once_if_the_preference_says_so() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    assert sweeps.after_receipt(desk.session, "Ann", desk.now) is None
    desk.prefer(sweep_on_receipt="on")
    assert sweeps.after_receipt(desk.session, "Ann", desk.now) is not None
    assert desk.state(order) == "5 allotted"


def test_whoever_watches_a_run_is_told_each_step_with_how_much_there_is_of_it() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 3", "pen 2")
    desk.adjust("book", 3)
    assert steps_of(desk, SweepName.SECONDARY) == [
        "reading the queue",
        "deciding who gets what of 2 LICs",
        "writing 1 line that changed",
        "proving what it did",
        "checking what to tell customers",
    ]
    assert steps_of(desk, SweepName.REPLENISHMENT) == [
        "reading the levels",
        "ordering what is short",
        "proving what it did",
    ]
    assert steps_of(desk, SweepName.CLOSING) == [
        "proving the whole desk",
        "carrying balances forward",
        "laying to rest what is over; 1 balance carried forward",
    ]


def steps_of(desk: Story, sweep: SweepName) -> list[str]:
    steps: list[str] = []
    report = sweeps.run_sweep(desk.session, sweep, actor="Ann", now=desk.now, step=steps.append)
    assert report is not None
    assert report.outcome is Outcome.DONE, report.error
    return steps


def test_r28_runs_are_found_by_how_they_ended() -> None:
    desk = Story(book=0)
    desk.sweep()
    assert desk.ask(sweeps.runs, None, Outcome.DONE).height == 1
    assert desk.ask(sweeps.runs, "secondary", Outcome.FAILED).height == 0
