"""What somebody wants planned, and what a plan came to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.plan import wanted as wishes
from engine.plan.refusals import BadMemory, UnknownPolicy
from engine.plan.wanted import Changes
from tests.engine.plan.lake import Lake


def test_a_wish_of_the_usual_options_has_no_fault(lake: Lake) -> None:
    assert list(wishes.faults(lake.wanted)) == []


def test_each_fault_of_a_wish_is_named(lake: Lake) -> None:
    odd = replace(lake.wanted, policy="best", memory="much")
    assert [type(fault) for fault in wishes.faults(odd)] == [UnknownPolicy, BadMemory]
    assert not odd.looks_beyond_pool


@pytest.mark.parametrize(
    ("said", "means"), [("1KB", 1_000), ("1.5 GB", 1_500_000_000), ("2gib", 2_000_000_000)]
)
def test_a_size_is_read_in_bytes(said: str, means: int) -> None:
    assert wishes.bytes_of(said) == means


def test_what_several_walks_changed_adds_up() -> None:
    one = Changes(lines_gained=1, units_gained=Decimal("2.5"))
    assert one + one == Changes(lines_gained=2, units_gained=Decimal(5))
