"""Why paused lines get nothing (R41, R45)."""

from __future__ import annotations

from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import paused
from engine.reports.explain import explain
from tests.story import Story


def test_r41_every_door_gives_the_same_reason_and_the_place_that_is_kept() -> None:
    desk = Story(book=2)
    order = desk.order("book 5")
    kept = desk.ask(explain, order)[1].rank
    with desk.act() as tx:
        holds.hold(tx, [Subject(order)], "not paid")
    why = "Its order is on hold by Ann until it is lifted: not paid."
    found = desk.ask(paused.read)
    assert set(found.reasons.values()) == {why}
    assert found.lines_of == {1: [2]}
    has_stock, waits = desk.ask(explain, order)
    assert has_stock.why == f"All 2 are set aside. It is put on no shipment. {why}"
    assert (waits.why, waits.verdict, waits.rank) == (why, "paused", kept)
    assert (waits.projected, waits.until) == ("3 on hold", "No day while it is on hold.")


def test_r45_a_paused_line_says_the_place_from_which_it_is_served_once_it_takes_part_again() -> None:
    """10 on hand go to the first two | the third waits behind them, is put on hold, and lifted"""
    desk = Story(book=10)
    for qty in (6, 4):
        desk.order(f"book {qty}")
    order = desk.order("book 5")
    places = [desk.ask(explain, order)[0].rank]
    with desk.act() as tx:
        holds.hold(tx, [Subject(order)], "not paid")
    places.append(desk.ask(explain, order)[0].rank)
    with desk.act() as tx:
        holds.lift(tx, [Subject(order)])
    assert [*places, desk.ask(explain, order)[0].rank] == [3, 3, 3]


def test_what_is_not_paused_has_no_reason_here() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    assert desk.ask(paused.read).reason(1, 1) is None
