"""``backorder up`` as a person starts it: pages and scheduler begin together and end together."""

from __future__ import annotations

import base64
import http.client
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from engine import signals
from engine.service import keeper
from engine.service.supervisor import _answers as answers
from tests.crash.processes import eventually, running

pytestmark = pytest.mark.crash

UP = """
import sys
from pathlib import Path
from engine.service import supervisor
sys.exit(supervisor.up(Path(sys.argv[1]), int(sys.argv[2])))
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
    """The process of the scheduler that beats; 0 if none does."""
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


def test_pages_that_die_are_started_again_with_one_line(desk_path: Path, port: int) -> None:
    """R26: the sweeps go on meanwhile."""
    with up(desk_path, port) as desk:
        desk.says()
        desk.says()
        scheduler = eventually(lambda: scheduler_pid(desk_path))
        os.kill(pages_pid(desk.process.pid), signal.SIGKILL)
        assert desk.says() == f"The pages are back at http://127.0.0.1:{port}"
        assert answers(port)
        assert scheduler_pid(desk_path) == scheduler
        code, _, err = desk.end(signal.SIGINT)
    assert (code, err) == (0, "The pages ended by themselves; they are started again in 1 seconds.\n")


def test_a_child_that_dies_again_and_again_ends_all_of_it_with_a_true_sentence(
    desk_path: Path, port: int
) -> None:
    hasty = UP.replace("import supervisor", "import keeper, supervisor; keeper.SHORTEST_PAUSE = 0.01")
    hasty = hasty.replace("sys.exit", "supervisor._scheduler = lambda path: ['no.such.module']; sys.exit")
    with running("-c", hasty, desk_path, port) as desk:
        desk.says()
        code, _, err = desk.result()
    said = [line for line in err.splitlines() if line.startswith("The scheduler")]
    assert code == 1
    assert len(said) == keeper.MOST_DEATHS
    assert said[0] == "The scheduler ended by itself; it is started again in 0.01 seconds."
    assert said[-1] == (
        "The scheduler ended 6 times in a row, so the whole desk was ended; what stands above says why."
    )
    assert not answers(port)


def pages_pid(up: int) -> int:
    """The process of the pages that `up` started."""
    children = Path(f"/proc/{up}/task/{up}/children").read_text(encoding="ascii").split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return next(pid for pid, words in commands.items() if b"streamlit" in words)


def test_when_the_pages_cannot_start_all_of_it_ends(desk_path: Path, port: int) -> None:
    """Somebody took the port in the last moment."""
    late = UP.replace("sys.exit", "supervisor._is_free = lambda _port: True; sys.exit")
    with socket.socket() as other, running("-c", late, desk_path, port) as desk:
        other.bind(("127.0.0.1", port))
        other.listen()
        code, out, err = desk.result()
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "The pages could not be started; what stands above says why."
    assert signals.read_heartbeat(desk_path) is None


RECORDER = """
import sys

def note(event, arguments):
    if event in {"watching", "socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        with open(PLACE, "a") as file:
            print(event, arguments[1:] if event == "socket.connect" else arguments, file=file)

note("watching", ())
sys.addaudithook(note)
"""
OPENERS = {
    "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_ALLOWED_HOSTS": "*",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds out who listens where as Linux tells it")
def test_no_variable_opens_the_desk_to_strangers_and_it_calls_nobody(
    desk_path: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in OPENERS.items():
        monkeypatch.setenv(name, value)
    calls = tmp_path / "calls"
    (tmp_path / "sitecustomize.py").write_text(RECORDER.replace("PLACE", repr(str(calls))), encoding="utf-8")
    watched = f"import os; os.environ['PYTHONPATH'] += ':{tmp_path}'\n{UP}"
    with running("-c", watched, desk_path, port) as desk:
        desk.says()
        assert listens_at(port) == {"0100007F"}, "127.0.0.1, as Linux writes it"
        home, here = f"127.0.0.1:{port}", f"http://127.0.0.1:{port}"
        assert asked(port, "/", home) == (200, "DENY")
        assert asked(port, "/", f"evil.example:{port}") == (403, "DENY")
        assert wants_to_talk(port, home, here) == 101
        assert wants_to_talk(port, f"evil.example:{port}", f"http://evil.example:{port}") == 403
        for origin in ("http://evil.example", "http://127.0.0.1:1", "http://localhost:1", "null", ""):
            assert wants_to_talk(port, home, origin) == 403
            if origin:
                assert asked(port, "/_stcore/host-config", home, Origin=origin) == (403, "DENY")
        assert asked(port, "/_stcore/agent/interact", home)[0] in {403, 404, 405}
        assert desk.end(signal.SIGINT)[0] == 0
    assert calls.read_text(encoding="utf-8").splitlines() == ["watching ()"] * 2, "pages and scheduler"


def listens_at(port: int) -> set[str]:
    """The addresses on which somebody listens at a port, IPv4 and IPv6."""
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]
    ]
    places = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {address for address, number in places if int(number, 16) == port}


def asked(port: int, path: str, host: str, **headers: str) -> tuple[int, str | None]:
    """What the server answers, and whether it lets itself be framed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host, **headers})
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("X-Frame-Options")


def wants_to_talk(port: int, host: str, origin: str) -> int:
    """What the server answers to a WebSocket: 101 lets it in."""
    wish = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    return asked(port, "/_stcore/stream", host, **wish, **({"Origin": origin} if origin else {}))[0]
