"""Cells as quantities, days, instants and codes, or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.interchange import kinds, parsing, reading
from tests.engine.interchange.sheets import COLUMNS, parsed, written, wrong


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


@pytest.mark.parametrize(
    ("zone", "written_at", "instead"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 03:30"),
        ("Europe/Berlin", "2026-03-29T02:00:15", "2026-03-29 03:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06 01:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused_with_the_one_they_showed_instead(
    tmp_path: Path, zone: str, written_at: str, instead: str
) -> None:
    file = written(tmp_path, f"{COLUMNS},entered_at\n1,C,A,1,{written_at}\n2,C,A,1,2026-03-29 25:30\n")
    table, _ = kinds.named(reading.read(file), "orders", {})
    _, bad = parsing.parse(table, kinds.columns("orders"), ZoneInfo(zone))
    never, no_time = map(str, bad)
    assert never == (
        f"Row 2: In the column entered_at, {written_at} never was: the clocks of {zone} were set forward "
        f"then; write {instead}, or the time with its offset."
    )
    assert no_time.endswith("2026-03-29 25:30 is not a time; write it like 2026-03-31 14:30.")


@pytest.mark.parametrize("asked_for", ["2026-03-01 25:00", "2026-03-01T10:60", "2026-03-01 10:00:75"])
def test_a_day_with_a_time_that_is_none_is_refused(tmp_path: Path, asked_for: str) -> None:
    [reason] = wrong(tmp_path, f"{COLUMNS},requested_on\n1,C,A,1,{asked_for}\n")
    assert f"{asked_for} is not a day; write it like 2026-03-31" in reason


@pytest.mark.parametrize(("qty", "priority"), [("0", ""), ("1.23456", ""), ("9" * 16, ""), ("1", "12")])
def test_what_is_wrong_beside_an_empty_code_names_the_row_and_nothing_else(
    tmp_path: Path, qty: str, priority: str
) -> None:
    told = "".join(wrong(tmp_path, f"{COLUMNS},priority\n,C,,{qty},{priority}\n"))
    assert "of this row" in told
    assert "None" not in told
