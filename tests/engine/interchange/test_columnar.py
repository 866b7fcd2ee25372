"""Parquet: texts as they are packed, counted as often as they stand there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.errors import DeskError
from engine.interchange import columnar, reading
from engine.interchange.limits import A_TABLE
from engine.interchange.refusals import Unreadable
from tests.engine.interchange.sheets import cells


def test_a_text_that_is_packed_once_is_counted_as_often_as_it_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "items.parquet"
    text = pl.Series("lic", ["x" * 5_000]).cast(pl.Categorical).new_from_index(0, 1_000_000)
    pl.DataFrame([text]).write_parquet(file)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(DeskError, match="more characters than its size says"):
        reading.read(file)


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


@pytest.mark.parametrize("beside", ["the table", "the column"])
def test_what_other_programs_note_beside_a_table_is_passed_over(
    tmp_path: Path, beside: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """No text at all: Polars panics at it, and writes that to the terminal."""
    file, note = tmp_path / "items.parquet", {b"\xff": b"\xfe"}
    of_column, of_table = (note, None) if beside == "the column" else (None, note)
    schema = pa.schema([pa.field("lic", pa.string(), metadata=of_column)], metadata=of_table)
    parquet.write_table(pa.table([["book"]], schema=schema), file)
    assert cells(file) == [(2, "book")]
    assert capfd.readouterr() == ("", "")


def test_a_name_that_is_no_text_is_refused_in_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "items.parquet"
    parquet.write_table(pa.table({"lickety": ["book"]}), file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"lickety", b"\xffickety"))
    with pytest.raises(Unreadable):
        reading.read(file)
    assert capfd.readouterr() == ("", "")


def test_a_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"lic": [["A"]]}).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(DeskError, match="column lic holds no plain values"):
        reading.read(tmp_path / "x.parquet")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (pa.array([Decimal("2.50")], pa.decimal256(60, 2)), "2.5"),
        (
            pa.array([datetime(2026, 3, 31, 12, tzinfo=UTC)], pa.timestamp("us", "+05:30")),
            "2026-03-31 12:00:00Z",
        ),
        (
            pa.array([datetime(2026, 3, 31, 12, tzinfo=UTC)], pa.timestamp("ns", "Mars/Olympus")),
            "2026-03-31 12:00:00Z",
        ),
        (pa.array([2**30], pa.date32()), "1073741824"),
        (pa.array([2**62], pa.timestamp("ms")), "4611686018427387904"),
    ],
    ids=["many digits", "an offset for a zone", "no zone", "no day", "no instant"],
)
def test_polars_does_not_panic_at_what_parquet_can_hold(
    tmp_path: Path, cell: pa.Array, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    parquet.write_table(pa.table({"cell": cell}), tmp_path / "x.parquet")
    assert cells(tmp_path / "x.parquet") == [(2, text)]
    assert capfd.readouterr() == ("", "")


def test_a_nameless_column_stays_nameless(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"lic": ["book"], "": ["x"]}), tmp_path / "x.parquet")
    assert reading.read(tmp_path / "x.parquet").headers == ["lic", ""]


def test_the_groups_of_a_file_are_read_one_by_one(tmp_path: Path) -> None:
    table = pl.DataFrame({"lic": [f"L{n}" for n in range(10)], "qty": range(10)})
    file = tmp_path / "t.parquet"
    table.write_parquet(file, row_group_size=4)
    parts = list(columnar.parts(file, A_TABLE))
    assert [part.height for part in parts] == [4, 4, 2]
    assert pl.concat(parts).equals(table)
    table.clear().write_parquet(file)
    assert [part.schema for part in columnar.parts(file, A_TABLE)] == [table.schema]


@pytest.mark.parametrize("content", [b"", b"PAR", b"lic\nbook\n", b"PK\x03\x04" + b"0" * 100])
def test_what_is_no_parquet_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.parquet"
    file.write_bytes(content)
    with pytest.raises(
        Unreadable, match=r"t\.parquet cannot be read \(it is no Parquet file\); check the file"
    ):
        reading.read(file)
