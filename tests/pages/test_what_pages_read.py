"""A page about one thing reads what it is about, whatever else the desk has: as many rows beside much of
another LIC and customer as alone."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.beside import begin, come_to_rest, counted, differing, go_on_elsewhere
from tests.pages.screen import Screen
from tests.story import Story

PAGES = {"order": "orders", "po": "supply", "lic": "demand", "shipment": "shipments"}
"""The pages about one thing, by what their address calls it."""


@pytest.fixture
def desk(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(Story, "prove", lambda _: None)  # a whole proof reads everything
    return story


def test_a_page_about_one_thing_reads_what_it_is_about(desk: Story) -> None:
    order, po = begin(desk)
    named = {"order": order, "po": po, "lic": "mug", "shipment": str(desk.shipments_of(order)[0])}
    come_to_rest(desk)
    alone = _read(named)
    go_on_elsewhere(desk)
    come_to_rest(desk)
    beside = _read(named)
    found = {thing: differing(alone[thing], beside[thing]) for thing in named}
    assert {thing: queries for thing, queries in found.items() if queries} == {}


def _read(named: dict[str, str]) -> dict[str, Counter[str]]:
    """What the page about each thing reads."""
    found = {}
    for thing, name in named.items():
        with counted() as counts:
            assert Screen(PAGES[thing], **{thing: name}).refusals == []
        found[thing] = counts
    return found
