"""``backorder up`` as a person starts it: pages and scheduler begin together and end together."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from engine import signals
from engine.up import _answers as answers
from tests.crash.processes import eventually, running

pytestmark = pytest.mark.crash

UP = """
import sys
from pathlib import Path
from engine import up
sys.exit(up.up(Path(sys.argv[1]), int(sys.argv[2])))
"""


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def up(path: Path, port: int) -> Any:
    """``backorder up`` in the folder of the desk, with a terminal on none of its streams."""
    return running("-c", UP, path.name, port, cwd=path.parent)


def scheduler_pid(path: Path) -> int:
    """Of the scheduler that beats; 0 if none does."""
    heartbeat = signals.read_heartbeat(path)
    return heartbeat.pid if heartbeat else 0


def lives(pid: int) -> bool:
    """Whether a process of that number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_both_says_where_and_stops_both_without_a_word(
    desk_path: Path, port: int, how: signal.Signals
) -> None:
    """Ctrl-C: exit code 0, and nothing on the terminal but the address."""
    with up(desk_path, port) as desk:
        said = [desk.says(), desk.says()]
        assert said[0] == f"Backorder Desk is at http://127.0.0.1:{port}"
        assert said[1] == f"The desk is {desk_path}; Ctrl-C ends it."
        assert answers(port)
        pid = eventually(lambda: scheduler_pid(desk_path))
        begun = time.monotonic()
        assert desk.end(how) == (0, "", "")
    assert time.monotonic() - begun < 8
    assert not answers(port)
    assert not lives(pid)
    assert signals.read_heartbeat(desk_path) is None


def test_when_it_is_killed_pages_and_scheduler_end_too(desk_path: Path, port: int) -> None:
    """No orphan keeps the port or the desk."""
    with up(desk_path, port) as desk:
        desk.says()
        pid = eventually(lambda: scheduler_pid(desk_path))
        desk.process.kill()
        eventually(lambda: not answers(port))
        eventually(lambda: not lives(pid))


def test_a_scheduler_that_dies_is_started_again_with_one_line(desk_path: Path, port: int) -> None:
    """R26: the pages go on meanwhile."""
    with up(desk_path, port) as desk:
        desk.says()
        first = eventually(lambda: scheduler_pid(desk_path))
        os.kill(first, signal.SIGKILL)
        eventually(lambda: scheduler_pid(desk_path) not in (0, first))
        assert answers(port)
        code, _, err = desk.end(signal.SIGINT)
    assert (code, err) == (0, "The scheduler ended by itself; it is started again in 1 seconds.\n")


def test_when_the_pages_cannot_start_all_of_it_ends(desk_path: Path, port: int) -> None:
    """Somebody took the port in the last moment."""
    late = UP.replace("sys.exit", "up._is_free = lambda _port: True; sys.exit")
    with socket.socket() as other, running("-c", late, desk_path, port) as desk:
        other.bind(("127.0.0.1", port))
        other.listen()
        code, out, err = desk.result()
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "The pages could not be started; what stands above says why."
    assert signals.read_heartbeat(desk_path) is None
