"""The story of the demo in its order: four quiet weeks, six ordinary ones, and today."""

from __future__ import annotations

from random import Random

import polars as pl

from db.session import Transaction
from engine import log
from engine.demo import days, world
from engine.demo.days import Chance, Strike
from engine.demo.desk import Desk
from engine.demo.scenes import Scenes
from engine.demo.today import close
from engine.progress import Progress

WEEKS, QUIET = 10, 4
"""How many weeks pass, and how many of them are quiet: then only a few lines begin to wait."""
EDITION = 7
"""Rises when the demo tells another story."""
SEED = 11
_SENTENCE = "This desk is a demo: the company, its customers and its orders are made up."


def tell(desk: Desk, step: Progress) -> None:
    """Let ten weeks pass on an empty desk; ``step`` is called with the week that begins."""
    scenes, chance = Scenes(desk), Chance(Random(SEED), _strike(desk))  # noqa: S311 - chance, not secrecy
    desk.do(world.ADMIN, desk.at(desk.workday(WEEKS * 5), 8), lambda tx: _open_for_business(desk, tx))
    step(f"Demo: weeks 1 to {QUIET} of {WEEKS}")
    for back, scene in scenes.before().items():
        scene(desk.workday(back))
        days.evening(desk, desk.workday(back))
    for week in range(QUIET + 1, WEEKS + 1):
        step(f"Demo: week {week} of {WEEKS}")
        last = (WEEKS - week) * 5
        for back in range(last + 5, last, -1):
            _one_day(desk, scenes, chance, back)
    step("Demo: today")
    close(desk, chance)


def _one_day(desk: Desk, scenes: Scenes, chance: Chance, back: int) -> None:
    day = desk.workday(back)
    days.morning(desk, chance, day)
    if scene := scenes.during().get(back):
        scene(day)
    if back > 1:  # what was packed yesterday is still there
        days.evening(desk, day)


def _strike(desk: Desk) -> Strike:
    """The printer of one vendor stands still for three weeks: that is where the backlog comes from."""
    return Strike("LANTERN", desk.workday(20), desk.workday(5))


def _open_for_business(desk: Desk, tx: Transaction) -> None:
    world.furnish(desk, tx)
    made = current_edition(tx)
    log.write(tx, record="desk", record_id="demo", field="edition", new_value=made, sentence=_SENTENCE)


def current_edition(tx: Transaction) -> str:
    """What a demo made today says of itself: its story and the version of its tables."""
    return f"{EDITION}.{tx.value('whole_desk.version')}"


def edition(tx: Transaction) -> str | None:
    """The edition of the demo on this desk; None: it is no demo."""
    rows = log.search(tx, word="demo", most=10_000).filter(
        pl.col("record") == "desk", pl.col("field") == "edition"
    )
    return next(iter(rows["new_value"].to_list()), None)
