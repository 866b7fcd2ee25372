"""Workbooks: what a sheet shows is what is read, or the cell is refused by its row; and no bomb goes off."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
import xlsxwriter

from engine.errors import DeskError
from engine.interchange import kinds, limits, reading, unpacking

SHEET = "xl/worksheets/sheet1.xml"


def made(folder: Path, fill: Callable[[xlsxwriter.Workbook], object]) -> Path:
    file = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        fill(book)
    return file


def changed(file: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, change(content) if name == part else content)
    return file


def columns_of(file: Path) -> tuple[list[tuple[object, ...]], list[str]]:
    sheet = reading.read(file, ("lic",))
    return sheet.cells.rows(), sheet.assumed


def test_what_a_sheet_shows_is_read(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Items")
        book.add_worksheet("Notes")
        sheet.merge_range(0, 0, 0, 3, "Price list, March")
        sheet.write_row(2, 0, ["LIC", "description", "day", "flag"])
        sheet.write_number(3, 0, 7, book.add_format({"num_format": "000"}))
        sheet.write(3, 1, 0.1 + 0.2)
        sheet.write_datetime(3, 2, datetime(1900, 2, 27, 12), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001
        sheet.write_boolean(3, 3, True)
        sheet.write_string(4, 0, " 007 ")
        sheet.write_string(4, 1, "_x0041_\r\n ")
        sheet.write_datetime(4, 2, timedelta(hours=26.5), book.add_format({"num_format": "[h]:mm"}))
        sheet.set_row(4, None, None, {"hidden": True})

    rows, assumed = columns_of(made(tmp_path, fill))
    assert rows == [
        (4, "007", "0.3", "1900-02-27 12:00:00", "TRUE"),
        (5, " 007 ", "_x0041_\r\n ", "26:30:00", None),
    ]
    assert assumed == [
        "The sheet Items was read, and not Notes.",
        "The column names are on row 3; what stands above them was left out.",
        "Hidden rows were read too: 5.",
    ]


@pytest.mark.parametrize(
    ("fill", "why"),
    [
        (
            lambda sheet: sheet.write_formula(1, 0, "=NA()", None, "#N/A"),
            "In the column lic stands the error #N/A",
        ),
        (lambda sheet: sheet.merge_range(1, 0, 2, 0, "A"), "the cells A2:A3 are merged"),
        (lambda sheet: sheet.write_number(1, 0, 12345678901234567), "a number of more than 15 digits"),
        (lambda sheet: sheet.write_formula(1, 0, "=1/3", None, ""), "a formula that was never calculated"),
    ],
)
def test_a_cell_that_holds_no_value_is_refused_by_its_row_unless_nobody_asks_for_it(
    tmp_path: Path, fill: Callable[[Any], object], why: str
) -> None:
    def sheets(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["lic", "name"])
        sheet.write_column(1, 1, ["x", "y"])
        fill(sheet)

    file = made(tmp_path, sheets)
    changed(file, SHEET, lambda xml: xml.replace(b"<v></v>", b""))
    sheet = reading.read(file, ("lic",))
    with pytest.raises(DeskError, match=why) as caught:
        kinds.named(sheet, "items", {"lic": "lic"})
    assert str(caught.value).startswith(("Row 2: ", "Row 3: "))
    kinds.named(sheet, "vendors", {"vendor": "name"})


def items(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet().write_column(0, 0, ["lic", "A"])


def grown(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b"<row><c/></row>" * 20_000 + b"</sheetData>")


def test_a_workbook_is_refused_by_its_directory_and_a_directory_that_lies_does_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = changed(made(tmp_path, items), SHEET, grown)
    with ZipFile(file) as source:
        size = source.getinfo(SHEET).file_size
    small = partial(limits.check_unpacked, bounds=replace(limits.A_FILE, unpacked=100_000))
    monkeypatch.setattr(unpacking, "check_unpacked", small)
    with pytest.raises(DeskError, match="when unpacked"):
        reading.read(file)
    file.write_bytes(file.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1_000)))
    with pytest.raises(DeskError, match="when unpacked"):
        reading.read(file)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', "cells"),
        (b"</sheetData>", b'<row r="99999999"><c><v>1</v></c></row></sheetData>', "follows row"),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', "words of its own"),
        (b"<v>0</v>", b"<v>99</v>", "a text that is missing"),
        (b"</row>", b"", "is damaged"),
    ],
)
def test_a_sheet_made_to_harm_is_one_sentence(tmp_path: Path, old: bytes, new: bytes, why: str) -> None:
    with pytest.raises(DeskError, match=why):
        reading.read(changed(made(tmp_path, items), SHEET, lambda xml: xml.replace(old, new, 1)))


@pytest.mark.parametrize("name", ["old.xls", "other.ods", "binary.xlsb"])
def test_other_workbooks_are_asked_for_as_xlsx(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(DeskError, match=r"save it as \.xlsx"):
        reading.read(tmp_path / name)


def said(file: Path) -> int:
    """How long a refusal is; 0 if the file is read."""
    try:
        return 0 * reading.read(file, ("lic",)).cells.height
    except DeskError as error:
        return len(str(error))


def test_no_damage_ends_in_anything_but_a_sheet_or_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(9)
    pl.DataFrame({"lic": ["A", "B"], "qty": [1.5, None]}).write_parquet(tmp_path / "a.parquet")
    csv = 'lic,qty\n"A ""x""",1.5\nB,\n'
    wholes = [made(tmp_path, items).read_bytes(), (tmp_path / "a.parquet").read_bytes(), csv.encode("utf-16")]
    for _ in range(60):
        for whole, name in zip(
            [*wholes, csv.encode()], ("x.xlsx", "x.parquet", "x.csv", "y.csv"), strict=True
        ):
            content = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            (tmp_path / name).write_bytes(
                content[: chance.choice([len(content), chance.randrange(len(content))])]
            )
            assert said(tmp_path / name) < 1_000, name
