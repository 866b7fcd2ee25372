"""Programs that end when whoever started them is gone: ``Child`` holds the leash, ``main`` wears it.

The leash is the child's standard input. When its holder closes it, or dies however it dies, the child is
asked to end as by SIGTERM: the one way to say so that all platforms have in common. A child does not hear
the terminal's Ctrl-C, so that one process decides in which order things end.
"""

from __future__ import annotations

import _thread
import argparse
import atexit
import contextlib
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = os.name == "nt"
GRACE_SECONDS = 10.0  # for a child to end by itself once it was let go
LAST_SECONDS = 60.0  # for a child whose holder is gone and that nobody waits for


@dataclass(slots=True)
class Child:
    """A module that runs as a program of its own; what it says on standard error is passed on."""

    arguments: Sequence[str]  # the module's name, and its own arguments
    environment: dict[str, str] = field(default_factory=dict)  # besides ours
    _process: subprocess.Popen[str] | None = None
    _started_at: float = 0.0
    _is_mute: bool = False
    _reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._end()

    def start(self) -> None:
        """Start the program, also after it died."""
        self._close()
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - ourselves, with arguments of our own
            [sys.executable, "-m", __spec__.name, *self.arguments],
            cwd=ROOT,  # where .streamlit is, and where -m looks
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=not WINDOWS,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._reader = threading.Thread(target=self._pass_on, args=(self._process,), daemon=True)
        self._reader.start()

    def lives(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._started_at

    def let_go(self) -> None:
        """Ask the program to end; of interest are its last words before, not those on its way out."""
        self._is_mute = self.lives()
        self._close()

    def _close(self) -> None:
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _end(self) -> None:
        if self._process:
            try:
                self._process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._reader:
            self._reader.join()

    def _pass_on(self, process: subprocess.Popen[str]) -> None:
        with process.stderr or contextlib.nullcontext(()) as lines:
            for line in lines:
                if not self._is_mute:
                    sys.stderr.write(line)
                    sys.stderr.flush()


def main() -> None:
    """Run a module as a program, on the leash: ``python -m engine.service.child_process MODULE …``."""
    threading.Thread(target=_hold, name="leash", daemon=True).start()
    sys.argv = sys.argv[1:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        leave(end.code)
    leave(0)


def leave(code: str | int | None) -> NoReturn:
    """End this program as ``sys.exit`` does, but without taking the interpreter apart.

    While any thread still runs, and one that waits at its leash always does, DuckDB would report every
    object that is alive then, on the terminal.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - nothing public runs them
    if isinstance(code, str):
        sys.stderr.write(f"{code}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


@contextlib.contextmanager
def heard(hear: Callable[[int, FrameType | None], object], *more: str) -> Iterator[None]:
    """Hear the signals that ask a program to end, also where a shell had us ignore them, while the block
    lasts.

    ``more``: names of signals that ask for it too; the last of ours is Windows' Ctrl-Break.
    """
    names = ("SIGINT", "SIGTERM", "SIGBREAK", *more)
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, hear) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def command(module: str, does: str) -> argparse.ArgumentParser:
    """The command line of a child that works on a desk."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=does)
    parser.add_argument("--db", help="the desk's file (else BACKORDER_DB, else desk.duckdb)")
    return parser


def say(who: str, line: str) -> None:
    """Say something as one line, under the name of a child; its holder passes it on."""
    sys.stderr.write(f"Backorder Desk {who}: {' '.join(line.split())}\n")
    sys.stderr.flush()


def _hold() -> None:
    # Not sys.stdin: a thread that waits in there would be in the way when the interpreter ends.
    while os.read(0, 1024):
        pass
    _ask_to_end()
    time.sleep(LAST_SECONDS)
    os._exit(1)


def _ask_to_end() -> None:
    if WINDOWS:  # os.kill would end it on the spot
        _thread.interrupt_main(signal.SIGTERM)
    else:
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
