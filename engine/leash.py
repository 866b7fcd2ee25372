"""A program that ends when whoever started it is gone: ``python -m engine.leash <module> <arguments>``.

The starter keeps the other end of standard input open. When it closes that end, or dies however it dies, the
program is asked to end as by SIGTERM. It is the one way to say so that all platforms have in common.
"""

from __future__ import annotations

import _thread
import os
import runpy
import signal
import sys
import threading
import time

LAST_SECONDS = 60.0  # for what is running to be finished; then the program is ended


def main() -> None:
    """Run the module named first on the command line as a program, on the leash."""
    threading.Thread(target=_hold, name="leash", daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _hold() -> None:
    # Not sys.stdin: a thread that waits in there would be in the way when the interpreter ends.
    while os.read(0, 1024):
        pass
    _ask_to_end()
    time.sleep(LAST_SECONDS)
    os._exit(1)


def _ask_to_end() -> None:
    if os.name == "nt":  # os.kill would end it on the spot
        _thread.interrupt_main(signal.SIGTERM)
    else:
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
