"""What goes out comes back unchanged, in every format, or is refused before a file is there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.interchange import numbers, parsing, reading, writing
from engine.interchange.kinds import Column
from engine.model import Cell
from tests.examples import examples

EXAMPLES = examples(30)
ENDINGS = ["csv", "xlsx", "parquet"]
COLUMNS = (Column("qty", Cell.SIGNED), Column("day", Cell.DAY), Column("at", Cell.INSTANT))

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffe\uffff\x1c\x1d\x1e\x1f")
    | st.sampled_from("=+-@'\t\r\n\",;_x0041<r>&"),
    max_size=8,
) | st.sampled_from(
    ["_x0041_", "_x0041_x", "http://a.example/x", "mailto:a@b.example", "external:\\\\h\\s", "=1+1",
     "'=1", "''@x", "{=1}", "NaN", "inf", "1e5", "007", "TRUE", "#N/A", " x ",
     "<r>x", "\r\n", "1.000", "½", "a\rb"]
)  # fmt: skip
rows = st.fixed_dictionaries(
    {
        "text": texts,
        "qty": st.decimals(-(10**12), 10**12, places=4).filter(bool),
        "day": st.dates(date(1900, 1, 1), date(2999, 12, 30)),
        "at": st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    }
)


def brought(folder: Path, frame: pl.DataFrame, ending: str) -> reading.Sheet:
    file = folder / f"table.{ending}"
    writing.write(frame, file)
    return reading.read(file)


@settings(max_examples=EXAMPLES)
@given(st.lists(rows, min_size=1, max_size=4), st.sampled_from(ENDINGS))
def test_any_row_comes_back_from_every_format(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, Any]], ending: str
) -> None:
    kinds = {"text": pl.String(), "qty": pl.Decimal(18, 4), "day": pl.Date(), "at": pl.Datetime("us", "UTC")}
    schema = pl.Schema(kinds)
    frame = pl.DataFrame(found, schema=schema)
    sheet = brought(tmp_path_factory.mktemp("out"), frame, ending)
    back = sheet.cells.rename({str(i): name for i, name in enumerate(frame.columns)})
    quantities = numbers.settled(
        back["qty"], comma_separated=sheet.comma_separated, exact=sheet.exact_cells(1)
    )
    back = back.with_columns(quantities)
    typed, bad = parsing.parse(back, COLUMNS, ZoneInfo("Asia/Kolkata"))
    assert [str(one) for one in bad] == []
    assert back["text"].to_list() == [one["text"] if one["text"].strip() else None for one in found]
    assert typed.drop("row").rows() == frame.drop("text").rows()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "number", ["100000000000.0001", "99999999999.9999", "999999999999999", "1000000000000"]
)
def test_a_number_of_more_digits_than_a_sheet_keeps_comes_back_whole(
    tmp_path: Path, number: str, ending: str
) -> None:
    qty = pl.DataFrame({"qty": [Decimal(number)]}, schema={"qty": pl.Decimal(38, 4)})
    [back] = brought(tmp_path, qty, ending).cells["0"].to_list()
    assert Decimal(back) == Decimal(number)


@pytest.mark.parametrize("ending", ENDINGS)
def test_links_are_texts_like_others(tmp_path: Path, ending: str) -> None:
    links = pl.DataFrame({"text": [f"http://a.example/{'x' * length}" for length in (1, 3_000)] * 20})
    assert brought(tmp_path, links, ending).cells["0"].to_list() == links["text"].to_list()
    if ending == "xlsx":
        assert b"hyperlink" not in ZipFile(tmp_path / "table.xlsx").read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x" * 32_768, "more than 32,767 characters"),
        ("\U0001f600" * 16_384, "more than 32,767 characters"),
        ("a\uffff", "a character that it does not know"),
        ("_x005F_x0041_", "what Excel takes for a character"),
        ("<r>x\n</r>", "the marks of rich text"),
    ],
)
def test_what_excel_would_drop_or_change_is_refused_with_the_record(
    tmp_path: Path, text: str, what: str
) -> None:
    frame = pl.DataFrame({"lic": ["A", "B"], "description": ["fine", text]})
    with pytest.raises(DeskError, match=f"the description of B \\(row 3\\) has {what}.*CSV or Parquet"):
        writing.write(frame, tmp_path / "table.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1]}).select(pl.repeat(1, writing.EXCEL_ROWS + 1).alias("a"))
    with pytest.raises(DeskError, match="CSV or Parquet"):
        writing.write(frame, tmp_path / "table.xlsx")


def test_days_and_numbers_that_excel_cannot_count_are_texts(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"no": [2**53 + 1, -(2**62)], "qty": [Decimal("999999999999.9999"), Decimal("0.1")],
         "day": [date(1900, 2, 28), date(2026, 3, 31)]},
        schema_overrides={"qty": pl.Decimal(18, 4)},
    )  # fmt: skip
    assert brought(tmp_path, frame, "xlsx").cells.rows() == [
        (2, "9007199254740993", "999999999999.9999", "1900-02-28"),
        (3, "-4611686018427387904", "0.1", "2026-03-31"),
    ]
