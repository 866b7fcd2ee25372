"""A watcher that stands still before or after the commit of a file.

``python -m tests.crash.watched PATH FOLDER before|after``
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from engine.interchange import importing, inbox
from engine.service import watcher
from tests.crash.processes import at


def stand_still(*_: Any, **__: Any) -> Any:
    print("stuck", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    path, folder, when = sys.argv[1:]
    if when == "after":
        inbox.put = stand_still  # the move, which follows the commit
    else:
        importing.LOADERS["receipts"] = stand_still
    with watcher.having(Path(folder)), at(Path(path)) as desk:
        watcher.watch(watcher.FolderWatcher(desk, Path(folder), "Ann", print, print, 0.0), once=True)
