"""How the touched pools stand, added up: which of them look at fault, and which a sweep need not walk.

Under the policy that looks at the rank alone, sums say of most pools that it changes nothing there; the walk
finds the same, as a property test holds, and takes ten times as long.
"""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import POOL


def look(tx: Transaction) -> bool:
    """Add the touched pools up, into ``looked_pool``; whether some has less on hand than it must."""
    tx.write("standing.look")
    found: bool = tx.value("standing.has_suspect")
    return found


def leave_unmoved(tx: Transaction) -> None:
    """Take off the touched pools those of which ``look`` shows that the policy changes nothing in them.

    A policy that looks beyond a pool is asked about all of them.
    """
    if not preferences.read(tx).policy_rule.looks_beyond_pool:
        tx.write("standing.select_restless_pools")


def note_changed(tx: Transaction, applied: pl.DataFrame) -> None:
    """Note the pools in which a sweep changed something, for its proof."""
    tx.load("changed_pool", applied.select(POOL).unique())


def select_changed(tx: Transaction) -> None:
    """Select the pools in which the sweep just made changed something, and no others."""
    tx.write("standing.select_changed_pools")
