"""What the number in a cell of Excel means under its format."""

from __future__ import annotations

import pytest

from engine.interchange import excel_values
from engine.interchange.excel_values import NoNumber, number
from engine.interchange.refusals import ErrorCell, LongNumber


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.30000000000000004", "General", "0.3"),
        ("-0", "0", "0"),
        ("7", "000", "007"),
        ("1234.5", "#,##0.00", "1234.5"),
        ("59", "dd.mm.yyyy", "1900-02-28 00:00:00"),
        ("60", "dd.mm.yyyy", "1900-02-29 00:00:00"),  # a day that Excel shows, and no calendar has
        ("60.5", "d/m/yy h:mm", "1900-02-29 12:00:00"),
        ("61.5", "d/m/yy h:mm", "1900-03-01 12:00:00"),
        ("0.5", "h:mm", "12:00:00"),
        ("1.25", "[h]:mm", "30:00:00"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: str, code: str, text: str) -> None:
    assert number(value, code, from_1904=False) == text


def test_a_workbook_of_a_mac_counts_its_days_from_1904() -> None:
    assert number("0", "yyyy-mm-dd", from_1904=True) == "1904-01-01 00:00:00"


@pytest.mark.parametrize(
    ("value", "reason"),
    [("#N/A", ErrorCell), ("1e999", ErrorCell), ("1E+308", LongNumber), ("12345678901234567", LongNumber)],
)
def test_what_has_no_text_of_its_own_is_refused(value: str, reason: type[Exception]) -> None:
    with pytest.raises(NoNumber) as caught:
        number(value, "General", from_1904=False)
    assert caught.value.reason is reason


def test_a_number_beyond_all_digits_is_named_as_the_cell_has_it() -> None:
    with pytest.raises(NoNumber) as caught:
        number("1E+308", "General", from_1904=False)
    assert caught.value.value == "1E+308"


def test_a_format_of_units_or_colours_is_no_date() -> None:
    assert [excel_values.is_date(code) for code in ('0 "days"', "[Red]0.00", "General", "14", "mmm yy")] == [
        *(False, False, False),
        *(True, True),
    ]


def test_what_xml_cannot_hold_is_written_out() -> None:
    assert excel_values.unescaped("a_x000D_b _xyz") == "a\rb _xyz"
