"""What if: edits tried out on the desk and taken back, or done exactly as shown (R19, R42).

- ``edits``: what a person may try or do, as plain data; ``transfer_edits``: of transfers; ``pausing``: of
  who takes part in the queue.
- ``touched``: which orders and pools edits are about.
- ``wording``: an edit in words.
- ``trial``: edits made, and taken back or kept.
"""

from engine.whatif.trial import (
    ChangedMeanwhile,
    Preview,
    TakesFromOthers,
    apply,
    do,
    losers,
    mark,
    preview,
)

__all__ = [
    "ChangedMeanwhile",
    "Preview",
    "TakesFromOthers",
    "apply",
    "do",
    "losers",
    "mark",
    "preview",
]
