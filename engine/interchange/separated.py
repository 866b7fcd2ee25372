r"""CSV: the records in a text, each with its row number, or a refusal that names the row.

A cell in quotes may hold separators, line ends and doubled quotes, and ends at its second quote; elsewhere a
quote is a character like any other (``1/2" anchor``). Python's own reader does that, strictly. What it reads
in one way and other programs in another is refused before (``doubts``).

A row is a record as a spreadsheet counts them: a record of several lines is one row, a blank line is one
too, and a ``sep=;`` above the names is none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from engine.errors import DeskError
from engine.interchange.bad_rows import BadRow, refuse_rows
from engine.interchange.gathering import HEAD, FileRecord
from engine.interchange.refusals import (
    BadSeparatorLine,
    DoubtfulQuote,
    EndlessCell,
    MixedLineEnds,
    OpenQuote,
    StrayQuote,
    excerpt,
)

SEPARATORS = (",", ";", "\t", "|")
_SEP = re.compile(r'"?sep=([^\r\n"]*)"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_LONE_RETURN = re.compile(r"\r(?:[^\r\n]|\Z)")
_LARGEST = 1_000_000
"""Characters of a cell beyond which reading stops at once; what is shorter is refused by its length later."""


def records(text: str, separator: str) -> Iterator[FileRecord]:
    """The records of ``text``, blank ones included; Refused for the first that cannot be read in one way."""
    refuse_rows(doubts(text, separator))
    csv.field_size_limit(_LARGEST)
    lines = _Lines(text) if "\n" in text and _LONE_RETURN.search(text) else None
    reader = csv.reader(lines or io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield row, cells
            if lines:
                lines.check_end(row, cells)
    except csv.Error as error:
        refuse_rows([BadRow(row + 1, _reason(str(error)))])


def _reason(message: str) -> DeskError:
    """What Python's reader could not read, in our words."""
    if "unexpected end" in message:
        return OpenQuote()
    if "field limit" in message:
        return EndlessCell(most=f"{_LARGEST:,}")
    return StrayQuote()


class _Lines:
    """The lines of a text in which some end with a lone carriage return, to see which records end so."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._ends: set[bool] = set()  # whether records ended with a lone return
        self._line = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self._line = next(self._lines)
        return self._line

    def check_end(self, row: int, cells: list[str]) -> None:
        """Refuse a record that ends otherwise than those before it; a blank line between two ends is
        harmless."""
        if any(cells) and self._line.endswith(("\r", "\n")):
            self._ends.add(self._line.endswith("\r"))
        if len(self._ends) > 1:
            refuse_rows([BadRow(row, MixedLineEnds())])


def doubts(text: str, separator: str) -> Iterator[BadRow]:
    r"""The rows whose quotes other programs read otherwise, though the strict reader reads them.

    ``, "x"``: a quote after a space opens a cell for some, and is a character for others. ``"a \", b"``: a
    backslash before a quote escapes it for some, and for others the cell ends there. `` " anchor`` above
    `` 1/2"``: two inch marks, which together would swallow the rows between them.
    """
    blank_first = re.compile(rf'(?:^|[{re.escape(separator)}\r\n])[ \t]+"')
    if not (blank_first.search(text) or '\\"' in text or re.search(r'"[ \t][^"]*[\r\n]', text)):
        return
    width = 0
    for row, cells, lines in _marked(text, separator):
        width = width or len(cells)
        if detail := _doubt(cells, lines, separator, width):
            yield BadRow(row, DoubtfulQuote(detail=detail))


def _doubt(cells: list[tuple[str, bool]], lines: list[str], separator: str, width: int) -> str:
    """What is doubtful in a record of ``cells`` (as they are written, whether in quotes), or nothing."""
    bare = [cell for cell, quoted in cells if not quoted]
    if any(cell.lstrip().startswith('"') for cell in bare):
        return "a quote after a space begins a cell or is part of it"
    escaped = any(quoted and re.search(r'(?<!\\)(\\\\)*\\"$', cell) for cell, quoted in cells)
    if escaped and any('"' in cell for cell in bare):
        return "a quote after a backslash ends the cell or is part of it"
    inches = any(quoted and re.fullmatch(r'"[ \t]+\S.*\d"', cell, re.DOTALL) for cell, quoted in cells)
    if inches and len(lines) > 1 and all(line.count(separator) == width - 1 for line in lines):
        return "its quotes go around several rows, or are inch marks"
    return ""


def _marked(text: str, separator: str) -> Iterator[tuple[int, list[tuple[str, bool]], list[str]]]:
    """Row, cells as they are written and whether they are in quotes, lines; as far as it can be read."""
    sign = re.escape(separator)
    cell = re.compile(rf'("[^"]*(?:""[^"]*)*")?([^{sign}\r\n]*)({sign}|\r\n|\r|\n|\Z)')
    at, begin, row, cells = 0, 0, 1, list[tuple[str, bool]]()
    while match := cell.match(text, at):
        quoted, rest, end = match.groups()
        if rest.startswith('"') or (quoted and rest):
            return
        cells.append((quoted or rest, bool(quoted)))
        at = match.end()
        if end == separator:
            continue
        yield row, cells, re.split(r"\r\n|\r|\n", text[begin : match.start(3)])
        if not end:
            return
        row, cells, begin = row + 1, [], at


def without_sep_line(file: Path, text: str) -> tuple[str, str | None]:
    """The text below a first line ``sep=;``, and the separator which that names."""
    match = _SEP.match(text)
    if not match:
        return text, None
    sign = match[1]
    if len(sign) != 1 or sign.isalnum() or sign in " .-+":
        raise BadSeparatorLine(file=file.name, line=excerpt(match[0].strip()))
    return text[match.end() :], sign


def separator_of(text: str, needed: frozenset[str]) -> str:
    """The separator with which one of the first rows has all names that are ``needed``, else the most
    frequent one in the first line."""
    fitting = {sign: _widest(text, sign, needed) for sign in SEPARATORS}
    if any(fitting.values()):
        return max(SEPARATORS, key=lambda sign: fitting[sign])
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _widest(text: str, separator: str, needed: frozenset[str]) -> int:
    """How many cells the row of the needed names has; 0 if there is none."""
    if not needed:
        return 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    with suppress(csv.Error):
        for cells in islice(reader, HEAD):
            if needed <= {cell.strip().lower() for cell in cells}:
                return len(cells)
    return 0
