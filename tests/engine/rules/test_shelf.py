"""A shelf on which nothing is left is told with who took what lay there."""

from __future__ import annotations

from engine.rules import shelf
from engine.rules.shelf import Own


def test_r41_what_other_lines_of_its_order_took_is_said_as_that() -> None:
    own = [Own(line=2, qty=15, held=True), Own(line=1, qty=3, held=False)]
    assert shelf.nothing_left(20, own, str) == (
        "Nothing of the 20 on hand is left: 3 go to line 1 of this order, 15 went to line 2 of this order, "
        "2 to orders ahead of it."
    )
    assert shelf.nothing_left(0, own, str) == "There is no stock for it."


def test_r22_what_a_queue_counts_is_told_from_what_it_does_not() -> None:
    """What is pinned or being picked is in no queue, so that a reason may leave out what lies there."""
    own = [Own(line=2, qty=3, held=True)]
    counted = [shelf.nothing_left(3, some, str) for some in ([], own)]
    assert [shelf.counts_on_hand(reason) for reason in (*counted, shelf.NO_STOCK)] == [True, True, False]
