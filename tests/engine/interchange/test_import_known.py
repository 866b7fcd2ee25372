"""A file that comes again: the same is unchanged whatever the desk did since; another is never called so."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import orders, supply
from engine.days import Clock
from engine.errors import DeskError
from engine.interchange import refusals
from engine.interchange.bad_rows import MOST_SENTENCES, MOST_STRETCHES, BadRow, summed
from engine.interchange.import_known import differences
from engine.interchange.refusals import NotANumber
from tests.acts import acts, perform
from tests.papers import Papers
from tests.story import Story

CLOCK = Clock(ZoneInfo("Europe/Berlin"), date(2026, 3, 1))
FILES = {
    "items": """lic,description,decimals,unit_cost,replenish_level,target
book,Book,0,2.5,5,20
pen,Pen,0,1,5,20
""",
    "customers": "customer,name,location,address,email\nschool,School,annex,1 Road,a@b.example\n",
    "vendors": "vendor,name,lead_time_days\npress,Press,5\n",
    "stock": "lic,qty,warehouse\nink,7,MAIN\n",
    "adjustments": "reference,lic,qty,reason,warehouse\nA1,book,3,found,MAIN\nA1,pen,-2,lost,MAIN\n",
    "orders": """\
order,customer,location,ship_type,priority,entered_at,requested_on,on_shortage,unit_price,lic,qty
F1,school,annex,partial,1,2026-02-01 10:00,2026-03-20,split,3,book,15
F1,school,annex,partial,1,2026-02-01 10:00,2026-03-20,whole,2,pen,40
F2,college,MAIN,complete,2,2026-02-01 11:00,2026-03-21,split,3,book,8
""",
    "purchase-orders": """po,vendor,lic,qty,expected_on,unit_cost,warehouse
B1,press,book,20,2026-03-10,2.5,MAIN
B1,press,pen,30,2026-03-11,1,MAIN
""",
    "receipts": """po,lic,qty,received_at,reference
