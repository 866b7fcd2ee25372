"""Numbers, days and flags of a file: read where they have one reading, refused with both of two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import xlsxwriter

from engine.interchange import kinds, numbers, parsing, reading
from engine.rules.profile import Decimals


def brought(folder: Path, lines: list[str], name: str = "adjustments.csv") -> tuple[list[object], list[str]]:
    """The quantities of a file with a semicolon or comma between its cells, and what is wrong."""
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return parsed(file)


def parsed(file: Path, kind: str = "adjustments", column: str = "qty") -> tuple[list[object], list[str]]:
    sheet = reading.read(file, kinds.needed(kind, {}))
    table, _ = kinds.named(sheet, kind, {})
    typed, bad = parsing.parse(table, kinds.columns(kind), ZoneInfo("Asia/Tokyo"))
    return typed[column].to_list(), [str(one) for one in bad]


def with_semicolons(*numbers: str) -> list[str]:
    return ["reference;lic;qty;reason", *(f'{i};A;"{number}";x' for i, number in enumerate(numbers))]


def with_commas(*numbers: str) -> list[str]:
    return ["reference,lic,qty,reason", *(f'{i},A,"{number}",x' for i, number in enumerate(numbers))]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (with_semicolons("1.5", "2"), ["1.5", "2"]),
        (with_semicolons("1,5", "2"), ["1.5", "2"]),
        (with_semicolons("1.000", "2,5"), ["1000", "2.5"]),
        (with_semicolons("1.000", "2.5"), ["1", "2.5"]),
        (with_semicolons("1.000", "1.234.567"), ["1000", "1234567"]),
        (with_semicolons("-1.234,56", "+5"), ["-1234.56", "5"]),
        (with_semicolons("1,234.5", "1,000"), ["1234.5", "1000"]),
        (with_semicolons("1 234", "1'234", "1\u202f234,5"), ["1234", "1234", "1234.5"]),
        (with_semicolons("0.125", "0,125"), ["0.125", "0.125"]),
        (with_commas("1.125", "25"), ["1.125", "25"]),
        (with_commas("1,000", "2.5"), ["1000", "2.5"]),
        (with_commas("1.000", "1250.000"), ["1", "1250"]),
        (with_commas("1,234,567"), ["1234567"]),
    ],
)
def test_a_number_with_one_reading_is_read(tmp_path: Path, lines: list[str], found: list[str]) -> None:
    assert brought(tmp_path, lines) == ([Decimal(number) for number in found], [])


@pytest.mark.parametrize(
    ("lines", "small", "large"),
    [
        (with_semicolons("1.000"), "1", "1000"),
        (with_semicolons("1,000"), "1", "1000"),
        (with_semicolons("-2.345"), "-2.345", "-2345"),
        (with_semicolons("1.000", "2.5", "2,5"), "1", "1000"),
        (with_commas("1.000"), "1", "1000"),
        (with_commas("1.230"), "1.23", "1230"),
        (with_commas("1,234"), "1.234", "1234"),
        (["reference\tlic\tqty\treason", "1\tA\t12.500\tx"], "12.5", "12500"),
    ],
)
def test_a_number_with_two_readings_is_refused_with_both(
    tmp_path: Path, lines: list[str], small: str, large: str
) -> None:
    _, (problem,) = brought(tmp_path, lines)
    assert problem.startswith("Row 2: In the column qty, ")
    assert problem.endswith(f"can be {small} or {large}; write it as one of these.")


NO_NUMBERS = ["1_000", "\u0663", "\uff15", "1e3", "5-", "(5)", "€5", "$5", "5€", "½", "1,2,3", "1.2.3"]
ALMOST = [
    "0x10",
    "1.23,4,5",
    "-",
    "1.234.56",
    "12,34.5",
    "nan",
    "∞",
    "\u22125",
    "1 23",
    "1 2345",
    "12 345 67",
]


@pytest.mark.parametrize("number", [*NO_NUMBERS, *ALMOST])
def test_what_is_no_number_is_told_so(tmp_path: Path, number: str) -> None:
    _, (problem,) = brought(tmp_path, with_semicolons(number))
    assert "is not a number; write it like 25 or 2.5." in problem


def test_a_report_repeats_a_short_piece_of_a_bad_cell(tmp_path: Path) -> None:
    _, (long, odd) = brought(tmp_path, with_semicolons("9" * 30_000, "a\n\x1b[31m\u202e" + "x" * 500))
    assert len(long) < 200
    assert len(odd) < 200
    assert not set("\n\x1b\u202e") & set(odd)


def orders(folder: Path, column: str, value: str) -> tuple[list[object], list[str]]:
    file = folder / "orders.csv"
    file.write_text(f'order,customer,lic,qty,{column}\n1,C,A,1,"{value}"\n', encoding="utf-8")
    return parsed(file, "orders", column)


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        (
            "requested_on",
            "03/04/2026",
            "03/04/2026 can be 2026-04-03 or 2026-03-04; write it as one of these",
        ),
        ("entered_at", "3.4.2026 10:00", "can be 2026-04-03 or 2026-03-04"),
        ("requested_on", "31.3.2026", "31.3.2026 is not a day"),
        ("requested_on", "2026-03-31 and more", "is not a day"),
        ("requested_on", "٢٠٢٦-03-31", "is not a day"),
        ("requested_on", "0000-01-01", "is not a day"),
        ("requested_on", "9999-12-31", "is not a day"),
        ("entered_at", "2026-03-31 10:00+99:00", "is not a time"),
        ("requested_on", "46112", "is not a day"),
        ("priority", "٣", "is not a whole number"),
    ],
)
def test_a_cell_with_no_or_two_readings_is_refused(tmp_path: Path, column: str, value: str, why: str) -> None:
    assert why in orders(tmp_path, column, value)[1][0]


def test_an_instant_with_an_offset_is_a_day_of_the_desk(tmp_path: Path) -> None:
    (day,), _ = orders(tmp_path, "requested_on", "2026-03-31T23:30:00Z")
    assert str(day) == "2026-04-01"


@pytest.mark.parametrize("word", ["ja", "oui", "vrai", "wahr", "так"])
def test_a_flag_in_another_language_is_refused_with_what_is_taken(tmp_path: Path, word: str) -> None:
    file = tmp_path / "items.csv"
    file.write_text(f"lic,active\nA,{word}\n", encoding="utf-8")
    assert "yes, y, true, 1, on, x, no, n, false, 0, off" in parsed(file, "items", "active")[1][0]


def test_numbers_stored_as_numbers_have_one_reading(tmp_path: Path) -> None:
    pl.DataFrame({"reference": ["1", "2"], "lic": "A", "qty": [1.125, 1000.0], "reason": "x"}).write_parquet(
        tmp_path / "a.parquet"
    )
    assert parsed(tmp_path / "a.parquet") == ([Decimal("1.125"), Decimal(1000)], [])
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["reference", "lic", "qty", "reason"])
        for i, qty in enumerate([1.125, 0.1 + 0.2, 7.0, "1.000"], 1):
            sheet.write_row(i, 0, [str(i), "A", qty, "x"])
    found, (problem,) = parsed(tmp_path / "a.xlsx")
    assert found[:3] == [Decimal("1.125"), Decimal("0.3"), Decimal(7)]
    assert problem.startswith("Row 5: In the column qty, 1.000 can be 1 or 1000")


@pytest.mark.parametrize(
    ("cell", "decimals", "plain"),
    [
        ("1.000", Decimals.COMMA, "1000"),
        ("1.000", Decimals.POINT, "1.0000"),
        ("1,000", Decimals.COMMA, "1.0000"),
        ("1,000", Decimals.POINT, "1000"),
        ("1.234.567,5", Decimals.COMMA, "1234567.5"),
        ("1,234.5", Decimals.POINT, "1234.5"),
        ("2,5 €", Decimals.COMMA, "2.5"),
        ("$1 234.50", Decimals.POINT, "1234.50"),
        ("-3", Decimals.COMMA, "-3"),
        ("many", Decimals.COMMA, "many"),
        (None, Decimals.COMMA, None),
    ],
)
def test_a_number_is_read_as_somebody_chose(cell: str | None, decimals: Decimals, plain: str | None) -> None:
    cells = pl.Series("qty", [cell], dtype=pl.String)
    assert numbers.chosen(cells, decimals, exact=pl.Series([False])).to_list() == [plain]


def test_a_number_that_was_stored_as_one_is_left_whatever_was_chosen() -> None:
    cells = pl.Series("qty", ["1.125", "2.5"])
    assert numbers.chosen(cells, Decimals.COMMA, exact=pl.Series([True, True])).to_list() == ["1.1250", "2.5"]
