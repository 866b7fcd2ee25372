"""What pages have loaded stays as long as the server runs, so the garbage collector need not look through it.

Streamlit has Python collect garbage after each run of a page. Looking through what pages load took a tenth of
a second of that, in which the server answers nobody, not even the browser that waits for the page.
"""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Final

_COUNTS: Final[set[int]] = set()
"""How many modules there were, each time that something was set aside."""
# At its end Python takes everything apart, and libraries say on the terminal what of theirs is left.
atexit.register(gc.unfreeze)


def set_aside() -> None:
    """Leave out of what is looked through all that is there now, if modules came to it."""
    modules = len(sys.modules)
    if modules not in _COUNTS:
        _COUNTS.add(modules)
        gc.collect()
        gc.freeze()
