"""What programs that tests start print, without waiting for it for ever."""

from __future__ import annotations

import subprocess
import threading

PATIENCE = 60.0
"""How many seconds a program may take for a line: more than the slowest ever needed."""


def line_of(process: subprocess.Popen[str], seconds: float = PATIENCE) -> str:
    """The next line that a program prints; empty when it ended, or was killed since none came for so long."""
    assert process.stdout
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        return process.stdout.readline().strip()
    finally:
        timer.cancel()
