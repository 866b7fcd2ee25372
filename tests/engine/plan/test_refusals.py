"""What a refused plan says: the fault, then what to do about it, in one sentence."""

from __future__ import annotations

import inspect

import pytest

from engine.errors import DeskError
from engine.plan import refusals

KINDS = [
    kind
    for _, kind in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(kind, DeskError) and kind.__module__ == refusals.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_one_sentence_whose_end_says_what_to_do(kind: type[DeskError]) -> None:
    fault, remedy, after = " ".join((kind.__doc__ or "").split()).partition("; ")
    assert fault
    assert remedy
    assert after.endswith(".")
    assert ". " not in fault + after
