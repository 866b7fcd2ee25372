"""One desk at 23:30 and an hour later, in zones from -11 to +14: whatever names a day names the desk's."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from db import days
from engine import catalogue, notices, orders, preferences, promises, replenishment, supply
from engine.days import Clock, day_typed, in_text, instant_typed
from engine.errors import ChangedSince, PastDay
from engine.model import SweepName
from engine.past import history
from engine.reports import backlog, backorders, demand
from engine.reports.explain import explain
from engine.reports.explanation import Explanation
from engine.supply import late
from tests.papers import Papers
from tests.story import Story

ZONES = (
    "Pacific/Pago_Pago",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
)
DAY = date(2026, 3, 10)
NEXT = DAY + timedelta(days=1)


class Evening:
    """A desk late on ``DAY``: lines that wait, and what was bought for them in the last half hour.

    LIC kept comes five days after it was bought, bare never, the others on the same day.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.zone = ZoneInfo(name)
        self.desk = desk = Story()
        desk.prefer(time_zone=name)
        desk.now = self.at(DAY, 23)
        self.papers = Papers(desk, folder)
        desk.item("kept", vendor_code="press")
        for lic in ("soon", "here", "spare"):
            desk.item(lic, vendor_code="press", lead_time_days=0)
        desk.item("bare")
        with desk.act() as tx:
            replenishment.set_levels(tx, "kept", level=Decimal(5), target=Decimal(10))
        self.soon, self.here = desk.purchase("soon", 3), desk.purchase("here", 1)
        self.order = desk.order("soon 3", "bare 1", requested_on=DAY)
        self.filled = desk.order("here 1")
        self.kept = desk.order("kept 3")
        desk.now = self.at(DAY, 23, 30)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return days.begins(day, self.zone, time(hour, minute))

    def expected(self, po: str) -> list[date]:
        found: pl.DataFrame = self.desk.ask(supply.lines, po)
        return found["expected_on"].to_list()

    def proposed(self) -> str:
        """The purchase order of the replenishment sweep."""
        self.desk.sweep(SweepName.REPLENISHMENT)
        (po,) = self.desk.ask(replenishment.proposal).drop_nulls("po")["po"]
        return str(po)

    def promised(self) -> tuple[date, bool]:
        """What was said first of LIC soon, and whether that has passed."""
        (row,) = self.desk.ask(promises.waiting_promises).filter(pl.col("lic") == "soon").to_dicts()
        return row["first_on"], row["overdue"]

    def ledger(self, order: str) -> tuple[str, date]:
        """How the promise to the first line of an order ended, and when."""
        ledger = self.desk.ask(promises.history, self.desk.ask(orders.find, order)["order_id"], 1)
        return ledger["state"][-1], ledger["promised_on"][-1]

    def explained(self) -> Explanation:
        first: Explanation = self.desk.ask(explain, self.order)[0]
        return first

    def late_notices(self) -> list[str]:
        with self.desk.act() as tx:
            return notices.draft(tx).filter(pl.col("late") > 0)["body"].to_list()

    def waited_at_the_end_of(self, day: date) -> int:
        lines: int = self.desk.ask(
            lambda tx: history.look(tx, history.at(tx, history.end_of_day(tx, day))).backlog.lines
        )
        return lines


@pytest.mark.parametrize("name", ZONES)
def test_every_day_that_is_shown_or_kept_is_the_desks(name: str, tmp_path: Path) -> None:
    evening = Evening(name, tmp_path)
    nothing_is_late_yet(evening)
    what_is_bought_counts_from(evening, DAY)
    what_comes_in_time(evening)
    evening.desk.now = evening.at(NEXT, 0, 30)
    what_was_due_is_late(evening)
    the_backlog_of_each_day(evening)
    what_is_bought_counts_from(evening, NEXT)
    what_comes_too_late(evening)


def nothing_is_late_yet(evening: Evening) -> None:
    desk = evening.desk
    assert evening.expected(evening.soon) == [DAY]
    assert desk.ask(late.overdue).height == 0
    assert desk.ask(demand.queue, "soon")["covered_by"].to_list() == [f"by 10 Mar ({evening.soon})"]
    with desk.act() as tx:
        supply.mark_late(tx, evening.soon, DAY)  # today may be said
    assert evening.promised() == (DAY, False)
    assert (evening.explained().projected_on, evening.explained().late_supply) == (DAY, [])
    assert evening.late_notices() == []
    assert desk.ask(backlog.summary).overdue_lines == 0


