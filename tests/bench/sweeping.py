"""Sweeps: of a desk on which everything waits, of one on which nothing changes, and after receipts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine import supply, sweeps
from engine.model import Outcome, SweepName
from engine.store import Session, open_desk
from tests.bench import acts, desks
from tests.bench.measuring import Act
from tests.bench.world import World

RECEIPTS = 50


def full(world: World) -> Act:
    """A sweep of a desk on which everything waits, that is committed and proven."""
    desk = world.entered("rested", lambda: _rested(world), anew=True)
    return lambda: _check(world, sweep(desk, SweepName.SECONDARY))


@contextmanager
def _rested(world: World) -> Iterator[Session]:
    """A desk on which everything waits; it is open, as it is between the sweeps of a running desk."""
    file = desks.rested(world.setting, Path(tempfile.mkdtemp(dir=world.place)))
    with closing(open_desk(file, name="the bench")) as desk:
        with desk.snapshot():
            pass
        yield desk
    file.unlink()


def _check(world: World, report: sweeps.SweepReport) -> None:
    """Under strict the sweep and the bare window give the same units to as many lines."""
    if world.setting.mix == "mixed":
        return  # a whole line holds its place, which the window does not know
    given = (report.counts.lines_filled, float(report.counts.units_allotted))
    assert given == world.floors.granted(), (given, world.floors.granted())


def nothing(world: World) -> Act:
    """A sweep that finds nothing to do."""
    sweep(world.desk, SweepName.SECONDARY)
    return lambda: sweep(world.desk, SweepName.SECONDARY)


def closing_the_day(world: World) -> Act:
    """The day is closed, without a backup."""
    return lambda: sweep(world.desk, SweepName.CLOSING)


def bringing_over(world: World) -> Act:
    """A desk of an older version is opened: copied, brought over, and used."""
    file = desks.then(world.setting, Path(tempfile.mkdtemp(dir=world.place)))

    def act() -> None:
        with closing(open_desk(file, name="the bench")) as desk, desk.snapshot():
            pass

    return act


def after_receipts(world: World) -> Act:
    """The primary sweep after fifty receipts."""
    sweep(world.desk, SweepName.PRIMARY)
    for _ in range(min(RECEIPTS, world.setting.pos)):
        po, lic, qty = acts.next_receipt(world)
        with world.desk.transaction(actor=desks.ACTOR) as tx:
            supply.receive(tx, po, {lic: qty})
    return lambda: sweep(world.desk, SweepName.PRIMARY)


def sweep(desk: Session, name: SweepName) -> sweeps.SweepReport:
    """Run a sweep, which must come to its end."""
    report = sweeps.run_sweep(desk, name, actor=desks.ACTOR)
    assert report is not None
    assert report.outcome == Outcome.DONE, report.error
    return report
