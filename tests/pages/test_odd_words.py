"""Every page with addresses and fields that nobody would type: a sentence for each, and never a trace."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from pages.parts import shell
from tests.examples import examples
from tests.hostile import ADDRESSES
from tests.odd import NUMBERS, dressed
from tests.pages.fields import TYPED
from tests.pages.screen import Screen

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = examples(1)
SAMPLE = 5
"""How many pages are drawn in a round."""
PAGES = Path(shell.__file__).parents[1]
READ = re.compile(r'query_params\.get\("(\w+)"|key="(\w+)", bind="query-params"|param="(\w+)"')
"""Where a page says what it reads from its address."""
FOUND = {"orders": "1001", "order_entry": "1004", "demand": "book", "supply": "PO101"}
EVERY = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]


def parameters() -> list[str]:
    """Everything that any page reads from its address."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in PAGES.rglob("*.py"))
    return sorted({next(filter(None, found)) for found in READ.findall(text)})


def test_an_odd_address_is_said_to_be_odd(busy_desk: Path) -> None:
    drawn, screen, every = random.Random(SEED), Screen(), set(parameters())
    records = {param for params in ADDRESSES.values() for param in params}
    assert records < every
    for _ in range(ROUNDS):
        for page in drawn.sample(EVERY, SAMPLE):
            screen.go(page, **{name: drawn.choice(TYPED) for name in sorted(every - records)})
        for page, (param,) in ADDRESSES.items():
            for word in (drawn.choice(TYPED), drawn.choice(NUMBERS)):
                screen.go(page, **{param: word})


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "9" * 30, "-1", "1.5"])
def test_a_shipment_that_is_none_is_refused(busy_desk: Path, number: str) -> None:
    (said,) = Screen("shipments", shipment=number).refusals
    assert len(said) < 200


@pytest.mark.parametrize("page", FOUND)
def test_a_code_in_an_address_may_be_dressed(busy_desk: Path, page: str) -> None:
    screen, (param,) = Screen(), ADDRESSES[page]
    for word in random.Random(page).sample(dressed(FOUND[page]), 3):
        assert screen.go(page, **{param: word}).refusals == [], ascii(word)


def test_a_question_asked_behind_an_open_one_takes_its_place(busy_desk: Path) -> None:
    screen = Screen("order_entry", draft="1004").click("Paste").click("New location")
    assert [field.label for field in screen.test.text_input if field.label == "Address"] == ["Address"]
