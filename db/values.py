"""Values on their way into a statement: as DuckDB takes them, or refused in a sentence."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from db.errors import BeyondCalendar, BeyondNumbers, NoText

_LEAST: Final = -(2**63)
_MOST: Final = 2**63 - 1
"""The numbers that fit into DuckDB's BIGINT."""


def naive_utc(instant: datetime) -> datetime:
    """An instant as the desk keeps it; one without a zone is taken to be UTC already."""
    try:
        return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
    except OverflowError:
        raise BeyondCalendar(instant=instant) from None


def plain(value: Any) -> Any:
    """A parameter as DuckDB takes it; what it cannot take is refused in a sentence, wherever it was typed."""
    if isinstance(value, datetime):
        return naive_utc(value)
    if isinstance(value, str) and not value.isascii():
        _refuse_broken(value)
    if isinstance(value, int) and not _LEAST <= value <= _MOST:
        raise BeyondNumbers(number=f"{Decimal(value):.3g}" if abs(value) > 10**30 else str(value))
    if isinstance(value, list):
        return _plain_list(value)
    return value


def _plain_list(values: list[Any]) -> list[Any]:
    if values and set(map(type, values)) == {int}:  # many ids: if the ends of them fit, all do
        plain(min(values))
        plain(max(values))
        return values
    return [plain(one) for one in values]


def _refuse_broken(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoText(text=text.encode(errors="backslashreplace").decode()) from None


def in_utc(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame whose instants are naive UTC, as the desk keeps them."""
    if not any(isinstance(kind, pl.Datetime) and kind.time_zone for kind in frame.dtypes):
        return frame
    aware = cs.datetime(time_zone="*")
    return frame.with_columns(aware.dt.convert_time_zone("UTC").dt.replace_time_zone(None))


def identifier(name: str) -> str:
    """The name of a table, quoted; ValueError when it is none."""
    if not (name.isascii() and name.isidentifier()):
        raise ValueError(f"not a table name: {name!r}")
    return f'"{name}"'
