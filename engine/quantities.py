"""Quantities: exact decimals, each LIC with its own number of places (section 10), as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import polars as pl

from engine.errors import (
    AbsurdQuantity,
    BadAmount,
    BadLeadTime,
    BadQuantity,
    DeskError,
    EmptyText,
    NoChange,
    TooManyDecimals,
    UnclearQuantity,
)
from engine.model import LARGEST, LONGEST_LEAD_TIME, Grains, Qty

MOST_DIGITS = 40
PLAIN: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
"""A plain number, as people and files write it; Python alone would also take 1e3, 1_5 and figures of other
scripts."""
_PLAIN: Final = re.compile(PLAIN)
MINUS: Final = "−"
"""The sign that a screen shows before what is lost, and from which it is copied."""
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
    return spelled(in_units(grains))


def in_grains(qty: Qty) -> Grains:
    """A quantity as the rules count it; exact, since no LIC has more than four places."""
    return int(qty.scaleb(4))


def spelled(number: Qty | int) -> str:
    """A number for people to read, in sentences, tables and on paper: ``25``, ``1,250.5``."""
    return _without_zeros(f"{Decimal(number):,f}")


def plain(number: Qty) -> str:
    """A number for a box to type in, a file or a program: ``25``, ``1250.5``."""
    return _without_zeros(f"{number:f}")


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def spelled_sum(amount: Qty | float) -> str:
    """A sum of money as people write it: ``1,234.50``."""
    return f"{amount:,.2f}"


def spelled_column(column: pl.Expr) -> pl.Expr:
    """A column of numbers as ``spelled`` writes each of them: ``25``, ``1,250.5``; null stays null."""
    return column.map_batches(_spelled_all, return_dtype=pl.String, is_elementwise=True)


def _spelled_all(numbers: pl.Series) -> pl.Series:
    """Each pass puts one comma into what is long enough for one; most columns need none."""
    largest: Any = numbers.abs().max() or 0
    text = numbers.to_frame().select(plain_column(pl.first())).to_series()
    for _ in range((len(str(int(largest))) - 1) // 3):
        text = text.str.replace(_LAST_THREE, "${1},${2}${3}")
    return text


_LAST_THREE: Final = r"^(-?\d+)(\d{3})([.,]|$)"


def plain_column(column: pl.Expr) -> pl.Expr:
    """A column of decimals as ``plain`` writes each of them: ``25``, ``1250.5``."""
    return column.cast(pl.String).str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".")


def plural(number: Qty | int, word: str) -> str:
    """The noun as it stands behind a number: ``line`` behind 1, else ``lines``."""
    return word if number == 1 else f"{word}s"


def counted(number: Qty | int, word: str) -> str:
    """A number with its noun: ``1 line``, ``1,250 lines``, ``2.5 units``."""
    return f"{spelled(number)} {plural(number, word)}"


def parse(text: object, lic: str) -> Qty:
    """A typed quantity; EmptyText if nothing was typed, UnclearQuantity if it is not a number."""
    typed = str(text).strip().replace(MINUS, "-")
    if not typed:
        raise EmptyText(what=f"quantity of {lic}")
    if not _PLAIN.match(typed):
        raise UnclearQuantity(qty=text, lic=lic)
    qty = Decimal(typed)
    if abs(qty.adjusted()) > MOST_DIGITS:  # written out it would fill a page
        raise AbsurdQuantity(qty=text, lic=lic)
    return qty


def problem(qty: Qty, lic: str, decimals: int, *, signed: bool = False) -> DeskError | None:
    """What is wrong with a quantity of a LIC; ``signed`` allows less than zero, never zero."""
    if signed and qty == 0:
        return NoChange(lic=lic)
    if qty <= 0 and not signed:
        return BadQuantity(qty=spelled(qty), lic=lic)
    if abs(qty) > LARGEST:
        return AbsurdQuantity(qty=spelled(qty), lic=lic)
    if qty != round(qty, decimals):
        return TooManyDecimals(qty=spelled(qty), lic=lic, decimals=decimals)
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
        raise BadAmount(amount=spelled(amount), what=what, lic=lic)
    return amount


def checked_days(days: int | None, of: str) -> int | None:
    """A lead time, or none; refused below zero and beyond ten years. ``of``: the LIC or vendor it is of."""
    if days is not None and not 0 <= days <= LONGEST_LEAD_TIME:
        raise BadLeadTime(days=spelled(days), of=of, most=spelled(LONGEST_LEAD_TIME))
    return days
