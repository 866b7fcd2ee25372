"""The desk and its scheduler, started together, kept alive and stopped together: what ``backorder up`` does.

Both are children on a leash: they end when this process lets them go, or dies however it dies.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from engine.errors import DeskError
from engine.service import watcher
from engine.service.child_process import ROOT, Child, heard
from engine.service.keeper import Keeper
from engine.settings import FIRST_RUN, NO
from engine.store import open_desk

HOST = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TO_TRY = 100
LOOK_SECONDS = 0.2
CONFIG = ROOT / ".streamlit" / "config.toml"
PINNED = ("server", "browser", "client")  # sections of it that no variable and no other file may override
WINDOWS = os.name == "nt"


class PortTaken(DeskError):
    """Port {port} is taken by another program; stop that one, or name another port."""


class NoPort(DeskError):
    """The ports from {first} to {last} are all taken; stop a program that uses one, or name a port."""


class PagesFailed(DeskError):
    """The pages could not be started; what stands above says why."""


def up(
    db_path: Path,
    port: int | None = None,
    demo: bool = False,
    folder: Path | None = None,
    actor: str | None = None,
) -> int:
    """Serve the desk at ``db_path`` until Ctrl-C; the exit code of ``backorder up``.

    ``port``: taken as it is; None takes the first free one. ``demo``: make the demo desk first if it is not
    there. ``folder``: watched for files, if any is. ``actor``: whose name stands in the record log; None: as
    the environment says.
    """
    stopping = _Stopping()
    try:
        with heard(stopping.hear, "SIGHUP"):
            path, watched = db_path.absolute(), folder and folder.absolute()
            return _serve(path, port, demo, watched, {"BACKORDER_ACTOR": actor} if actor else {}, stopping)
    except (Exception, KeyboardInterrupt) as error:
        if stopping.asked:  # while the desk was made ready; DuckDB makes an error of its own of a Ctrl-C
            return 0
        if not isinstance(error, DeskError):
            raise
        _complain(str(error))
        return 1


def _serve(
    path: Path,
    port: int | None,
    demo: bool,
    folder: Path | None,
    who: dict[str, str],
    stopping: _Stopping,
) -> int:
    port = _free_port() if port is None else _own_port(port)
    _make_ready(path, demo)
    if folder:
        with watcher.having(folder):
            pass  # what is wrong with it is said here, once
    stopping.gently = True
    with contextlib.ExitStack() as running:
        scheduler = running.enter_context(Child(_scheduler(path)))
        watching = running.enter_context(Child(_watcher(path, folder), who)) if folder else None
        shown = {"BACKORDER_DB": str(path), FIRST_RUN: NO}
        pages = running.enter_context(Child(_pages(port), shown | who))
        if _are_healthy(pages, port, stopping):
            _say(f"Backorder Desk is at http://{HOST}:{port}\nThe desk is {path}; Ctrl-C ends it.")
            _keep(pages, [scheduler, watching], port, stopping)
        elif not stopping.asked:
            raise PagesFailed
        for child in (pages, scheduler, watching):
            if child:
                child.let_go()
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
    return ["engine.service.scheduler", "--db", str(path)]


def _watcher(path: Path, folder: Path) -> list[str]:
    return ["engine.service.watcher", "--db", str(path), str(folder)]


def _pages(port: int) -> list[str]:
    options = {
        **_pinned(),
        "server.address": HOST,
        "server.port": port,
        "global.developmentMode": False,
        "logger.level": "warning",  # that its server started is ours to say
    }
    arguments = [f"--{key}={text}" for key, value in options.items() for text in _texts(value)]
    return ["streamlit", "run", str(ROOT / "app.py"), *arguments]


def _pinned() -> dict[str, object]:
    """The settings of .streamlit/config.toml that hold in any environment: ``server.enableCORS``."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    return {f"{section}.{name}": value for section in PINNED for name, value in config[section].items()}


def _texts(value: object) -> list[str]:
    """An option's values as the command line takes them, one by one."""
    values = value if isinstance(value, list) else [value]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


def _are_healthy(pages: Child, port: int, stopping: _Stopping) -> bool:
    """Wait until the pages answer; False if they end or are to stop before they do."""
    while pages.lives() and not stopping.asked:
        if _answers(port):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _answers(port: int) -> bool:
    # Not urllib: a proxy named in the environment has no business between us and ourselves.
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keep(pages: Child, others: Sequence[Child | None], port: int, stopping: _Stopping) -> None:
    """Wait until it is to stop; whatever dies meanwhile is started again. ``others``: the scheduler, and who
    watches a folder."""
    names = ("The scheduler", "The watcher of the folder")
    keepers = [
        Keeper(child, name, "ended by itself; it is", _complain)
        for child, name in zip(others, names, strict=True)
        if child
    ]
    pages_keeper = Keeper(pages, "The pages", "ended by themselves; they are", _complain)
    came_back = False
    while not stopping.asked:
        for keeper in keepers:
            keeper.look()
        came_back = pages_keeper.look() or came_back
        if came_back and pages.lives() and _answers(port):
            came_back = False
            _say(f"The pages are back at http://{HOST}:{port}")
        time.sleep(LOOK_SECONDS)


class _Stopping:
    """Whether somebody asked to stop: Ctrl-C, the end of the session, a service manager."""

    def __init__(self) -> None:
        self.asked = False
        self.gently = False  # once there is somebody who looks at ``asked``

    def hear(self, *_: object) -> None:
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
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
