"""The queues of the touched pools (R15).

- ``table``: a queue read from the desk and walked, by one window query or line by line.
- ``standing``: the touched pools added up, to tell those that need no walk.
- ``verdicts``: one walk and what it says of each line, for explanations and reasons (R41).
"""

from engine.queues.standing import leave_unmoved, look, select_changed
from engine.queues.table import (
    POOL_NO,
    QTY,
    find_certain,
    in_pools,
    in_units,
    lines,
    lines_around,
    lines_of,
    of_pools,
    one_by_one,
    read,
    read_alone,
    read_short,
    select_connected,
    select_short,
    walk,
    without_collecting,
)

__all__ = [
    "POOL_NO",
    "QTY",
    "find_certain",
    "in_pools",
    "in_units",
    "leave_unmoved",
    "lines",
    "lines_around",
    "lines_of",
    "look",
    "of_pools",
    "one_by_one",
    "read",
    "read_alone",
    "read_short",
    "select_changed",
    "select_connected",
    "select_short",
    "walk",
    "without_collecting",
]
