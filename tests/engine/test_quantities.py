"""A quantity is written in one way, by Python, by Polars and by SQL, and a noun behind it in number."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.session import Session
from engine.errors import DeskError
from engine.quantities import counted, parse, plain, plain_column, plural, spelled, spelled_column

HOUSE = Path(__file__).parents[2]
WRITTEN = {"25": "25", "2.5000": "2.5", "100": "100", "-0.1000": "-0.1", "0.0000": "0", "12E2": "1200"}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_quantity_is_written_plainly(text: str) -> None:
    assert plain(Decimal(text)) == WRITTEN[text]


@pytest.mark.parametrize(
    "text", ["1_000", "_5", "5_", "NaN", "1e999", "1e3", "5E0", "inf", "1,000", "0x5", "five", "\u0661"]
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        parse(text, "BOOK")
    assert text in str(caught.value)


def test_a_quantity_may_be_typed_with_the_minus_that_a_screen_shows() -> None:
    assert parse(" −3.5 ", "BOOK") == parse("-3.5", "BOOK") == Decimal("-3.5")


SPELLED = {
    "999.9999": "999.9999",
    "1250.5000": "1,250.5",
    "-1000.0000": "-1,000",
    "1234567.1234": "1,234,567.1234",
    "1000000000000.0000": "1,000,000,000,000",
}


@pytest.mark.parametrize("text", SPELLED)
def test_a_number_to_be_read_has_a_comma_between_thousands(text: str) -> None:
    assert spelled(Decimal(text)) == SPELLED[text]
    assert spelled(1_250) == "1,250"
    assert counted(1_250, "line") == "1,250 lines"


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_number_to_be_read_is_the_number_with_commas(qty: Decimal) -> None:
    assert spelled(qty).replace(",", "") == plain(qty)
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*([.]\d*[1-9])?", spelled(qty))


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_quantity_that_was_written_is_the_same_quantity(qty: Decimal) -> None:
    assert Decimal(plain(qty)) == qty


def test_polars_and_sql_write_a_quantity_as_python_does(desk: Session) -> None:
    qtys = [Decimal(text).quantize(Decimal("0.0001")) for text in (*WRITTEN, *SPELLED)]
    frame = pl.DataFrame({"qty": pl.Series(qtys, dtype=pl.Decimal(18, 4))})
    by_polars = frame.select(plain_column(pl.col("qty")), words=spelled_column(pl.col("qty")))
    with desk.transaction(actor="Ann") as tx:
        tx.load("written_qty", frame)
        by_sql = tx._cursor.sql("select plain(qty), in_words(qty) from written_qty").fetchall()
    by_python = [(plain(qty), spelled(qty)) for qty in qtys]
    assert by_python == by_polars.rows()
    assert by_python == by_sql


def test_a_column_of_counts_is_written_as_one_of_quantities() -> None:
    counts = pl.Series([0, 999, 1_000, None, -12_345_678])
    words = counts.to_frame("n").select(spelled_column(pl.col("n"))).to_series()
    assert words.to_list() == ["0", "999", "1,000", None, "-12,345,678"]
    none = pl.DataFrame({"n": []}, schema={"n": pl.Int64}).select(spelled_column(pl.col("n")))
    assert none.to_series().to_list() == []


def test_a_noun_behind_a_number_is_in_its_number() -> None:
    assert [counted(number, "line") for number in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]
    assert counted(Decimal("2.5000"), "unit") == "2.5 units"
    assert plural(1234, "row") == "rows"


def test_nobody_else_writes_a_quantity_or_a_plural_by_hand() -> None:
    by_hand = re.compile(
        r"""rstrip\(["']0["']\)|["']{2} if .+ else ["']s["']|else .+ \+ ["']s["']"""
        r"""|["'](\w+)["'] if .+ else ["']\1s["']"""
    )
    files = [file for room in ("engine", "pages") for file in (HOUSE / room).rglob("*.py")]
    found = {
        f"{file.relative_to(HOUSE).as_posix()}: {line.strip()}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if by_hand.search(line) and file.name != "quantities.py"
    }
    assert found == set()
