"""Purchase orders, receipts, adjustments and returns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, returns, supply
from tests.pages.screen import Screen
from tests.story import Story


def came(screen: Screen, *scanned: str) -> Screen:
    """Scan or type each text into the box *What came?*."""
    for text in scanned:
        screen.enter("What came?", text, "Count")
    return screen


def both(story: Story) -> str:
    """An open purchase order of 10 books and 5 pens."""
    po = story.purchase("book", 10)
    with story.act() as tx:
        supply.add_po_line(tx, po, "pen", Decimal(5))
    return po


def test_an_empty_desk_says_how_to_begin(empty_desk: Path) -> None:
    screen = Screen("supply")
    assert "No purchase orders yet" in screen.test.info[0].value
    assert "There is no vendor to order from yet." in screen.text


@pytest.mark.parametrize("tab", ["Receipts", "Adjustments", "Returns"])
def test_an_empty_list_says_so(empty_desk: Path, tab: str) -> None:
    assert len(Screen("supply", tab=tab).test.info) == 1


def test_a_vendor_is_added(empty_desk: Path) -> None:
    screen = Screen("supply").click("New vendor").click("Add vendor")
    assert screen.refusals == ["The vendor has no code; type one."]
    screen.type("Code", "KLM").type("Name", "Kestrel").click("Add vendor")
    assert screen.successes == ["Vendor KLM was added."]


def test_a_form_that_is_sent_without_a_lic_says_what_has_none(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
    po = Screen("supply").choose("Vendor", "press").click("Start purchase order")
    assert po.click("Add line").refusals == ["The line has no LIC; choose one."]
    adjusting = Screen("supply", tab="Adjustments").click("Adjust")
    assert adjusting.refusals == ["The adjustment has no LIC; choose one."]
    moving = Screen("supply", tab="Transfers").click("Write transfer")
    assert moving.refusals == ["The transfer has no LIC; choose one."]


def test_a_purchase_order_is_started_filled_and_opened(story: Story) -> None:
    screen = Screen("supply").choose("Vendor", "press").click("Start purchase order")
    assert "was started" in screen.successes[0]
    number = screen.address["po"]
    screen.test.selectbox[0].set_value("book")
    screen.type("Units", "12").type("Unit cost", "3.50").click("Add line")
    screen.click("Open purchase order")
    (line,) = story.ask(supply.lines, number).to_dicts()
    assert (line["lic"], line["qty"], line["unit_cost"]) == ("book", 12, Decimal("3.5"))
    assert story.balance("book")["on_order"] == "12"


def test_a_scanned_number_opens_its_purchase_order(story: Story) -> None:
    po = story.purchase("book", 12)
    assert Screen("supply").type("Scan", po.lower()).again().title == f"Purchase order {po.lower()}"
    assert Screen("supply").type("Scan", "zebra").again().refusals


def test_a_purchase_order_is_printed_once_it_has_a_line(story: Story) -> None:
    po = story.purchase("book", 12)
    assert f"<h1>Purchase order {po}</h1>" in Screen("supply", po=po).click("Print …").paper
    with story.act() as tx:
        empty = supply.create_po(tx, "press")
    assert "Print …" not in Screen("supply", po=empty).buttons


def test_an_empty_purchase_order_is_not_opened(story: Story) -> None:
    screen = (
        Screen("supply").choose("Vendor", "press").click("Start purchase order").click("Open purchase order")
    )
    assert "has no lines" in screen.refusals[0]


@pytest.mark.parametrize("typed", ["", "dozen", "-4", "0", "1.5"])
def test_a_line_that_is_no_quantity_is_refused(story: Story, typed: str) -> None:
    screen = Screen("supply").choose("Vendor", "press").click("Start purchase order")
    screen.test.selectbox[0].set_value("book")
    screen.type("Units", typed).click("Add line")
    assert len(screen.refusals) == 1


def test_a_line_is_changed_and_taken_off(story: Story) -> None:
    po = story.purchase("book", 10)
    screen = Screen("supply", po=po).pick("po-lines", 0)
    screen.type("Units of book", "14").click("Change")
    assert story.ask(supply.lines, po)["qty"].to_list() == [14]
    Screen("supply", po=po).pick("po-lines", 0).click("Remove")
    assert story.ask(supply.lines, po).height == 0


def test_part_of_it_arrives_and_waits_for_the_sweep(story: Story) -> None:
    order, po = story.order("book 25"), both(story)
    screen = came(Screen("supply", po=po), "book 4").click("Book receipt")
    assert "4 units. The rest is still to come." in screen.successes[0]
    assert "next primary sweep" in screen.successes[1]
    assert story.balance("book")["on_hand"] == "24"
    assert story.state(order) == "20 allotted, 5 backordered"


def test_all_of_it_arrives_at_the_press_of_a_button(story: Story) -> None:
    po = both(story)
    screen = Screen("supply", po=po).click("All of it came").click("Book receipt")
    assert "The purchase order is complete." in screen.successes[0]
    assert story.ask(supply.find, po)["state"] == "closed"


def test_with_the_preference_what_came_is_given_at_once(story: Story) -> None:
    story.prefer(sweep_on_receipt="on")
    order, po = story.order("book 25"), both(story)
    screen = came(Screen("supply", po=po), "book 5").click("Book receipt")
    assert "The sweep filled 1 line with 5 units." in screen.successes[1]
    assert story.state(order) == "20 allotted, 5 allotted"


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("zebra", "There is no zebra here; what can be counted is book, pen."),
        ("book ten", "There is no book ten here; what can be counted is book, pen."),
        ("book -1", "-1 of book cannot have been counted; type how many are there, which may be 0."),
    ],
)
def test_what_cannot_be_counted_is_refused_and_changes_no_count(
    story: Story, typed: str, refused: str
) -> None:
    screen = came(Screen("supply", po=both(story)), "book", typed)
    assert screen.refusals == [refused]
    assert screen.column("done") == ["9 less", ""]


def test_a_scanner_counts_up_and_enter_books(story: Story) -> None:
    """Each code is one more, whatever its case; a number behind it says how many there are."""
    screen = came(Screen("supply", po=both(story)), "book", "BOOK", "book", "pen 7", "pen 5", "")
    assert "8 units." in screen.successes[0]
    assert (story.balance("book")["on_hand"], story.balance("pen")["on_hand"]) == ("23", "105")
    assert screen.column("done") == [""], "the next count begins anew"


def test_more_decimals_than_a_lic_has_are_refused_when_it_is_booked(story: Story) -> None:
    screen = came(Screen("supply", po=both(story)), "book 1.5").click("Book receipt")
    assert "book" in screen.refusals[0]
    assert story.balance("book")["on_hand"] == "20"


def test_a_receipt_of_nothing_is_refused(story: Story) -> None:
    screen = Screen("supply", po=both(story)).click("Book receipt")
    assert "Nothing was named" in screen.refusals[0]


def test_r39_more_than_was_ordered_is_asked_about(story: Story) -> None:
    po = both(story)
    screen = came(Screen("supply", po=po), "book 12").click("Book receipt")
    assert story.balance("book")["on_hand"] == "20"
    assert "book: 12 came, 10 were to come." in screen.text
    screen.click("Yes: book it")
    assert story.balance("book")["on_hand"] == "32"


def test_a_receipt_is_voided_after_a_question(story: Story) -> None:
    po = both(story)
    story.receive(po, book=10, pen=5)
    screen = Screen("supply", po=po)
    assert not screen.has("Void this receipt")
    screen.pick("po-receipts", 0).click("Void this receipt")
    assert "It takes 10 of book and 5 of pen off the shelf again." in screen.text
    screen.click("Yes: void it")
    assert screen.successes == ["Receipt 1 was voided."]
    assert story.balance("book")["on_hand"] == "20"
    assert story.ask(supply.find, po)["state"] == "open"


def test_a_purchase_order_is_called_off_after_a_question(story: Story) -> None:
    po = both(story)
    Screen("supply", po=po).click("Cancel purchase order").click("Yes: cancel it")
    assert story.ask(supply.find, po)["state"] == "void"


def test_an_unknown_purchase_order_is_refused_in_words(story: Story) -> None:
    assert "There is no purchase order PO9" in Screen("supply", po="PO9").refusals[0]


def test_the_list_is_narrowed_by_state_and_words(story: Story) -> None:
    open_po, other = story.purchase("book", 1), story.purchase("pen", 2)
    story.receive(other, pen=2)
    assert [row["po"] for row in Screen("supply").frame("po", "made_by")] == [open_po]
    assert [row["po"] for row in Screen("supply", view="closed").frame("po", "made_by")] == [other]
    assert "No purchase order matches" in Screen("supply", q="somebody else").test.info[0].value


def test_an_adjustment_is_posted_and_listed(story: Story) -> None:
    screen = Screen("supply", tab="Adjustments")
    screen.test.selectbox[0].set_value("pen")
    screen.adjust("-7", "count")
    assert screen.successes == ["pen: on hand −7 (count)."]
    assert [row["qty"] for row in screen.frame("lic", "reason")] == [-7, 100, 20]


def test_returned_goods_are_listed(story: Story) -> None:
    order = story.order("book 3")
    story.ship(order)
    with story.act() as tx:
        returns.take_back(tx, order, 1, Decimal(2), sellable=False)
    (row,) = Screen("supply", tab="Returns").frame("order", "fit")
    assert (row["order"], row["qty"], row["fit"]) == (order, 2, "Not fit to sell")


def test_receipts_name_their_purchase_order(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_warehouse(tx, "SOUTH")
    po = both(story)
    story.receive(po, book=3)
    (row,) = Screen("supply", tab="Receipts").frame("po", "reference")
    assert (row["po"], row["lic"], row["qty"], row["state"]) == (po, "book", 3, "✓ Booked")


def test_which_lines_a_receipt_fills_is_seen_before_it_is_booked(story: Story) -> None:
    waits = story.order("book 28")
    po = both(story)
    screen = Screen("supply", po=po)
    assert f"8 units go to 1 line of 1 order: {waits}." in screen.text
    came(screen, "book 3")
    assert f"3 units go to 1 line of 1 order: {waits}." in screen.text
    rows = screen.frame("order", "change_qty", "rest_qty")
    assert [(row["change_qty"], row["rest_qty"]) for row in rows] == [(3, 5)]
    story.adjust("book", 4)
    beside = (
        f"7 units go to 1 line of 1 order: {waits}. 4 units of that lie on the shelf already, and 3 come."
    )
    assert beside in came(screen, "book 3").text
    assert story.state(waits) == "20 allotted, 8 backordered"


def test_who_slips_by_another_day_is_said_and_drawn(story: Story) -> None:
    waits = story.order("book 28")
    po = story.purchase("book", 10, expected_on=date(2030, 3, 1))
    screen = Screen("supply", po=po).click("New expected day")
    screen.test.date_input(key="late-day").set_value(date(2030, 3, 9)).run()
    moves = f"1 promised day would move; furthest order {waits}, line 1, from 1 Mar 2030 to 9 Mar 2030."
    assert moves in screen.text


def test_a_purchase_order_that_is_late_says_so_and_who_waits_on_its_page(story: Story) -> None:
    today = datetime.now(UTC).date()
    story.order("book 25")
    late = story.purchase("book", 7, expected_on=today - timedelta(days=3))
    on_time = story.purchase("book", 7, expected_on=today + timedelta(days=3))
    marks = [row["expected_on"][:6] for row in Screen("demand", lic="book").frame("po", "expected_on")]
    assert sorted(mark == "⚠ late" for mark in marks) == [False, True]
    (line,) = Screen("supply", po=late).frame("open_qty", "for_whom")
    assert line["expected_on"].startswith("⚠ late, ")
    said = Screen("supply", po=late).text
    assert "**3 days late:** 7 units were due on" in said
    assert "and 1 line waits for what it brings." in said
    assert "late:" not in Screen("supply", po=on_time).text
