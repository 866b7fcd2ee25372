"""The one reading of an event's pools."""

from collections.abc import Callable
from decimal import Decimal

from db.session import Transaction
from engine import allocation
from engine.model import Pool
from engine.queues.reading import Reading, read
from tests.story import Story


def of(*pools: Pool) -> Callable[[Transaction], Reading]:
    """A reading of these pools, as a question to ask a story."""

    def ask(tx: Transaction) -> Reading:
        allocation.select_pools(tx, pools)
        return read(tx)

    return ask


def test_a_reading_has_the_open_lines_of_the_touched_pools_and_what_lies_there() -> None:
    desk = Story(book=20, pen=5, cup=1)
    first = desk.order("book 25", "pen 2")
    second = desk.order("book 4")
    desk.draft("book 9")
    found = desk.ask(of((1, 1)))
    rows = found.lines.sort("line_id").select("number", "lic", "qty", "held", "firm").rows()
    assert rows == [
        (first, "book", Decimal(20), True, False),
        (first, "book", Decimal(5), False, False),
        (second, "book", Decimal(4), False, False),
    ]
    assert found.shelves.rows() == [(1, 1, Decimal(20))]


def test_a_pool_in_which_nothing_ever_moved_lies_empty() -> None:
    found = Story(book=0).ask(of((1, 1)))
    assert found.shelves.rows() == [(1, 1, Decimal(0))]
    assert found.lines.is_empty()
