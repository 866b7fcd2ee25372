"""What a walk changes, and who took from whom: frames in, frames out."""

from decimal import Decimal

import polars as pl

from engine.allocation import changes
from engine.allocation.changes import Decision
from engine.model import MayGain
from engine.queues import ranking
from tests.engine.queues.test_ranking import queue


def decided(lines: pl.DataFrame, gains: MayGain = MayGain.ALL, orders: tuple[int, ...] = ()) -> Decision:
    """The decision of the rank; every line is an order of its own, with the number of the line."""
    named = lines.with_columns(
        order_id=pl.col("line_id").cast(pl.Int32), line_no=pl.lit(1, dtype=pl.Int32), root_line_id="line_id"
    )
    walked = ranking.by_rank(named, may_gain=gains is not MayGain.NONE)
    return Decision(named, walked, changes.find_changes(walked, gains, orders))


def test_r17_losses_apply_at_once_and_gains_to_those_whose_event_it_is() -> None:
    made = decided(queue(10, (0, 6, "held"), (5, 8, ""), (3, 4, "")), MayGain.ORDERS, (2,))
    rows = made.changes.select("line_id", "kind", "moved_qty", "applied").rows()
    assert rows == [(2, "gain", 8, True), (3, "gain", 2, False), (1, "loss", 6, True)]


def test_r5_a_part_that_is_left_becomes_a_sibling_numbered_behind_the_others() -> None:
    made = decided(queue(10, (5, 8, ""), (0, 4, ""))).changes
    numbers = pl.DataFrame(
        {"line_id": [40], "order_id": [2], "line_no": [7]},
        {"line_id": pl.Int64, "order_id": pl.Int32, "line_no": pl.Int32},
    )
    numbered = changes.with_siblings(made, numbers)
    assert numbered.select("line_id", "rest_qty", "sibling_id", "sibling_no").rows() == [
        (1, 0, None, None),
        (2, 2, 41, 8),
    ]


def test_r21_gains_use_what_is_free_first_and_then_what_the_back_gave_up() -> None:
    made = decided(queue(12, (0, 5, "held"), (0, 5, "held"), (9, 6, ""), (8, 3, "")))
    taken = changes.takings(made.queue, made.changes).sort("gain_line_id", "loss_line_id")
    rows = taken.select("gain_line_id", "loss_line_id", "taken_qty").rows()
    assert rows == [(3, 2, 4), (4, 1, 2), (4, 2, 1)]


def test_r23_what_no_gain_took_was_lost_to_a_fall_of_stock() -> None:
    made = decided(queue(3, (0, 5, "held")), MayGain.NONE)
    taken = changes.takings(made.queue, made.changes)
    assert taken.is_empty()
    assert changes.losses(made, taken).rows() == [(1, None, Decimal(2), Decimal(0))]
