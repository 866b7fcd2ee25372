"""What pages have loaded stays as long as the server runs, so nobody need look whether it is garbage.

Streamlit has Python look through all that there is after each run of a page. Of what pages load alone that
took a tenth of a second, in which the server answers nobody, also not the browser that waits for the page.
"""

from __future__ import annotations

import atexit
import gc
import sys
from functools import cache


def set_aside() -> None:
    """Leave out of what is looked through all that is there now, if modules came to it."""
    _set_aside(len(sys.modules))


# At its end Python takes everything apart, and libraries say on the terminal what of theirs is left.
atexit.register(gc.unfreeze)


@cache
def _set_aside(modules: int) -> None:  # noqa: ARG001 - once for as many
    gc.collect()
    gc.freeze()
