"""The policies as people read them."""

from __future__ import annotations

from typing import Final

from engine.model import Policy

NAMES: Final = {
    Policy.STRICT: "By rank",
    Policy.SKIP: "By rank, stepping over",
    Policy.COMPLETE_FIRST: "Complete orders first",
}
MEANINGS: Final = {
    Policy.STRICT: "By priority, then by who came first. A line that must have all at once holds its place: "
    "until it can be filled, nothing behind it gains.",
    Policy.SKIP: "What cannot be filled whole is stepped over and holds nothing, until it has waited long.",
    Policy.COMPLETE_FIRST: "Inside a priority, orders that can be filled whole go first; then as above.",
}
