"""Why stock is adjusted: the reason that a person gives, on a page, in a file or with a command."""

from __future__ import annotations

from typing import Final

from engine.errors import NoReason
from engine.model import Cell
from engine.rules.field import Field

REASON: Final = Field("reason", "Reason", Cell.TEXT, hint="Count, loss, find …")


def reason(given: str, lic: str) -> str:
    """The reason for adjusting a LIC as it is kept; an adjustment without one is refused."""
    kept = str(REASON.checked(given.strip(), lic)).strip()
    if not kept:
        raise NoReason(lic=lic)
    return kept
