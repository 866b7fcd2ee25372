"""Processes that die, stop or end without closing, and tools that know no lease."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.errors import DeskBusy
from db.session import Session
from tests.db import world
from tests.db.states import eventually_in_line
from tests.db.world import Hire, add_one, reading


@pytest.mark.crash
def test_one_that_is_killed_in_line_holds_nobody_up_and_leaves_nothing(
    file_desk: Session, path: Path, hire: Hire
) -> None:
    """Two wait and are killed, one who came after them gets the desk."""
    with file_desk.holding():
        waiters = [hire("attempt"), hire("attempt")]
        eventually_in_line(path, 2)
        third = hire("attempt")
        eventually_in_line(path, 3)
        for waiter in waiters:
            waiter.kill()
    assert third.report() == {"reading": 1}
    assert reading(file_desk) == 1
    assert not path.with_name("desk.duckdb.queue").exists()


@pytest.mark.crash
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_one_that_is_stopped_is_named_and_goes_on_afterwards(impatient: Session, hire: Hire) -> None:
    clerk = hire("work_until_told")
    assert clerk.says() == "working"
    os.kill(clerk.process.pid, signal.SIGSTOP)
    with pytest.raises(DeskBusy, match=rf"The scheduler \(process {clerk.process.pid}\)"):
        add_one(impatient)
    os.kill(clerk.process.pid, signal.SIGCONT)
    clerk.report()
    assert add_one(impatient) == 1001


@pytest.mark.crash
def test_one_that_is_killed_at_work_frees_the_desk_and_leaves_nothing_half_done(
    file_desk: Session, hire: Hire
) -> None:
    clerk = hire("work_until_told")
    assert clerk.says() == "working"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(add_one, file_desk)
        time.sleep(0.1)
        clerk.kill()
        assert waiting.result(timeout=10) == 1


@pytest.mark.crash
def test_what_was_committed_outlives_a_kill(file_desk: Session, hire: Hire) -> None:
    add_one(file_desk)
    with file_desk.exclusive_file():
        pass
    for expected in (2, 3, 4):
        clerk = hire("sit_after_one")
        assert clerk.says() == str(expected)
        clerk.kill()
    assert reading(file_desk) == 4


def test_one_that_ends_without_closing_makes_no_noise(path: Path, hire: Hire) -> None:
    assert hire("leave_open").report() == {"reading": 1}  # and nothing on its error stream
    assert not path.with_name("desk.duckdb.wal").exists()
    assert not path.with_name("desk.duckdb.holder").exists()


def test_a_tool_that_knows_no_lease_is_named(impatient: Session, hire: Hire) -> None:
    shell = hire("shell")
    assert shell.says() == "sitting"
    with pytest.raises(
        DeskBusy, match=rf"\(process {shell.process.pid}\) has been using the desk for more than"
    ):
        reading(impatient)
    shell.report()


def test_a_tool_that_leaves_in_time_is_waited_for(path: Path, hire: Hire) -> None:
    desk = world.session(path)
    add_one(desk)
    desk.close()
    shell = hire("shell")
    assert shell.says() == "sitting"
    threading.Timer(0.3, shell.leave).start()
    desk = world.session(path)
    assert add_one(desk) == 2
    desk.close()
    shell.report()
