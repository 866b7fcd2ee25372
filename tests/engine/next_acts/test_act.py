"""What an act comes to, and which of several comes first."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from engine.next_acts.act import HELPED, Act, ActKind, helping, in_order

D = Decimal


def an_act(kind: ActKind, qty: int, value: int, subject: str = "1") -> Act:
    return Act(kind, subject, "", D(qty), D(value), pl.DataFrame(schema=HELPED))


def test_the_most_value_comes_first_then_the_most_units_then_what_helps_sooner() -> None:
    worth = an_act(ActKind.ORDER, 1, 100)
    many = an_act(ActKind.ORDER, 9, 50)
    soon, late = an_act(ActKind.IN_PARTS, 5, 50), an_act(ActKind.ORDER, 5, 50)
    assert in_order([late, many, soon, worth]) == [worth, many, soon, late]


def test_of_two_that_come_to_the_same_the_first_by_name_comes_first_whatever_the_rows() -> None:
    one, other = an_act(ActKind.OPEN, 5, 50, "PO101"), an_act(ActKind.OPEN, 5, 50, "PO102")
    assert in_order([other, one]) == in_order([one, other]) == [one, other]


def test_an_act_comes_to_what_those_whom_it_helps_get() -> None:
    rows = [("1", "School", "pen", D(2), D(1)), ("2", "College", "pen", D(5), D(3))]
    act = helping(ActKind.OPEN, "PO101", "Open it", pl.DataFrame(rows, HELPED, orient="row"))
    assert (act.qty, act.value, act.orders, act.customers) == (D(7), D(4), 2, ["College", "School"])
    assert act.name == "open PO101"
