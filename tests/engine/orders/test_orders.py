"""Orders: entry, prompt, split, change and takeover (R4 to R13, R17 to R22)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import log, orders
from engine.errors import (
    AbsurdQuantity,
    BadPriority,
    BadQuantity,
    ChangedSince,
    DeskError,
    DiscontinuedShort,
    EmptyOrder,
    ShortageUnanswered,
    TooManyDecimals,
    TooMuchIsFirm,
    Unknown,
)
from engine.model import OnShortage, ShipType
from tests.story import Story

D = Decimal


def test_r4_a_draft_changes_no_balance() -> None:
    desk = Story(book=20)
    desk.draft("book 25")
    assert (desk.balance("book")["demand"], desk.balance("book")["available"]) == ("0", "20")


def test_r5_and_r7_yes_splits_by_availability() -> None:
    """on hand 20 | order 25, split  ->  20 allotted + 5 backordered, one root"""
    desk = Story(book=20)
    order = desk.order("book 25 split")
    assert desk.state(order) == "20 allotted, 5 backordered"
    assert desk.lines(order)["root_line_no"].to_list() == [1, 1]


def test_r7_no_makes_the_line_whole_and_all_of_it_waits() -> None:
    desk = Story(book=20)
    order = desk.order("book 25 whole")
    assert desk.state(order) == "25 backordered"
    assert desk.lines(order)["whole"].to_list() == [True]


def test_r6_what_is_available_needs_no_answer() -> None:
    desk = Story(book=25)
    order = desk.order("book 25 whole", ask=True)
    assert desk.state(order) == "25 allotted"
    assert desk.lines(order)["whole"].to_list() == [False]


def test_r6_a_second_line_of_the_same_lic_sees_what_the_first_leaves() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 15", "book 10")
    (short,) = desk.ask(orders.shortages, draft)
    assert (short.line_no, short.available, short.now, short.later) == (2, 5, 5, 5)


def test_r8_nothing_available_leaves_nothing_to_split_and_no_line_of_zero() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    order = desk.order("book 5 split")
    assert desk.state(order) == "5 backordered"


def test_r9_a_line_nobody_decided_on_is_asked_about() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 25")
    with pytest.raises(ShortageUnanswered) as asked:
        desk.open(draft, ask=True)
    assert [(short.qty, short.available) for short in asked.value.shortages] == [(25, 20)]
    assert desk.order_state(draft) == "pending"


def test_r9_when_stock_moved_since_the_answer_it_is_asked_again() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 25")
    with desk.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.SPLIT, D(20))
    desk.order("book 8")
    with pytest.raises(ShortageUnanswered) as asked:
        desk.open(draft, ask=True)
    assert asked.value.shortages[0].available == 12
    with desk.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.SPLIT, D(12))
    desk.open(draft, ask=True)
    assert desk.state(draft) == "12 allotted, 13 backordered"


def test_r9_where_nobody_can_be_asked_the_ship_type_decides() -> None:
    desk = Story(book=20, pen=20)
    assert desk.state(desk.order("book 25")) == "20 allotted, 5 backordered"
    assert desk.state(desk.complete("pen 25")) == "25 backordered"


def test_r10_a_discontinued_lic_refuses_a_shortage_and_names_the_ways_out() -> None:
    desk = Story()
    desk.item("atlas", 3, discontinued=True)
    draft = desk.draft("atlas 5 split")
    with pytest.raises(
        DiscontinuedShort, match=r"atlas on line 1 .* only 3 of 5 .* reduce .* remove .* buy more"
    ):
        desk.open(draft)
    assert desk.order_state(draft) == "pending"
    with desk.act() as tx:
        orders.change_draft_line(tx, draft, 1, qty=D(3))
    desk.open(draft)
    assert desk.state(draft) == "3 allotted"


def test_r10_a_refused_order_takes_nothing_from_those_behind_it() -> None:
    desk = Story(book=10)
    desk.item("atlas", 3, discontinued=True)
    refused, behind = desk.draft("book 8", "atlas 5"), desk.draft("book 10 whole")
    ids = [desk.ask(orders.find, number)["order_id"] for number in (refused, behind)]
    with desk.act() as tx:
        opened = orders.open_many(tx, ids, "a test")
    assert len(opened.refused) == 1
    assert (desk.order_state(refused), desk.state(behind)) == ("pending", "10 allotted")


def test_r11_an_increase_goes_to_the_back_of_the_queue() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    with desk.act() as tx:
        orders.change_qty(tx, first, 1, D(8))
    desk.supply("book", 10)
    desk.sweep()
    assert desk.state(first) == "5 allotted, 3 backordered"
    assert desk.state(second) == "5 allotted"


def test_r11_a_decrease_takes_from_what_waits_first() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, D(22))
    assert desk.state(order) == "20 allotted, 2 backordered, 3 cancelled"
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, D(15))
    assert desk.state(order) == "15 allotted, 2 cancelled, 3 cancelled, 5 cancelled"
    assert desk.balance("book")["available"] == "5"


def test_r11_a_decrease_leaves_what_is_being_picked_alone() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    desk.pick(order)
    with desk.act(proven=False) as tx, pytest.raises(TooMuchIsFirm, match="being picked"):
        orders.change_qty(tx, order, 1, D(10))


def test_r11_a_line_added_to_an_open_order_opens_at_once() -> None:
    desk = Story(book=20, pen=2)
    order = desk.order("book 5")
    desk.add(order, "pen 3")
    assert desk.state(order) == "5 allotted, 2 allotted, 1 backordered"


def test_r11_cancelling_a_line_frees_its_stock_for_the_next_sweep() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 5")
    with desk.act() as tx:
        orders.cancel_line(tx, first, 1)
    assert (desk.order_state(first), desk.state(second)) == ("void", "5 backordered")
    desk.sweep()
    assert desk.state(second) == "5 allotted"


def test_r13_what_is_not_inventoried_has_no_prompt_and_ships_with_the_order() -> None:
    desk = Story(book=20)
    desk.item("wrapping", inventoried=False)
    order = desk.order("wrapping 100", "book 5", ask=True)
    assert desk.state(order) == "100 allotted, 5 allotted"
    assert len(desk.shipments_of(order)) == 1
    desk.ship(order)
    assert desk.order_state(order) == "closed"


def test_r13_what_is_not_inventoried_waits_for_a_shipment_of_its_order() -> None:
    desk = Story(book=0)
    desk.item("wrapping", inventoried=False)
    order = desk.order("wrapping 1", "book 5")
    assert desk.shipments_of(order) == []
    desk.supply("book", 2)
    desk.sweep()
    assert [len(desk.shipments_of(order)), desk.lines(order)["shipment_id"].drop_nulls().len()] == [1, 2]


def test_r3_nobody_jumps_the_queue_between_a_receipt_and_the_sweep() -> None:
    """on hand 0, 50 wait | 50 received | an order for 10 is typed  ->  it is offered a backorder, the 50 wait
    for theirs"""
    desk = Story(book=0)
    waited = desk.order("book 50")
    desk.supply("book", 50)
    assert desk.balance("book")["available"] == "0"
    late = desk.order("book 10")
    assert (desk.state(waited), desk.state(late)) == ("50 backordered", "10 backordered")
    desk.sweep()
    assert (desk.state(waited), desk.state(late)) == ("50 allotted", "10 backordered")


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


def test_an_order_somebody_else_changed_is_not_overwritten() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    seen = desk.ask(orders.find, order)["version"]
    desk.actor = "Bob"
    desk.priority(order, 3)
    with desk.act() as tx, pytest.raises(ChangedSince, match=r"changed by Bob at 2 Mar, \d\d:\d\d,"):
        orders.cancel_order(tx, order, seen=seen)


def test_cancelling_a_draft_or_an_unshipped_order_voids_it() -> None:
    desk = Story(book=20)
    for number in (desk.draft("book 5"), desk.order("book 5")):
        with desk.act() as tx:
            orders.cancel_order(tx, number)
        assert desk.order_state(number) == "void"


def test_changing_the_ship_type_moves_the_lines_to_the_right_shipments() -> None:
    desk = Story(book=5, pen=0)
    order = desk.order("book 5", "pen 5")
    assert len(desk.shipments_of(order)) == 1
    with desk.act() as tx:
        orders.change(tx, order, ship_type=ShipType.COMPLETE)
    assert desk.shipments_of(order) == []
    with desk.act() as tx:
        orders.change(tx, order, ship_type=ShipType.PARTIAL)
    assert len(desk.shipments_of(order)) == 1


def test_a_changed_location_takes_the_order_to_another_shipment() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    before = desk.shipments_of(order)
    with desk.act() as tx:
        orders.change(tx, order, location="annex")
    assert desk.shipments_of(order) != before
    assert len(desk.shipments_of(order)) == 1


def test_a_comment_stands_in_the_record_log() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    with desk.act() as tx:
        orders.comment(tx, order, "They called.")
    assert desk.log(order)[-1] == "They called."


@pytest.mark.parametrize(
    ("want", "error"),
    [
        ("book 0", BadQuantity),
        ("book -3", BadQuantity),
        ("book 2.5", TooManyDecimals),
        ("book 2000000000000", AbsurdQuantity),
        ("bok 2", Unknown),
    ],
)
def test_section_10_bad_lines_are_refused_with_a_sentence_that_names_the_lic(
    want: str, error: type[DeskError]
) -> None:
    desk = Story(book=5)
    draft = desk.draft()
    with pytest.raises(error, match=want.split(maxsplit=1)[0]):
        desk.add(draft, want)
    assert desk.lines(draft).height == 0


def test_section_10_an_unknown_lic_is_answered_with_the_nearest_ones() -> None:
    desk = Story(book=5)
    with pytest.raises(Unknown, match=r"no LIC bok \(nearest: book\)"):
        desk.draft("bok 2")


@pytest.mark.parametrize("facts", [{"customer": "nobody"}, {"location": "nowhere"}])
def test_section_10_unknown_customers_and_locations_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(Unknown, match=r"nobody|nowhere"):
        Story().draft(**facts)


@pytest.mark.parametrize("priority", [-1, 10])
def test_section_10_a_priority_outside_0_to_9_is_refused(priority: int) -> None:
    with pytest.raises(BadPriority, match="0 to 9"):
        Story().draft(priority=priority)


def test_section_10_an_empty_order_cannot_be_opened() -> None:
    desk = Story()
    with pytest.raises(EmptyOrder):
        desk.open(desk.draft())


def test_a_lic_with_decimals_is_split_exactly() -> None:
    desk = Story()
    desk.item("cloth", "2.25", decimals=2)
    assert desk.state(desk.order("cloth 3.5")) == "2.25 allotted, 1.25 backordered"


def _log_of_shipment(desk: Story, shipment_id: int) -> list[str]:
    sentences: list[str] = desk.ask(log.search, shipment_id=shipment_id)["sentence"].to_list()
    return sentences
