"""A purchase that is opened at once, without a pending purchase order (R44)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import buying, days
from engine.errors import NoVendor, PastPurchase
from engine.reports import coverage
from tests.engine.buying.test_ordering import for_whom, world

D = Decimal


def test_r44_a_purchase_is_opened_at_once_and_is_for_those_who_wait() -> None:
    desk = world()
    first, second = desk.order("book 10"), desk.order("book 5")
    with desk.act() as tx:
        po = buying.purchase(tx, "book", D(12), desk.today + timedelta(days=3))
    assert desk.po_state(po) == "open"
    assert for_whom(desk, po) == [(first, 1, 10), (second, 1, 2)]
    assert desk.ask(coverage.coverage).not_ordered_qty == 3


def test_r44_a_purchase_without_vendor_or_for_a_day_that_has_passed_is_refused() -> None:
    desk = world()
    desk.item("glue")
    yesterday = desk.today - timedelta(days=1)
    with (
        desk.act() as tx,
        pytest.raises(PastPurchase, match=f"book cannot be bought for {days.dated(yesterday)}"),
    ):
        buying.purchase(tx, "book", D(1), yesterday)
    with desk.act() as tx, pytest.raises(NoVendor):
        buying.purchase(tx, "glue", D(1), desk.today)
