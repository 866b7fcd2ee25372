"""The best acts of the whole desk: their order, none that would do nothing, and done means gone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine import catalogue, next_acts
from engine.errors import DeskError
from engine.next_acts import Act, ActKind, choosing
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports.slicing import Slice
from engine.supply import late
from engine.whatif import TakesFromOthers
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import START, Story
from tests.two_warehouses import add_other, pending, two_warehouses

D = Decimal


def best(desk: Story, most: int = 3) -> list[Act]:
    return choosing.best(desk.session, "Ann", desk.now, most=most)


def test_a_desk_on_which_nothing_waits_needs_nothing() -> None:
    assert best(Story(book=20)) == []


def test_the_act_that_releases_most_value_comes_first_whatever_it_is() -> None:
    """40 of 1.00 to be ordered, 20 of 3.00 late since yesterday, 5 of 10.00 set aside for a Complete order"""
    desk = Story()
    desk.item("pen", 0, unit_cost=D(1), vendor_code="press")
    desk.item("book", 0, unit_cost=D(3), vendor_code="press")
    desk.item("globe", 5, unit_cost=D(10))
    desk.item("lamp", 0, unit_cost=D(10))
    desk.order("pen 40")
    desk.order("book 20")
    desk.complete("globe 5", "lamp 1")
    desk.purchase("book", 20, expected_on=START.date())
    desk.now += timedelta(days=1)
    assert [act.kind for act in best(desk)] == [ActKind.NEW_DAY, ActKind.IN_PARTS, ActKind.ORDER]
    assert [act.value for act in best(desk)] == [D(60), D(50), D(40)]
    assert len(best(desk, 1)) == 1


def test_r45_what_would_do_nothing_is_not_offered() -> None:
    """A Complete order on hold: in parts or not, nothing of it ships."""
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    assert [act.kind for act in best(desk)] == [ActKind.IN_PARTS]
    with desk.act() as tx:
        holds.hold(tx, [Subject(order=order)], "not paid")
    assert [act.kind for act in best(desk)] == []


def test_r47_a_transfer_of_more_than_lies_there_is_not_offered() -> None:
    desk = two_warehouses(0, 10)
    desk.order("book 25")
    pending(desk, 12)
    assert best(desk) == []


def of(desk: Story, **codes: str) -> list[str]:
    """The acts that help a slice of the backlog."""
    only = Slice(**{name: (code,) for name, code in codes.items()})
    return [act.name for act in choosing.best(desk.session, "Ann", desk.now, only=only)]


def test_a_slice_has_the_acts_that_help_its_lines_and_no_others() -> None:
    desk = Story()
    with desk.act() as tx:
        catalogue.add_vendor(tx, "mill", name="Mill")
    desk.item("pen", 0, vendor_code="press")
    desk.item("book", 0, vendor_code="mill")
    desk.order("pen 40")
    desk.order("book 20", customer="college")
    assert of(desk, lic="pen") == of(desk, vendor="press") == ["order press"]
    assert of(desk, customer="college") == ["order mill"]
    assert of(desk, lic="pen", customer="college") == []
    assert set(of(desk)) == {"order mill", "order press"}


def test_what_comes_to_a_slice_counts_all_that_it_helps() -> None:
    desk = Story()
    desk.item("pen", 0, vendor_code="press")
    desk.order("pen 40")
    desk.order("pen 20", customer="college")
    (act,) = choosing.best(desk.session, "Ann", desk.now, only=Slice(customer=("college",)))
    assert act.qty == 60


def test_r15_stranded_stock_is_for_the_slice_of_those_who_gain_it() -> None:
    """on hand 20 | whole 25 holds them, 30 of another customer wait behind, who waits for 5 pens as well"""
    desk = Story(book=20, pen=0)
    whole = desk.order("book 25 whole")
    desk.order("book 30 split", customer="college")
    desk.order("pen 5", customer="college")
    assert of(desk, customer="college") == [f"release {whole}/1"]
    assert of(desk, lic="pen") == []


def test_r30_a_complete_order_that_ships_in_parts_is_for_the_slice_of_what_it_waits_for() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    desk.order("pen 4", customer="college")
    assert f"in parts {order}" in of(desk, customer="school")
    assert f"in parts {order}" not in of(desk, customer="college")


@drawing(3)
@given(st.lists(acts, min_size=6, max_size=14), st.integers(0, 9))
def test_whatever_is_offered_can_be_done_and_is_then_offered_no_more(
    script: list[tuple[Any, ...]], which: int
) -> None:
    desk = add_other(Story(book=30, pen=10))
    desk.item("globe", 0, vendor_code="press")
    numbers = [desk.order("book 40", "globe 3"), desk.complete("book 5", "pen 20")]
    for step in script:
        try:
            perform(desk, numbers, *step)
        except DeskError:
            continue
    desk.now += timedelta(days=6)
    offered = best(desk, 99)
    for act in offered[which % (len(offered) or 1) :][:2]:
        done = carry_out(desk, act)
        assert not done or act.name not in {one.name for one in best(desk, 99)}


def carry_out(desk: Story, act: Act) -> bool:
    """Do an act; False where it would take from others, or is not offered any more."""
    if act.name not in {one.name for one in best(desk, 99)}:
        return False
    rows = desk.ask(lambda tx: tx.value("whatif.mark"))
    try:
        with desk.act() as tx:
            if act.kind is ActKind.NEW_DAY:
                late.mark(tx, act.subject, tx.today + timedelta(days=2))
            else:
                next_acts.do(tx, act)
    except TakesFromOthers:
        return False
    assert desk.ask(lambda tx: tx.value("whatif.mark")) > rows, act
    return True
