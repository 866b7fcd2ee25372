"""Texts such as ``ORDER/LINE=QTY``: an order's own number may have a slash, a colon or an equals sign in it,
so only the desk can say where the number ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.cli import arguments
from engine.cli.arguments import pair
from engine.errors import DeskError
from engine.rules import texts

if TYPE_CHECKING:
    from db.session import Session


MOST_DIGITS: Final = 9
"""No line has a number of more."""


class OrderOrLine(DeskError):
    """{text} is an order, and may be line {line} of order {order} as well; name it in a command of its own,
    such as cancel, where the line stands apart."""


@dataclass(frozen=True, slots=True)
class Records:
    """Which records there are, for whoever reads texts that name them."""

    session: Session

    def order(self, text: str) -> bool:
        """Whether there is an order of that number."""
        return self._has("orders.find", number=text)

    def customer(self, text: str) -> bool:
        """Whether there is a customer of that code."""
        return self._has("catalogue.customer", code=text)

    def supply(self, text: str) -> bool:
        """Whether there is a purchase order or a transfer of that number."""
        return self._has("supply.find", number=text)

    def _has(self, query: str, **typed: str) -> bool:
        from engine import codes

        [(by, text)] = typed.items()
        with self.session.reading() as tx:
            return any(tx.row(query, **{by: name}) for name in codes.spellings(text))


def order_or_line(records: Records, text: str) -> tuple[str, int | None]:
    """An order, or one line of it, of ``ORDER`` or ``ORDER/LINE``; OrderOrLine where it may be both."""
    order, _, number = text.rpartition("/")
    is_line = bool(order) and texts.in_figures(number, MOST_DIGITS)
    if not is_line:
        return text, None
    if not records.order(text):
        return order, int(number)
    if records.order(order):
        raise OrderOrLine(text=text, line=number, order=order)
    return text, None


def paused_order(records: Records, text: str) -> tuple[str, int | None, date | None]:
    """An order or a line, and until which day it is on hold, of ``ORDER[/LINE][=DAY]``."""
    name, day = (text, None) if records.order(text) else _until(text, "ORDER=YYYY-MM-DD")
    return *order_or_line(records, name), day


def paused_customer(records: Records, text: str) -> tuple[str, date | None]:
    """A customer, and until which day all they want is on hold, of ``CODE[=DAY]``."""
    return (text, None) if records.customer(text) else _until(text, "CODE=YYYY-MM-DD")


def _until(text: str, form: str) -> tuple[str, date | None]:
    if "=" not in text:
        return text, None
    name, day = pair(text, form)
    return name, arguments.day(day, text, form)


def order_within(records: Records, text: str, form: str) -> tuple[str, str, str]:
    """An order and what is named of it, of ``ORDER:LIC=QTY``: order, LIC, quantity."""
    return _within(text, form, records.order)


def supply_within(records: Records, text: str, form: str) -> tuple[str, str, str]:
    """A purchase order and what is named of it, of ``PO:LIC=QTY``: purchase order, LIC, quantity."""
    return _within(text, form, records.supply)


def _within(text: str, form: str, is_there: Callable[[str], bool]) -> tuple[str, str, str]:
    """The parts of ``RECORD:NAME=VALUE``: the longest record that is there, else the shortest."""
    parts = text.split(":")
    heads = [":".join(parts[:end]) for end in range(1, len(parts))] or [""]
    record = next(filter(is_there, reversed(heads)), heads[0])
    name, _, value = text[len(record) + 1 :].rpartition("=")
    if not record or not name or not value:
        raise arguments.unfit(text, form)
    return record, name, value
