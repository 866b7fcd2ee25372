"""From text to exact values: each column of a file as decimals, dates, instants, flags or words.

A cell that is not what its column holds becomes null and a bad row, so that everything wrong with a file is
reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl

from engine.errors import AbsurdQuantity, BadPriority, BadQuantity, DeskError, TooManyDecimals
from engine.interchange import numbers, refusals
from engine.interchange.bad_rows import BadRow
from engine.interchange.kinds import NUMBERS, Column
from engine.interchange.refusals import EmptyCell, excerpt
from engine.model import LARGEST, LONGEST_LEAD_TIME, Cell
from engine.quantities import PLAIN, QTY
from engine.rules.addresses import ADDRESS

_YES = ("yes", "y", "true", "1", "on", "x")
_NO = ("no", "n", "false", "0", "off")
_YEARS = "(?:19|2[0-9])"
"""Days of ``model.YEARS``."""
_INSTANT = (
    rf"^({_YEARS}[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})"
    r"(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9])(:[0-5][0-9](?:\.[0-9]{1,9})?)?)?"
    r"\s*(Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?$"
)
_WHOLE = r"^([0-9]{1,9})(?:\.00?)?$"
_DIGIT = r"^([0-9])(?:\.00?)?$"
_THIS_ROW = "this row"
"""What is wrong with, where the cell that names it is blank."""
_SOME_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")


class SkippedHour(DeskError):
    """In the column {column}, {value} never was: the clocks of {zone} were set forward then; write {instead},
    or the time with its offset."""


def parse(
    table: pl.DataFrame, columns: tuple[Column, ...], zone: ZoneInfo, written_in: ZoneInfo | None = None
) -> tuple[pl.DataFrame, list[BadRow]]:
    """Typed columns beside ``row``, and what was wrong with cells.

    ``zone``: the desk's; ``written_in``: where a time without an offset was written, if not there. Instants
    come out as aware UTC. Quantities are exact decimals with four places.
    """
    trimmed = table.with_columns(pl.col(c.name).str.strip_chars() for c in columns if c.cell is not Cell.TEXT)
    typed = trimmed.select(
        "row", *(_value(column, zone, written_in or zone).alias(column.name) for column in columns)
    )
    bad = [bad for column in columns for bad in _bad_cells(trimmed, typed, column, written_in or zone)]
    return typed, bad


def _value(column: Column, zone: ZoneInfo, written_in: ZoneInfo) -> pl.Expr:
    text = pl.col(column.name)
    if column.cell is Cell.INSTANT:
        return _instant(text, written_in)
    if column.cell is Cell.DAY:
        return _day(text, zone)
    if column.cell is Cell.CHOICE:
        return _when(text.str.to_lowercase().is_in(column.choices), text.str.to_lowercase())
    return _PARSERS[column.cell](text)


def _when(holds: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(value)


def _number(text: pl.Expr) -> pl.Expr:
    """An exact decimal; null when the text is none, has more than four places, or is beyond all bounds."""
    plain = text.str.contains(PLAIN) & ~text.str.contains(numbers.DOUBTFUL)
    value = _when(plain, text).cast(QTY, strict=False)
    places = text.str.extract(r"\.([0-9]*?)0*$").str.len_chars().fill_null(0)
    return _when((value.abs() <= LARGEST) & (places <= 4), value)


def _instant(text: pl.Expr, zone: ZoneInfo) -> pl.Expr:
    parts = text.str.extract_groups(_INSTANT)
    day, minute, second, offset = (parts.struct[i] for i in range(4))
    full = day + " " + minute.fill_null("00:00") + second.fill_null(":00")
    offset = offset.str.replace("Z", "+0000", literal=True).str.replace(":", "", literal=True)
    local = full.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
    # A clock set forward skips an hour: a time in it never was. Set back, an hour is there twice: the first
    # is meant.
    here = local.dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
    away = (full + offset).str.to_datetime("%Y-%m-%d %H:%M:%S%.f%z", time_unit="us", strict=False)
    return pl.when(offset.is_null()).then(here.dt.convert_time_zone("UTC")).otherwise(away)


def _day(text: pl.Expr, zone: ZoneInfo) -> pl.Expr:
    """A day as it is written; of an instant with an offset the day that it is at the desk."""
    offset = text.str.extract(_INSTANT, 4)
    written = _when(text.str.contains(_INSTANT), text.str.head(10)).str.to_date("%Y-%m-%d", strict=False)
    return (
        pl.when(offset.is_null())
        .then(written)
        .otherwise(_instant(text, zone).dt.convert_time_zone(zone.key).dt.date())
    )


def _days(count: pl.Expr) -> pl.Expr:
    return _when(count <= LONGEST_LEAD_TIME, count)


def _flag(text: pl.Expr) -> pl.Expr:
    word = text.str.to_lowercase()
    return pl.when(word.is_in(_YES)).then(True).when(word.is_in(_NO)).then(False)


_PARSERS: dict[Cell, Callable[[pl.Expr], pl.Expr]] = {
    Cell.CODE: lambda text: text,
    Cell.TEXT: lambda text: text,
    Cell.QTY: lambda text: _when(_number(text) > 0, _number(text)),
    Cell.SIGNED: lambda text: _when(_number(text) != 0, _number(text)),
    Cell.AMOUNT: lambda text: _when(_number(text) >= 0, _number(text)),
    Cell.COUNT: lambda text: _days(
        _when(text.str.contains(_WHOLE), text.str.extract(_WHOLE)).cast(pl.Int32, strict=False)
    ),
    Cell.PRIORITY: lambda text: _when(text.str.contains(_DIGIT), text.str.extract(_DIGIT)).cast(
        pl.Int8, strict=False
    ),
    Cell.FLAG: _flag,
    Cell.EMAIL: lambda text: _when(text.str.contains(ADDRESS), text),
}


def _bad_cells(
    text: pl.DataFrame, typed: pl.DataFrame, column: Column, written_in: ZoneInfo
) -> Iterator[BadRow]:
    given = text[column.name].is_not_null()
    for row in text.filter(given & typed[column.name].is_null()).iter_rows(named=True):
        yield BadRow(row["row"], _reason(column, row, written_in), column.name)
    if column.required:
        for number in text.filter(~given)["row"]:
            yield BadRow(number, EmptyCell(column=column.name), column.name)


def _reason(column: Column, row: dict[str, str], written_in: ZoneInfo) -> DeskError:
    """Why a cell is not what its column holds; what is wrong everywhere is refused in the words used
    everywhere."""
    value = row[column.name]
    facts = {"column": column.name, "value": excerpt(value)}
    if column.cell is Cell.PRIORITY:
        record = f"order {excerpt(row['order'])}" if row["order"] else _THIS_ROW
        return BadPriority(priority=excerpt(value), record=record)
    if column.cell is Cell.CHOICE:
        return refusals.NotAChoice(**facts, choices=", ".join(column.choices))
    if column.cell in NUMBERS:
        return _bad_number(column, excerpt(row["lic"] or _THIS_ROW), value, facts)
    if column.cell in (Cell.DAY, Cell.INSTANT) and (two := _two_days(value)):
        return refusals.TwoDays(column=column.name, value=excerpt(value), one=two[0], other=two[1])
    if column.cell is Cell.INSTANT and (instead := _shown_instead(value, written_in)):
        return SkippedHour(**facts, zone=written_in.key, instead=instead)
    return _OTHERS[column.cell](**facts)


_OTHERS: dict[Cell, type[DeskError]] = {
    Cell.COUNT: refusals.NotACount,
    Cell.FLAG: refusals.NotAFlag,
    Cell.DAY: refusals.NotADay,
    Cell.EMAIL: refusals.NotAnAddress,
    Cell.INSTANT: refusals.NotAnInstant,
}


def _shown_instead(text: str, zone: ZoneInfo) -> str | None:
    """What the clocks of a zone showed in the place of a time that they skip: ``2026-03-29 03:30``."""
    if not (match := re.match(_INSTANT, text)) or match[4]:
        return None
    try:
        written = datetime.fromisoformat(f"{match[1]} {match[2] or '00:00'}")
    except ValueError:
        return None
    shown = written.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return None if shown == written else f"{shown:%Y-%m-%d %H:%M}"


def _two_days(text: str) -> tuple[str, str] | None:
    """The two days that 03/04/2026 can be."""
    match = _SOME_DAY.match(text)
    if not match:
        return None
    first, second, year = (int(part) for part in match.groups())
    if first == second or not (0 < first <= 12 and 0 < second <= 12):
        return None
    return f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"


def _bad_number(column: Column, lic: str, value: str, facts: dict[str, str]) -> DeskError:
    """The sentence for a number out of bounds; units are refused as on the pages."""
    is_units = column.name == "qty"
    if re.match(numbers.DOUBTFUL, value):
        small, large = numbers.readings(value)
        return refusals.TwoReadings(**facts, small=small, large=large)
    if not re.match(PLAIN, value):
        return refusals.NotANumber(**facts)
    number = Decimal(value)
    if abs(number) > LARGEST:
        return AbsurdQuantity(qty=facts["value"], lic=lic) if is_units else refusals.TooLarge(**facts)
    if number == 0 or (number < 0 and column.cell is not Cell.SIGNED):
        return _not_positive(column, lic, facts, is_units=is_units)
    return TooManyDecimals(qty=facts["value"], lic=lic, decimals=4) if is_units else refusals.TooFine(**facts)


def _not_positive(column: Column, lic: str, facts: dict[str, str], *, is_units: bool) -> DeskError:
    if column.cell is Cell.SIGNED:
        return refusals.ZeroAdjustment(lic=lic)
    if column.cell is Cell.AMOUNT:
        return refusals.BelowZero(**facts)
    return BadQuantity(qty=facts["value"], lic=lic) if is_units else refusals.NotPositive(**facts)
