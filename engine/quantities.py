"""Quantities: exact decimals, each LIC with its own number of places (section 10), as people write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final, Literal

import polars as pl

from engine.errors import AbsurdQuantity, BadAmount, BadLeadTime, BadQuantity, DeskError, TooManyDecimals
from engine.model import LARGEST, LONGEST_LEAD_TIME, Grains, Qty

MOST_DIGITS = 40
GRAINS_OF_ONE = 10_000
QTY: Final = pl.Decimal(18, 4)
"""The type of a column of quantities, each of one line or record."""
SUM: Final = pl.Decimal(38, 4)
"""The type of a column of sums of quantities; exact."""


def in_units(grains: Grains) -> Qty:
    """What the rules counted, as a quantity; exact."""
    return Decimal(grains).scaleb(-4)


def written(grains: Grains) -> str:
    """What the rules counted, as people write it."""
    return plain(in_units(grains))


def in_grains(qty: Qty) -> Grains:
    """A quantity as the rules count it; exact, since no LIC has more than four places."""
    return int(qty.scaleb(4))


def plain(qty: Qty, between_thousands: Literal["", ","] = "") -> str:
    """A quantity as people write it: ``25``, ``2.5``; with a sign between thousands to read, not to type."""
    text = f"{qty:{between_thousands}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_column(column: pl.Expr) -> pl.Expr:
    """A column of decimals as ``plain`` writes each of them: ``25``, ``2.5``."""
    return column.cast(pl.String).str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".")


def plural(number: Qty | int, word: str) -> str:
    """The noun as it stands behind a number: ``line`` behind 1, else ``lines``."""
    return word if number == 1 else f"{word}s"


def counted(number: Qty | int, word: str) -> str:
    """A number with its noun: ``1 line``, ``2 lines``, ``2.5 units``."""
    return f"{plain(Decimal(number))} {plural(number, word)}"


def parse(text: object, lic: str) -> Qty:
    """A typed quantity; BadQuantity if it is not a number."""
    try:
        qty = Decimal(str(text).strip())
    except InvalidOperation:
        raise BadQuantity(qty=text, lic=lic) from None
    if not qty.is_finite():
        raise BadQuantity(qty=text, lic=lic)
    if abs(qty.adjusted()) > MOST_DIGITS:  # written out it would fill the memory
        raise AbsurdQuantity(qty=text, lic=lic)
    return qty


def problem(qty: Qty, lic: str, decimals: int, *, signed: bool = False) -> DeskError | None:
    """What is wrong with a quantity of a LIC; ``signed`` allows less than zero, never zero."""
    if qty == 0 or (qty < 0 and not signed):
        return BadQuantity(qty=plain(qty), lic=lic)
    if abs(qty) > LARGEST:
        return AbsurdQuantity(qty=plain(qty), lic=lic)
    if qty != round(qty, decimals):
        return TooManyDecimals(qty=plain(qty), lic=lic, decimals=decimals)
    return None


def checked(qty: Qty, lic: str, decimals: int, *, signed: bool = False) -> Qty:
    """The quantity itself, or the refusal raised."""
    if error := problem(qty, lic, decimals, signed=signed):
        raise error
    return qty


def checked_amount(amount: Decimal | None, what: str, lic: str) -> Decimal | None:
    """A price, cost or level, or none; refused below zero, beyond a million millions and finer than the desk
    keeps.

    ``what``: as people call it, such as ``unit cost``.
    """
    if amount is not None and not (0 <= amount <= LARGEST and amount == round(amount, 4)):
        raise BadAmount(amount=plain(amount), what=what, lic=lic)
    return amount


def checked_days(days: int | None, of: str) -> int | None:
    """A lead time, or none; refused below zero and beyond ten years. ``of``: the LIC or vendor it is of."""
    if days is not None and not 0 <= days <= LONGEST_LEAD_TIME:
        raise BadLeadTime(days=days, of=of, most=LONGEST_LEAD_TIME)
    return days
