"""What a customer is told of their orders, in words a clerk can copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NewsKind(StrEnum):
    """What changed for a customer."""

    READY = "ready"  # units that waited got stock
    LOST = "lost"  # units that had stock were taken back
    LATE = "late"  # a day is later than was told, or has passed


@dataclass(frozen=True, slots=True)
class News:
    """One change of one typed line."""

    kind: NewsKind
    order: str
    units: str  # as people write them
    item: str  # LIC and description
    promised_on: date | None  # the day for what waits; None: there is none
    told_on: date | None  # the day the customer knows
    shipment: int | None  # that carries what is ready
    has_left: bool
    waits_for_rest: bool  # its order ships complete, and not yet


_HEADINGS = {
    NewsKind.READY: "Ready for you",
    NewsKind.LOST: "No longer set aside for you",
    NewsKind.LATE: "Delivery days that changed",
}
_SORRY = "We are sorry for this. Please answer this message if it is a problem for you."


def subject(first: Sequence[str], orders: int) -> str:
    """``Your order 1001``, ``Your orders 1001, 1002, 1003 and 3 more``; the numbers are those of the first
    three."""
    if orders > 3:
        return f"Your orders {', '.join(first[:3])} and {orders - 3} more"
    if orders == 1:
        return f"Your order {first[0]}"
    return f"Your orders {', '.join(first[:-1])} and {first[-1]}"


def body(customer: str, news: Sequence[News]) -> str:
    """The whole letter: what is ready first, then what was lost, then days that changed."""
    parts = [f"Dear {customer},", "there is news of what you ordered from us."]
    for kind, heading in _HEADINGS.items():
        mine = [one for one in news if one.kind is kind]
        if mine:
            parts.append("\n".join([heading, *(f"- {sentence(one)}" for one in mine)]))
    if any(one.kind is not NewsKind.READY for one in news):
        parts.append(_SORRY)
    parts.append("With kind regards\nyour order desk")
    return "\n\n".join(parts) + "\n"


def sentence(news: News) -> str:
    """One change in a sentence. It never names another customer's order."""
    news_in_words = {NewsKind.READY: _ready, NewsKind.LOST: _lost, NewsKind.LATE: _late}[news.kind](news)
    return f"Order {news.order}, {news.units} of {news.item}: {news_in_words}."


def _ready(news: News) -> str:
    if news.has_left:
        return f"left with shipment {news.shipment}"
    if news.shipment is not None:
        return f"ready, leaving with shipment {news.shipment}"
    if news.waits_for_rest:
        return "set aside until the whole order is there, as you asked"
    return "set aside for you"


def _lost(news: News) -> str:
    return f"had to be taken back after it was set aside for you; {_day_now(news)}"


def _late(news: News) -> str:
    if news.told_on is None:
        return _day_now(news)
    if news.promised_on is None:
        return f"the {day(news.told_on)} that we told you does not hold; {_day_now(news)}"
    return f"{_day_now(news)} instead of {day(news.told_on)}"


def _day_now(news: News) -> str:
    if news.promised_on is None:
        return "there is no new day yet, we will write as soon as there is one"
    return f"now expected on {day(news.promised_on)}"


def day(on: date) -> str:
    """``10 March 2026``."""
    return f"{on.day} {on:%B %Y}"
