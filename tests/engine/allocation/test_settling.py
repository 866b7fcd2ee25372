"""Who takes stock from whom: priority, equals, victims, what is firm (R17 to R22)."""

from __future__ import annotations

from engine import log, orders
from tests.story import Story


def test_r17_others_who_would_gain_wait_for_the_next_sweep() -> None:
    desk = Story(book=0)
    first = desk.order("book 5")
    desk.supply("book", 20)
    second = desk.order("book 5")
    assert (desk.state(first), desk.state(second)) == ("5 backordered", "5 allotted")


def test_r18_a_higher_priority_takes_at_once_from_the_back() -> None:
    """on hand 35 | O1 20, O2 15 | O3 25 at priority 5  ->  O3 25, O1 10 + 10 BO, O2 15 BO"""
    desk = Story(book=35)
    o1, o2 = desk.order("book 20"), desk.order("book 15")
    o3 = desk.order("book 25", priority=5)
    assert (desk.state(o3), desk.state(o1), desk.state(o2)) == (
        "25 allotted",
        "10 allotted, 10 backordered",
        "15 backordered",
    )


def test_r18_equal_priority_never_takes() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    second = desk.order("book 5")
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "5 backordered")


def test_r18_a_whole_line_that_could_not_be_filled_even_so_takes_nothing() -> None:
    desk = Story(book=35)
    first = desk.order("book 20")
    second = desk.order("book 40 whole", priority=5)
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "40 backordered")


def test_r19_raising_a_priority_takes_and_lowering_it_lets_others_take() -> None:
    desk = Story(book=10)
    first, second = desk.order("book 10"), desk.order("book 10")
    desk.priority(second, 3)
    assert (desk.state(first), desk.state(second)) == ("10 backordered", "10 allotted")
    desk.priority(first, 2)
    desk.priority(second, 1)
    assert desk.state(second) == "10 backordered"
    desk.sweep()
    assert (desk.state(first), desk.state(second)) == ("10 allotted", "10 backordered")


def test_r20_a_victims_shipment_is_reduced_and_voided_when_it_is_empty() -> None:
    desk = Story(book=35)
    o1, o2 = desk.order("book 20"), desk.order("book 15")
    (s1,), (s2,) = desk.shipments_of(o1), desk.shipments_of(o2)
    desk.order("book 25", priority=5)
    assert desk.shipments_of(o1) == [s1]
    assert desk.shipments_of(o2) == []
    assert f"Shipment {s2} was voided" in " ".join(_log_of_shipment(desk, s2))


def test_r20_a_complete_victims_shipment_is_withdrawn_whole() -> None:
    desk = Story(book=10, pen=10)
    victim = desk.complete("book 10", "pen 10")
    assert len(desk.shipments_of(victim)) == 1
    desk.order("book 4", priority=5)
    assert desk.shipments_of(victim) == []
    assert desk.state(victim) == "6 allotted, 4 backordered, 10 allotted"


def test_r21_loss_and_gain_are_logged_on_both_orders_each_naming_the_other() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    winner = desk.order("book 5", priority=2)
    assert any(f"order {winner} comes first, priority 2 before 0" in line for line in desk.log(loser))
    assert any(f"5 of book taken from order {loser}" in line for line in desk.log(winner))


def test_r22_what_is_being_picked_is_never_taken_back() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    desk.pick(first)
    second = desk.order("book 5", priority=9)
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "5 backordered")


def test_r22_a_pinned_line_is_never_taken_back() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    with desk.act() as tx:
        orders.set_pinned(tx, first, 1, True)
    second = desk.order("book 5", priority=9)
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "5 backordered")
    with desk.act() as tx:
        orders.set_pinned(tx, first, 1, False)
    desk.sweep()
    assert desk.state(second) == "5 allotted"


def _log_of_shipment(desk: Story, shipment_id: int) -> list[str]:
    sentences: list[str] = desk.ask(log.search, shipment_id=shipment_id)["sentence"].to_list()
    return sentences


def test_r21_units_that_nobody_takes_say_so_where_others_of_the_line_are_taken() -> None:
    desk = Story(book=4)
    whole = desk.complete("book 5 split")
    desk.order("book 2")
    desk.prefer(allocation_policy="skip")
    desk.sweep()
    lost = [sentence for sentence in desk.log(whole) if "went back" in sentence]
    reasons = (
        "order 1002 can be filled with it",
        "its order ships complete, and the rest of it cannot be filled",
    )
    assert lost == [f"Line 1: 2 of book went back to backorder: {why} (secondary sweep)." for why in reasons]
