"""Numbers as people write them, made plain where they have one reading.

1.000 is one to some and a thousand to others. A column says which by its other cells (2.5 has a decimal
point, 2,5 a decimal comma, 1.234.567 points between thousands). Whatever stays doubtful is left as it is and
refused with both readings: a wrong guess would be a thousandfold.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from engine import quantities
from engine.rules.profile import Decimals

DOUBTFUL = r"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
"""A number whose sign may stand before decimals or between thousands."""
_BLANKS = r"[ '’\u{a0}\u{2009}\u{202f}]"
_BLANK_GROUPS = rf"^[+-]?[1-9][0-9]{{0,2}}(?:{_BLANKS}[0-9]{{3}})+(?:[.,][0-9]+)?$"
_COMMA_GROUPS = r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_POINT_GROUPS = r"^[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$"
_POINT_DECIMALS = r"^[+-]?[0-9]*\.[0-9]*$"
_COMMA_DECIMALS = r"^[+-]?[0-9]*,[0-9]+$"


def settled(cells: pl.Series, *, comma_separated: bool, exact: pl.Series) -> pl.Series:
    """The cells of a column of numbers, 1234.5 for each that has one reading; the others as they are.

    ``comma_separated``: commas stand between the cells of the file, so that a decimal comma is a mistake and
    1.125 is no thousand (1.000 still may be). ``exact``: which cells were stored as numbers.
    """
    text = cells.str.strip_chars()
    bare = pl.when(text.str.contains(_BLANK_GROUPS)).then(text.str.replace_all(_BLANKS, "")).otherwise(text)
    frame = pl.select(text=bare, exact=exact, doubtful=text.str.contains(DOUBTFUL) & ~exact)
    sure = frame.filter(~pl.col("exact") & ~pl.col("doubtful"))["text"].drop_nulls()
    point = _any(sure, _POINT_DECIMALS) or _any(sure, _COMMA_GROUPS)
    comma = _any(sure, _COMMA_DECIMALS) or _any(sure, _POINT_GROUPS)
    plain = pl.when(pl.col("doubtful")).then(_doubtful(point, comma, comma_separated))
    return frame.select(plain.otherwise(_sure(comma_separated)).alias(cells.name)).to_series()


def chosen(cells: pl.Series, decimals: Decimals, *, exact: pl.Series) -> pl.Series:
    """The cells of a column of numbers, 1234.5 for each that is one, read as somebody chose to read them.

    A sign of money before or behind the number is taken off. ``exact``: which cells were stored as numbers.
    """
    point, comma = (".", ",") if decimals is Decimals.POINT else (",", ".")
    groups = rf"^[+-]?[0-9]{{1,3}}(?:[{comma}][0-9]{{3}})+(?:[{point}][0-9]*)?$"
    decimal = rf"^[+-]?[0-9]*[{point}][0-9]+$"
    text = pl.col("text")
    plain = (
        pl.when(pl.col("exact"))
        .then(text)
        .when(text.str.contains(groups))
        .then(text.str.replace_all(comma, "", literal=True).str.replace(point, ".", literal=True))
        .when(text.str.contains(decimal))
        .then(text.str.replace(point, ".", literal=True))
        .otherwise(text)
    )
    bare = cells.str.strip_chars().str.replace_all(r"^\p{Sc}\s*|\s*\p{Sc}$", "").str.replace_all(_BLANKS, "")
    frame = pl.DataFrame([bare.alias("text"), exact.alias("exact")]).select(plain=plain)
    has_two_readings = pl.col("plain").str.contains(r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$")
    sure = pl.when(has_two_readings).then(pl.col("plain") + "0").otherwise("plain")
    return frame.select(sure.alias(cells.name)).to_series()


def _any(texts: pl.Series, pattern: str) -> bool:
    return bool(texts.str.contains(pattern).any())


def _sure(comma_separated: bool) -> pl.Expr:
    """A number with one reading."""
    text = pl.col("text")
    longer = pl.when(pl.col("exact") & text.str.contains(DOUBTFUL)).then(text + "0")
    plain = longer.when(text.str.contains(_COMMA_GROUPS)).then(_without(","))
    if comma_separated:
        return (
            plain.when(text.str.contains(r"^[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}$"))
            .then(_without("."))
            .otherwise(text)
        )
    grouped = plain.when(text.str.contains(_POINT_GROUPS)).then(
        _without(".").str.replace(",", ".", literal=True)
    )
    decimal = grouped.when(text.str.contains(_COMMA_DECIMALS)).then(text.str.replace(",", ".", literal=True))
    return decimal.otherwise(text)


def _doubtful(point: bool, comma: bool, comma_separated: bool) -> pl.Expr:
    """A number with two readings, if the column says which; a place more makes it one with decimals."""
    text = pl.col("text")
    has_point = text.str.contains(".", literal=True)
    if point and not comma:
        return pl.when(has_point).then(text + "0").otherwise(_without(","))
    if comma and not point:
        return (
            pl.when(has_point).then(_without(".")).otherwise(text.str.replace(",", ".", literal=True) + "0")
        )
    if comma_separated and not comma:
        return pl.when(has_point & ~text.str.ends_with("0")).then(text + "0").otherwise(text)
    return text


def _without(sign: str) -> pl.Expr:
    return pl.col("text").str.replace_all(sign, "", literal=True)


def readings(text: str) -> tuple[str, str]:
    """The two readings of a doubtful number: 1.000 is 1 or 1000."""
    whole, _, last = text.replace(",", ".").partition(".")
    return quantities.plain(Decimal(f"{whole}.{last}")), quantities.plain(Decimal(whole + last))
