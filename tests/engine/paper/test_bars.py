"""The code of a number on paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from engine.paper import bars

NARROW = 0.3


def widths(text: str) -> list[int]:
    """How many narrow bars each black one is wide."""
    root = ET.fromstring(bars.code(text))
    drawn = [rect for rect in root.iter() if rect.tag.endswith("rect") and "black" in rect.get("style", "")]
    return [round(float(str(rect.get("width")).removesuffix("mm")) / NARROW) for rect in drawn]


def test_a_number_is_drawn_as_code_128() -> None:
    """Start C, 42, the check 44 (105 + 42, modulo 103), stop: three bars each, and four of the stop."""
    assert widths("42") == [*(2, 1, 3), *(1, 2, 3), *(1, 2, 3), *(2, 3, 1, 2)]


def test_other_numbers_have_other_bars() -> None:
    drawn = {bars.code(str(number)).partition("<g ")[2] for number in range(1000, 1100)}
    assert len(drawn) == 100


@pytest.mark.parametrize("text", ["PÖ1", "訂單7"])
def test_letters_that_the_code_does_not_have_leave_it_out(text: str) -> None:
    assert bars.code(text) == ""


def test_what_a_reader_hears_is_the_number_and_no_tag() -> None:
    assert 'aria-label="P&quot;&gt;1"' in bars.code('P">1')
