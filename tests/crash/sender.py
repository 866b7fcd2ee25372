"""A transfer that stands still after its goods have left, before that is committed:
``python -m tests.crash.sender PATH NUMBER``."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.supply import transfers
from tests.crash.processes import at
from tests.crash.undoer import stand_still

if __name__ == "__main__":
    with at(Path(sys.argv[1])) as desk, desk.transaction(actor="Ann") as tx:
        transfers.send(tx, sys.argv[2])
        stand_still()
