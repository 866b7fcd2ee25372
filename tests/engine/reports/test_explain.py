"""Why each line has what it has (R41), told by the walk that decides."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine import orders, shipments
from engine.errors import Unknown
from engine.model import Verdict
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import backorders
from engine.reports.explain import explain
from engine.reports.explanation import Explanation
from tests.story import Story

D = Decimal


def why(desk: Story, order: str, line: int = 1) -> Explanation:
    explanations: list[Explanation] = desk.ask(explain, order, line)
    return explanations[0]


def test_r41_a_filled_line_says_so_and_lacks_nothing() -> None:
    desk = Story(book=20)
    said = why(desk, desk.order("book 5"))
    assert (said.verdict, said.rank, said.why, said.remedy) == (Verdict.FILLED, 1, "All 5 are set aside.", "")


def test_r41_a_waiting_line_says_what_stands_ahead_and_what_would_fill_it() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    said = why(desk, desk.order("book 5"))
    assert (said.verdict, said.rank, said.ahead_orders, said.ahead_qty) == (Verdict.NO_STOCK, 2, 1, D(20))
    assert said.why == "All 20 on hand go to orders ahead of it."
    assert said.remedy == (
        "5 more on hand would fill it, counting the 20 ahead of it. Priority 1 would take it from others."
    )


def test_r41_a_whole_line_says_what_it_needs_and_those_behind_it_whom_they_wait_for() -> None:
    desk = Story(book=20)
    whole = desk.order("book 25 whole")
    behind = desk.order("book 5")
    assert (why(desk, whole).verdict, why(desk, behind).verdict) == (Verdict.WHOLE, Verdict.BEHIND)
    assert why(desk, whole).why == "It ships only in one piece: 25 are needed and 20 are left, held for it."
    assert "If it could be split, 20 of it could go now." in why(desk, whole).remedy
    assert f"held for order {whole}" in why(desk, behind).why


@pytest.mark.parametrize(
    ("on_hand", "left"),
    [(10, ". What is left, 5, is held for it"), (5, "")],
    ids=["some lies free", "none does"],
)
def test_r41_what_a_lower_priority_keeps_is_not_said_to_be_held_for_a_whole_line(
    on_hand: int, left: str
) -> None:
    desk = Story(book=on_hand)
    desk.order("book 5")
    said = why(desk, desk.order("book 15 whole", priority=1))
    assert said.why == (
        f"It ships only in one piece and needs 15{left}; orders of a lower priority keep 5 "
        "until it can be filled."
    )
    (listed,) = desk.ask(backorders.waiting)["reason"]
    assert listed == said.why


def test_r41_what_was_taken_says_who_took_it_when_and_by_whose_hand() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    desk.actor = "Bob"
    winner = desk.order("book 20", priority=2)
    (loss,) = why(desk, loser).losses
    assert (loss.taker, loss.qty, loss.actor) == (winner, D(20), "Bob")
    assert loss.lost_at == desk.now.replace(tzinfo=None)


def test_r41_under_skip_a_complete_order_says_which_line_it_waits_for() -> None:
    desk = Story(book=20, pen=0)
    desk.prefer(allocation_policy="skip")
    said = why(desk, desk.complete("book 5", "pen 5"))
    assert (said.verdict, said.why) == (Verdict.INCOMPLETE, "Its order ships complete and waits for line 2.")


def test_r41_under_skip_more_of_one_lic_is_no_remedy_for_an_order_that_lacks_two() -> None:
    desk = Story(book=10, pen=10)
    both = desk.complete("book 26", "pen 17")
    assert why(desk, both).remedy.startswith("16 more on hand would fill it.")
    desk.prefer(allocation_policy="skip")
    said = "16 more of book and 7 more of pen on hand, all of it together, would fill its order."
    assert [line.remedy for line in desk.ask(explain, both)] == [said, said]
    desk.adjust("book", 16)
    assert why(desk, both, 1).remedy.startswith("7 more of pen on hand would fill its order.")
    assert why(desk, both, 2).remedy.startswith("7 more on hand would fill it.")


def test_r41_what_a_complete_order_gives_up_for_want_of_the_rest_was_not_lost_to_a_fall_of_stock() -> None:
    """skip | 1 book, 1 pen | A, complete, has both | B, raised, takes the book: nobody wants the pen"""
    desk = Story(book=1, pen=1)
    desk.prefer(allocation_policy="skip")
    a, b = desk.complete("book 1", "pen 1"), desk.order("book 1")
    desk.priority(b, 5)
    ((book,), (pen,)) = (why(desk, a, line).losses for line in (1, 2))
    assert book.taker == b
    assert pen.taker is None
    assert "its order ships complete, and the rest of it cannot be filled" in pen.sentence
    assert desk.balance("pen")["allotted"] == "0"


def test_r41_what_has_its_stock_says_for_which_lines_its_complete_order_waits() -> None:
    desk = Story(book=20, pen=0, ruler=0)
    order = desk.complete("book 5", "pen 5", "ruler 2")
    waits = "Its order ships complete and waits for"
    assert why(desk, order).why == f"All 5 are set aside. {waits} lines 2 and 3."
    desk.adjust("ruler", 2)
    desk.sweep()
    assert why(desk, order, 3).why == f"All 2 are set aside. {waits} line 2."
    assert why(desk, desk.order("book 5", "pen 5")).why == "All 5 are set aside."


def test_r41_lines_outside_the_queue_say_where_they_are() -> None:
    desk = Story(book=20)
    desk.item("wrapping", inventoried=False)
    order = desk.order("book 5", "wrapping 1")
    desk.pick(order)
    assert why(desk, order).why == "It is being picked on shipment 1; nobody can take it."
    assert why(desk, order, 2).why == "It has no stock to wait for; it ships with its order."
    desk.ship(order)
    assert why(desk, order).why == "It left with shipment 1."
    with pytest.raises(Unknown, match="numbered 9"):
        why(desk, order, 9)


def test_r41_a_line_that_waits_for_a_sweep_says_so() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.adjust("book", 5)
    assert why(desk, order).why == "All 5 are there; the next sweep gives them."


def test_r25_while_no_sweep_gives_anything_none_is_said_to() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.adjust("book", 5)
    desk.prefer(backorder_management="off")
    said = "All 5 are there; the next sweep gives them, once backorder management is on."
    assert why(desk, order).why == said
    assert desk.ask(backorders.waiting)["reason"].to_list() == [said]


def test_r25_a_day_that_nobody_can_tell_while_no_sweep_runs_is_no_day_that_changed() -> None:
    desk = Story(book=8)
    number = desk.order("book 5", not_before=date(2026, 5, 1))
    with desk.act() as tx:
        orders.change_qty(tx, number, 1, Decimal(4))
    told = why(desk, number)
    assert (told.first_on, told.changes, len(told.history)) == (date(2026, 5, 1), 0, 2)
    desk.prefer(backorder_management="off")
    off = why(desk, number)
    assert (off.first_on, off.changes) == (told.first_on, told.changes)
    assert off.history[-1].in_words == "on hand while backorder management is off"


def test_the_remedies_do_what_they_promise() -> None:
    desk = Story(book=20)
    desk.order("book 12")
    desk.order("book 8", priority=1)
    order = desk.order("book 10 whole")
    said = why(desk, order)
    assert said.remedy.startswith("10 more on hand")
    desk.priority(order, 1)
    assert why(desk, order).verdict is Verdict.FILLED


def test_r41_what_its_own_order_took_is_said_as_that_and_is_not_ahead_of_it() -> None:
    desk = Story(book=20)
    order = desk.order("book 20", "book 5")
    said = why(desk, order, 2)
    assert (said.ahead_orders, said.ahead_qty, said.own_ahead_qty) == (0, D(0), D(20))
    assert said.why == "Nothing of the 20 on hand is left: 20 went to line 1 of this order."
    assert said.remedy == "5 more on hand would fill it, counting the 20 of other lines of its order."
    assert desk.ask(backorders.waiting).select("reason", "ahead_qty", "ahead_orders").rows() == [
        (said.why, D(0), 0)
    ]


def test_r41_what_others_took_beside_its_own_order_is_told_apart() -> None:
    desk = Story(book=25)
    desk.order("book 5")
    said = why(desk, desk.order("book 20", "book 5"), 2)
    assert said.why == (
        "Nothing of the 25 on hand is left: 20 went to line 1 of this order, 5 to orders ahead of it."
    )


def test_r40_a_complete_order_tells_the_day_of_its_latest_line_whichever_line_is_asked() -> None:
    desk = Story(book=0, pen=0, ruler=2)
    order, partial = desk.complete("book 5", "pen 5", "ruler 2"), desk.order("book 1")
    assert _leaves(desk, order) == (
        None,
        "It cannot leave complete while 5 of book and 1 other line are not ordered.",
    )
    desk.purchase("book", 5, expected_on=date(2026, 3, 10))
    desk.purchase("pen", 5, expected_on=date(2026, 3, 20))
    assert _leaves(desk, order) == (date(2026, 3, 20), "The order can leave complete by 20 Mar.")
    assert why(desk, order, 3).order_leaves == why(desk, order, 1).order_leaves
    assert why(desk, partial).order_leaves is None


def _leaves(desk: Story, order: str) -> tuple[date | None, str]:
    told = why(desk, order).order_leaves
    assert told
    return told.on, told.sentence


def test_r40_a_whole_line_of_which_some_is_there_or_comes_is_short_of_the_rest() -> None:
    desk = Story(book=20, pen=2)
    books, pens = desk.complete("book 30 whole"), desk.complete("pen 10 whole")
    desk.purchase("pen", 4, expected_on=date(2026, 3, 20))
    behind = desk.complete("pen 10 whole", "book 3")
    short = [_leaves(desk, order)[1] for order in (books, pens, behind)]
    assert short == [
        "It cannot leave complete while 10 of book are not ordered.",
        "It cannot leave complete while 4 of pen are not ordered.",
        "It cannot leave complete while 10 of pen and 1 other line are not ordered.",
    ]


def test_r45_a_complete_order_does_not_leave_while_a_line_that_has_its_stock_is_paused() -> None:
    desk = Story(book=20, pen=0)
    order = desk.complete("book 5", "pen 5")
    desk.purchase("pen", 9, expected_on=date(2026, 3, 9))
    with desk.act() as tx:
        holds.hold(tx, [Subject(order, 1)], "not paid")
    assert _leaves(desk, order) == (None, "It cannot leave complete while some of it is on hold.")
    with desk.act() as tx:
        holds.hold(tx, [Subject(order, 1)], "not paid", date(2026, 3, 20))
    assert _leaves(desk, order) == (date(2026, 3, 20), "The order can leave complete by 20 Mar.")
    assert why(desk, order).why.endswith(
        "until 20 Mar: not paid. Its order ships complete and waits for line 2."
    )
    desk.adjust("pen", 5)
    desk.sweep()
    assert _leaves(desk, order) == (date(2026, 3, 20), "The order can leave complete by 20 Mar.")
    assert why(desk, order, 2).why == "All 5 are set aside. Its order ships complete and waits for line 1."


def test_r45_what_is_still_to_come_is_never_said_to_lie_there_although_its_line_takes_part_later() -> None:
    desk = Story(book=10)
    desk.order("book 10")
    paused = desk.order("book 4")
    with desk.act() as tx:
        orders.change(tx, paused, not_before=date(2026, 3, 6))
    po = desk.purchase("book", 6, expected_on=date(2026, 3, 4))
    assert why(desk, paused).projected == f"4 2026-03-06 {po}"
    desk.now += timedelta(days=3)
    said = why(desk, paused)
    assert (said.projected_on, said.until) == (None, f"It is overdue: {po} was due 4 Mar, no new day.")
    assert [late.po for late in said.late_supply] == [po]
    desk.receive(po, book=6)
    assert why(desk, paused).projected == "4 2026-03-06 on hand"


def test_r40_what_is_on_the_way_for_a_line_is_promised_to_nobody_else() -> None:
    """2 on hold until tomorrow | complete, not before the 4th: 1 and 3 whole | 4 on the way for tomorrow"""
    desk = Story(book=10)
    desk.order("book 10")
    held, paused = desk.order("book 2"), desk.complete("book 1", "book 3 whole")
    with desk.act() as tx:
        orders.change(tx, paused, not_before=date(2026, 3, 4))
        holds.hold(tx, [Subject(held)], "not paid", date(2026, 3, 3))
    desk.purchase("book", 4, expected_on=date(2026, 3, 3))
    assert why(desk, paused, 2).until == (
        "Not ordered in full: 1 is on the way for it, and it is filled all at once."
    )


def test_r22_what_is_being_picked_leaves_although_it_is_on_hold() -> None:
    desk = Story(book=20)
    order = desk.complete("book 5")
    [shipment] = desk.shipments_of(order)
    with desk.act() as tx:
        shipments.pick(tx, [shipment])
        holds.hold(tx, [Subject(order)], "not paid")
    assert why(desk, order).why == f"It is being picked on shipment {shipment}; nobody can take it."
    assert why(desk, order).order_leaves is None
