"""What one line of typing can mean: ``LIC 25``, ``LIC*25``, ``LIC``, words of a description, ``#2 10``.

Behind each may stand a price and a note: ``LIC 25 @12.50 // gift wrap``. A note alone, ``// one truck``, is
that of the order.

Only the desk knows which LICs there are, so a text has several readings, the likeliest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QTY = r"[-+]?\d+(?:[.,]\d+)*"
_LINE = re.compile(rf"#\s*(\d+)\s*[\s=:*×x]\s*({_QTY})", re.IGNORECASE | re.ASCII)
_TIMES = re.compile(rf"(.+?)\s*[*×]\s*({_QTY})", re.ASCII)
_SPACED = re.compile(rf"(.+?)\s+(?:[x×]\s*)?({_QTY})", re.IGNORECASE | re.ASCII)
_PRICE = re.compile(r"(.*\S)\s+@\s*(\S+)")
_NOTE = re.compile(r"\s//\s")
_SEPARATORS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed line in its parts, each as it was written; without a price or note, none was typed."""

    goods: str
    price: str | None = None
    note: str | None = None

    @property
    def is_note(self) -> bool:
        """Whether a note was typed and nothing else."""
        return self.note is not None and not self.goods


@dataclass(frozen=True, slots=True)
class LineReading:
    """One reading of a typed line: what was named, and how many, as it was written."""

    name: str
    qty: str = "1"


def parts(text: str) -> Typed:
    """The goods, the price and the note of a line: what stands before ``@`` and ``//``, and behind each.

    Both need a space before them, since codes of LICs may have such signs within.
    """
    goods, *rest = _NOTE.split(f" {text} ", maxsplit=1)
    match = _PRICE.fullmatch(goods.strip())
    note = rest[0].strip() if rest else None
    return Typed(match[1], match[2], note) if match else Typed(goods.strip(), None, note)


def readings(text: str) -> list[LineReading]:
    """Every sensible reading of ``text``, the likeliest first; none of an empty one.

    The whole text comes first, since a LIC may itself end in a number.
    """
    text = " ".join(text.split())
    if not text:
        return []
    match = _TIMES.fullmatch(text) or _SPACED.fullmatch(text)
    return [LineReading(text)] + ([LineReading(match[1], match[2])] if match else [])


def line_change(text: str) -> tuple[int, str] | None:
    """``#2 10`` means: line 2 becomes 10; zero takes it off."""
    match = _LINE.fullmatch(text.strip())
    return (int(match[1]), match[2]) if match else None


def pasted_readings(row: str) -> list[LineReading]:
    """The readings of a pasted row: two columns by tab, semicolon or comma, else as a line that was typed."""
    split = [[cell.strip() for cell in row.strip().split(sign)] for sign in _SEPARATORS]
    return [LineReading(cells[0], cells[1]) for cells in split if len(cells) == 2 and all(cells)] + readings(
        row
    )


def is_heading(row: str) -> bool:
    """Whether a pasted row names its columns instead of goods."""
    words = re.findall(r"[a-z]+", row.lower())
    return bool(words) and set(words) <= _HEADINGS and not any(sign.isdigit() for sign in row)


_HEADINGS = {
    "lic", "item", "items", "code", "sku", "article", "product", "part", "no", "number", "description", "qty",
    "quantity", "units", "amount", "count", "wanted", "line",
}  # fmt: skip
