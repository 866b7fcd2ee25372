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
from engine.quantities import counted, plain, plain_column, plural

HOUSE = Path(__file__).parents[2]
WRITTEN = {"25": "25", "2.5000": "2.5", "100": "100", "-0.1000": "-0.1", "0.0000": "0", "12E2": "1200"}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_quantity_is_written_plainly(text: str) -> None:
    assert plain(Decimal(text)) == WRITTEN[text]


def test_a_quantity_that_is_only_read_has_a_sign_between_thousands() -> None:
    assert plain(Decimal("1250.5000"), ",") == "1,250.5"


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_quantity_that_was_written_is_the_same_quantity(qty: Decimal) -> None:
    assert Decimal(plain(qty)) == qty


def test_polars_and_sql_write_a_quantity_as_python_does(desk: Session) -> None:
    qtys = [Decimal(text).quantize(Decimal("0.0001")) for text in WRITTEN]
    frame = pl.DataFrame({"qty": pl.Series(qtys, dtype=pl.Decimal(18, 4))})
    assert frame.select(plain_column(pl.col("qty"))).to_series().to_list() == list(WRITTEN.values())
    with desk.transaction(actor="Ann") as tx:
        tx.load("written_qty", frame)
        by_sql = tx._cursor.sql("select plain(qty) from written_qty").fetchall()
    assert [text for (text,) in by_sql] == list(WRITTEN.values())


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
