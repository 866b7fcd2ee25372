"""What a customer is told, in words a clerk can copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.rules.letters import (
    News,
    NewsKind,
    Ordered,
    Slipped,
    When,
    acknowledgement,
    body,
    question,
    sentence,
    subject,
)

TOLD, NOW = date(2026, 3, 10), date(2026, 4, 2)
READY = News(NewsKind.READY, "1001", "5", "PEN, blue", None, None, None, has_left=False, waits_for_rest=False)
LATE = replace(READY, kind=NewsKind.LATE, promised_on=NOW, told_on=TOLD)
NO_DAY = "there is no new day yet, we will write as soon as there is one"
LOST = replace(READY, kind=NewsKind.LOST)


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (READY, "set aside for you"),
        (replace(READY, shipment=7), "ready, leaving with shipment 7"),
        (replace(READY, shipment=7, has_left=True), "left with shipment 7"),
        (replace(READY, waits_for_rest=True), "set aside until the whole order is there, as you asked"),
        (LATE, "now expected on 2 April 2026 instead of 10 March 2026"),
        (replace(LATE, told_on=None), "now expected on 2 April 2026"),
        (
            replace(LATE, promised_on=None),
            f"the 10 March 2026 that we told you does not hold; {NO_DAY}",
        ),
        (
            replace(LATE, promised_on=None, is_next=True),
            "the 10 March 2026 that we told you does not hold; it ships next",
        ),
        (
            replace(LOST, is_next=True),
            "had to be taken back after it was set aside for you; it ships next",
        ),
        (
            LOST,
            f"had to be taken back after it was set aside for you; {NO_DAY}",
        ),
    ],
)
def test_a_change_is_one_sentence(news: News, said: str) -> None:
    assert sentence(news) == f"Order 1001, 5 of PEN, blue: {said}."


def test_a_letter_begins_with_what_is_ready_and_is_sorry_only_where_it_has_to_be() -> None:
    letter = body("Ann", [LATE, READY])
    assert letter.index("Ready for you") < letter.index("Delivery days that changed") < letter.index("sorry")
    assert "sorry" not in body("Ann", [READY])
    assert "sorry" not in body("Ann", [replace(LATE, told_on=None)])  # a day for what had none is good news
    assert "sorry" in body("Ann", [replace(LATE, promised_on=None)])
    assert body("Ann", [READY]).startswith("Dear Ann,\n\n")


def test_r51_an_acknowledgement_says_what_leaves_when_and_carries_no_apology() -> None:
    letter = acknowledgement(
        "Ann",
        "1001",
        [
            Ordered(When.NOT_ORDERED, "4", "pen", None),
            Ordered(When.FOLLOWS, "5", "book", NOW),
            Ordered(When.NOW, "20", "book", None),
        ],
    )
    assert letter == (
        "Dear Ann,\n\nthank you for your order 1001. This is how it stands.\n\nShips now\n- 20 of book\n\n"
        "Follows\n- 5 of book: expected on 2 April 2026\n\n"
        "Not on order yet\n- 4 of pen: we will write as soon as there is a day\n\n"
        "With kind regards\nyour order desk\n"
    )


def test_r51_a_question_names_both_days_and_the_three_answers() -> None:
    letter = question("Ann", "1001", [Slipped("5", "book", TOLD, NOW), Slipped("1", "pen", TOLD, None)])
    assert "- 5 of book: now expected on 2 April 2026 instead of 10 March 2026\n" in letter
    assert "- 1 of pen: it was to come on 10 March 2026, and there is no new day yet\n" in letter
    assert [line[2:].partition(":")[0] for line in letter.splitlines()[8:11]] == [
        "wait",
        "send what is there",
        "cancel",
    ]
    assert "sorry" in letter


def test_the_subject_names_three_orders_and_counts_the_others() -> None:
    assert subject(["1001"], 1) == "Your order 1001"
    assert subject(["1001", "1002"], 2) == "Your orders 1001 and 1002"
    assert subject(["1001", "1002", "1003"], 5) == "Your orders 1001, 1002, 1003 and 2 more"
