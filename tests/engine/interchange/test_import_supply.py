"""Stock, adjustments, purchase orders and receipts from files (R1, R4, R23, R24, R39, section 10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import orders, parts, promises, supply
from tests.papers import Papers


def po_state(papers: Papers, number: str) -> str:
    state: str = papers.desk.ask(supply.find, number)["state"]
    return state


def test_purchase_orders_are_opened_and_expected_after_the_lead_time(papers: Papers) -> None:
    text = """
        po,vendor,lic,qty,expected_on,unit_cost
        P1,press,book,30,2026-04-01,2.5
        P1,press,pen,10,,
        P2,press,book,5,,
        """
    assert papers.counts("purchase-orders", text) == (2, 0, 0)
    assert po_state(papers, "P1") == "open"
    assert papers.desk.balance("book")["on_order"] == "35"
    days = papers.desk.ask(supply.lines, "P1")["expected_on"].to_list()
    assert days == [date(2026, 4, 1), date(2026, 3, 7)]
    before = papers.everything()
    assert papers.counts("purchase-orders", text) == (0, 0, 2)
    assert papers.everything() == before


def test_section_10_all_bad_purchase_orders_are_told_at_once(papers: Papers) -> None:
    papers.desk.item("hours", inventoried=False)
    papers.bring("vendors", "vendor\nink-co\n")
    assert papers.refused(
        "purchase-orders",
        """
        po,vendor,lic,qty,expected_on,warehouse
        P1,nobody,book,1,,
        P2,press,bok,1,soon,
        P3,press,hours,1,,
        P4,press,book,1.5,,MOON
        P5,press,book,1,,
        P5,ink-co,pen,0,,
        """,
    ) == [
        "Row 2: There is no vendor nobody; check the spelling or add it first.",
        "Row 3: In the column expected_on, soon is not a day; write it like 2026-03-31.",
        "Row 3: There is no LIC bok; check the spelling or add it first.",
        "Row 4: hours is not an inventoried item, so it has no stock to buy; name another.",
        "Row 5: There is no warehouse MOON; check the spelling or add it first.",
        "Row 5: The quantity 1.5 of book is not in whole units; round it.",
        "Row 7: The quantity 0 of pen must be more than zero; type what is wanted.",
        (
            "Row 7: The vendor ink-co of purchase order P5 differs from row 6, which says press; make "
            "them agree."
        ),
    ]


@pytest.fixture
def ordered(papers: Papers) -> Papers:
    papers.bring(
        "purchase-orders",
        """
        po,vendor,lic,qty,expected_on
        P1,press,book,10,2026-04-01
        P1,press,book,5,2026-05-01
        P1,press,pen,4,
        P2,press,pen,3,
        """,
    )
    return papers


def test_r39_a_receipt_fills_the_lines_of_a_lic_in_turn_and_the_last_one_closes_the_order(
    ordered: Papers,
) -> None:
    assert ordered.counts("receipts", "po,lic,qty,reference\nP1,book,12,D1\nP1,pen,4,D1\n") == (1, 0, 0)
    received = ordered.out("purchase-orders").filter(po="P1").select("lic", "received", "state").rows()
    assert received == [
        ("book", Decimal(10), "open"),
        ("book", Decimal(2), "open"),
        ("pen", Decimal(4), "open"),
    ]
    ordered.bring("receipts", "po,lic,qty,reference,received_at\nP1,book,3,D2,2026-02-28T10:00:00Z\n")
    assert po_state(ordered, "P1") == "closed"
    newest = ordered.desk.ask(supply.receipts).row(0, named=True)
    assert newest["received_at"] == datetime(2026, 2, 28, 10, tzinfo=UTC).replace(tzinfo=None)


def test_section_10_a_receipt_that_is_still_to_come_is_refused(ordered: Papers) -> None:
    text = "po,lic,qty,received_at\nP1,book,3,2026-03-31T10:00:00Z\n"
    [problem] = ordered.refused("receipts", text)
    assert problem.startswith("Row 2: The receipt on purchase order P1 is of 31 Mar, 10:00, which is ")
    ordered.desk.now = datetime(2026, 3, 31, 10, 30, tzinfo=UTC)
    assert ordered.counts("receipts", text) == (1, 0, 0)


def test_receipts_are_booked_once_by_their_reference(ordered: Papers) -> None:
    text = "po,lic,qty,reference\nP1,book,15,D1\nP1,pen,4,D1\nP2,pen,1,D2\n"
    assert ordered.counts("receipts", text) == (2, 0, 0)
    before = ordered.everything()
    assert ordered.counts("receipts", text) == (0, 0, 2)
    assert ordered.everything() == before


def test_receipts_without_a_reference_are_booked_once_by_the_content_of_the_file(ordered: Papers) -> None:
    assert ordered.counts("receipts", "po,lic,qty\nP1,book,5\nP2,pen,3\n") == (2, 0, 0)
    before = ordered.everything()
    assert ordered.counts("receipts", "po;lic;qty;reference\nP1;book;5.0;\nP2;pen;3;\n") == (0, 0, 2)
    assert ordered.everything() == before
    assert ordered.counts("receipts", "po,lic,qty\nP1,book,6\n") == (1, 0, 0)


def test_r24_a_receipt_fills_nobody_before_the_sweep_unless_preferences_say_so(ordered: Papers) -> None:
    number = ordered.desk.order("book 5")
    report = ordered.bring("receipts", "po,lic,qty\nP1,book,2\n")
    assert (report.sweep, ordered.desk.state(number)) == (None, "5 backordered")
    ordered.desk.prefer(sweep_on_receipt="on")
    report = ordered.bring("receipts", "po,lic,qty\nP1,book,1\n")
    assert report.sweep is not None
    assert report.sweep.counts.lines_filled == 1
    assert ordered.desk.state(number) == "3 allotted, 2 backordered"


def test_section_10_all_bad_receipts_are_told_at_once(ordered: Papers) -> None:
    ordered.bring("receipts", "po,lic,qty,reference\nP2,pen,3,D1\n")
    ordered.bring("items", "lic\nink\n")
    assert ordered.refused(
        "receipts",
        """
        po,lic,qty,reference,received_at
        P9,book,1,,
        P2,pen,1,,
        P1,bok,1,,
        P1,ink,1,,
        P1,book,1.5,,
        P1,book,13,D2,
        P1,book,3,D3,2026-02-28 10:00
        P1,pen,1,D3,2026-02-28 11:00
        """,
    ) == [
        "Row 2: There is no purchase order P9; name one that is there.",
        "Row 3: Purchase order P2 is closed, so it cannot be received against; name one that is open.",
        "Row 4: There is no LIC bok; check the spelling or add it first.",
        "Row 5: There is no line of purchase order P1 for LIC ink; check the spelling or add it first.",
        "Row 6: The quantity 1.5 of book is not in whole units; round it.",
        (
            "Row 8: book on purchase order P1 has only 0.5 left to receive, not 3; correct the "
            "quantity, or say that so much came (receive --over)."
        ),
        (
            "Row 9: The received_at 28 Feb, 11:00 of receipt D3 against purchase order P1 "
            "differs from row 8, which says 28 Feb, 10:00; make them agree."
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("stock", "lic,qty\nbook,5\n"),
        ("adjustments", "reference,lic,qty,reason\nK1,book,5,found\n"),
        ("purchase-orders", "po,vendor,lic,qty\nP3,press,book,5\n"),
        ("receipts", "po,lic,qty\nP1,book,5\n"),
    ],
)
def test_a_dry_run_reports_the_same_and_saves_nothing(ordered: Papers, kind: str, text: str) -> None:
    before = ordered.everything()
    tried = ordered.bring(kind, text, dry_run=True)
    assert ordered.everything() == before
    done = ordered.bring(kind, text)
    assert (tried.added, tried.unchanged) == (done.added, done.unchanged) == (1, 0)
    assert ordered.everything() != before


def test_r40_what_comes_in_moves_the_promised_days(papers: Papers) -> None:
    """
    waits: book 5

    file                          told
    purchase order, book 40       5 by the day it is expected
    opening balance, book 1       1 with the next sweep, 4 by that day
    receipt, book 10              5 with the next sweep
    """
    number = papers.desk.order("book 5")
    papers.bring("purchase-orders", "po,vendor,lic,qty,expected_on\nP1,press,book,40,2026-04-01\n")
    papers.bring("stock", "lic,qty\nbook,1\n")
    papers.bring("receipts", "po,lic,qty\nP1,book,10\n")
    order_id = papers.desk.ask(orders.find, number)["order_id"]
    ledger = papers.desk.ask(promises.history, order_id)
    told = promises.worded(ledger["parts"], papers.desk.now.date(), parts.in_file)
    assert list(zip(told, ledger["cause"], strict=True))[1:] == [
        ("5 2026-04-01 P1", "import of purchase orders"),
        ("1 next sweep; 4 2026-04-01 P1", "import of opening balances"),
        ("5 next sweep", "import of receipts"),
    ]
