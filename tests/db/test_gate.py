"""Many readers and one writer inside a process: who waits for whom, and who goes next."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from db.session import Session
from tests.db.threads import in_threads
from tests.db.world import add_one, reading


def test_holding_keeps_other_writers_out_and_readers_in(file_desk: Session) -> None:
    with ThreadPoolExecutor(2) as pool, file_desk.holding():
        assert add_one(file_desk) == 1
        other = pool.submit(add_one, file_desk)
        assert pool.submit(reading, file_desk).result(timeout=5) == 1
        time.sleep(0.05)
        assert not other.done()
        assert add_one(file_desk) == 2
    assert other.result() == 3


def test_readers_read_at_the_same_time(file_desk: Session) -> None:
    everyone = threading.Barrier(4, timeout=10)

    def look() -> int:
        with file_desk.snapshot() as tx:
            everyone.wait()
            value: int = tx.value("world.reading")
            return value

    assert in_threads(*[look] * 4) == [0] * 4


def test_a_reader_does_not_wait_for_a_writer(file_desk: Session) -> None:
    with file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        assert in_threads(lambda: reading(file_desk)) == [0]


def test_writers_in_threads_lose_nothing(file_desk: Session) -> None:
    in_threads(*[lambda: [add_one(file_desk) for _ in range(50)]] * 6)
    assert reading(file_desk) == 300


def test_writers_take_turns(file_desk: Session) -> None:
    """One that begins again at once goes behind those that wait."""
    shares = in_threads(*[lambda: writes_within(file_desk, 0.7)] * 4)
    assert min(shares) * 3 >= max(shares)


def writes_within(desk: Session, seconds: float) -> int:
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        add_one(desk)
        done += 1
    return done


def test_a_snapshot_may_grow_into_a_transaction_while_writers_wait(file_desk: Session) -> None:
    both = threading.Barrier(2, timeout=10)

    def look_then_write() -> int:
        with file_desk.snapshot():
            both.wait()
            return add_one(file_desk)

    assert sorted(in_threads(look_then_write, look_then_write)) == [1, 2]
