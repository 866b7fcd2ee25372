"""Reading files: encodings, separators, headers, mapping, and every cell as it was written (section 10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DeskError, Refused
from engine.interchange import kinds, parsing, reading, writing
from engine.interchange.refusals import Unwritable, WrongExtension

UTC_ZONE = ZoneInfo("UTC")
COLUMNS = "order,customer,lic,qty"


def cells(file: Path) -> list[tuple[object, ...]]:
    """Row numbers and texts."""
    return reading.read(file).cells.rows()


def written(folder: Path, content: str | bytes, name: str = "orders.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def parsed(folder: Path, content: str, kind: str = "orders", zone: ZoneInfo = UTC_ZONE) -> pl.DataFrame:
    """The typed rows of a file that has nothing wrong with it."""
    table, _ = kinds.named(reading.read(written(folder, content)), kind, {})
    typed, bad = parsing.parse(table, kinds.columns(kind), zone)
    assert [str(row) for row in bad] == []
    return typed


def wrong(folder: Path, content: str, kind: str = "orders") -> list[str]:
    """What is wrong with the cells of a file."""
    table, _ = kinds.named(reading.read(written(folder, content)), kind, {})
    return sorted(str(row) for row in parsing.parse(table, kinds.columns(kind), UTC_ZONE)[1])


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


def test_a_file_is_refused_that_is_missing_or_does_not_say_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no such file"):
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


def test_parquet_is_read_typed_and_floats_become_their_shortest_text(tmp_path: Path) -> None:
    file = tmp_path / "orders.parquet"
    pl.DataFrame(
        {
            "customer": [17850.0, float("nan")],
            "qty": [0.1, 1e-05],
            "price": [Decimal("2.5000"), Decimal(3)],
            "at": [datetime(2026, 3, 31, 12, tzinfo=UTC), None],
            "on": [date(2026, 3, 31), None],
            "flag": [True, None],
        },
        schema_overrides={"price": pl.Decimal(18, 4)},
    ).write_parquet(file)
    assert cells(file) == [
        (2, "17850", "0.1", "2.5", "2026-03-31 12:00:00Z", "2026-03-31", "true"),
        (3, None, "0.00001", "3", None, None, None),
    ]


def test_a_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"lic": [["A"]]}).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(DeskError, match="column lic holds no plain values"):
        reading.read(tmp_path / "x.parquet")


def test_headers_are_compared_without_case_and_spaces(tmp_path: Path) -> None:
    assert parsed(tmp_path, " Order ,CUSTOMER,Lic,qty\n1,C,A,1\n").row(0)[:3] == (2, "1", "C")


def test_unknown_columns_are_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        parsed(tmp_path, f"{COLUMNS},colour,size\n1,C,A,1,red,L\n")
    assert "unknown in orders: colour, size; known are order, customer, location, ship_type" in str(
        caught.value
    )


def test_missing_columns_are_named_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"lacks columns that orders need: customer, qty"):
        parsed(tmp_path, "order,lic\n1,A\n")


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="several columns called qty"):
        parsed(tmp_path, f"{COLUMNS},qty\n1,C,A,1,2\n")


def test_a_column_without_a_name_is_refused_if_it_holds_something(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="column 5 has no name"):
        parsed(tmp_path, f"{COLUMNS},\n1,C,A,1,x\n")
    assert parsed(tmp_path, f"{COLUMNS},\n1,C,A,1,\n").height == 1


def test_a_mapping_reads_a_users_own_spreadsheet_and_leaves_its_other_columns_out(tmp_path: Path) -> None:
    sheet = reading.read(
        written(tmp_path, "InvoiceNo,CustomerID,StockCode,Quantity,qty,Country\n1,C,A,6,9,UK\n")
    )
    mapping = {"order": "InvoiceNo", "customer": "customerid", "lic": "StockCode", "qty": "Quantity"}
    table, left_out = kinds.named(sheet, "orders", mapping)
    assert table.select("row", "order", "customer", "lic", "qty").rows() == [(2, "1", "C", "A", "6")]
    assert left_out == ["qty", "Country"]


@pytest.mark.parametrize(
    ("mapping", "detail"),
    [
        ({"colour": "lic"}, "there is no column colour"),
        ({"qty": "Quantity"}, "the file has no header Quantity"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path, mapping: dict[str, str], detail: str) -> None:
    with pytest.raises(DeskError, match=detail):
        kinds.named(reading.read(written(tmp_path, f"{COLUMNS}\n1,C,A,1\n")), "orders", mapping)


def test_quantities_are_exact_and_times_are_utc(tmp_path: Path) -> None:
    rows = parsed(
        tmp_path,
        f"{COLUMNS},entered_at,requested_on,priority,ship_type,unit_price\n"
        "1,C,A,2.50,2026-03-31 14:30,2026-04-01,9,Complete,0\n"
        "1,C,A,+.5,2026-03-31T14:30:15.25Z,2026-04-01 00:00:00,,,.1\n"
        "1,C,A,999999999999.9999,2026-03-31 14:30+05:30,,,,\n",
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert rows["qty"].to_list() == [Decimal("2.5"), Decimal("0.5"), Decimal("999999999999.9999")]
    assert rows["entered_at"].to_list() == [
        datetime(2026, 3, 31, 12, 30, tzinfo=UTC),
        datetime(2026, 3, 31, 14, 30, 15, 250_000, tzinfo=UTC),
        datetime(2026, 3, 31, 9, 0, tzinfo=UTC),
    ]
    assert rows["requested_on"].to_list() == [date(2026, 4, 1), date(2026, 4, 1), None]
    assert rows["ship_type"].to_list() == ["complete", None, None]


@pytest.mark.parametrize(
    ("qty", "reason"),
    [
        ("0", "must be more than zero"),
        ("-1", "must be more than zero"),
        ("x", "x is not a number"),
        ("1e3", "1e3 is not a number"),
        ("2,5", "2,5 is not a number"),
        ("nan", "nan is not a number"),
        ("1.00001", "has more than 4 decimal places"),
        ("1000000000000.1", "is beyond a million millions"),
        ("9" * 60, "is beyond a million millions"),
        ("", "The column qty is empty"),
    ],
)
def test_section_10_a_quantity_is_refused(tmp_path: Path, qty: str, reason: str) -> None:
    (problem,) = wrong(tmp_path, f'{COLUMNS}\n1,C,A,"{qty}"\n')
    assert problem.startswith("Row 2: ")
    assert reason in problem


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("priority", "10", "The priority 10 of order 1 is not a whole number from 0 to 9"),
        ("priority", "-1", "The priority -1 of order 1 is not a whole number from 0 to 9"),
        ("priority", "1.5", "The priority 1.5 of order 1 is not a whole number from 0 to 9"),
        ("ship_type", "all", "all is not one of partial, complete"),
        ("on_shortage", "wait", "wait is not one of split, whole"),
        ("entered_at", "yesterday", "yesterday is not a time"),
        ("entered_at", "2026-02-30", "2026-02-30 is not a time"),
        ("requested_on", "31.3.2026", "31.3.2026 is not a day"),
        ("unit_price", "-1", "-1 is less than zero"),
        ("unit_price", "0.00001", "0.00001 has more than 4 decimal places"),
    ],
)
def test_section_10_a_cell_is_refused(tmp_path: Path, column: str, value: str, reason: str) -> None:
    (problem,) = wrong(tmp_path, f"{COLUMNS},{column}\n1,C,A,1,{value}\n")
    assert reason in problem


def test_all_bad_cells_of_a_file_are_told_together(tmp_path: Path) -> None:
    found = wrong(tmp_path, f"{COLUMNS},priority\n,C,A,0,x\n\n1,,A,1,\n")
    assert [text.partition(":")[0] for text in found] == ["Row 2", "Row 2", "Row 2", "Row 4"]


def test_a_time_that_the_clocks_skip_is_no_time_and_one_that_comes_twice_is_the_first(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    table, _ = kinds.named(
        reading.read(
            written(tmp_path, f"{COLUMNS},entered_at\n1,C,A,1,2026-03-29 02:30\n2,C,A,1,2026-10-25 02:30\n")
        ),
        "orders",
        {},
    )
    typed, bad = parsing.parse(table, kinds.columns("orders"), berlin)
    assert [row.row for row in bad] == [2]
    assert typed["entered_at"][1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\r\n=+-@'\",;"),
    max_size=12,
)


@given(st.lists(texts, min_size=1, max_size=5))
def test_text_is_neutralised_on_the_way_out_and_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    file = tmp_path_factory.mktemp("out") / "text.csv"
    writing.write(pl.DataFrame({"no": list(range(len(values))), "text": values}), file)
    for line in file.read_text(encoding="utf-8").split("\n")[1:]:
        assert not line.partition(",")[2].lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
    kept = [value if value.strip() else None for value in values]
    assert reading.read(file).cells["1"].to_list() == kept


def test_numbers_are_not_neutralised(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"qty": [Decimal("-2.5000"), Decimal("100.0000"), Decimal("0.0000")]},
        schema={"qty": pl.Decimal(18, 4)},
    )
    assert writing.csv_text(frame) == "qty\n-2.5\n100\n0\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_comes_back_from_every_format_as_it_was(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame(
        {
            "lic": ["007", "=1+1", "'@x"],
            "qty": [Decimal("2.5"), Decimal("999999999999.9999"), None],
            "at": [datetime(2026, 3, 31, 14, 30, 15, 500_000, tzinfo=UTC), None, None],
            "on": [date(2026, 3, 31), None, None],
        },
        schema_overrides={"qty": pl.Decimal(18, 4)},
    )
    file = tmp_path / f"table.{ending}"
    writing.write(frame, file)
    read = reading.read(file).cells
    assert read["0"].to_list() == frame["lic"].to_list()
    assert read["1"].to_list() == ["2.5", "999999999999.9999", None]
    assert read["2"][0].replace(" ", "T").rstrip("Z").rstrip("0") == "2026-03-31T14:30:15.5"
    assert read["3"][0].startswith("2026-03-31")


def test_a_file_that_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        writing.write(pl.DataFrame({"a": [1]}), tmp_path / "none" / "a.csv")
    with pytest.raises(WrongExtension):
        writing.write(pl.DataFrame({"a": [1]}), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
