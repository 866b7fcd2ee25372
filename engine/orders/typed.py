"""What typed text means: the LIC and the quantity of a line, its price and its note."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

import polars as pl

from db.session import Transaction
from engine import catalogue, codes
from engine.errors import AmbiguousLic, DeskError, UnclearPrice, UnclearQuantity
from engine.model import Qty
from engine.quantities import parse
from engine.rules import texts, typed_lines

LONGEST_LINE = 500
"""How many characters may be typed in one go."""

MOST_CANDIDATES = 8
"""How many LICs are offered when a few letters fit several."""


class Extras(TypedDict, total=False):
    """What may be typed behind the goods of a line."""

    unit_price: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The LICs that fit what was typed, where several do."""

    found: pl.DataFrame  # lic, description
    qty: Qty
    cut: bool  # more fit than are offered
    extras: Extras = field(default_factory=Extras)
    """What was typed behind the goods, for the line of the one that is chosen."""


def resolve(tx: Transaction, text: str) -> tuple[str, Qty] | Candidates:
    """The LIC and the quantity that a line of typing names; Unknown if it names none."""
    readings = typed_lines.readings(texts.line(text, "line", LONGEST_LINE))
    for reading in readings:
        if lic := _named(tx, reading.name):
            return lic, quantity(reading.qty, lic)
    for reading in reversed(readings):  # "mug 12" is twelve mugs before it is a mug called 12
        alike = tx.rows("entry.alike", words=reading.name, most=MOST_CANDIDATES + 1)
        if alike.height == 1:
            return alike["lic"][0], quantity(reading.qty, alike["lic"][0])
        if alike.height:
            qty = quantity(reading.qty, reading.name)
            return Candidates(alike.head(MOST_CANDIDATES), qty, alike.height > MOST_CANDIDATES)
    raise _unknown(tx, readings)


def _named(tx: Transaction, text: str) -> str | None:
    """The LIC of which a text is the code, letters large or small."""
    for name in codes.spellings(text):
        if lic := tx.value("entry.named", name=name):
            return str(lic)
    return None


def resolve_one(tx: Transaction, text: str) -> tuple[str, Qty]:
    """The LIC and the quantity that a text names, where nobody can choose: AmbiguousLic if several fit."""
    meant = resolve(tx, text)
    if isinstance(meant, Candidates):
        lics = ", ".join(meant.found["lic"]) + (", …" if meant.cut else "")
        raise AmbiguousLic(text=text.strip(), lics=lics)
    return meant


def _unknown(tx: Transaction, readings: list[typed_lines.LineReading]) -> DeskError:
    """The refusal of a text that names no LIC; ``BOOK abc`` names one, but not how many."""
    readings = readings or [typed_lines.LineReading("")]
    first, _, rest = readings[0].name.partition(" ")
    lic = _named(tx, first) if rest else None
    if lic:
        return UnclearQuantity(qty=rest.strip(), lic=lic)
    return catalogue.unknown(tx, texts.shown(readings[-1].name))


def quantity(text: str, lic: str) -> Qty:
    """A typed quantity; commas are refused, since some write thousands with them and some decimals."""
    if "," in text:
        raise UnclearQuantity(qty=text, lic=lic)
    return parse(text, lic)


def extras(typed: typed_lines.Typed) -> Extras:
    """The price and the note that were typed behind the goods of a line."""
    also = Extras()
    if typed.price is not None:
        also["unit_price"] = price(typed.price)
    if typed.note is not None:
        also["note"] = typed.note
    return also


def price(text: str) -> Decimal:
    """A typed price; commas are refused, as in quantities."""
    try:
        return quantity(text, "")
    except DeskError:
        raise UnclearPrice(price=texts.shown(text)) from None
