"""What every step of an undo shares: a refusal is a sentence, and of many the first are given."""

from __future__ import annotations

import pytest

from engine.errors import EmptyText
from engine.undo.step import MOST_NAMED, attempt, shortened


def test_what_a_call_refuses_is_left_as_its_sentence() -> None:
    def refuse() -> None:
        raise EmptyText(what="code")

    assert attempt(refuse, "The LIC stays.") == ["The LIC stays. The code is empty; name one."]
    assert attempt(lambda: None, "The LIC stays.") == []


def test_a_mistake_in_the_program_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError):
        attempt(lambda: 1 // 0)


def test_of_many_sentences_the_first_are_given_and_the_others_counted() -> None:
    every = [str(number) for number in range(MOST_NAMED + 1)]
    assert shortened(every) == every  # one more is as short as saying so
    assert shortened([*every, "x"]) == [*every[:MOST_NAMED], "2 more of the same kind."]
