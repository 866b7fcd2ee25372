"""Typing an order on the page: the prompt of R7 to R10, drafts that survive, and nothing typed twice."""

import json
from decimal import Decimal

import pytest

from engine import catalogue, orders, stock
from engine.model import OrderState, ShipType
from tests.pages.screen import Screen
from tests.pages.typing_lines import STATUS, typing
from tests.story import Story


def test_a_customer_that_is_chosen_starts_a_draft_with_its_number_in_the_address(story: Story) -> None:
    screen = Screen("order_entry").choose("Customer", "school")
    assert screen.address == {"draft": "1001"}
    assert story.order_state("1001") == OrderState.PENDING


def test_a_line_that_is_available_is_added_without_a_question(story: Story) -> None:
    screen = typing(story, "book 20")
    assert screen.column(STATUS) == ["● Ships now"]
    assert "Line 1: 20 of book added." in screen.text
    assert not screen.has("Yes")


@pytest.mark.parametrize("text", ["pen 3", "pen*3", "PEN 3", "pen x 3", "pen × 3"])
def test_a_line_can_be_written_in_several_ways(story: Story, text: str) -> None:
    screen = typing(story, text)
    assert (screen.column("lic"), screen.column("qty")) == (["pen"], [3])


def test_a_bare_lic_is_one_of_it(story: Story) -> None:
    assert typing(story, "pen").column("qty") == [1]


def test_a_second_line_of_a_lic_meets_what_the_first_leaves(story: Story) -> None:
    """R6: 20 books, 15 on the first line; the second line of 8 meets 5."""
    screen = typing(story, "book 15", "book 8")
    assert screen.column("available") == [20, 5]
    assert "**8** wanted, **5** available, 3 short." in screen.text


def test_yes_splits_and_the_order_opens_with_a_backorder(story: Story) -> None:
    """R7: 25 wanted, 20 available; Yes: 20 allotted, 5 on backorder."""
    screen = typing(story, "book 25")
    assert "**25** wanted, **20** available, 5 short." in screen.text
    screen.click("Yes: 20 now, 5 on backorder")
    assert screen.column(STATUS) == ["◐ 20 now, 5 on backorder"]
    assert "Line 1, book: 20 now, 5 on backorder." in screen.text
    screen.click("Open order")
    assert screen.successes == ["Order 1001 opened: 1 line ships now, 1 on backorder."]
    assert story.state("1001") == "20 allotted, 5 backordered"
    assert screen.address == {}


def test_no_makes_the_line_wait_whole(story: Story) -> None:
    """R7: No: 25 on backorder, all at once."""
    typing(story, "book 25").click("No: all 25 wait").click("Open order")
    assert story.state("1001") == "25 backordered"
    assert story.lines("1001")["whole"].to_list() == [True]


def test_nothing_available_asks_only_for_a_backorder(story: Story) -> None:
    """R8: nothing is split when there is nothing to split."""
    story.order("book 20")
    screen = typing(story, "book 4")
    assert "nothing is available" in screen.text
    assert screen.has("Yes: backorder all 4")
    assert not screen.has("Yes: 0")
    screen.click("Yes: backorder all 4").click("Open order")
    assert story.state("1002") == "4 backordered"
    assert story.lines("1002")["whole"].to_list() == [False]


def test_an_undecided_line_is_named_and_keeps_the_order_from_opening(story: Story) -> None:
    """R7: the prompt was left with Esc, as in a tab that was closed and opened again."""
    typing(story, "book 25")
    screen = Screen("order_entry", draft="1001")
    assert screen.column(STATUS) == ["? Decide: 20 of 25 available"]
    assert "Undecided: line 1 (book)" in screen.text
    screen.click("Open order")
    assert story.order_state("1001") == OrderState.PENDING
    assert screen.has("Yes: 20 now")
    screen.click("Yes: 20 now")
    assert story.order_state("1001") == OrderState.OPEN
    assert screen.successes == ["Order 1001 opened: 1 line ships now, 1 on backorder."]


def test_stock_that_moved_since_the_answer_is_asked_about_again(story: Story) -> None:
    """R9: 20 were available when it was answered; another order takes 8 before it opens."""
    screen = typing(story, "book 25").click("Yes: 20 now")
    story.order("book 8", customer="college")
    screen.click("Open order")
    assert story.order_state("1001") == OrderState.PENDING
    assert "was 20, now 12" in screen.text
    screen.click("Yes: 12 now, 13 on backorder")
    assert story.state("1001") == "12 allotted, 13 backordered"


