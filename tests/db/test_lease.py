"""Two processes at one desk. Each test starts real ones (tests/db/clerk.py)."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from db.errors import DeskBusy
from db.gate import State
from db.lease import Lease
from db.patience import Moves, Wait
from db.session import Session
from tests.db import world
from tests.db.states import eventually_in_line, wait_for
from tests.db.world import Hire, add_one, reading


def test_two_processes_that_count_lose_nothing_and_meet_no_error(file_desk: Session, hire: Hire) -> None:
    add_one(file_desk)
    clerks = [hire("bump", 60), hire("bump", 60)]
    assert [clerk.report()["done"] for clerk in clerks] == [60, 60]
    assert reading(file_desk) == 121


def test_threads_that_work_go_on_while_the_desk_changes_hands(file_desk: Session, hire: Hire) -> None:
    """Four writers and two readers here, a writer there; readings never fall."""
    add_one(file_desk)
    clerk = hire("bump", 60)

    def write() -> None:
        for _ in range(60):
            add_one(file_desk)

    def read() -> bool:
        seen = [reading(file_desk) for _ in range(150)]
        return seen == sorted(seen)

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write) for _ in range(4)]
        readers = [pool.submit(read) for _ in range(2)]
        assert [job.result(timeout=60) for job in writers + readers] == [None] * 4 + [True] * 2
    assert clerk.report()["done"] == 60
    assert reading(file_desk) == 301


def test_two_that_never_pause_share_the_desk(hire: Hire) -> None:
    clerks = [hire("bump_for", 3), hire("bump_for", 3)]
    assert [clerk.says() for clerk in clerks] == ["ready", "ready"]
    for clerk in clerks:
        clerk.leave()
    done = [clerk.report() for clerk in clerks]
    fewer, more = sorted(report["turns"] for report in done)
    assert more <= fewer * 2 + 2, "they take turns, however slow the machine"
    assert max(report["longest"] for report in done) < 15


def test_one_who_waits_too_long_is_told_who_has_the_desk(impatient: Session, hire: Hire) -> None:
    clerk = hire("work_until_told")
    assert clerk.says() == "working"
    with pytest.raises(DeskBusy) as caught:
        add_one(impatient)
    assert str(caught.value) == (
        f"The scheduler (process {clerk.process.pid}) has been using the desk for more than 0.4 seconds; "
        "wait a moment and try again, or stop it."
    )
    clerk.report()
    assert add_one(impatient) == 1001


def test_the_second_in_the_queue_is_told_the_same(impatient: Session, hire: Hire, path: Path) -> None:
    worker = hire("work_until_told")
    assert worker.says() == "working"
    waiter = hire("attempt", name="the pages")
    eventually_in_line(path, 1)
    with pytest.raises(DeskBusy, match=rf"The scheduler \(process {worker.process.pid}\)"):
        add_one(impatient)
    worker.report()
    assert waiter.report() == {"reading": 1001}


def test_one_who_waited_longer_but_joins_late_waits_for_whoever_stands_in_the_turnstile(path: Path) -> None:
    """Neither waits for the other for ever."""
    owner, standing, late = (Lease(path, name) for name in ("the owner", "the pages", "the scheduler"))

    def take(lease: Lease, since: int) -> bool:
        took = lease.take(Wait(20, Moves()), since)
        lease.let_go()
        return took

    assert owner.take(Wait(20, Moves()), 1)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(take, standing, 20)
        while not owner.is_wanted():
            time.sleep(0.005)
        second = pool.submit(take, late, 10)
        eventually_in_line(path, 2)
        owner.let_go()
        assert first.result(timeout=10)
        assert second.result(timeout=10)


def test_the_owner_tries_no_lock_while_nobody_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks forty times a second for as long as it has the desk."""
    owner = Lease(path, "the owner")
    assert owner.take(Wait(20, Moves()), 1)
    tried: list[FileLock] = []
    monkeypatch.setattr(FileLock, "acquire", lambda lock, **_: tried.append(lock))
    assert not owner.is_wanted()
    monkeypatch.undo()
    owner.let_go()
    assert tried == []


def test_nobody_is_sent_away_while_another_process_gets_on(impatient: Session, hire: Hire) -> None:
    """It keeps the desk for longer than anybody waits, but ends one act after the other."""
    clerk = hire("work_in_steps", 8, 0.15)
    assert clerk.says() == "1"
    assert add_one(impatient) == 9
    clerk.report()


def test_shares_go_by_persons_and_not_by_processes(hire: Hire) -> None:
    clerks = [hire("share", persons, 4) for persons in (3, 1)]
    assert [clerk.says() for clerk in clerks] == ["ready", "ready"]
    for clerk in clerks:
        clerk.leave()
    done = [person for clerk in clerks for person in clerk.report()["done"]]
    assert max(done) - min(done) <= 2, "by processes, one would act three times as often as the others"


def test_one_that_hangs_in_the_turnstile_is_named_and_not_whoever_had_the_desk_last(
    impatient: Session, path: Path, hire: Hire
) -> None:
    add_one(impatient)
    clerk = hire("hang_in_the_turnstile")
    assert clerk.says() == "standing"
    wait_for(impatient, State.AWAY)
    note_of_the_dead(path)
    with pytest.raises(DeskBusy) as caught:
        add_one(impatient)
    assert str(caught.value) == (
        f"The scheduler (process {clerk.process.pid}) is first in line for the desk and has not taken it for "
        "more than 0.4 seconds; wait a moment and try again, or stop it."
    )
    clerk.report()
    assert add_one(impatient) == 2


