"""Orders from files: entered in file order, settled as one event (R5 to R10, R14, R17, section 10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, orders
from engine.interchange.reports import ImportLoss
from engine.whatif import ChangedMeanwhile
from tests.papers import Papers
from tests.story import Story


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=20, pen=10), tmp_path)


def test_r17_orders_are_entered_in_file_order_and_settled_once(papers: Papers) -> None:
    """
    on hand: book 20

    file                      available at its turn   result
    1  priority 0  book 15    20                      5 allotted, 10 backordered
    2  priority 3  book 15    5                       15 allotted
    """
    papers.bring("orders", "order,customer,lic,qty,priority\n1,school,book,15,0\n2,school,book,15,3\n")
    assert papers.desk.state("1") == "5 allotted, 10 backordered"
    assert papers.desk.state("2") == "15 allotted"


def test_r18_who_loses_stock_to_an_urgent_order_of_a_file_is_reported_before_it_comes_in(
    papers: Papers,
) -> None:
    order = papers.desk.order("book 20")
    text = "order,customer,lic,qty,priority\n7,school,book,5,3\n"
    tried = papers.bring("orders", text, dry_run=True)
    assert tried.losses == [ImportLoss(order, "School", "book", Decimal(5))]
    papers.desk.adjust("book", -2)
    papers.desk.order("book 1", priority=9)
    with pytest.raises(ChangedMeanwhile, match="other orders would lose stock"):
        papers.bring("orders", text, agreed=[ImportLoss(order, "School", "book", Decimal(4))])
    assert papers.desk.state(order) == "17 allotted, 2 backordered, 1 backordered"
    papers.bring("orders", text, agreed=tried.losses)
    assert papers.desk.state("7") == "5 allotted"


def test_r9_the_stated_answer_decides_only_where_the_line_is_short_at_that_point(papers: Papers) -> None:
    """
    on hand: book 20

    file                      short when entered?   result
    1  book 15  whole         no                    15 allotted, splittable
    2  book 10  whole         yes, 5 are left       10 backordered, whole
    3  book 10  split         yes, none is left     10 backordered
    """
    papers.bring(
        "orders",
        "order,customer,lic,qty,on_shortage\n1,school,book,15,whole\n2,school,book,10,whole\n3,school,book,10,split\n",
    )
    whole = {number: papers.desk.lines(number)["whole"].to_list() for number in "123"}
    assert whole == {"1": [False], "2": [True], "3": [False]}
    assert [papers.desk.state(number) for number in "123"] == [
        "15 allotted",
        "10 backordered",
        "10 backordered",
    ]


def test_r9_without_an_answer_the_ship_type_decides(papers: Papers) -> None:
    papers.bring(
        "orders",
        "order,customer,lic,qty,ship_type\n1,school,book,25,complete\n2,school,pen,15,partial\n",
    )
    assert papers.desk.state("1") == "25 backordered"
    assert papers.desk.state("2") == "10 allotted, 5 backordered"


def test_r10_an_order_refused_for_a_discontinued_short_line_stays_pending_and_is_named(
    papers: Papers,
) -> None:
    papers.desk.item("slate", 3, discontinued=True)
    report = papers.bring(
        "orders",
        "order,customer,lic,qty\n1,school,slate,2\n2,school,book,1\n2,school,slate,5\n3,school,pen,1\n",
    )
    assert report.added == 3
    assert len(report.held) == 1
    assert "slate on line 2 of order 2 is discontinued" in report.held[0]
    assert [papers.desk.order_state(number) for number in "123"] == ["open", "pending", "open"]


def test_r14_entry_follows_the_rows_of_the_file(papers: Papers) -> None:
    papers.bring("orders", "order,customer,lic,qty\nz,school,book,1\nz,school,pen,1\na,school,book,1\n")
    sequence = [papers.desk.lines(number)["entry_seq"].to_list() for number in "za"]
    assert sequence == [[1, 2], [3]]
    assert papers.desk.lines("z")["line_no"].to_list() == [1, 2]


def test_r13_what_has_no_stock_ships_with_the_order(papers: Papers) -> None:
    papers.desk.item("hours", inventoried=False)
    papers.bring("orders", "order,customer,lic,qty\n1,school,hours,2\n2,school,hours,1\n2,school,book,1\n")
    assert papers.desk.state("1") == "2 allotted"
    assert len(papers.desk.shipments_of("2")) == 1


def test_everything_a_file_may_say_of_an_order_is_kept(papers: Papers) -> None:
    papers.bring(
        "orders",
        """
        order,customer,location,ship_type,priority,entered_at,requested_on,lic,qty,on_shortage,unit_price,warehouse
        007,school,annex,complete,4,2026-01-05T08:00:00Z,2026-02-01,book,2,whole,9.99,MAIN
        """,
    )
    order = papers.desk.ask(orders.find, "007")
    assert (order["location"], order["ship_type"], order["priority"]) == ("annex", "complete", 4)
    assert order["entered_at"] == datetime(2026, 1, 5, 8, tzinfo=UTC).replace(tzinfo=None)
    assert order["requested_on"] == date(2026, 2, 1)
    (line,) = papers.desk.lines("007").to_dicts()
    assert (str(line["unit_price"]), line["on_shortage"]) == ("9.9900", "whole")


def test_an_order_that_names_no_location_goes_to_the_customers_first_one(papers: Papers) -> None:
    papers.bring("orders", "order,customer,lic,qty\n1,school,book,1\n")
    assert papers.desk.ask(orders.find, "1")["location"] == "MAIN"


def test_what_one_row_of_an_order_says_holds_for_the_order(papers: Papers) -> None:
    papers.bring(
        "orders",
        "order,customer,location,priority,lic,qty\n1,school,,,book,1\n1,school,annex,5,pen,1\n",
    )
    order = papers.desk.ask(orders.find, "1")
    assert (order["location"], order["priority"]) == ("annex", 5)


def test_an_order_was_entered_when_the_first_of_its_rows_was(papers: Papers) -> None:
    papers.bring(
        "orders",
        "order,customer,lic,qty,entered_at\n"
        "1,school,book,1,2026-01-05 08:01Z\n"
        "1,school,pen,1,2026-01-05 08:00Z\n",
    )
    entered_at = papers.desk.ask(orders.find, "1")["entered_at"]
    assert entered_at == datetime(2026, 1, 5, 8, tzinfo=UTC).replace(tzinfo=None)


def test_the_same_orders_twice_change_nothing_the_second_time(papers: Papers) -> None:
    text = "order,customer,lic,qty\n1,school,book,15\n1,school,pen,5\n2,school,book,10\n"
    assert papers.counts("orders", text) == (2, 0, 0)
    before = papers.everything()
    assert papers.counts("orders", text) == (0, 0, 2)
    assert papers.everything() == before


def test_orders_in_the_books_are_left_alone_and_new_ones_in_the_same_file_are_entered(papers: Papers) -> None:
    papers.bring("orders", "order,customer,lic,qty\n1,school,book,15\n")
    assert papers.counts("orders", "order,customer,lic,qty\n1,school,book,15\n2,school,book,1\n") == (1, 0, 1)
    assert papers.desk.state("1") == "15 allotted"


def test_an_order_in_the_books_is_not_checked_again(papers: Papers) -> None:
    papers.bring("orders", "order,customer,lic,qty\n1,school,book,1\n")
    papers.bring("items", "lic,active\nbook,no\n")
    assert papers.counts("orders", "order,customer,lic,qty\n1,school,book,1\n") == (0, 0, 1)


def test_section_10_all_bad_orders_are_told_at_once_and_nothing_is_saved(papers: Papers) -> None:
    papers.desk.item("slate", 5, active=False)
    papers.desk.item("paper", 5, decimals=2)
    assert papers.refused(
        "orders",
        """
        order,customer,location,lic,qty,priority,warehouse
        1,nobody,,book,1,,
        2,school,moon,book,1,,
        3,school,,bok,1,,
        4,school,,book,1.5,,
        5,school,,paper,1.255,,
        6,school,,book,1,,NOWHERE
        7,school,,slate,1,,
        8,school,,book,0,12,
        9,school,,book,1,3,
        9,college,annex,pen,1,4,
        10,school,,book,1,,
        9,school,,book,1,,
        """,
    ) == [
        "Row 2: There is no customer nobody; check the spelling or add it first.",
        "Row 3: There is no location of customer school called moon; check the spelling or add it first.",
        "Row 4: There is no LIC bok; check the spelling or add it first.",
        "Row 5: The quantity 1.5 of book is not in whole units; round it.",
        "Row 6: The quantity 1.255 of paper has more than 2 decimal places; round it.",
        "Row 7: There is no warehouse NOWHERE; check the spelling or add it first.",
        "Row 8: slate is inactive, so it cannot be ordered; activate it or name another.",
        "Row 9: The priority 12 of order 8 is not a whole number from 0 to 9; choose one of those.",
        "Row 9: The quantity 0 of book must be more than zero; type what is wanted.",
        "Row 11: There is no location of customer college called annex; check the spelling or add it first.",
        "Row 11: The customer college of order 9 differs from row 10, which says school; make them agree.",
        "Row 11: The priority 4 of order 9 differs from row 10, which says 3; make them agree.",
        "Row 13: Order 9 was on row 10 already; the rows of one order stand together, so sort them.",
    ]


def test_a_users_own_spreadsheet_is_read_as_it_is(papers: Papers) -> None:
    report = papers.bring(
        "orders",
        "InvoiceNo;Kunde;Artikel;Menge;Land\n1;school;book;25;DE\n",
        mapping={"order": "InvoiceNo", "customer": "Kunde", "lic": "Artikel", "qty": "Menge"},
    )
    assert report.left_out == ["Land"]
    assert papers.desk.state("1") == "20 allotted, 5 backordered"


def test_a_dry_run_reports_the_same_and_saves_nothing(papers: Papers) -> None:
    papers.desk.item("slate", 3, discontinued=True)
    text = "order,customer,lic,qty\n1,school,book,25\n2,school,slate,9\n"
    before = papers.everything()
    tried = papers.bring("orders", text, dry_run=True)
    assert papers.everything() == before
    done = papers.bring("orders", text)
    assert (tried.added, tried.held) == (done.added, done.held) == (2, done.held)


def test_an_empty_file_of_orders_changes_nothing(papers: Papers) -> None:
    before = papers.everything()
    assert papers.counts("orders", "order,customer,lic,qty\n") == (0, 0, 0)
    assert papers.everything() == before


def test_orders_of_several_warehouses_come_out_as_they_went_in(papers: Papers) -> None:
    with papers.desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    papers.bring("orders", "order,customer,lic,qty,warehouse\n1,school,book,5,\n1,school,book,5,NORTH\n")
    assert papers.desk.state("1") == "5 allotted, 5 backordered"
    assert papers.out("lines")["warehouse"].to_list() == ["MAIN", "NORTH"]


def test_section_10_an_order_that_is_still_to_be_entered_is_refused(tmp_path: Path) -> None:
    papers = Papers(Story(book=2), tmp_path)
    text = "order,customer,lic,qty,entered_at\n7,school,book,5,2026-03-31T10:00:00Z\n8,school,book,1,\n"
    [problem] = papers.refused("orders", text)
    assert problem == (
        "Row 2: Order 7 is said to be entered 31 Mar, 10:00, which is still to come; write when it was "
        "entered, or leave that empty."
    )
    papers.desk.now = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)
    assert papers.counts("orders", text) == (2, 0, 0)
