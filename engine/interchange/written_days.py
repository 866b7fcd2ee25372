"""Days as people write them in figures, made plain once it is known in which order they stand."""

from __future__ import annotations

from typing import Final

import polars as pl

from engine.rules.profile import Days

_SIGN: Final = r"[./ -]"
_TIME: Final = (
    r"(?:(?:,? +|T)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?\s*([AaPp]\.?[Mm]\.?)?)?"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR: Final = r"([0-9]{4}|[0-9]{2})"
_PART: Final = r"([0-9]{1,2})"
_ORDERS: Final = {
    Days.YEAR_FIRST: (rf"^([0-9]{{4}}){_SIGN}{_PART}{_SIGN}{_PART}\.?{_TIME}", (0, 1, 2)),
    Days.DAY_FIRST: (rf"^{_PART}{_SIGN} ?{_PART}{_SIGN} ?{_YEAR}{_TIME}", (2, 1, 0)),
    Days.MONTH_FIRST: (rf"^{_PART}{_SIGN}{_PART}{_SIGN}{_YEAR}{_TIME}", (2, 0, 1)),
}
"""The pattern of each order, and where in it year, month and day are."""


def plain(cells: pl.Series, days: Days | None) -> pl.Series:
    """The cells as 2026-03-31 or 2026-03-31 14:30:00, with their offset; others as they are.

    ``days``: the order of the figures; None leaves all as they are. A year of two figures is of this century,
    and 12 before or after noon is told by AM and PM.
    """
    if days is None:
        return cells
    pattern, (year, month, day) = _ORDERS[days]
    parts = cells.str.strip_chars().str.extract_groups(pattern).struct.unnest()
    if not parts.width:
        return cells
    text = [pl.col(name) for name in parts.columns]
    hour = _hour(text[3], text[6])
    clock = pl.format(" {}:{}:{}", hour, text[4], text[5].fill_null("00")).fill_null("")
    written = pl.format(
        "{}-{}-{}{}{}",
        pl.when(text[year].str.len_chars() == 2).then("20" + text[year]).otherwise(text[year]),
        text[month].str.zfill(2),
        text[day].str.zfill(2),
        clock,
        text[7].fill_null(""),
    )
    return parts.select(written.alias(cells.name)).to_series().fill_null(cells)


def _hour(hour: pl.Expr, half: pl.Expr) -> pl.Expr:
    """The hour in 24, two figures; null where no time is written."""
    number = hour.cast(pl.Int8, strict=False)
    afternoon = half.str.to_lowercase().str.starts_with("p")
    counted = (
        pl.when(half.is_null() | ~number.is_between(1, 12))
        .then(number)
        .otherwise(number % 12 + pl.when(afternoon).then(12).otherwise(0))
    )
    return counted.cast(pl.String).str.zfill(2)
