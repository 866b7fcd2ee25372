"""What the desk looked like then."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import Session
from engine import log, orders, stock
from engine.errors import DeskError
from engine.model import SweepName
from engine.orders import line_edits
from engine.past import history
from engine.past.history import NoInstant, NothingWritten, NotWrittenYet, Past
from engine.quantities import plain
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import Story


def past(desk: Story, text: str) -> Past:
    found: Past = desk.ask(lambda tx: history.look(tx, history.parse(tx, text)))
    return found


def balance(desk: Story, text: str, lic: str = "book") -> str:
    row = past(desk, text).balances.filter(lic=lic).to_dicts()[0]
    on_hand, allotted, short = (plain(row[name]) for name in ("on_hand", "allotted", "backordered"))
    return f"{on_hand} on hand, {allotted} allotted, {short} short"


def now(desk: Story) -> str:
    return desk.now.isoformat()


def test_balances_are_those_of_the_instant() -> None:
    desk = Story(book=20)
    desk.order("book 25")
    before = now(desk)
    desk.supply("book", 50)
    desk.sweep()
    assert balance(desk, before) == "20 on hand, 20 allotted, 5 short"
    assert balance(desk, now(desk)) == "70 on hand, 25 allotted, 0 short"


def test_a_day_means_its_end_at_the_desk() -> None:
    desk = Story(book=20)
    desk.prefer(time_zone="America/New_York")
    desk.now = datetime(2026, 3, 4, 4, 30, tzinfo=UTC)  # half past eleven in the evening of the third
    desk.order("book 25")
    desk.now = datetime(2026, 3, 4, 5, 30, tzinfo=UTC)
    desk.order("book 3")
    assert balance(desk, "2026-03-03") == "20 on hand, 20 allotted, 5 short"
    assert balance(desk, "2026-03-04") == "20 on hand, 20 allotted, 8 short"


def test_before_the_desk_was_begun_there_is_nothing() -> None:
    desk = Story(book=20)
    then = past(desk, "2026-01-01")
    assert (then.balances.height, then.queue.height, then.backlog.lines) == (0, 0, 0)


def test_the_queue_has_the_priorities_of_the_instant() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    before = now(desk)
    desk.priority(second, 5)
    desk.priority(second, 7)
    assert past(desk, before).queue["order"].to_list() == [first, second]
    assert past(desk, now(desk)).queue["order"].to_list() == [second, first]


def test_a_line_that_gave_its_place_up_had_it_then() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    before = now(desk)
    with desk.act() as tx:
        line_edits.release(tx, first, 1)
        line_edits.set_whole(tx, first, 1, whole=True)
    assert past(desk, before).queue["order"].to_list() == [first, second]
    assert past(desk, before).queue["whole"].to_list() == [False, False]
    assert past(desk, now(desk)).queue["order"].to_list() == [second, first]
    assert past(desk, now(desk)).queue["whole"].to_list() == [False, True]


def test_the_backlog_is_told_in_units_and_value() -> None:
    desk = Story(book=0)
    with desk.act() as tx:
        number = orders.create(tx, "school")
        orders.add_line(tx, number, "book", Decimal(4), unit_price=Decimal("2.50"))
        orders.open_order(tx, number)
    before = now(desk)
    desk.supply("book", 4)
    desk.sweep()
    then = past(desk, before).backlog
    assert (then.lines, then.orders, then.qty, then.value) == (1, 1, Decimal(4), Decimal(10))
    assert past(desk, now(desk)).backlog.lines == 0


def test_a_row_of_the_log_means_the_end_of_its_action() -> None:
    desk = Story(book=20)
    number = desk.order("book 25")
    first_row = desk.ask(history.newest).log_id
    assert balance(desk, f"#{first_row}") == "20 on hand, 20 allotted, 5 short"
    desk.ship(number)
    assert balance(desk, f"#{first_row - 1}") == "20 on hand, 20 allotted, 5 short"
    with pytest.raises(NotWrittenYet, match="has no row 9999; name one up to the newest, which is"):
        past(desk, "#9999")


def test_of_a_desk_on_which_nothing_happened_no_row_can_be_named(desk: Session) -> None:
    with (
        desk.snapshot() as tx,
        pytest.raises(NothingWritten, match="no row 100, and none at all yet; name a day"),
    ):
        history.parse(tx, "#100")


@pytest.mark.parametrize("text", ["20260301", "2026-W09-7", "2026-W09-7T10:00", "20260301T101010"])
def test_a_day_or_an_instant_is_written_as_people_are_told_to(desk: Session, text: str) -> None:
    with desk.snapshot() as tx, pytest.raises(NoInstant):
        history.parse(tx, text)


def test_what_was_on_order_before_the_log_kept_it_is_not_made_up() -> None:
    """A desk that is older than this: its migration writes from which row on it is told."""
    desk = Story(book=20)
    desk.purchase("book", 5)
    before = now(desk)
    with desk.act() as tx:
        log.write(
            tx, kind="comment", record="desk", record_id="desk", field="po lines", sentence="From here on."
        )
    told_from = desk.ask(history.newest).log_id
    then, later = past(desk, before), past(desk, now(desk))
    assert (then.balances["on_order"].to_list(), then.balances["total"].to_list()) == ([None], [None])
    assert then.gap.endswith(f"from its row #{told_from} on.")
    assert (later.balances["on_order"].to_list(), later.gap) == ([5], "")


def test_what_is_no_instant_is_refused() -> None:
    desk = Story(book=20)
    with pytest.raises(NoInstant, match="yesterday is no day"):
        past(desk, "yesterday")


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=5, max_size=10))
def test_every_past_state_is_what_was_seen_then(script: list[tuple[Any, ...]]) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    seen = {}
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
        seen[now(desk)] = _balances(desk.ask(stock.balances))
    assert {instant: _balances(past(desk, instant).balances) for instant in seen} == seen


def _balances(frame: Any) -> list[tuple[Any, ...]]:
    """Every pool in which there is anything: one that never had any is not looked back at."""
    rows = frame.select(
        "lic", "on_hand", "demand", "available", "allotted", "free", "on_order", "total", "backordered"
    ).iter_rows()
    return [row for row in rows if any(row[1:])]


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=6, max_size=12))
def test_the_queue_walked_back_is_the_one_added_up(script: list[tuple[Any, ...]]) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    marks = []
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
        marks.append(desk.ask(history.newest))

    def units(tx: Any, mark: history.Mark, query: str) -> list[tuple[Any, ...]]:
        tx.write(query, log_id=mark.log_id)
        rows: list[tuple[Any, ...]] = tx._cursor.execute("from past_units order by all").fetchall()
        return rows

    for mark in marks:
        back = desk.ask(units, mark, "history.find_units_back")
        assert back == desk.ask(units, mark, "history.add_units_up")


ALL = (
    "select (select coalesce(max(log_id), 0) from record_log), "
    "(select coalesce(max(movement_id), 0) from movement), "
    "(select coalesce(max(promise_id), 0) from every_promise)"
)
NEWEST = "select newest_log_id(), newest_movement_id(), newest_promise_id()"
CARRIED = "select log_id, movement_id, promise_id from carried_newest"


def read(desk: Story, sql: str) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = desk.ask(lambda tx: tx._cursor.execute(sql).fetchall())
    return found


@drawing(8)
@given(st.lists(st.one_of(acts, st.just(("close",))), min_size=4, max_size=12))
def test_the_newest_rows_are_the_newest_of_all_whenever_they_were_carried_forward(
    script: list[tuple[Any, ...]],
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for act in script:
        with suppress(DeskError):
            if act == ("close",):
                desk.sweep(SweepName.CLOSING)
            else:
                perform(desk, numbers, *act)
        assert read(desk, NEWEST) == read(desk, ALL)


def test_the_closing_of_the_day_carries_the_newest_rows_forward() -> None:
    desk = Story(book=5)
    desk.order("book 9")
    reached = read(desk, ALL)
    desk.sweep(SweepName.CLOSING)
    assert read(desk, CARRIED) == reached
    desk.order("book 1")
    assert read(desk, NEWEST) > reached


def test_a_lic_is_seen_at_the_end_of_each_day() -> None:
    desk = Story(book=20)
    desk.order("book 25")
    desk.now += timedelta(days=1)
    desk.supply("book", 9)
    desk.now += timedelta(days=1)
    desk.sweep()
    first = desk.today - timedelta(days=3)
    found = desk.ask(history.lic_days, "book", first, desk.today)
    assert [(int(on_hand), int(waits)) for _, on_hand, waits in found.iter_rows()] == [
        (0, 0),
        (20, 5),
        (29, 5),
        (29, 0),
    ]
