"""How many examples a property draws: few in CI, and as many as BACKORDER_EXAMPLES says in a soak by hand."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def examples(few: int) -> int:
    """Settings that draw so many examples, unless the environment says otherwise."""
    return int(os.environ.get("BACKORDER_EXAMPLES", few))


def drawing(few: int) -> settings:
    """The settings of a property over whole desks, which are slow to make."""
    return settings(max_examples=examples(few), suppress_health_check=[HealthCheck.too_slow])
