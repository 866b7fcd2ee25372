"""Several names in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def in_a_row(names: Sequence[object]) -> str:
    """``A``, ``A and B`` or ``A, B and C``, as their texts say; of none, nothing."""
    if not names:
        return ""
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last
