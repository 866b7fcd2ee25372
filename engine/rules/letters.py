"""What a customer is told of their orders, and asked, in words a clerk can copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from engine.rules.enumeration import in_a_row


class Answer(StrEnum):
    """What a customer answers when a day has slipped (R51)."""

    WAIT = "wait"  # the new day is right
    SEND = "send"  # what is there goes, the rest waits
    CANCEL = "cancel"  # what waits is no longer wanted


class LetterKind(StrEnum):
    """What a notice to a customer is (R51)."""

    NEWS = "news"  # what changed
    ACKNOWLEDGEMENT = "acknowledgement"  # how a short order was taken
    QUESTION = "question"  # a day slipped: wait, send what is there, or cancel?


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
    is_next: bool = False  # it lies there, and the next sweep gives it


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
        return f"Your orders {in_a_row([*first[:3], f'{orders - 3:,} more'])}"
    if orders == 1:
        return f"Your order {first[0]}"
    return f"Your orders {in_a_row(first)}"


def body(customer: str, news: Sequence[News]) -> str:
    """The whole letter: what is ready first, then what was lost, then days that changed."""
    parts = [f"Dear {customer},", "there is news of what you ordered from us."]
    for kind, heading in _HEADINGS.items():
        mine = [one for one in news if one.kind is kind]
        if mine:
            parts.append("\n".join([heading, *(f"- {sentence(one)}" for one in mine)]))
    if any(map(_is_bad, news)):
        parts.append(_SORRY)
    return _signed(parts)


def _is_bad(news: News) -> bool:
    """Whether a change is bad news: a day for what had none is good, and carries no apology (R51)."""
    return news.kind is NewsKind.LOST or (news.kind is NewsKind.LATE and news.told_on is not None)


def _signed(parts: Sequence[str]) -> str:
    return "\n\n".join([*parts, "With kind regards\nyour order desk"]) + "\n"


class When(StrEnum):
    """When units of an order leave, in the order in which a letter says it."""

    NOW = "now"  # they have their stock
    SET_ASIDE = "set aside"  # they have it, and leave only with the whole order
    NEXT = "next"  # they lie on the shelf
    FOLLOWS = "follows"  # they come on a day
    NO_DAY = "no day"  # they are on order or on hold, and nobody knows for when
    NOT_ORDERED = "not ordered"  # nobody ordered them yet


@dataclass(frozen=True, slots=True)
class Ordered:
    """Units of one typed line, as an acknowledgement says what becomes of them."""

    when: When
    units: str
    item: str
    due_on: date | None  # the day on which they follow; None: for the others


NO_DAY_YET: Final = "we will write as soon as there is a day"
"""What a customer reads of units that have none, in letters and on paper."""

_WHEN: Final = {
    When.NOW: ("Ships now", ""),
    When.SET_ASIDE: ("Set aside until the whole order is there, as you asked", ""),
    When.NEXT: ("Ships next", ""),
    When.FOLLOWS: ("Follows", "expected on {day}"),
    When.NO_DAY: ("Without a day yet", NO_DAY_YET),
    When.NOT_ORDERED: ("Not on order yet", NO_DAY_YET),
}
"""The heading of each, and what is said behind the units."""


def acknowledgement(customer: str, order: str, lines: Sequence[Ordered]) -> str:
    """The letter that acknowledges a short order: what ships now, what follows when, what is not ordered.

    It is no bad news yet, so that it carries no apology (R51).
    """
    parts = [f"Dear {customer},", f"thank you for your order {order}. This is how it stands."]
    for when, (heading, clause) in _WHEN.items():
        mine = [one for one in lines if one.when is when]
        if mine:
            parts.append("\n".join([heading, *(f"- {_ordered(one, clause)}" for one in mine)]))
    return _signed(parts)


def _ordered(line: Ordered, clause: str) -> str:
    units = f"{line.units} of {line.item}"
    return f"{units}: {clause.format(day=line.due_on and day(line.due_on))}" if clause else units


@dataclass(frozen=True, slots=True)
class Slipped:
    """Units of one typed line whose day slipped, as a question says it."""

    units: str
    item: str
    first_on: date  # the day the customer counts on
    due_on: date | None  # as it is now; None: there is none


def question(customer: str, order: str, lines: Sequence[Slipped]) -> str:
    """The letter that asks what shall become of what comes much later: wait, send, or cancel (R51)."""
    late = [f"- {one.units} of {one.item}: {_slipped(one)}" for one in lines]
    return _signed(
        [
            f"Dear {customer},",
            f"some of your order {order} comes later than you count on.",
            "\n".join(late),
            _CHOICES,
            "We are sorry for this.",
        ]
    )


def _slipped(line: Slipped) -> str:
    if line.due_on is None:
        return f"it was to come on {day(line.first_on)}, and there is no new day yet"
    return f"now expected on {day(line.due_on)} instead of {day(line.first_on)}"


_CHOICES: Final = (
    "What shall we do? Please answer with one of these:\n"
    "- wait: it leaves as soon as it is here\n"
    "- send what is there: what we have leaves now, the rest follows\n"
    "- cancel: what has not come is taken off your order"
)


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
    if news.is_next:
        return "it ships next"
    if news.promised_on is None:
        return "there is no new day yet, we will write as soon as there is one"
    return f"now expected on {day(news.promised_on)}"


def day(on: date) -> str:
    """``10 March 2026``."""
    return f"{on.day} {on:%B %Y}"
