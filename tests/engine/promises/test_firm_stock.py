"""What is firm now, or not any more, moves the promises of those who might have taken it (R22, R40)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from engine import orders, promises, shipments
from engine.model import Policy
from engine.reports.explain import explain
from tests import worlds
from tests.story import Story


def _pin(desk: Story, order: str, *, pinned: bool) -> None:
    with desk.act() as tx:
        orders.set_pinned(tx, order, 1, pinned)


def _unpick(desk: Story, order: str) -> None:
    with desk.act() as tx:
        shipments.unpick(tx, desk.shipments_of(order))


ACTS: Final[dict[str, Callable[[Story, str], object]]] = {
    "pick": lambda desk, order: desk.pick(order),
    "pin": lambda desk, order: _pin(desk, order, pinned=True),
    "ship": lambda desk, order: desk.ship(order),
}
BACK: Final[dict[str, Callable[[Story, str], object]]] = {
    "pick": _unpick,
    "pin": lambda desk, order: _pin(desk, order, pinned=False),
}


def told(desk: Story, order: str) -> str:
    """What the ledger says of an order's line, which is what is so now."""
    history = desk.ask(promises.history, desk.ask(orders.find, order)["order_id"])
    words: str = desk.ask(lambda tx: promises.worded(history["parts"], tx.today))[-1]
    assert words == desk.ask(explain, order)[0].expected
    return words


@worlds.copied
def about_to_be_taken(policy: Policy) -> tuple[Story, str, str]:
    """Who has 20 that the next sweep takes, since 25 lie there now; and who needs them in one piece."""
    desk = Story(book=20)
    desk.prefer(allocation_policy=policy)
    has = desk.order("book 20")
    waits = desk.order("book 25 whole", priority=1)
    desk.adjust("book", 5)
    assert told(desk, waits) == "with the next sweep"
    return desk, has, waits


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("act", ACTS)
def test_r22_nobody_is_told_any_more_that_the_next_sweep_takes_what_is_firm_or_left(
    act: str, policy: Policy
) -> None:
    desk, has, waits = about_to_be_taken(policy)
    ACTS[act](desk, has)
    assert told(desk, waits) == "not ordered"


@pytest.mark.parametrize("act", BACK)
def test_r22_what_is_not_firm_any_more_is_told_to_those_who_take_it_next(act: str) -> None:
    desk, has, waits = about_to_be_taken(Policy.STRICT)
    ACTS[act](desk, has)
    BACK[act](desk, has)
    assert told(desk, waits) == "with the next sweep"


def test_r18_who_waits_with_the_same_priority_is_told_nothing_new() -> None:
    desk = Story(book=20)
    has, waits = desk.order("book 20"), desk.order("book 25 whole")
    desk.adjust("book", 5)
    before = desk.ask(promises.newest)
    desk.pick(has)
    assert desk.ask(promises.newest) == before
    assert told(desk, waits) == "not ordered"