def what_is_bought_counts_from(evening: Evening, day: date) -> None:
    """Buy by hand, from a file and by the sweep, and look from which day each counts."""
    in_five_days = day + timedelta(days=5)
    assert evening.expected(evening.desk.purchase("kept", 1)) == [in_five_days]
    evening.papers.bring("purchase-orders", f"po,vendor,lic,qty\nP{day},press,kept,1\nP{day},press,spare,1\n")
    assert evening.expected(f"P{day}") == [in_five_days, day]
    evening.desk.order("kept 9")
    assert evening.expected(evening.proposed()) == [in_five_days]


def what_comes_in_time(evening: Evening) -> None:
    evening.desk.receive(evening.here, here=1)
    evening.desk.sweep()
    assert evening.ledger(evening.filled) == ("kept", DAY)
    (vendor,) = evening.desk.ask(promises.by_vendor).to_dicts()
    assert (vendor["on_time"], vendor["late"]) == (1, 0)


def what_was_due_is_late(evening: Evening) -> None:
    desk = evening.desk
    assert desk.ask(late.overdue).select("po", "expected_on", "days_late").rows()[0] == (evening.soon, DAY, 1)
    overdue = f"overdue: {evening.soon} was due 10 Mar, no new day"
    assert desk.ask(demand.queue, "soon")["covered_by"][0] == overdue
    assert evening.promised() == (DAY, True)
    assert [supply.days_late for supply in evening.explained().late_supply] == [1]
    (letter,) = evening.late_notices()
    assert "10 March 2026" in letter
    with pytest.raises(PastDay), desk.act(proven=False) as tx:
        supply.mark_late(tx, evening.soon, DAY)


def the_backlog_of_each_day(evening: Evening) -> None:
    desk = evening.desk
    rows = desk.ask(backlog.per_day, 3).select("day", "qty", "opened_qty", "filled_qty", "overdue_qty").rows()
    assert rows == [(DAY - timedelta(days=1), 0, 0, 0, 0), (DAY, 16, 17, 1, 0), (NEXT, 16, 0, 0, 4)]
    assert evening.waited_at_the_end_of(DAY - timedelta(days=1)) == 0
    assert evening.waited_at_the_end_of(DAY) == 4
    assert desk.ask(backlog.summary).overdue_lines == 2
    assert desk.ask(backlog.by_customer)["overdue_lines"].to_list() == [2]
    assert desk.ask(backlog.by_lic).sort("lic")["overdue_lines"].to_list() == [1, 0, 1]


def what_comes_too_late(evening: Evening) -> None:
    evening.desk.receive(evening.soon, soon=3)
    evening.desk.sweep()
    assert evening.ledger(evening.order) == ("broken", NEXT)
    (vendor,) = evening.desk.ask(promises.by_vendor).to_dicts()
    assert (vendor["on_time"], vendor["late"], vendor["days_late"]) == (1, 1, 1)


@pytest.mark.parametrize("name", [ZONES[0], ZONES[-1]])
def test_r40_a_lead_time_known_later_counts_from_the_desks_day_of_the_order(
    name: str, tmp_path: Path
) -> None:
    evening = Evening(name, tmp_path)
    with evening.desk.act() as tx:
        catalogue.add_vendor(tx, "slow")
        po = supply.create_po(tx, "slow")
        supply.add_po_line(tx, po, "bare", Decimal(1))
        supply.open_po(tx, po)
    evening.papers.bring("items", "lic,lead_time_days\nbare,7\n")
    assert evening.expected(po) == [None]
    shown = evening.desk.ask(backorders.waiting, lic="bare")
    assert shown["projected_on"].to_list() == [DAY + timedelta(days=7)]


