"""Several problems are told at once, and one by itself."""

from __future__ import annotations

import pytest

from engine.errors import DeskError, EmptyText, Refused, Unknown, refuse


def test_one_problem_is_raised_as_it_is_and_none_not_at_all() -> None:
    refuse([])
    with pytest.raises(EmptyText):
        refuse([EmptyText(what="code")])


def test_several_problems_are_a_line_each_in_the_order_in_which_they_were_met() -> None:
    problems: list[DeskError | str] = [Unknown(kind="LIC", name="bok"), "Line 3 stays."]
    with pytest.raises(Refused) as caught:
        refuse(problems)
    assert caught.value.problems == [str(problem) for problem in problems]
    assert str(caught.value) == "There is no LIC bok; check the spelling or add it first.\nLine 3 stays."
