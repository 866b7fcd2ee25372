"""What the prompt at entry asks, and what its answers do (R6 to R10)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.model import OnShortage, ShipType
from engine.rules.shortages import Decisions, DraftLine, decide_shortages

D = Decimal
POOL = (1, 1)
LINE = DraftLine(1, 1, 1, "book", POOL, D(25), None, None, ShipType.PARTIAL, discontinued=False)


def decided(*lines: DraftLine, available: int = 20, ask: bool = True) -> Decisions:
    return decide_shortages(lines, {POOL: D(available)}, ask=ask)


def test_r6_what_is_available_is_simply_taken() -> None:
    assert decided(replace(LINE, qty=D(20))) == Decisions()


def test_r7_the_question_says_what_would_ship_now_and_what_later() -> None:
    [asked] = decided(LINE).questions
    assert (asked.now, asked.later) == (D(20), D(5))


def test_r8_of_less_than_nothing_nothing_ships_now() -> None:
    [asked] = decided(LINE, available=-3).questions
    assert (asked.now, asked.later) == (D(0), D(25))


@pytest.mark.parametrize(("answered", "asks"), [(20, False), (12, True), (None, False)])
def test_r9_an_answer_holds_while_as_much_is_available_as_when_it_was_given(
    answered: int | None, asks: bool
) -> None:
    known = None if answered is None else D(answered)
    line = replace(LINE, answer=OnShortage.SPLIT, answered_qty=known)
    assert bool(decided(line).questions) is asks


@pytest.mark.parametrize(
    ("answer", "ship_type", "whole"),
    [
        (None, ShipType.PARTIAL, []),
        (None, ShipType.COMPLETE, [1]),
        (OnShortage.WHOLE, ShipType.PARTIAL, [1]),
        (OnShortage.SPLIT, ShipType.COMPLETE, []),
    ],
)
def test_r9_where_nobody_can_be_asked_the_answer_or_the_ship_type_decides(
    answer: OnShortage | None, ship_type: ShipType, whole: list[int]
) -> None:
    found = decided(replace(LINE, answer=answer, ship_type=ship_type), ask=False)
    assert (found.whole, found.questions) == (whole, [])


def test_r10_a_refused_order_takes_nothing_from_those_behind_it() -> None:
    """on hand 20 | order 1: 15 and, discontinued, 25 | order 2: 20"""
    other = replace(LINE, line_id=2, line_no=2, pool=(2, 1), discontinued=True)
    behind = replace(LINE, line_id=3, order_id=2, qty=D(20))
    found = decided(replace(LINE, qty=D(15)), other, behind)
    assert [short.line_id for short in found.refused[1]] == [2]
    assert found.questions == []
