"""A desk whose quantities are a thousand times as large, and numbers without commas in what it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

import polars as pl

from tests.acts import Act

TIMES: Final = 1_000
_NOT_NUMBERS: Final = re.compile(
    r"\b20\d\d-\d\d(-\d\d)?"  # a day, or the month of one
    r"|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b"  # 3 Mar 2026
    r"|\b(?:year|ISO) \d{4}\b"
)
_BARE: Final = re.compile(r"(?<![\w.#])[1-9]\d{3,}")
_QUANTITY_AT: Final = {
    **dict.fromkeys(
        ["supply", "adjust", "qty", "short", "return", "levels", "fetched levels", "transfer"], 1
    ),
    **dict.fromkeys(["buy", "po line", "receive", "short receipt", "retype"], 1),
}
"""Which argument of an act is its quantity."""


def bare(texts: Collection[str], records: Collection[str] = ()) -> list[str]:
    """The texts with a number of four digits or more that has no comma and is no day and no record."""
    return [
        text for text in texts if any(one not in records for one in _BARE.findall(_NOT_NUMBERS.sub("", text)))
    ]


def thousandfold(act: Act) -> Act:
    """An act of ``tests.acts`` with quantities a thousand times as large."""
    name, *args = act
    match name:
        case "order":
            args[0] = [_want(want) for want in args[0]]
        case "draft":
            args[0] = _want(args[0])
        case _ if name in _QUANTITY_AT:
            args[_QUANTITY_AT[name]] *= TIMES
    return (name, *args)


def _want(want: str) -> str:
    lic, qty, answer = want.split()
    return f"{lic} {int(qty) * TIMES} {answer}"


def texts_of(found: Any) -> Iterator[str]:
    """Every text in what the engine answered: of its fields, rows and values."""
    if isinstance(found, str):
        yield found
    for one in _within(found):
        yield from texts_of(one)


def _within(found: Any) -> Iterable[Any]:
    match found:
        case pl.DataFrame():
            return found.select(pl.col(pl.String)).get_columns()
        case dict():
            return found.values()
        case list() | tuple() | pl.Series():
            return found
        case _ if is_dataclass(found):
            return [getattr(found, field.name) for field in fields(found)]
        case _:
            return ()