B1,book,5,2026-03-01 08:00,DN1
B1,pen,4,2026-03-01 08:00,DN1
""",
    "preferences": "name,value\nskip_age_days,7\n",
}
OTHERS = {
    "location": ("MAIN", "annex"),
    "ship_type": ("complete", "partial"),
    "on_shortage": ("whole", "split"),
    "lic": ("ink", "book"),
    "priority": ("7",),
    "requested_on": ("2026-06-01",),
    "entered_at": ("2026-02-07 09:00",),
    "expected_on": ("2026-06-01",),
    "received_at": ("2026-03-02 08:00",),
    "qty": ("1",),
    "unit_price": ("9",),
    "unit_cost": ("9",),
    "replenish_level": ("6",),
    "target": ("21",),
    "decimals": ("1",),
    "lead_time_days": ("9",),
    "value": ("8",),
    "email": ("x@y.example",),
}
"""For every column other cells than those of the files; else ``other``."""


def a_desk(folder: Path) -> Papers:
    """A desk into which every file came once."""
    desk = Story(book=20, pen=30, ink=0)
    papers = Papers(desk, folder)
    papers.bring("vendors", "vendor\nother\n")
    papers.bring("customers", "customer\nother\n")
    for kind, text in FILES.items():
        papers.bring(kind, text)
    return papers


RECORDS = {"stock": 1, "adjustments": 2, "orders": 2, "purchase-orders": 1, "receipts": 1}
"""How many records these files have."""


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(st.lists(acts, min_size=6, max_size=12))
def test_the_same_file_changes_nothing_at_any_later_time(script: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        papers = a_desk(Path(folder))
        numbers = ["F1", "F2"]
        for act in script:
            with suppress(DeskError):
                perform(papers.desk, numbers, *act)
        kept = {kind: FILES[kind] for kind in RECORDS}
        if papers.desk.ask(supply.receipts, "B1")["voided"].any():
            del kept["receipts"]
        before = papers.everything()
        for kind, text in kept.items():
            assert papers.counts(kind, text) == (0, 0, RECORDS[kind])
        assert papers.everything() == before


def test_a_file_with_any_one_cell_changed_is_never_called_unchanged(tmp_path: Path) -> None:
    papers = a_desk(tmp_path)
    silent = []
    for kind, text in FILES.items():
        names, *rows = [line.split(",") for line in text.splitlines()]
        for at, row in enumerate(rows):
            for column, name in enumerate(names):
                cells = [list(one) for one in rows]
                others = OTHERS.get(name, ("other",))
                cells[at][column] = next(cell for cell in others if cell != row[column])
                changed = "\n".join(",".join(one) for one in [names, *cells])
                with suppress(DeskError):
                    report = papers.bring(kind, changed, dry_run=True)
                    if not report.added + report.updated or (report.updated and not report.changed):
                        silent.append((kind, at, name))
    assert silent == []


def test_what_differs_is_told_per_record_and_nothing_is_saved(tmp_path: Path) -> None:
    papers = a_desk(tmp_path)
    other = FILES["orders"].replace("book,15", "book,16").replace("F2,college", "F2,school")
    told = papers.refused("orders", f"{other}N1,school,MAIN,partial,1,,,split,1,book,1\n")
    otherwise = "is in the books already, and this file says otherwise"
    remedy = "take that over with --update, leave its rows out, or give a new one a number of its own."
    assert told == [
        f"Row 2: Order F1 {otherwise} (quantity of book 16 instead of 15); {remedy}",
        f"Row 4: Order F2 {otherwise} (customer school instead of college); {remedy}",
    ]
    [one] = papers.refused("receipts", FILES["receipts"].replace("pen,4", "ink,4"))
    assert "Receipt DN1 against purchase order B1 is booked already" in one
    assert "(a line more, 4 of ink, a line less, 4 of pen)" in one
    [one] = papers.refused("adjustments", FILES["adjustments"].replace("found", "counted"))
    assert one == (
        "Row 2: The adjustment A1 of book is in the books for another reason (found); give the new one a "
        "reference of its own."
    )


def test_the_order_of_rows_and_a_default_that_is_said_make_no_difference(tmp_path: Path) -> None:
    papers = Papers(Story(book=20, pen=30), tmp_path)
    papers.bring("orders", "order,customer,lic,qty\nF1,school,book,2\nF1,school,pen,3\n")
    again = "order,customer,location,ship_type,priority,lic,qty,warehouse\n"
    row = "F1,school,MAIN,partial,0,{},MAIN\n"
    assert papers.counts("orders", again + row.format("pen,3.0") + row.format("book,2")) == (0, 0, 1)


def test_what_was_typed_at_the_desk_is_compared_with_a_file_as_well(tmp_path: Path) -> None:
    desk = Story(book=20)
    papers = Papers(desk, tmp_path)
    number = desk.order("book 30")
    po = desk.purchase("book", 40)
    receipt = desk.receive(po, book=10)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
        supply.receive(tx, po, {"book": Decimal(10)}, reference="DN7")
    desk.add(number, "book 3")
    desk.sweep()
    assert papers.counts("orders", f"order,customer,lic,qty\n{number},school,book,30\n") == (0, 0, 1)
    assert papers.counts("purchase-orders", f"po,vendor,lic,qty\n{po},press,book,40\n") == (0, 0, 1)
    assert papers.counts("receipts", f"po,lic,qty,reference\n{po},book,10,DN7\n") == (0, 0, 1)
    assert papers.refused("orders", f"order,customer,lic,qty\n{number},college,book,33\n")
    assert papers.refused("purchase-orders", f"po,vendor,lic,qty\n{po},press,book,41\n")
    assert papers.refused("receipts", f"po,lic,qty,reference\n{po},book,11,DN7\n")


def test_receipts_without_a_reference_say_why_they_count_as_the_same(tmp_path: Path) -> None:
    papers = Papers(Story(book=20), tmp_path)
    desk = papers.desk
    po = desk.purchase("book", 40)
    text = f"po,lic,qty\n{po},book,5\n"
    assert papers.bring("receipts", text).notes == []
    report = papers.bring("receipts", text)
    assert report.unchanged == 1
    [note] = report.notes
    assert note == (
        "Receipts without a reference, 1 of them, count as the same, because a file with exactly these "
        "rows came in on 2 Mar, 09:03 by Ann; give each receipt a reference to book more like them."
    )
    assert papers.counts("receipts", f"po,lic,qty\n{po},book,6\n") == (1, 0, 0)
    first = desk.ask(supply.receipts, po)["receipt_id"].min()
    with desk.act() as tx:
        supply.void_receipt(tx, first)
    assert papers.counts("receipts", text) == (1, 0, 0)


def test_what_was_called_off_stays_so_and_is_named(tmp_path: Path) -> None:
    papers = Papers(Story(book=20), tmp_path)
    texts = {
        "orders": "order,customer,lic,qty\nF1,school,book,2\nF2,school,book,2\n",
        "purchase-orders": "po,vendor,lic,qty\nB1,press,book,4\nB2,press,book,4\n",
    }
    for kind, text in texts.items():
        assert papers.bring(kind, text).notes == []
    with papers.desk.act() as tx:
        orders.cancel_order(tx, "F1")
        supply.void_po(tx, "B2")
    before = papers.everything()
    for kind, record in (("orders", "order F1"), ("purchase-orders", "purchase order B2")):
        report = papers.bring(kind, texts[kind])
        assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
        [note] = report.notes
        assert note == (
            f"Void, and left so because a file that comes again changes nothing: {record}; give what is "
            "wanted anew a number of its own."
        )
    assert papers.everything() == before


def test_of_what_less_is_wanted_now_the_file_that_comes_again_says_so(tmp_path: Path) -> None:
    papers = Papers(Story(book=20, pen=0), tmp_path)
    text = "order,customer,lic,qty\nF1,school,book,2\nF1,school,pen,2\nF2,school,book,2\n"
    assert papers.bring("orders", text).notes == []
    with papers.desk.act() as tx:
        orders.cancel_line(tx, "F1", 2)
    [note] = papers.bring("orders", text).notes
    assert note.startswith("Less is wanted now than the file says, and left so")
    assert "nothing: order F1;" in note


def test_what_is_known_and_changes_is_said(tmp_path: Path) -> None:
    papers = a_desk(tmp_path)
    report = papers.bring("items", FILES["items"].replace("2.5", "3"))
    assert report.changed == ["book: unit cost changed from 2.5 to 3."]
    report = papers.bring("preferences", "name,value\nskip_age_days,9\n")
    assert len(report.changed) == 1


def test_many_rows_that_are_alike_are_summed_up() -> None:
    many = [BadRow(n, NotANumber(column="qty", value=f"x{n}")) for n in range(3, 9_997)]
    few = [BadRow(n, refusals.EmptyCell(column="lic")) for n in (2, 5)]
    told = summed(sorted([*many, *few], key=lambda one: one.row))
    number = "In the column qty, x3 is not a number; write it like 25 or 2.5."
    assert told == [
        "Row 2: The column lic is empty; fill it in.",
        f"Row 3, and in the same way 9,993 others (4 to 9996): {number}",
        "Row 5: The column lic is empty; fill it in.",
    ]
    apart = [BadRow(n, NotANumber(column=f"c{n}", value="x")) for n in range(500)]
    assert len(summed(apart)) == MOST_SENTENCES + 1
    assert summed(apart)[-1] == "And 400 more rows."


def test_every_row_that_is_summed_up_is_named_by_its_number() -> None:
    def told(*rows: int) -> str:
        [sentence] = summed([BadRow(row, refusals.EmptyCell(column="lic")) for row in rows])
        return sentence.partition(":")[0]

    assert told(2, *range(7, 16), 15, 20, 21, 30) == "Row 2 and 13 others (7 to 15, 20 to 21, 30)"
    apart = told(*range(2, 2_000, 2))
    assert apart.startswith("Row 2 and 998 others (4, 6, 8, ")
    assert apart.endswith(f", {2 + 2 * MOST_STRETCHES} …; the last is 1998)")


@pytest.mark.parametrize("times", [1, 3])
def test_lines_that_are_alike_are_counted(times: int) -> None:
    line = {"lic": "A", "qty": "1"}
    assert differences({"lines": [line] * times}, {"lines": [line] * times}, CLOCK) == []
    more = differences({"lines": [line] * times}, {"lines": [line] * (times + 1)}, CLOCK)
    assert more == ["a line more, 1 of A"]


def test_days_and_instants_that_differ_are_said_as_people_write_them() -> None:
    before = {"requested_on": "2026-04-01", "entered_at": "2026-03-01 09:00:00", "lines": []}
    now = {"requested_on": "2027-04-02", "entered_at": "2025-03-01 09:30:00", "lines": []}
    assert differences(before, now, CLOCK) == [
        "requested on 2 Apr 2027 instead of 1 Apr 2026",
        "entered at 1 Mar 2025, 10:30 instead of 1 Mar, 10:00",
    ]
