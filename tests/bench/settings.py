"""The desks that are measured: how many lines are open, how many lie behind them, of what kind they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.model import Policy

LINES_PER_ORDER: Final = 5
LINES_PER_LIC: Final = 10
SEED: Final = 7
MIXES: Final = ("plain", "skewed", "mixed")


@dataclass(frozen=True, slots=True)
class Setting:
    """One desk. All that is on it follows from this, so that its file can be kept for another run."""

    lines: int  # open
    closed: int = 0  # lines of a year that are over
    mix: str = "plain"
    """``skewed``: a tenth of the LICs has nine tenths of the lines. ``mixed``: 30 % of the orders ship
    complete, a quarter of the lines is whole."""
    policy: Policy = Policy.STRICT

    @property
    def is_plain(self) -> bool:
        """Whether nothing is special about it but its size and its age."""
        return self.mix == "plain" and self.policy is Policy.STRICT

    @property
    def lics(self) -> int:
        """How many LICs its lines want; five at least, for an order has five."""
        return max(self.lines // LINES_PER_LIC, LINES_PER_ORDER)

    @property
    def customers(self) -> int:
        """One for every hundred open lines, fifty at least."""
        return max(self.lines // 100, 50)

    @property
    def pos(self) -> int:
        """Open purchase orders of five LICs each."""
        return max(min(200, self.lics // LINES_PER_LIC), 1)

    def __str__(self) -> str:
        """In words: 100,000 open, 1,000,000 closed, skewed."""
        closed = f", {self.closed:,} closed" if self.closed else ""
        mix = "" if self.mix == "plain" else f", {self.mix}"
        policy = "" if self.policy is Policy.STRICT else f", {self.policy}"
        return f"{self.lines:,} open{closed}{mix}{policy}"
