"""The desk and its scheduler, started together and stopped together: what ``backorder up`` does.

Both are children on a leash: they end when this process lets them go, or dies however it dies.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from engine.errors import DeskError
from engine.leash import ROOT, Child
from engine.store import open_desk

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TO_TRY = 100
LOOK_SECONDS = 0.2
HEALTHY_SECONDS = 60.0  # a scheduler that lived so long is not held back when it dies
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # doubled each time it does not live so long
WINDOWS = os.name == "nt"


class PortTaken(DeskError):
    """Port {port} is taken by another program; stop that one, or name another port."""


class NoPort(DeskError):
    """The ports from {first} to {last} are all taken; stop a program that uses one, or name a port."""


class PagesFailed(DeskError):
    """The pages could not be started; what stands above says why."""


def up(db_path: Path, port: int | None = None, demo: bool = False) -> int:
    """Serve the desk at ``db_path`` until Ctrl-C; the exit code of ``backorder up``.

    ``port``: taken as it is; None takes the first free one. ``demo``: make the demo desk first if it is not
    there.
    """
    stopping = _Stopping()
    try:
        with stopping.heard():
            return _serve(db_path.absolute(), port, demo, stopping)
    except (Exception, KeyboardInterrupt) as error:
        if stopping.asked:  # while the desk was made ready; DuckDB makes an error of its own of a Ctrl-C
            return 0
        if not isinstance(error, DeskError):
            raise
        _complain(str(error))
        return 1


def _serve(path: Path, port: int | None, demo: bool, stopping: _Stopping) -> int:
    port = _free_port() if port is None else _own_port(port)
    _make_ready(path, demo)
    stopping.gently = True
    with contextlib.ExitStack() as running:
        scheduler = running.enter_context(Child(_scheduler(path)))
        pages = running.enter_context(Child(_pages(port), {"BACKORDER_DB": str(path)}))
        if _healthy(pages, port, stopping):
            _say(f"Backorder Desk is at http://{ADDRESS}:{port}\nThe desk is {path}; Ctrl-C ends it.")
        _keep(pages, scheduler, stopping)
        for child in (pages, scheduler):
            child.let_go()
    if not stopping.asked and pages.exit_code():
        raise PagesFailed
    return 0


def _make_ready(path: Path, demo: bool) -> None:
    """Open the desk once, so that what is wrong with it is said in one sentence and not by two children."""
    if demo:
        from engine.demo import ensure_demo  # noqa: PLC0415 - the demo's data are not needed otherwise

        ensure_demo(path, _say)
    session = open_desk(path, name="backorder up")
    try:
        with session.snapshot():
            pass
    finally:
        session.close()


def _scheduler(path: Path) -> list[str]:
    return ["engine.scheduler", "--db", str(path)]


def _pages(port: int) -> list[str]:
    options = {
        "server.address": ADDRESS,
        "server.port": port,
        "server.headless": "true",
        "logger.level": "warning",  # that its server started is ours to say
    }
    return ["streamlit", "run", str(ROOT / "app.py"), *(f"--{key}={value}" for key, value in options.items())]


def _healthy(pages: Child, port: int, stopping: _Stopping) -> bool:
    """Wait until the pages answer; False if they end or are to stop before they do."""
    while pages.lives() and not stopping.asked:
        if _answers(port):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _answers(port: int) -> bool:
    # Not urllib: a proxy named in the environment has no business between us and ourselves.
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keep(pages: Child, scheduler: Child, stopping: _Stopping) -> None:
    """Until the pages end or it is to stop; a scheduler that dies meanwhile is started again."""
    pause, back_at = SHORTEST_PAUSE / 2, 0.0
    while pages.lives() and not stopping.asked:
        if not scheduler.lives():
            if not back_at:
                pause = SHORTEST_PAUSE if scheduler.age() > HEALTHY_SECONDS else min(pause * 2, LONGEST_PAUSE)
                back_at = time.monotonic() + pause
                _complain(f"The scheduler ended by itself; it is started again in {pause:g} seconds.")
            elif time.monotonic() >= back_at:
                back_at = 0.0
                scheduler.start()
        time.sleep(LOOK_SECONDS)


class _Stopping:
    """Whether somebody asked to stop: Ctrl-C, the end of the session, a service manager."""

    SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

    def __init__(self) -> None:
        self.asked = False
        self.gently = False  # once there is somebody who looks at ``asked``

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        """Hear the signals inside the block, also where a shell told us to ignore them."""
        numbers = [getattr(signal, name) for name in self.SIGNALS if hasattr(signal, name)]
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, *_: object) -> None:
        self.asked = True
        if not self.gently:
            raise KeyboardInterrupt


def _own_port(port: int) -> int:
    if not _is_free(port):
        raise PortTaken(port=port)
    return port


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if _is_free(port):
            return port
    raise NoPort(first=FIRST_PORT, last=FIRST_PORT + PORTS_TO_TRY - 1)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if not WINDOWS:  # there it would let two programs have one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
