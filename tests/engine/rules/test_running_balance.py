"""How stock runs from today on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.rules.running_balance import Change, covered_again, running, runs_out

MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


def change(day: date, qty: int, number: str = "x", *, is_firm: bool = True) -> Change:
    return Change(day, Decimal(qty), number, number, is_firm)


def test_what_comes_on_a_day_is_there_before_what_leaves() -> None:
    steps = running(Decimal(5), [change(TUE, -8, "1001"), change(TUE, 4, "PO1"), change(MON, -5, "1002")])
    assert [f"{step.change.number} {step.firm_qty}" for step in steps] == ["1002 0", "PO1 4", "1001 -4"]


def test_what_leaves_on_one_day_keeps_its_order() -> None:
    steps = running(Decimal(5), [change(MON, -1, number) for number in "cab"])
    assert [step.change.number for step in steps] == ["c", "a", "b"]


def test_the_first_that_goes_short_and_what_covers_it() -> None:
    steps = running(
        Decimal(5), [change(MON, -5), change(MON, -3, "1002"), change(TUE, 2, "PO1"), change(WED, 9, "PO2")]
    )
    short = runs_out(steps)
    assert short is not None
    assert short.change.number == "1002"
    again = covered_again(steps, short)
    assert again is not None
    assert again.change.number == "PO2", "PO1 is not enough"


def test_what_is_missing_for_good_is_covered_by_nothing() -> None:
    steps = running(Decimal(0), [change(MON, -5, "1001"), change(TUE, 9), change(WED, -9)])
    short = runs_out(steps)
    assert short is not None
    assert covered_again(steps, short) is None


def test_what_is_pending_is_counted_apart() -> None:
    steps = running(Decimal(0), [change(MON, -5), change(TUE, 9, is_firm=False)])
    assert [f"{step.firm_qty} {step.full_qty}" for step in steps] == ["-5 -5", "-5 4"]


CHANGES = st.lists(
    st.builds(
        change, st.sampled_from([MON, TUE, WED]), st.integers(-9, 9).filter(bool), is_firm=st.booleans()
    )
)


@given(st.integers(0, 20), CHANGES)
def test_the_last_balance_is_the_sum_and_the_days_ascend(on_hand: int, changes: list[Change]) -> None:
    steps = running(Decimal(on_hand), changes)
    days = [step.change.day for step in steps]
    assert days == sorted(days)
    if steps:
        assert steps[-1].full_qty == on_hand + sum(each.qty for each in changes)
        assert steps[-1].firm_qty == on_hand + sum(each.qty for each in changes if each.is_firm)
    short = runs_out(steps)
    assert (short is None) == all(step.firm_qty >= 0 or step.change.qty > 0 for step in steps)
