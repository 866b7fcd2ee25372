"""``backorder late`` (R40)."""

from __future__ import annotations

import pytest

from tests.engine.cli.command_line import LATER, Backorder

Waiting = dict[str, str]


def test_late_moves_the_dates_and_says_which(backorder: Backorder, waiting: Waiting) -> None:
    answer = backorder("late", waiting["po"], LATER)
    assert answer.code == 0
    assert answer.out.startswith(
        f"Purchase order {waiting['po']} is expected on 20 Mar 2199; 1 date moved.\n"
    )
    row = " ".join(answer.out.splitlines()[-1].split())
    moves = f"by 10 Mar 2199 ({waiting['po']}) by 20 Mar 2199 ({waiting['po']})"
    assert row == f"{waiting['order']} school 1 book 10 Mar 2199 {moves}"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("late", "PO9", "2199-03-20"), 1, "no purchase order PO9"),
        (("late", "PO101", "2001-01-01"), 1, "has passed"),
        (("late", "PO101", "soon"), 2, "soon"),
    ],
)
def test_what_cannot_be_late_is_refused_in_a_line(
    backorder: Backorder, waiting: Waiting, arguments: tuple[str, ...], code: int, words: str
) -> None:
    answer = backorder(*arguments)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (code, "", 1)
    assert words in answer.err
