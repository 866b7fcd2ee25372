"""Excel workbooks: the cells of one sheet as the text of their values.

A cell becomes what a person would write for its value: 25 and not 25.0, 0.3 and not 0.30000000000000004, a
day as 2026-03-31, 007 where a format of zeros shows it so. A cell that shows something and holds no value
(an error, a formula that was never calculated, all but the first of merged cells) is a fault, so that
nothing is read as blank that is not.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element

import polars as pl

from engine.errors import DeskError
from engine.interchange import excel_values as values
from engine.interchange.gathering import Fault, FileRecord, Sheet, gather
from engine.interchange.limits import MOST_COLUMNS, MOST_ROWS, MOST_SHEET_CELLS, check_text
from engine.interchange.refusals import (
    ErrorCell,
    LateFormula,
    MergedCells,
    NoColumnNames,
    TooBig,
    Unreadable,
    excerpt,
    listed,
)
from engine.interchange.unpacking import Archive
from engine.rules import texts

_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MOST_FAULTS = 10_000
_MOST_FIGURES = 8  # of a number that Excel counts something by
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read(file: Path, needed: frozenset[str]) -> Sheet:
    """The first visible sheet of a workbook that has anything in it, as ``Sheet`` has it."""
    with file.open("rb") as stream:
        if stream.read(4) == b"\xd0\xcf\x11\xe0":
            raise Unreadable(file=file.name, detail="it is protected by a password, or an old Excel file")
        book = _open(file, stream)
        for at, (name, part) in enumerate(book.sheets):
            reader = _Reader(book, part)
            try:
                headers, cells, assumed = gather(file, reader.records(), needed)
            except NoColumnNames:
                if at + 1 < len(book.sheets):
                    continue
                raise
            return Sheet(
                file,
                headers,
                cells,
                comma_separated=False,
                exact=reader.exact,
                faults=reader.all_faults(cells),
                assumed=[*_other_sheets(name, book.sheets), *assumed, *_hidden(reader.hidden)],
            )
    raise NoColumnNames(file=file.name)


def _other_sheets(name: str, sheets: list[tuple[str, str]]) -> list[str]:
    others = [other for other, _ in sheets if other != name]
    return [f"The sheet {excerpt(name)} was read, and not {listed(others)}."] if others else []


def _hidden(rows: list[int]) -> list[str]:
    return [f"Hidden rows were read too: {listed(map(str, rows))}."] if rows else []


@dataclass(frozen=True, slots=True)
class _Book:
    archive: Archive
    sheets: list[tuple[str, str]]  # the name of each visible sheet, and its part
    texts: list[str]
    formats: values.Formats


def _open(file: Path, stream: BinaryIO) -> _Book:
    archive = Archive(file, stream)
    parts = _related(archive)
    sheets, from_1904 = [], False
    for element in archive.elements("xl/workbook.xml", "sheet", "workbookPr"):
        if element.tag.endswith("workbookPr"):
            from_1904 = element.get("date1904") in ("1", "true")
        elif element.get("state") in (None, "visible"):
            sheets.append((element.get("name", ""), parts.get(_identity(element), ("", ""))[1]))
    texts = next((part for kind, part in parts.values() if kind == "sharedStrings"), "")
    styles = next((part for kind, part in parts.values() if kind == "styles"), "")
    formats = values.Formats(_formats(archive, styles), from_1904=from_1904)
    return _Book(archive, sheets, list(_texts(archive, texts)), formats)


def _identity(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _related(archive: Archive) -> dict[str, tuple[str, str]]:
    """Identity -> what kind of part, and its name."""
    targets = {}
    for relation in archive.elements(_RELATIONS, "Relationship"):
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[relation.get("Id", "")] = (kind, name)
    return targets


def _texts(archive: Archive, part: str) -> Iterator[str]:
    """The texts that cells refer to by number."""
    if not part or part not in archive:
        return
    for entry in archive.elements(part, "si"):
        yield _text(entry)
        entry.clear()


def _text(entry: Element) -> str:
    """The text of an entry, without the readings that East Asian ones have above them."""
    runs = []
    for child in entry:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            runs.append(child.text or "")
        elif tag == "r":
            runs += [t.text or "" for t in child if t.tag.endswith("}t") or t.tag == "t"]
    return values.unescaped("".join(runs))


def _formats(archive: Archive, part: str) -> list[str]:
    """The number format of each style, as its code or the number of a built-in one."""
    if not part or part not in archive:
        return []
    codes: dict[str, str] = {}
    styles: list[str] = []
    for element in archive.elements(part, "numFmt", "cellXfs"):
        if element.tag.endswith("numFmt"):
            codes.setdefault(element.get("numFmtId", ""), element.get("formatCode", ""))
        else:
            styles = [style.get("numFmtId", "0") for style in element]
    return [codes.get(style, style) for style in styles]


@dataclass(slots=True)
class _Reader:
    """Reads one sheet, and notes beside its records what else is to be known of them."""

    book: _Book
    part: str
    exact: dict[int, array[int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    merged: dict[tuple[int, int], tuple[int, int, str]] = field(default_factory=dict)
    seen: int = 0  # cells so far
    size: int = 0  # characters so far: one long text may stand in many cells

    def records(self) -> Iterator[FileRecord]:
        """The rows that stand in the sheet, by their own numbers."""
        number = 0
        for element in self.book.archive.elements(self.part, "row", "mergeCell"):
            if element.tag.endswith("mergeCell"):
                self._note_merged(element.get("ref", ""))
                continue
            self.seen += len(element)
            if self.seen > MOST_SHEET_CELLS:
                raise TooBig(
                    file=self.book.archive.file.name,
                    found="more cells than can be read",
                    most=f"{MOST_SHEET_CELLS:,} cells of a sheet",
                )
            number = self._number(element, number)
            cells = self._cells(element, number)
            if element.get("hidden") in ("1", "true") and any(cells):
                self.hidden.append(number)
            element.clear()
            yield number, cells

    def _number(self, element: Element, before: int) -> int:
        number = int_or(element.get("r"), before + 1)
        if not before < number <= MOST_ROWS:
            raise Unreadable(file=self.book.archive.file.name, detail=f"row {number} follows row {before}")
        return number

    def _cells(self, element: Element, row: int) -> list[str | None]:
        cells: list[str | None] = []
        for cell in element:
            column = _column(cell.get("r", ""))
            at = len(cells) if column is None else column
            if at < len(cells) or at >= 20 * MOST_COLUMNS:
                raise Unreadable(
                    file=self.book.archive.file.name, detail=f"the cells of row {row} are muddled"
                )
            text = self._value(cell, row, at)
            if text is not None:
                cells += [None] * (at - len(cells))
                cells.append(text)
        self.size += sum(map(len, filter(None, cells)))
        check_text(self.book.archive.file, self.size)
        return cells

    def _value(self, cell: Element, row: int, at: int) -> str | None:
        """The text of one cell, or None; what it holds instead of a value is noted."""
        kind, value, formula = cell.get("t", "n"), None, False
        for child in cell:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                value = child.text
            elif tag == "is":
                return _text(child)
            formula = formula or tag == "f"
        if kind == "e":
            return self._fault(row, at, ErrorCell, value=excerpt(value or "of a formula"))
        if value is None:
            return self._fault(row, at, LateFormula) if formula else None
        return self._read(kind, value, int_or(cell.get("s")), row, at)

    def _read(self, kind: str, value: str, style: int, row: int, at: int) -> str | None:
        if kind == "s":
            number = int_or(value, -1)
            if not 0 <= number < len(self.book.texts):
                raise Unreadable(
                    file=self.book.archive.file.name, detail=f"row {row} has a text that is missing"
                )
            return self.book.texts[number]
        if kind in ("str", "inlineStr"):
            return values.unescaped(value)
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "d":
            return value
        formats = self.book.formats
        try:
            text = values.number(value, formats.of(style), from_1904=formats.from_1904)
        except values.NoNumber as none:
            return self._fault(row, at, none.reason, value=none.value)
        if "." in text:
            self.exact.setdefault(at, array("I")).append(row)
        return text

    def _fault(self, row: int, at: int, reason: type[DeskError], **facts: str) -> str:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(row, at, reason, facts))
        return "#"  # not blank, so that its row is not left out

    def _note_merged(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        begin, end = _REF.fullmatch(first), _REF.fullmatch(last)
        left, right = _column(first), _column(last)
        if begin and end and left is not None and right is not None and len(self.merged) < _MOST_FAULTS:
            self.merged[int(begin[2]), left] = (int(end[2]), right, ref)

    def all_faults(self, cells: pl.DataFrame) -> list[Fault]:
        """What was noted, and the blank cells of merged ones, unless the first of them is blank as well."""
        faults = list(self.faults)
        tops = {top for top, _ in self.merged}
        rows = {row[0]: row[1:] for row in cells.filter(pl.col("row").is_in(tops)).iter_rows()}
        for (top, left), (bottom, right, ref) in self.merged.items():
            if top in rows and left < len(rows[top]) and rows[top][left] is not None:
                row, begin = (top + 1, left) if bottom > top else (top, left + 1)
                faults += [
                    Fault(row, at, MergedCells, {"cells": ref})
                    for at in range(begin, min(right + 1, MOST_COLUMNS))
                ]
        return faults


def _column(ref: str) -> int | None:
    """The column of a cell's address, counted from 0."""
    match = _REF.fullmatch(ref)
    if not match:
        return None
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def int_or(text: str | None, otherwise: int = 0) -> int:
    """A short whole number, or ``otherwise``."""
    return int(text) if text and texts.in_figures(text, _MOST_FIGURES) else otherwise
