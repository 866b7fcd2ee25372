"""Small files beside the desk by which processes tell each other things.

Never through the database: a heartbeat read every second would make the file change hands every second.

- ``<desk>.scheduler``: the scheduler's heartbeat, written every few seconds and removed when it ends.
- ``<desk>.schedules``: written when schedules or preferences change; the scheduler looks at it every second.

Each is written under a name of its own and then put in place, so that readers see the old text or the new.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.beside import beside

BEAT_SECONDS = 2.0
TRIES = 20  # a reader has the file open for far less than a hundredth of a second
LEFT_SECONDS = 60.0  # so long after it was written, nobody is going to put it in place any more
STALE = timedelta(seconds=10)  # so long without a beat and the scheduler counts as stopped
_HALF_WRITTEN = re.compile(r"\.(scheduler|schedules)\.[0-9a-f]{32}$")


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last sign of life of a scheduler."""

    pid: int
    name: str
    beat_at: datetime  # UTC
    jobs: Mapping[str, datetime | None]  # sweep -> next due (UTC); a sweep that is off is not in it

    def is_alive(self, now: datetime) -> bool:
        """Whether it beat a moment ago; a beat from the future is another machine's or an old clock's."""
        return abs(now - self.beat_at) <= STALE


def beat(path: Path, name: str, jobs: Mapping[str, datetime | None], now: datetime) -> None:
    """Write this process's heartbeat for the desk at ``path``; a beat that cannot be written is missed."""
    coming = {sweep: due and due.astimezone(UTC).isoformat() for sweep, due in jobs.items()}
    text = json.dumps({"pid": os.getpid(), "name": name, "beat_at": now.isoformat(), "jobs": coming})
    _replace(beside(path, "scheduler"), text)


def read_heartbeat(path: Path) -> Heartbeat | None:
    """The scheduler's last sign of life; None: none ran, or it ended cleanly."""
    try:
        beat = json.loads(beside(path, "scheduler").read_text(encoding="utf-8"))
        jobs = {sweep: due and datetime.fromisoformat(due) for sweep, due in beat["jobs"].items()}
        return Heartbeat(beat["pid"], beat["name"], datetime.fromisoformat(beat["beat_at"]), jobs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def end_heartbeat(path: Path) -> None:
    """Remove this process's heartbeat; another scheduler's stays."""
    last = read_heartbeat(path)
    if last and last.pid == os.getpid():
        with contextlib.suppress(OSError):
            beside(path, "scheduler").unlink(missing_ok=True)


def announce_change(path: Path | None) -> None:
    """Tell the scheduler that schedules or preferences changed; to be called after the commit."""
    if path is not None:  # a desk in memory has no scheduler
        _replace(beside(path, "schedules"), uuid.uuid4().hex)


def change_mark(path: Path) -> str:
    """A text that is another whenever a change was announced; empty: none was yet."""
    try:
        return beside(path, "schedules").read_text(encoding="utf-8")
    except OSError:
        return ""


def tidy(path: Path) -> None:
    """Remove what processes that were killed left half written; what is a moment old may be in the making."""
    for file in path.parent.glob(f"{glob.escape(path.name)}.*"):
        with contextlib.suppress(OSError):
            if _HALF_WRITTEN.search(file.name) and time.time() - file.stat().st_mtime > LEFT_SECONDS:
                file.unlink()


def _replace(file: Path, text: str) -> None:
    """Write the whole file at once; where that cannot be done, nothing is left behind."""
    fresh = beside(file, uuid.uuid4().hex)
    with contextlib.suppress(OSError):
        try:
            fresh.write_text(text, encoding="utf-8")
            _put_in_place(fresh, file)
        finally:
            fresh.unlink(missing_ok=True)


def _put_in_place(fresh: Path, file: Path) -> None:
    for _ in range(TRIES):
        try:
            fresh.replace(file)
        except PermissionError:  # Windows, while somebody reads the old one
            time.sleep(0.01)
        else:
            return
