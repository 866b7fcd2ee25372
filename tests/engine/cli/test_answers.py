"""What several commands answer alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.allocation import Settled
from engine.cli import answers


def test_a_settlement_says_who_gained_and_who_lost() -> None:
    settled = Settled(
        lines_filled=1, units_allotted=Decimal("5.00"), lines_released=2, units_released=Decimal(7)
    )
    assert answers.settlement(settled) == "1 line gained 5, 2 lost 7."


def test_a_settlement_says_nothing_of_what_did_not_happen() -> None:
    gained = Settled(lines_filled=2, units_allotted=Decimal(1250))
    lost = Settled(lines_released=1, units_released=Decimal(7))
    told = [answers.settlement(each) for each in (Settled(), gained, lost)]
    assert told == ["No line gained or lost stock.", "2 lines gained 1,250.", "1 line lost 7."]
    assert [answers.filled(lines) for lines in (0, 1, 2)] == [
        "The primary sweep filled no line.",
        "The primary sweep filled 1 line.",
        "The primary sweep filled 2 lines.",
    ]


def test_of_many_sentences_the_first_are_printed_and_the_others_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers.sentences("- ", ["one", "two"], "and {} more")
    assert capsys.readouterr().out == "- one\n- two\n"
    answers.sentences("- ", ["one"] * (answers.MOST_LISTED + 1_200), "and {} more")
    assert capsys.readouterr().out.splitlines()[-2:] == ["- one", "and 1,200 more"]
