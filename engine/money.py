"""Sums of money in words: with the desk's currency, or that no prices are known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from db.session import Transaction
from engine import preferences
from engine.quantities import spelled_sum

UNKNOWN: Final = "no prices known"
"""What stands instead of a sum where nobody ever gave a price or a cost: 0 would mean nothing."""


@dataclass(frozen=True, slots=True)
class Money:
    """How this desk writes a sum."""

    currency: str = ""  # an ISO code or a sign; empty: none is named
    is_known: bool = True  # whether any price or cost is known

    def worth(self, amount: Decimal | float, number: str | None = None) -> str:
        """``1,234.50``, ``EUR 1,234.50``, ``€1,234.50``; ``number``: the amount, written otherwise."""
        if not self.is_known and not amount:
            return UNKNOWN
        written = spelled_sum(amount) if number is None else number
        gap = " " if self.currency[-1:].isalnum() else ""
        sign, written = ("-", written[1:]) if written.startswith("-") else ("", written)
        return f"{sign}{self.currency}{gap}{written}"

    def clause(self, amount: Decimal | float) -> str:
        """A sum as a clause of a sentence: ``worth EUR 1,234.50``, or ``no prices known``."""
        worth = self.worth(amount)
        return worth if worth == UNKNOWN else f"worth {worth}"


def read(tx: Transaction) -> Money:
    """How the desk of this transaction writes sums."""
    return Money(preferences.read(tx).currency, bool(tx.value("money.known")))
