"""What if goods went to another warehouse: shown first, then done exactly so (R42, R47)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import whatif
from engine.whatif import TakesFromOthers
from engine.whatif.transfer_edits import Send, Transfer
from tests.two_warehouses import balances, pending, two_warehouses

D = Decimal


def test_r42_r47_a_transfer_that_does_not_exist_yet_is_tried_and_nothing_is_kept() -> None:
    desk = two_warehouses(main=0, east=20)
    number = desk.order("book 5")
    edits = [Transfer("book", D(12), "EAST", None, desk.today)]
    shown = whatif.preview(desk.session, "Ann", edits, now=desk.now)
    assert shown.dates.select("order", "from_said").rows() == [(number, "not ordered")]
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "20"), ("0", "0"))
    whatif.apply(desk.session, "Ann", edits, shown.fingerprint, now=desk.now)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "8"), ("12", "0"))


def test_r19_r47_sending_what_others_have_is_asked_first() -> None:
    desk = two_warehouses(main=0, east=10)
    loser = desk.order("book 5 @EAST")
    edit = Send(pending(desk, 8))
    with pytest.raises(TakesFromOthers), desk.act() as tx:
        whatif.do(tx, [edit])
    shown = whatif.preview(desk.session, "Ann", [edit], now=desk.now, swept=False)
    assert shown.losers.select("order", "change_qty").rows() == [(loser, D(-3))]
    with desk.act() as tx:
        whatif.do(tx, [edit], shown.fingerprint)
    assert desk.state(loser) == "2 allotted, 3 backordered"
