"""The made-up company of the demo: its names fit together."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.demo import world


@pytest.mark.parametrize(
    "codes",
    [
        [thing.lic for thing in (*world.LICS, *world.SERVICES)],
        [school.code for school in world.SCHOOLS],
        [code for code, *_ in world.VENDORS],
    ],
    ids=["LICs", "schools", "vendors"],
)
def test_nothing_is_there_twice(codes: list[str]) -> None:
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_every_lic_is_bought_from_a_vendor_there_is_but_glue_and_services() -> None:
    vendors = {code for code, *_ in world.VENDORS}
    assert {thing.lic for thing in world.LICS if thing.vendor not in vendors} == {"GLUE"}


def test_a_price_is_above_its_cost() -> None:
    assert all(world.PRICES[thing.lic] > 0 for thing in world.SERVICES)
    assert str(next(thing for thing in world.LICS if thing.lic == "ATLAS-7").price) == "29.02"