def test_a_discontinued_lic_that_is_short_names_the_ways_out(story: Story) -> None:
    """R10: 3 left of a discontinued LIC, 5 wanted."""
    story.item("map", 3, discontinued=True)
    screen = typing(story, "map 5")
    assert screen.column(STATUS) == ["✕ Discontinued: 3 of 5 left"]
    screen.click("Open order")
    assert "reduce the line, remove it, or buy more" in screen.refusals[0]
    screen.click("Reduce to 3").click("Open order")
    assert story.state("1001") == "3 allotted"


def test_a_text_that_names_no_lic_is_refused_and_put_back(story: Story) -> None:
    screen = typing(story, "boko 3")
    assert screen.refusals[0].startswith("There is no LIC boko (nearest: book")
    assert screen.test.text_input(key="quick").value == "boko 3"
    assert story.lines("1001").height == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("book -4", "must be more than zero"),
        ("book 2.5", "is not in whole units; round it"),
        ("book 1,000", "is not a plain number"),
        ("book many", "is not a plain number"),
        ("book 99999999999999", "beyond a million millions"),
        ("#7 3", "There is no line of order 1001 numbered 7"),
    ],
)
def test_bad_quantities_are_refused_in_a_sentence(story: Story, text: str, sentence: str) -> None:
    assert sentence in typing(story, text).refusals[0]


def test_letters_that_fit_several_lics_offer_them(story: Story) -> None:
    story.item("mug-red", 5, description="Coffee mug, red")
    story.item("mug-blue", 5, description="Coffee mug, blue")
    screen = typing(story, "coffee 2")
    assert "Several LICs fit" in screen.text
    screen.choose("2 units of which LIC?", "mug-red")
    assert (screen.column("lic"), screen.column("qty")) == (["mug-red"], [2])


def test_letters_that_fit_one_lic_add_it(story: Story) -> None:
    story.item("mug-red", 5, description="Coffee mug, red")
    assert typing(story, "coffee 2").column("lic") == ["mug-red"]


def test_a_line_is_changed_and_taken_off_from_the_same_box(story: Story) -> None:
    screen = typing(story, "book 5", "pen 2", "#1 7")
    assert screen.column("qty") == [7, 2]
    screen.enter("Add a line", "#1 0", "Add")
    assert screen.column("lic") == ["pen"]


def test_raising_a_draft_line_beyond_what_is_available_asks_again(story: Story) -> None:
    screen = typing(story, "book 25").click("Yes: 20 now").enter("Add a line", "#1 30", "Add")
    assert screen.has("Yes: 20 now, 10 on backorder")


def test_a_picked_line_can_be_retyped_decided_again_and_removed(story: Story) -> None:
    screen = typing(story, "book 25", "pen 2")
    screen.click("Yes: 20 now").pick("draft_lines", 0).enter("Quantity", "24", "Change")
    assert screen.has("Yes: 20 now, 4 on backorder")
    screen.click("Yes").pick("draft_lines", 0).click("Decide")
    screen.click("No: all 24 wait")
    assert screen.column(STATUS)[0] == "◔ All 24 wait together"
    screen.pick("draft_lines", 0).click("Remove")
    assert screen.column("lic") == ["pen"]


def test_a_complete_order_says_that_the_rest_waits(story: Story) -> None:
    screen = typing(story, "pen 3").choose("Ship type", ShipType.COMPLETE)
    screen.enter("Add a line", "book 25", "Add")
    assert "The order is Complete" in screen.text
    screen.click("Yes")
    assert screen.column(STATUS) == ["● Set aside until all can go", "◐ 20 set aside, 5 on backorder"]
    assert "2 lines, 28 units: 23 set aside, 5 later" in screen.text
    screen.click("Open order")
    said = "Order 1001 opened: 2 lines are set aside until all can go, 1 on backorder."
    assert screen.successes == [said]


def test_what_has_no_stock_ships_with_the_order(story: Story) -> None:
    """R13: no availability, no prompt."""
    story.item("fee", inventoried=False)
    screen = typing(story, "fee 2")
    assert screen.column(STATUS) == ["● Ships with the order"]


def test_pasted_rows_are_reported_one_by_one_and_the_good_ones_added(story: Story) -> None:
    screen = typing(story).click("Paste lines")
    screen.test.text_area(key="pasted").input("LIC\tQuantity\nbook\t5\npen;40\nnope\t1\npen\tmany")
    screen.again()
    verdicts = [row["verdict"] for row in screen.table()]
    assert verdicts[0] == "✕ There is no LIC nope."
    assert verdicts[1].startswith("✕ The quantity many of pen")
    assert verdicts[2:] == ["✓ Good", "✓ Good"]
    screen.click("Add 2 lines")
    assert (screen.column("lic"), screen.column("qty")) == (["book", "pen"], [5, 40])
    screen.click("Paste lines")
    assert screen.test.text_area(key="pasted").value == "nope\t1\npen\tmany"


