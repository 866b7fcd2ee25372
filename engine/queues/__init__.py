"""The queues of the touched pools (R15).

- ``table``: a queue read from the desk and walked, by one window query or line by line.
- ``verdicts``: one walk and what it says of each line, for explanations and reasons (R41).
"""

from engine.queues.table import (
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
    "QTY",
    "find_certain",
    "in_pools",
    "in_units",
    "lines",
    "lines_around",
    "lines_of",
    "of_pools",
    "one_by_one",
    "read",
    "read_alone",
    "read_short",
    "select_connected",
    "select_short",
    "walk",
    "without_collecting",
]
