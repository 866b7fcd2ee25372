"""The next best acts: what one act of a person would release most, or avert most, of all or for a slice.

- ``act``: what an act is, and which comes first.
- ``supplying``: what waits and nobody ordered, opened or sent, or lies elsewhere (R44, R47).
- ``awaiting``: supply that is late, and what waits for it (R40).
- ``freeing``: stranded stock that one order, or one line, lets go (R15, R30).
- ``choosing``: the best of all these. ``doing``: an act done.
"""

from engine.next_acts.act import Act, ActKind
from engine.next_acts.choosing import best
from engine.next_acts.doing import DoneAct, do

__all__ = ["Act", "ActKind", "DoneAct", "best", "do"]
