"""Today at the demo's desk: what comes next of something that somebody waits for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.demo import today
from engine.demo.desk import DueReceipt
from tests.story import Story


def due(day: int, lic: str) -> DueReceipt:
    return DueReceipt(date(2026, 3, day), "PO1", lic, Decimal(5))


def test_of_what_somebody_waits_for_the_next_comes_first() -> None:
    desk = Story(book=0, pen=9)
    desk.order("book 5", "pen 5")
    coming = [due(9, "book"), due(3, "pen"), due(5, "book")]
    assert desk.ask(today._wanted_receipt, coming) == coming[2]
    assert desk.ask(today._wanted_receipt, [due(3, "pen")]) is None
