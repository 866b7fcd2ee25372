"""Goods counted as they are scanned or typed: how far the count is after each (R12, R39)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from engine.errors import DeskError
from engine.model import Qty
from engine.quantities import parse, spelled
from engine.rules.counting import counted

Counts = Mapping[str, Qty]
"""How much of each LIC."""


class NotCountedHere(DeskError):
    """There is no {text} here; what can be counted is {lics}."""


class BadCount(DeskError):
    """{qty} of {lic} cannot have been counted; type how many are there, which may be 0."""


class CountedTooMuch(DeskError):
    """There are {qty} of {lic} set aside, so {counted} cannot be counted; put the rest back."""


def count_on(so_far: Counts, text: str, expected: Counts, *, more: bool) -> dict[str, Qty]:
    """The count once ``text`` was scanned or typed: a LIC is one more, ``LIC 25`` says that there are 25.

    ``expected``: how much of each LIC there should be. ``more``: whether there may be more than that. Raises
    NotCountedHere, CountedTooMuch, BadCount for less than nothing, UnclearQuantity for what is no number.
    """
    scanned = counted(text, expected)
    if scanned is None:
        raise NotCountedHere(text=text, lics=", ".join(expected))
    lic = scanned.lic
    qty = so_far.get(lic, Decimal(0)) + 1 if scanned.qty is None else parse(scanned.qty, lic)
    if qty < 0:
        raise BadCount(lic=lic, qty=spelled(qty))
    if qty > expected[lic] and not more:
        raise CountedTooMuch(lic=lic, qty=spelled(expected[lic]), counted=spelled(qty))
    return {**so_far, lic: qty}