def test_several_short_lines_are_asked_about_in_turn_or_answered_alike(story: Story) -> None:
    story.item("ink", 5)
    screen = typing(story).click("Paste lines")
    screen.test.text_area(key="pasted").input("book 25\nink 8\npen 120")
    screen.again().click("Add 3 lines")
    assert "Line 1" in screen.text
    screen.click("Yes: 20 now")
    assert "Line 2" in screen.text
    screen.check("Answer 1 other short line in the same way").click("Yes: 5 now")
    decided = ["◐ 20 now, 5 on backorder", "◐ 5 now, 3 on backorder", "◐ 100 now, 20 on backorder"]
    assert screen.column(STATUS) == decided


def test_opening_twice_opens_once(story: Story) -> None:
    """A double click: the second press comes from a tab that still shows the draft."""
    typing(story, "book 5")
    first, second = Screen("order_entry", draft="1001"), Screen("order_entry", draft="1001")
    first.click("Open order")
    second.click("Open order")
    assert story.state("1001") == "5 allotted"
    assert second.refusals == []


def test_a_desk_with_several_warehouses_asks_where_the_stock_lies(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_warehouse(tx, "ANNEX")
        stock.adjust(tx, "book", Decimal(7), reason="found", warehouse="ANNEX")
    screen = typing(story).set("From", "ANNEX").enter("Add a line", "book 9", "Add")
    assert "**9** wanted, **7** available, 2 short." in screen.text
    screen.click("Yes")
    assert screen.column("warehouse") == ["ANNEX"]
    screen.set("From", "MAIN").enter("Add a line", "book 9", "Add")
    assert screen.column("available") == [7, 20]
    screen.click("Open order")
    assert story.state("1001") == "7 allotted, 2 backordered, 9 allotted"
    assert Screen("orders", order="1001").column("warehouse") == ["ANNEX", "MAIN"]
    assert sorted(Screen("shipments").column("warehouse")) == ["ANNEX", "MAIN"]


def test_more_rows_than_can_be_pasted_are_refused(story: Story) -> None:
    screen = typing(story).click("Paste lines")
    screen.test.text_area(key="pasted").input("book 1\n" * 2001)
    screen.again()
    assert screen.refusals[0].startswith("2,001 rows are too many to paste, the most is 2,000")


def test_a_line_is_typed_with_its_price_and_note_and_the_order_says_what_it_is_worth(story: Story) -> None:
    screen = typing(story, "book 2 @12.50 // for the library")
    (row,) = screen.frame("unit_price", "value", "note")
    assert (row["unit_price"], row["value"], row["note"]) == (12.5, 25, "for the library")
    assert "1 line, 2 units, worth" in screen.text


@pytest.mark.parametrize(("price", "pattern"), [("12.50", "%,.2f"), ("1.255", "%,.4f")])
def test_a_price_is_shown_with_all_its_places_and_a_sum_with_two(
    story: Story, price: str, pattern: str
) -> None:
    screen = typing(story, f"book 3 @{price}")
    (frame,) = (frame for frame in screen.test.dataframe if "unit_price" in frame.value.columns)
    columns = json.loads(frame.proto.columns)
    formats = [columns[name]["type_config"]["format"] for name in ("unit_price", "value")]
    assert formats == [pattern, "%,.2f"]


def test_price_and_note_of_a_line_are_changed_where_it_stands(story: Story) -> None:
    screen = typing(story, "book 2").pick("draft_lines", 0)
    screen.type("Price", "9.90").enter("Note of the line", "Blue ones", "Change")
    (row,) = screen.frame("unit_price", "note")
    assert (row["unit_price"], row["note"]) == (9.9, "Blue ones")
    screen.pick("draft_lines", 0).enter("Price", "a lot", "Change")
    assert "The price a lot is not a plain number" in screen.refusals[0]


def test_the_note_of_the_order_is_typed_in_its_field_or_in_the_box(story: Story) -> None:
    screen = typing(story).type("Note", "All on one truck").again()
    assert story.ask(orders.find, "1001")["note"] == "All on one truck"
    screen.enter("Add a line", "// ring first", "Add")
    assert "Note of the order: ring first" in screen.text
    assert story.ask(orders.find, "1001")["note"] == "ring first"
    screen.enter("Add a line", "//", "Add")
    assert "The order has no note now." in screen.text
    assert not story.lines("1001").height


def test_the_notes_of_order_and_line_stand_where_a_split_is_asked(story: Story) -> None:
    story.draft(note="All on one truck")
    screen = Screen("order_entry", draft="1001")
    screen.enter("Add a line", "book 25 // for the library", "Add")
    assert "Note of the order: All on one truck" in screen.text
    assert "Note of the line: for the library" in screen.text
