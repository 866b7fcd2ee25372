"""A wait ends when nothing moves for its bound, and not before."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.errors import DeskBusy
from db.patience import Moves, Wait
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import add_one, reading


def test_a_wait_in_one_process_ends_in_a_sentence(path: Path) -> None:
    desk = world.session(path, "the pages", wait_seconds=0.1)
    with (
        desk.holding(),
        pytest.raises(DeskBusy, match=r"^The pages \(this process\) has been using the desk"),
    ):
        in_threads(lambda: add_one(desk))
    assert add_one(desk) == 1
    desk.close()


def test_nobody_is_sent_away_while_others_end_their_work(path: Path) -> None:
    """Five acts of a tenth of a second, and nobody waits longer than a quarter for something to move."""
    desk = world.session(path, "the pages", wait_seconds=0.25)

    def act() -> int:
        with desk.transaction(actor="ann") as tx:
            time.sleep(0.1)
            value: int = tx.value("world.reading") + 1
            tx.write("world.set", reading=value)
        return value

    reading(desk)
    assert sorted(in_threads(*[act] * 5)) == [1, 2, 3, 4, 5]
    desk.close()


def test_readers_that_come_and_go_do_not_hide_a_writer_that_hangs(path: Path) -> None:
    desk = world.session(path, "the pages", wait_seconds=0.3)
    with ThreadPoolExecutor(2) as pool, desk.holding():
        told = pool.submit(lambda: add_one(desk))
        for _ in range(12):
            pool.submit(reading, desk).result(timeout=5)
            time.sleep(0.05)
        assert isinstance(told.exception(timeout=5), DeskBusy)
    desk.close()


def test_a_wait_begins_anew_whenever_something_moves() -> None:
    moves = Moves()
    wait = Wait(0.05, moves)
    assert 0 < wait.left() <= 0.05
    time.sleep(0.06)
    assert wait.is_over()
    moves.note()
    assert not wait.is_over()
