"""Every page with addresses and fields that nobody would type: a sentence for each, and never a trace."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from engine.rules.texts import can_be_kept
from pages.parts import shell
from tests.hostile import ADDRESSES
from tests.odd import NUMBERS, ODD, dressed, some_of_everything
from tests.pages.screen import Screen
from tests.story import Story

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = int(os.environ.get("BACKORDER_EXAMPLES", "1"))
ACTS = 1 + ROUNDS
"""So often is something typed and pressed on each page."""
SAMPLE = 5
"""So many pages are drawn in a round."""
PAGES = Path(shell.__file__).parents[1]
TYPED = [*(word for word in ODD if can_be_kept(word)), "a\0b"]
"""What a browser can send."""
READ = re.compile(r'query_params\.get\("(\w+)"|key="(\w+)", bind="query-params"|param="(\w+)"')
"""Where a page says what it reads from its address."""
FOUND = {"orders": "1001", "order_entry": "1004", "demand": "book", "supply": "PO101"}
RECORDS = (*FOUND.items(), ("orders", "1003"), ("shipments", "2"), ("shipments", "3"), ("supply", "PO102"))
EVERY = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]


@pytest.fixture
def desk(story: Story) -> Story:
    some_of_everything(story)
    return story


def parameters() -> list[str]:
    """Everything that any page reads from its address."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in PAGES.rglob("*.py"))
    return sorted({next(filter(None, found)) for found in READ.findall(text)})


def test_an_odd_address_is_said_to_be_odd(desk: Story) -> None:
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
def test_a_shipment_that_is_none_is_refused(desk: Story, number: str) -> None:
    (said,) = Screen("shipments", shipment=number).refusals
    assert len(said) < 200


@pytest.mark.parametrize("page", FOUND)
def test_a_code_in_an_address_may_be_dressed(desk: Story, page: str) -> None:
    screen, (param,) = Screen(), ADDRESSES[page]
    for word in random.Random(page).sample(dressed(FOUND[page]), 3):
        assert screen.go(page, **{param: word}).refusals == [], ascii(word)


def places() -> list[tuple[str, dict[str, str]]]:
    """Every page, and every page of one record."""
    return [(page, {}) for page in EVERY] + [(page, {ADDRESSES[page][0]: code}) for page, code in RECORDS]


def fill(screen: Screen, drawn: random.Random) -> None:
    """Odd words into every field there is, a dialog's as well."""
    test = screen.test
    for field in (*test.text_input, *test.text_area, *test.sidebar.text_input):
        field.set_value(drawn.choice(TYPED))
    for number in test.number_input:
        number.set_value(drawn.choice([bound for bound in (number.min, number.max, 0) if bound is not None]))
    for day in test.date_input:
        if not day.is_range:
            day.set_value(drawn.choice([day.min, day.max]))


def said_by(screen: Screen, drawn: random.Random) -> None:
    """One act of somebody at the page: fields are filled, and a line is sent or a button pressed."""
    fill(screen, drawn)
    lines = [line for line in screen.test.chat_input if not line.disabled]
    buttons = [button for button in screen.test.button if not button.disabled]
    if lines and drawn.random() < 0.3:
        drawn.choice(lines).set_value(drawn.choice(TYPED))
    elif buttons:
        drawn.choice(buttons).click()
    screen.again()


def test_odd_words_in_every_field_are_taken_or_refused(desk: Story) -> None:
    drawn, screen = random.Random(SEED), Screen()
    faults = []
    for place, params in drawn.sample(places(), min(SAMPLE * ROUNDS, len(places()))):
        try:
            screen.go(place, **params)
            for _ in range(ACTS):
                said_by(screen, drawn)
        except AssertionError as error:
            faults.append(f"{place} {params}: {str(error)[:300]}")
            screen = Screen()
    assert not faults, "\n".join(faults)
    desk.prove()


def test_a_question_asked_behind_an_open_one_takes_its_place(desk: Story) -> None:
    screen = Screen("order_entry", draft="1004").click("Paste").click("New location")
    assert [field.label for field in screen.test.text_input if field.label == "Address"] == ["Address"]
