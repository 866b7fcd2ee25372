"""Acts on a desk that is overwritten, and what is there afterwards."""

import shutil
import time
from pathlib import Path
from typing import Final

from db.making import Making
from db.watching import WATCH_SECONDS
from tests.db import world
from tests.db.world import add_one, reading

MOMENTS: Final = ("idle", "between", "within")


def acts(path: Path, times: int, *, to: int | None = None) -> None:
    desk = world.session(path)
    for _ in range(times):
        if to is None:
            add_one(desk)
        else:
            with desk.transaction(actor="Bob") as tx:
                tx.write("world.set", reading=to)
    desk.close()


def after_the_watcher() -> None:
    time.sleep(4 * WATCH_SECONDS)


def closed(path: Path) -> None:
    """Wait until nobody has the desk open."""
    end = time.monotonic() + 20
    while path.with_name(f"{path.name}.holder").exists():
        assert time.monotonic() < end
        time.sleep(0.005)


def kept_logs(path: Path) -> list[Path]:
    return sorted(path.parent.glob("desk.overwritten-*.duckdb.wal"))


def shown_by(file: Path, log: Path | None, place: Path) -> int:
    """What the counter shows in copies of a file and its log, as somebody finds them after a kill."""
    place.mkdir()
    world.build(place)
    copy = Path(shutil.copy(file, place / "desk.duckdb"))
    if log and log.exists():
        shutil.copy(log, place / "desk.duckdb.wal")
    desk = world.session(copy, making=Making.ALWAYS)
    shown = reading(desk)
    desk.close()
    return shown
