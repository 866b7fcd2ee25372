"""Opening the desk makes it ready: what was killed is marked, and every sweep has a schedule."""

from __future__ import annotations

from pathlib import Path

from engine import sweeps
from engine.model import Outcome, SweepName
from engine.store import open_desk
from engine.sweeps import schedules


def test_r24_every_sweep_of_a_new_desk_has_a_schedule() -> None:
    session = open_desk(None, name="a test")
    with session.snapshot() as tx:
        assert [plan.sweep for plan in schedules.schedules(tx)] == list(SweepName)
    session.close()


def test_r28_a_run_that_nobody_ended_was_interrupted(desk_path: Path) -> None:
    session = open_desk(desk_path, name="a test")
    with session.transaction(actor="Ann") as tx:
        tx.write("sweeps.start", sweep=SweepName.PRIMARY, run_trigger="manual", scheduled_for=None, scope="")
    session.close()
    again = open_desk(desk_path, name="a test")
    with again.snapshot() as tx:
        assert sweeps.runs(tx)["outcome"].to_list() == [Outcome.INTERRUPTED]
    again.close()
