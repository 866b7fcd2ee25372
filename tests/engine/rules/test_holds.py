"""Holds in words, and as the record log keeps them (R45)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import days
from engine.rules import holds
from engine.rules.holds import UNTIL_LIFTED, Hold, Pause

TODAY = date(2026, 3, 2)
PAID = Hold(until_on=date(2026, 3, 5), held_by="Ann", reason="not paid.")


@given(
    st.sampled_from([UNTIL_LIFTED, date(2026, 3, 5)]),
    st.text(min_size=1).filter(lambda name: ": " not in name),
    st.text(),
)
def test_what_the_log_keeps_is_read_back(until_on: date, name: str, reason: str) -> None:
    hold = Hold(until_on=until_on, held_by=name, reason=reason)
    assert holds.of_log(holds.in_log(hold)) == hold


def test_no_hold_is_kept_as_nothing() -> None:
    assert holds.in_log(None) is None
    assert holds.of_log(None) is None


@pytest.mark.parametrize(("on", "expected"), [(4, True), (5, False), (6, False)])
def test_a_hold_is_over_on_its_day(on: int, expected: bool) -> None:
    assert holds.is_on(PAID, date(2026, 3, on)) is expected


def test_all_that_pauses_a_line_is_said_and_what_is_over_is_not() -> None:
    over = Hold(until_on=TODAY, held_by="Bob", reason="old")
    lasting = Hold(until_on=UNTIL_LIFTED, held_by="Cy", reason="x")
    pause = Pause(PAID, over, lasting, "School", date(2026, 3, 9))
    assert pause.in_words(TODAY, 0, days.spelled) == (
        "It is on hold by Ann until 5 Mar: not paid. School is on hold by Cy until it is lifted: x. "
        "It is not wanted before 9 Mar."
    )
    assert pause.in_words(date(2026, 3, 5), 2, days.spelled).endswith(
        "It is not wanted before 9 Mar, and takes part from 7 Mar on."
    )
    assert "wanted" not in pause.in_words(TODAY, 7, days.spelled)


def test_lines_beside_a_held_one_are_named() -> None:
    assert holds.waits_with([2]).endswith("line 2 of it is on hold or not wanted yet.")
    assert holds.waits_with([2, 3]).endswith("lines 2, 3 of it are on hold or not wanted yet.")
