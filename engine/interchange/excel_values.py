"""What the number in a cell of Excel means under its format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite

from engine.errors import DeskError
from engine.interchange.refusals import ErrorCell, LongNumber
from engine.quantities import plain

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a cell knows no zone
_NO_DAY, _AS_SHOWN = 60, "1900-02-29"
"""Excel shows a leap day that 1900 did not have; whatever wants a day of it refuses that."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a workbook, by style."""

    codes: list[str]
    from_1904: bool = False

    def of(self, style: int) -> str:
        """The code of a style's format."""
        return self.codes[style] if style < len(self.codes) else "0"


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold: they are written _x000D_."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class NoNumber(Exception):
    """A numeric cell holds none that has one text."""

    def __init__(self, reason: type[DeskError], value: str) -> None:
        """The refusal, and the value that it names."""
        super().__init__(value)
        self.reason, self.value = reason, value[:20]


def number(value: str, code: str, *, from_1904: bool) -> str:
    """The text of a numeric cell under a format; NoNumber if there is none."""
    try:
        amount = float(value)
    except ValueError:
        raise NoNumber(ErrorCell, value) from None
    if not isfinite(amount):
        raise NoNumber(ErrorCell, value)
    if abs(amount) >= 1e15:
        raise NoNumber(LongNumber, f"{Decimal(amount):f}" if abs(amount) < 1e20 else value)
    if _ELAPSED.search(code):
        return _hours(amount)
    if is_date(code):
        return _date(amount, from_1904=from_1904)
    text = plain(Decimal(f"{amount:.15g}") + 0)  # the digits that Excel keeps; with 0 added, -0 is 0
    return text.zfill(len(code)) if re.fullmatch(r"0{2,}", code) and text.isdigit() else text


def is_date(code: str) -> bool:
    """Whether a format shows a number as a day or a time."""
    if code.isdigit() and code.strip("0"):
        return int(code) in _BUILT_IN_DATES
    first = _UNSHOWN.sub("", code.partition(";")[0]).lower()
    return "general" not in first and any(sign in first for sign in "ymdhs") and "#" not in first


def _date(serial: float, *, from_1904: bool) -> str:
    """A day and its time, 0:00 if there is none, as people write it; a time of no day as ``26:30:00``."""
    first = 0 if from_1904 else 1
    if not first <= serial < 2_950_000:
        return _hours(serial)
    passed = timedelta(milliseconds=round(serial * 86_400_000))
    since_1900 = _EPOCH + passed + timedelta(days=passed.days < _NO_DAY)
    moment = _EPOCH_1904 + passed if from_1904 else since_1900
    day = _AS_SHOWN if passed.days == _NO_DAY and not from_1904 else f"{moment:%Y-%m-%d}"
    return f"{day} {moment:%H:%M:%S}" + (f".{moment.microsecond // 1000:03}" if moment.microsecond else "")


def _hours(days: float) -> str:
    """A time of no day: ``26:30:00``, which is neither a day nor a quantity."""
    seconds = round(days * 86_400)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
