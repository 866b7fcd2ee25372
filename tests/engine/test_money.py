"""Sums of money in words: the desk's currency with each, and never a 0 that means that nothing is known."""

from decimal import Decimal

import pytest

from engine import money
from engine.errors import BadPreference
from engine.money import Money
from tests.story import Story


@pytest.mark.parametrize(
    ("currency", "amount", "told"),
    [
        ("", "1234.5", "1,234.50"),
        ("EUR", "1234.5", "EUR 1,234.50"),
        ("€", "1234.5", "€1,234.50"),
        ("€", "-3", "-€3.00"),
        ("kr.", "3", "kr.3.00"),
    ],
)
def test_a_sum_says_its_currency(currency: str, amount: str, told: str) -> None:
    assert Money(currency).worth(Decimal(amount)) == told


def test_a_desk_without_any_price_says_so_and_not_0() -> None:
    story = Story(book=20)
    story.order("book 25")
    assert story.ask(money.read).worth(Decimal(0)) == money.UNKNOWN
    story.item("globe", 0, unit_cost=Decimal(3))
    assert story.ask(money.read).worth(Decimal(0)) == "0.00"


def test_the_currency_is_a_preference() -> None:
    story = Story()
    story.prefer(currency="EUR")
    assert story.ask(money.read).currency == "EUR"
    with pytest.raises(BadPreference, match="an ISO code such as EUR"):
        story.prefer(currency="12 EUR")


def test_a_sentence_says_what_it_is_worth_or_that_nobody_knows() -> None:
    assert Money("EUR").clause(Decimal("1234.5")) == "worth EUR 1,234.50"
    assert Money(is_known=False).clause(Decimal(0)) == money.UNKNOWN
