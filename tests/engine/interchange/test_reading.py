"""Reading files: encodings, separators, headers, mapping, and every cell as it was written (section 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from db.session import Session
from engine import settings
from engine.errors import DeskError, OddCharacter, Refused
from engine.interchange import reading, whole_desk, writing
from engine.interchange.refusals import WrongExtension
from tests.engine.interchange.sheets import cells, written


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_detected_and_others_may_stand_inside_quotes(tmp_path: Path, separator: str) -> None:
    rows = [["lic", "description", "qty"], ["007", '"x, y;\tz"', "2.50"]]
    file = written(tmp_path, "\n".join(separator.join(row) for row in rows))
    assert cells(file) == [(2, "007", "x, y;\tz", "2.50")]


def test_leading_zeros_and_long_numbers_stay_as_they_are(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "a,b\n007,12345678901234567890\n")) == [(2, "007", "12345678901234567890")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf_8_with_and_without_mark_and_windows_text_are_read(tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path, "Größe,Preis\nMünster,5 €\n".encode(encoding))
    assert reading.read(file).headers == ["Größe", "Preis"]
    assert cells(file) == [(2, "Münster", "5 €")]


def test_blank_rows_are_skipped_and_the_others_keep_the_number_a_spreadsheet_gives_them(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, '\r\n\r\na,b\r\n1,"two\r\nlines"\r\n\r\n , \r\n3,4\r\n')
    assert cells(file) == [(4, "1", "two\r\nlines"), (7, "3", "4")]


def test_a_row_with_too_many_cells_is_named_with_its_row_number(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        reading.read(written(tmp_path, "a,b\n1,2\n1,2,3\n\n1,2,3,4\n"))
    assert [problem.partition(" cells")[0] for problem in caught.value.problems] == [
        "Row 3: There are 3",
        "Row 5: There are 4",
    ]


def test_blank_cells_behind_the_last_column_do_no_harm(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "a,b\n1,2,,\n3\n")) == [(2, "1", "2"), (3, "3", None)]


def test_an_unclosed_quote_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be read"):
        reading.read(written(tmp_path, 'a,b\n1,"2\n'))


@pytest.mark.parametrize("content", ["", "\n\n", " \n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(DeskError, match="first row has the column names"):
        reading.read(written(tmp_path, content))


def test_a_file_with_too_many_columns_is_told_what_helps_in_its_own_format(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(1_001))
    with pytest.raises(DeskError) as caught:
        reading.read(written(tmp_path, f"{header}\n"))
    assert "has 1,001 columns, and the most that is read at once is 1,000;" in str(caught.value)
    assert str(caught.value).endswith("; split it, or leave out what is not needed.")


def test_a_file_is_refused_that_is_missing_or_does_not_say_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"There is no file .*; check its name"):
        reading.read(tmp_path / "none.csv")
    with pytest.raises(WrongExtension):
        reading.read(written(tmp_path, "a\n1\n", "orders.pdf"))


@pytest.mark.parametrize("name", ["broken.xlsx", "broken.parquet"])
def test_a_broken_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeskError, match="cannot be read"):
        reading.read(written(tmp_path, b"no such thing", name))


def test_excel_cells_are_read_as_the_text_of_their_values(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["lic", "qty", "day", "empty"])
        sheet.write_string(2, 0, "007")
        sheet.write_number(2, 1, 0.1)
        sheet.write_datetime(2, 2, datetime(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        sheet.write_number(3, 0, 25.0)
    assert cells(file) == [(3, "007", "0.1", "2026-03-31 00:00:00", None), (4, "25", None, None, None)]


def test_a_path_with_a_nul_is_refused_wherever_files_are_named(tmp_path: Path, desk: Session) -> None:
    odd = tmp_path / "a\0b.csv"
    frame = pl.DataFrame({"lic": ["book"]})
    doors: list[Callable[[], object]] = [
        lambda: reading.read(odd),
        lambda: writing.write(frame, odd),
        lambda: whole_desk.export_all(desk, odd),
        lambda: whole_desk.import_all(desk, odd, actor="Ann"),
        lambda: settings.settings(path=odd),
    ]
    for door in doors:
        with pytest.raises(OddCharacter, match=r"has NUL \(U\+0000\) in it; write it without"):
            door()
    assert list(tmp_path.iterdir()) == []