def test_a_note_of_one_that_is_gone_is_not_believed(impatient: Session, path: Path) -> None:
    note_of_the_dead(path)
    with FileLock(path.with_name("desk.duckdb.hold")), pytest.raises(DeskBusy) as caught:
        add_one(impatient)
    assert str(caught.value).startswith("Another process has been using the desk for more than 0.4 seconds")


def note_of_the_dead(path: Path) -> None:
    """A note of a process that was killed while it had the desk."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    note = {"pid": gone.pid, "name": "the dead", "since": datetime.now(UTC).isoformat()}
    path.with_name("desk.duckdb.holder").write_text(json.dumps(note), encoding="utf-8")


def test_a_number_that_another_process_has_by_now_is_not_believed_either(
    impatient: Session, path: Path
) -> None:
    note = {"pid": os.getpid(), "name": "the dead", "since": "2001-01-01T00:00:00+00:00"}
    path.with_name("desk.duckdb.holder").write_text(json.dumps(note), encoding="utf-8")
    with FileLock(path.with_name("desk.duckdb.hold")), pytest.raises(DeskBusy, match=r"^Another process"):
        add_one(impatient)


def test_the_sentence_says_how_many_wait_too(path: Path, hire: Hire) -> None:
    worker = hire("work_until_told")
    assert worker.says() == "working"
    waiters = [hire("attempt"), hire("attempt")]
    eventually_in_line(path, 2)
    desk = world.session(path, wait_seconds=0.3)
    with pytest.raises(DeskBusy, match=r"for more than 0\.3 seconds, and 2 others wait for it too; wait a"):
        add_one(desk)
    worker.report()
    assert sorted(waiter.report()["reading"] for waiter in waiters) == [1001, 1002]
    desk.close()


def test_nested_work_is_admitted_while_a_hand_over_is_due(file_desk: Session, hire: Hire) -> None:
    add_one(file_desk)
    with file_desk.holding():
        clerk = hire("attempt")
        wait_for(file_desk, State.DRAINING)
        assert add_one(file_desk) == 2
        with file_desk.transaction(actor="ann") as tx:
            assert reading(file_desk) == tx.value("world.reading") == 2
    assert clerk.report() == {"reading": 3}
    assert reading(file_desk) == 3


def test_a_snapshot_grows_into_a_transaction_while_a_writer_waits_for_the_desk_to_come_back(
    file_desk: Session, hire: Hire
) -> None:
    """The writer in line waits for the hand-over, which waits for the snapshot: the snapshot must not wait
    for it."""
    add_one(file_desk)
    with ThreadPoolExecutor(1) as pool:
        with file_desk.snapshot():
            clerk = hire("attempt")
            wait_for(file_desk, State.DRAINING)
            waiting = pool.submit(add_one, file_desk)
            time.sleep(0.1)
            assert add_one(file_desk) == 2
        assert clerk.report() == {"reading": 3}
        assert waiting.result(timeout=10) == 4


def test_readers_read_on_while_a_hand_over_waits_for_a_writer(file_desk: Session, hire: Hire) -> None:
    add_one(file_desk)
    with ThreadPoolExecutor(1) as pool, file_desk.holding():
        clerk = hire("attempt")
        wait_for(file_desk, State.DRAINING)
        assert pool.submit(reading, file_desk).result(timeout=5) == 1
    assert clerk.report() == {"reading": 2}


def test_another_process_waits_for_the_exclusive_file(file_desk: Session, hire: Hire) -> None:
    add_one(file_desk)
    with file_desk.exclusive_file():
        clerk = hire("attempt")
        time.sleep(0.5)
        assert clerk.process.poll() is None
    assert clerk.report() == {"reading": 2}


def test_those_who_wait_behind_the_exclusive_file_are_told_which_other_process_is_in_the_way(
    impatient: Session, hire: Hire
) -> None:
    """It waits itself: this process has nothing to do with it."""
    clerk = hire("work_until_told")
    assert clerk.says() == "working"
    with ThreadPoolExecutor(2) as pool:
        backup = pool.submit(lambda: impatient.exclusive_file().__enter__())
        wait_for(impatient, State.DRAINING)
        told = pool.submit(add_one, impatient)
        for job in (backup, told):
            with pytest.raises(DeskBusy, match=rf"^The scheduler \(process {clerk.process.pid}\)"):
                job.result(timeout=10)
    clerk.report()


def test_the_exclusive_file_is_taken_from_another_process(file_desk: Session, hire: Hire) -> None:
    clerk = hire("sit")
    assert clerk.says() == "sitting"
    with file_desk.exclusive_file() as file:
        assert not file.with_name("desk.duckdb.wal").exists()
    clerk.report()
    assert reading(file_desk) == 0


def test_two_sessions_of_one_process_share_a_desk_as_two_processes_do(file_desk: Session, path: Path) -> None:
    other = world.session(path, "another")
    for expected in (1, 3, 5):
        assert (add_one(file_desk), add_one(other)) == (expected, expected + 1)
    other.close()
