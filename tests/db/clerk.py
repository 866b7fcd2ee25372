"""Another process at the desk: `python -m tests.db.clerk <desk> <name> <order> ...`; answers one line of
JSON."""

import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from db.errors import DeskError
from db.session import Session
from tests.db import world


def bump(desk: Session, times: str) -> dict[str, Any]:
    """Add one to the counter so many times."""
    return {"done": len([world.add_one(desk) for _ in range(int(times))])}


def bump_for(desk: Session, seconds: str) -> dict[str, Any]:
    """Add one as often as it can, once it has been told to begin; counts its turns."""
    turns: list[object] = []
    desk._on_open = turns.append
    world.reading(desk)
    print("ready")
    sys.stdin.readline()
    end, waits = time.monotonic() + float(seconds), []
    while (begun := time.monotonic()) < end:
        world.add_one(desk)
        waits.append(time.monotonic() - begun)
    return {"turns": len(turns), "longest": max(waits)}


def work_until_told(desk: Session) -> dict[str, Any]:
    """Stay in a transaction until the input ends."""
    with desk.transaction(actor="clerk") as tx:
        tx.write("world.set", reading=1000)
        print("working")
        sys.stdin.read()
    return {}


def work_in_steps(desk: Session, steps: str, pause: str) -> dict[str, Any]:
    """Keep the desk over so many acts, a pause between them."""
    with desk.holding():
        for _ in range(int(steps)):
            print(world.add_one(desk))
            time.sleep(float(pause))
    return {}


def share(desk: Session, persons: str, seconds: str) -> dict[str, Any]:
    """Let persons add one as often as they can, a quarter of a second each; says how often each did."""
    world.reading(desk)
    print("ready")
    sys.stdin.readline()
    end, done = time.monotonic() + float(seconds), [0] * int(persons)

    def act(person: int) -> None:
        while time.monotonic() < end:
            with desk.transaction(actor="clerk") as tx:
                time.sleep(0.25)  # longer than a share of a tenure
                tx.write("world.set", reading=tx.value("world.reading") + 1)
            done[person] += 1

    threads = [threading.Thread(target=act, args=(person,)) for person in range(len(done))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"done": done}


def hang_in_the_turnstile(desk: Session) -> dict[str, Any]:
    """Be first in line, and do not take the desk."""
    lease = desk._lease
    assert lease
    with lease._line.drawn(0), lease._want:
        print("standing")
        sys.stdin.read()
    return {}


def sit(desk: Session) -> dict[str, Any]:
    """Have the desk open and do nothing until the input ends."""
    world.reading(desk)
    print("sitting")
    sys.stdin.read()
    return {}


def sit_after_one(desk: Session) -> dict[str, Any]:
    """Add one, say so, and do nothing until the input ends."""
    print(world.add_one(desk))
    sys.stdin.read()
    return {}


def serve(desk: Session, *paths: str) -> dict[str, Any]:
    """Keep a desk at each path, and do what a line asks: ``act``, ``begin`` or ``end``, and where."""
    desks = {path: world.session(Path(path), "the pages") for path in paths}
    begun: dict[str, contextlib.ExitStack] = {}

    def begin(path: str) -> str:
        begun[path] = contextlib.ExitStack()
        tx = begun[path].enter_context(desks[path].transaction(actor="Ann"))
        tx.write("world.set", reading=tx.value("world.reading") + 1)
        return "begun"

    acts: dict[str, Callable[[str], object]] = {
        "act": lambda path: world.add_one(desks[path]),
        "begin": begin,
        "end": lambda path: begun.pop(path).close(),
    }
    for line in sys.stdin:
        act, _, path = line.strip().partition(" ")
        try:
            print(acts[act](path))
        except DeskError as error:
            print(f"{type(error).__name__}: {error}")
    return {}


def leave_open(desk: Session) -> dict[str, Any]:
    """End without closing anything."""
    return {"reading": world.add_one(desk)}


def attempt(desk: Session) -> dict[str, Any]:
    """Add one, or say what it was told."""
    try:
        return {"reading": world.add_one(desk)}
    except DeskError as error:
        return {"told": str(error)}


ORDERS: dict[str, Callable[..., dict[str, Any]]] = {
    order.__name__: order
    for order in (
        bump,
        bump_for,
        share,
        work_until_told,
        work_in_steps,
        hang_in_the_turnstile,
        sit,
        sit_after_one,
        serve,
        leave_open,
        attempt,
    )
}


def main(path: str, name: str, order: str, *words: str) -> None:
    if order == "shell":  # a tool that knows nothing of our locks
        connection = duckdb.connect(path)
        print("sitting")
        sys.stdin.read()
        connection.close()
        print("{}")
        return
    world.use_these_queries()
    desk = world.session(Path(path), name)
    print(json.dumps(ORDERS[order](desk, *words)))


if __name__ == "__main__":
    main(*sys.argv[1:])
