"""A past run, computed again from the record log, comes to the same; from a tampered log it does not."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine import orders
from engine.errors import DeskError
from engine.model import Policy, ShipType, SweepName
from engine.past import replay
from engine.past.replay import NotReplayable, Replay
from tests import worlds
from tests.acts import acts, perform
from tests.story import Story


def replayed(desk: Story, run_id: int) -> Replay:
    found: Replay = desk.ask(replay.replay, run_id)
    return found


@worlds.copied
def busy_desk() -> tuple[Story, int]:
    """20 books for 45 wanted; a sweep gives what comes in. Returns the desk and the sweep's run."""
    desk = Story(book=20)
    desk.order("book 25")
    desk.order("book 20")
    desk.supply("book", 15)
    return desk, desk.sweep(SweepName.PRIMARY).run_id


def test_a_run_comes_to_the_same_again() -> None:
    desk, run_id = busy_desk()
    assert replayed(desk, run_id).is_same


def test_what_happened_later_changes_nothing_of_it() -> None:
    desk, run_id = busy_desk()
    third = desk.order("book 30", priority=9)
    desk.pick(third)
    desk.adjust("book", -3)
    desk.supply("book", 40)
    desk.sweep()
    assert replayed(desk, run_id).is_same


def test_firm_lines_stand_outside_of_it() -> None:
    desk = Story(book=20)
    first = desk.order("book 25")
    second = desk.order("book 5", priority=0)
    desk.pick(first)
    with desk.act() as tx:
        orders.set_priority(tx, second, 4)
    desk.supply("book", 7)
    run_id = desk.sweep().run_id
    desk.ship(first)
    assert replayed(desk, run_id).is_same


def test_a_tampered_log_comes_to_something_else() -> None:
    desk, run_id = busy_desk()
    with desk.session.transaction(actor="Mallory") as tx:
        tx._cursor.execute(
            "update record_log set qty = qty + 1 where field = 'state' and new_value = 'backordered'"
        )
    found = replayed(desk, run_id)
    assert not found.is_same
    assert found.differences.height > 0


def test_a_tampered_movement_shows_where() -> None:
    desk, run_id = busy_desk()
    with desk.session.transaction(actor="Mallory") as tx:
        tx._cursor.execute("update movement set qty = 12 where kind = 'receipt'")
    (where,) = replayed(desk, run_id).differences.to_dicts()
    assert (where["line"], where["lic"], where["run_qty"], where["replay_qty"]) == (1, "book", 10, 7)


def test_a_run_without_a_result_says_so() -> None:
    desk = Story(book=20)
    run_id = desk.sweep(SweepName.REPLENISHMENT).run_id
    with pytest.raises(NotReplayable, match="it filled nothing"):
        replayed(desk, run_id)


RETURNED = (
    ("order", ["pen 21 split", "book 14 split", "book 6 split"], 0, ShipType.PARTIAL),
    ("supply", "book", 1),
    ("ship", 0),
    ("return", 0, 5),
    ("supply", "book", 1),
)
"""What a return brings back waits at the place in the queue that the rest of its line has (R34)."""


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=8, max_size=14), st.sampled_from([Policy.STRICT, *Policy]))
@example([*RETURNED, ("sweep",), ("sweep",)], Policy.STRICT)
def test_every_run_of_a_random_history_gives_its_hash(script: list[tuple[Any, ...]], policy: Policy) -> None:
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy)
    numbers: list[str] = []
    for number, act in enumerate(script):
        try:
            perform(desk, numbers, *act)
            if number % 3 == 2:
                desk.sweep()
        except DeskError:
            continue
    desk.sweep(SweepName.PRIMARY)
    runs = desk.ask(replay.replay_all)
    assert runs
    assert [run.run_id for run in runs if not run.is_same] == []
