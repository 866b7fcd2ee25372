"""What a newer file says otherwise: taken over where it may be, refused in a sentence where it may not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import catalogue, orders, supply
from tests.examples import drawing
from tests.papers import Papers
from tests.story import Story

ORDER = "order,customer,priority,requested_on,lic,qty,unit_price\n"
PO = "po,vendor,lic,qty,expected_on,unit_cost\n"


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=20, pen=10, mug=0), tmp_path)


def test_an_order_takes_over_its_head_and_its_lines(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,\n7,school,0,,pen,2,\n")
    newer = ORDER + "7,school,3,2026-04-01,book,8,\n7,school,3,2026-04-01,mug,1,2.5\n"
    [refused] = papers.refused("orders", newer)
    assert "take that over with --update" in refused
    report = papers.bring("orders", newer, update=True)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 0)
    [note] = report.notes
    assert note.startswith("Order 7: priority 3 instead of 0, requested on 1 Apr 2026 instead of nothing")
    assert note.endswith("quantity of book 8 instead of 5, a line more, 1 of mug, a line less, 2 of pen.")
    order = papers.desk.ask(orders.find, "7")
    assert (order["priority"], str(order["requested_on"])) == (3, "2026-04-01")
    assert papers.desk.state("7") == "5 allotted, 2 cancelled, 3 allotted, 1 backordered"
    assert papers.counts("orders", newer, update=True) == (0, 0, 1)
    assert papers.counts("orders", newer) == (0, 0, 1)


def test_more_and_less_again_ends_where_it_began(papers: Papers) -> None:
    for qty in (5, 30, 5):
        papers.bring("orders", ORDER + f"7,school,0,,book,{qty},\n", update=True)
    kept = papers.out("lines").filter(state="allotted")
    assert (kept["qty"].sum(), papers.out("balances").filter(lic="book")["demand"][0]) == (5, 5)


def test_what_is_no_longer_wanted_is_no_loss_and_what_others_take_is(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,15,\n8,college,0,,book,5,\n")
    assert papers.bring("orders", ORDER + "7,school,0,,book,10,\n", update=True).losses == []
    urgent = ORDER + "7,school,3,,book,18,\n"
    [loss] = papers.bring("orders", urgent, update=True).losses
    assert (loss.order, loss.lic, loss.qty) == ("8", "book", Decimal(3))


def test_what_is_new_comes_in_beside_what_is_taken_over(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,\n")
    both = ORDER + "7,school,0,,book,6,\n8,school,0,,book,1,\n"
    assert papers.counts("orders", both, update=True) == (1, 1, 0)


def test_an_order_that_was_typed_at_the_desk_is_taken_over_as_far_as_the_desk_knows_it(
    papers: Papers,
) -> None:
    number = papers.desk.order("book 5")
    papers.bring("orders", ORDER + f"{number},school,4,,book,7,\n", update=True)
    assert papers.desk.ask(orders.find, number)["priority"] == 0
    assert papers.desk.state(number) == "5 allotted, 2 allotted"


@pytest.mark.parametrize(
    ("newer", "sentence"),
    [
        (
            "7,college,0,,book,5,4\n",
            "Order 7 keeps its customer (school, not college): an order stays with who",
        ),
        ("7,school,0,,book,5,9\n", "Order 7 keeps its unit price (4, not 9): the price was agreed"),
    ],
)
def test_what_must_stay_is_refused_with_why(papers: Papers, newer: str, sentence: str) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,4\n")
    [problem] = papers.refused("orders", ORDER + newer, update=True)
    assert problem.startswith(f"Row 2: {sentence}")


def test_what_the_desk_changed_since_is_not_overwritten(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,\n")
    with papers.desk.act() as tx:
        orders.change_qty(tx, "7", 1, Decimal(3))
    [problem] = papers.refused("orders", ORDER + "7,school,0,,book,9,\n", update=True)
    assert problem.startswith("Row 2: Order 7 has 3 of book by now, and the file before this one said 5")


def test_what_is_being_picked_or_was_closed_stays(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,\n8,school,0,,pen,5,\n")
    papers.desk.pick("7")
    papers.desk.ship("8")
    problems = papers.refused("orders", ORDER + "7,school,0,,book,2,\n8,school,0,,pen,6,\n", update=True)
    assert [problem.partition(":")[0] for problem in problems] == ["Row 2", "Row 3"]
    assert "being picked" in problems[0] or "firm" in problems[0]


def test_a_purchase_order_takes_over_days_costs_and_quantities(papers: Papers) -> None:
    papers.bring("purchase-orders", PO + "P1,press,book,20,2026-03-10,1\nP1,press,pen,5,,\n")
    newer = PO + "P1,press,book,30,2026-03-20,1.5\nP1,press,mug,4,,\n"
    assert papers.counts("purchase-orders", newer, update=True) == (0, 1, 0)
    rows = papers.desk.ask(supply.lines, "P1").select("lic", "qty", "unit_cost").sort("lic").rows()
    assert [row for row in rows if row[1]] == [("book", 30, Decimal("1.5")), ("mug", 4, None)]
    assert papers.counts("purchase-orders", newer) == (0, 0, 1)


def test_a_purchase_order_keeps_its_vendor_and_what_came_in(papers: Papers) -> None:
    papers.bring("purchase-orders", PO + "P1,press,book,20,,\nP2,press,pen,5,,\n")
    papers.desk.receive("P1", book=15)
    with papers.desk.act() as tx:
        catalogue.add_vendor(tx, "other")
    newer = PO + "P1,press,book,10,,\nP2,other,pen,5,,\n"
    problems = papers.refused("purchase-orders", newer, update=True)
    assert [problem.partition(":")[0] for problem in problems] == ["Row 2", "Row 3"]
    assert "P2 keeps its vendor (press, not other): it was sent to that vendor" in problems[1]


def test_receipts_stay_as_they_were_booked(papers: Papers) -> None:
    papers.bring("purchase-orders", PO + "P1,press,book,20,,\n")
    papers.bring("receipts", "po,lic,qty,reference\nP1,book,5,D1\n")
    [problem] = papers.refused("receipts", "po,lic,qty,reference\nP1,book,7,D1\n", update=True)
    assert "what was booked stays: void it at the desk first" in problem


def test_an_undo_takes_an_update_back(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,0,,book,5,\n")
    papers.bring("orders", ORDER + "7,school,3,,book,4,\n", update=True)
    papers.desk.undo()
    assert papers.desk.ask(orders.find, "7")["priority"] == 0
    assert papers.out("balances").filter(lic="book")["demand"][0] == 5


quantities = st.dictionaries(st.sampled_from(["book", "pen", "mug"]), st.integers(1, 30), min_size=1)


@drawing(3)
@given(st.lists(quantities, min_size=2, max_size=4))
def test_after_any_files_an_order_wants_what_the_last_one_says(
    tmp_path_factory: pytest.TempPathFactory, files: list[dict[str, int]]
) -> None:
    papers = Papers(Story(book=20, pen=10, mug=0), tmp_path_factory.mktemp("files"))
    for file in files:
        rows = "".join(f"7,school,0,,{lic},{qty},\n" for lic, qty in file.items())
        papers.bring("orders", ORDER + rows, update=True)
    demand = papers.out("balances").select("lic", "demand").rows()
    assert {lic: qty for lic, qty in demand if qty} == files[-1]


def test_an_order_that_the_file_itself_changes_is_not_among_the_others_that_lose(papers: Papers) -> None:
    papers.bring("orders", ORDER + "7,school,5,,book,25,\n8,college,3,,book,5,\n9,college,0,,pen,9,\n")
    newer = ORDER + "7,school,0,,book,28,\n9,college,0,,pen,9,\n6,school,9,,pen,4,\n"
    losses = papers.bring("orders", newer, update=True).losses
    assert [(loss.order, loss.qty, loss.by_itself) for loss in losses] == [
        ("9", Decimal(3), False),
        ("7", Decimal(5), True),
    ]