@pytest.mark.parametrize("name", [ZONES[0], ZONES[-1]])
def test_a_time_in_a_file_and_in_a_refusal_is_what_the_desks_clocks_show(name: str, tmp_path: Path) -> None:
    evening = Evening(name, tmp_path)
    desk = evening.desk
    evening.papers.bring("orders", f"order,customer,lic,qty,entered_at\nW1,school,bare,1,{DAY} 23:30\n")
    entered = days.local(desk.ask(orders.find, "W1")["entered_at"], evening.zone)
    assert entered.replace(tzinfo=None) == datetime.combine(DAY, time(23, 30))
    with pytest.raises(ChangedSince, match=f"at {DAY.day} {DAY:%b}, 23:"), desk.act(proven=False) as tx:
        orders.check_seen(tx, evening.order, 0)


def test_an_age_is_how_many_times_24_hours_have_passed() -> None:
    desk = Story(book=0)
    desk.order("book 1")
    began = desk.now
    for passed, age in (
        (timedelta(hours=23, minutes=59), 0),
        (timedelta(hours=24), 1),
        (timedelta(days=8), 8),
    ):
        desk.now = began + passed
        assert desk.ask(backorders.waiting)["age_days"].to_list() == [age]
        assert desk.ask(backlog.by_age)["lines"].to_list() == ([1, 0, 0, 0] if age < 8 else [0, 1, 0, 0])


def test_a_transaction_knows_the_desks_day_as_soon_as_the_zone_is_another() -> None:
    desk = Story()
    with desk.session.transaction(actor="Ann", now=datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) as tx:
        for zone, day in (("UTC", 2), ("Europe/Berlin", 3), ("Pacific/Pago_Pago", 2)):
            preferences.change(tx, "time_zone", zone)
            assert tx.today == date(2026, 3, day)


def test_days_in_a_text_of_the_record_log_are_written_as_people_write_them() -> None:
    assert in_text("until 2026-12-05 by Ann: not paid; not before 2026-03-06") == (
        "until 5 Dec 2026 by Ann: not paid; not before 6 Mar 2026"
    )
    assert in_text("until lifted by Ann: see 2026-99-99") == "until lifted by Ann: see 2026-99-99"


def test_instants_in_a_text_are_those_of_the_desks_clock() -> None:
    clock = Clock(ZoneInfo("Europe/Berlin"), date(2026, 3, 2))
    assert (
        clock.in_text("2026-03-01 23:30:00 and 2025-07-01 10:00:00.25")
        == "2 Mar, 00:30 and 1 Jul 2025, 12:00"
    )
    assert clock.in_text("on 2026-03-05, not 2026-99-99 99:99:99") == "on 5 Mar 2026, not 2026-99-99 99:99:99"
    assert clock.day(date(2027, 1, 5)) == "5 Jan 2027"


def test_no_refusal_says_an_instant_or_a_day_as_a_file_does() -> None:
    root = Path(__file__).parents[2]
    files = [file for place in ("db", "engine") for file in (root / place).rglob("*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    as_in_file = re.compile(r"\{\w+:%|\} UTC")
    assert [one.name for one in classes if as_in_file.search(ast.get_docstring(one) or "")] == []


def test_a_day_is_typed_in_one_way() -> None:
    assert day_typed("2026-02-28") == date(2026, 2, 28)
    for text in (
        "20260228",
        "2026-W09-6",
        "2026-059",
        "2026-02-29",
        "2026-2-28",
        "2026-02-28 ",
        "",
        "\u0662026-02-28",
    ):
        with pytest.raises(ValueError):
            day_typed(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-28", "2026-02-28T00:00:00"),
        ("2026-02-28T14:30", "2026-02-28T14:30:00"),
        ("2026-02-28 14:30:05.25", "2026-02-28T14:30:05.250000"),
        ("2026-02-28T14:30Z", "2026-02-28T14:30:00+00:00"),
        ("2026-02-28T14:30+01:00", "2026-02-28T14:30:00+01:00"),
    ],
)
def test_an_instant_is_typed_in_one_way(text: str, instant: str) -> None:
    assert instant_typed(text).isoformat() == instant


@pytest.mark.parametrize(
    "text", ["20260228T143000", "2026-W09-6T14:30", "2026-02-28T14", "2026-02-28T25:00", "soon", ""]
)
def test_what_is_written_otherwise_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        instant_typed(text)
