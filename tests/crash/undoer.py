"""An undo that stands still after its work, before it commits: ``python -m tests.crash.undoer PATH``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from engine import undo
from engine.proof import checks
from tests.crash.processes import at


def stand_still(*_: Any, **__: Any) -> Any:
    print("stuck", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    checks.broken_touched_rows = stand_still  # the last thing an undo does
    with at(Path(sys.argv[1])) as desk:
        undo.undo(desk, actor="Ann")
