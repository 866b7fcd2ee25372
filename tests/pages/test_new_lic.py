"""A LIC that is missing is added where an order names it, and its line with it."""

import pytest

from pages.parts import pickers
from tests.pages.screen import Screen
from tests.pages.typing_lines import typing
from tests.story import Story


def test_a_lic_that_is_not_there_is_added_in_place_with_the_line_that_named_it(story: Story) -> None:
    """The line is typed once: with its price, and with the question that a LIC without stock asks."""
    screen = typing(story, "globe 4 @9.50").click("New LIC globe")
    screen.type("Description", "A globe").click("Add LIC")
    assert screen.successes == ["LIC globe was added."]
    screen.click("Yes: backorder all 4")
    assert (screen.column("lic"), screen.column("qty")) == (["globe"], [4])
    assert not screen.has("New LIC")
    assert "Line 1, globe: 4 on backorder." in screen.text


def test_the_line_of_a_lic_that_is_added_under_another_code_names_that(story: Story) -> None:
    screen = typing(story, "globe 4").click("New LIC globe").type("LIC", "GLOBE-1").click("Add LIC")
    screen.click("Yes: backorder all 4")
    assert screen.column("lic") == ["GLOBE-1"]


def test_a_line_that_is_refused_leaves_its_lic_to_be_added_otherwise(story: Story) -> None:
    screen = typing(story, "globe 2.5").click("New LIC globe").click("Add LIC")
    assert screen.refusals[-1].startswith("The quantity 2.5 of globe")
    screen.test.number_input[0].set_value(1)
    screen.click("Add LIC")
    screen.click("Yes: backorder all 2.5")
    assert screen.column("qty") == [2.5]


def test_the_way_to_a_new_lic_is_gone_with_the_next_line(story: Story) -> None:
    screen = typing(story, "globe 4")
    assert screen.has("New LIC globe")
    screen.enter("Add a line", "pen 3", "Add")
    assert not screen.has("New LIC")


def test_on_an_open_order_the_line_stands_there_to_be_sent_again(story: Story) -> None:
    number = story.order("book 2")
    screen = Screen("orders", order=number).enter("Add a line", "globe 4", "Add")
    assert screen.refusals[0].startswith("There is no LIC globe")
    screen.click("New LIC globe").click("Add LIC")
    assert screen.successes == ["LIC globe was added."]
    screen.click("Add").click("Yes: backorder all 4")
    assert story.state(number) == "2 allotted, 4 backordered"


def test_what_is_refused_for_another_reason_offers_no_new_lic(story: Story) -> None:
    screen = Screen("orders", order=story.order("book 2")).enter("Add a line", "pen many", "Add")
    assert screen.refusals
    assert not screen.has("New LIC")


def pasting(story: Story, text: str) -> Screen:
    screen = typing(story).click("Paste lines")
    screen.test.text_area(key="pasted").input(text)
    return screen.again()


def test_lics_of_pasted_rows_are_added_in_place_under_the_codes_that_were_chosen(story: Story) -> None:
    screen = pasting(story, "book\t5\nglobe\t1\nmap\t2\nglobe\t3")
    assert [label for label in screen.buttons if label.startswith("New LIC")] == [
        "New LIC globe …",
        "New LIC map …",
    ]
    screen.click("New LIC globe").type("LIC", "GLOBE-1").click("Add LIC")
    assert screen.test.text_area(key="pasted").value == "book\t5\nGLOBE-1\t1\nmap\t2\nGLOBE-1\t3"
    assert [row["verdict"] for row in screen.table()].count("✓ Good") == 3
    screen.click("New LIC map").click("Add LIC")
    assert not screen.has("New LIC")
    assert screen.has("Add 4 lines")


def test_rows_that_are_pasted_outlive_a_new_lic_that_is_not_added(story: Story) -> None:
    screen = pasting(story, "book\t5\nglobe\t1").click("New LIC globe")
    screen.go("order_entry", draft="1001").click("Paste lines")
    assert screen.test.text_area(key="pasted").value == "book\t5\nglobe\t1"


def test_a_trial_of_a_line_offers_the_lic_that_is_missing(story: Story) -> None:
    number = story.order("book 2")
    screen = Screen("whatif").choose("What would change", "An order gets one more line")
    screen.type("Order", number).again().type("Line", "globe 4").again()
    assert screen.refusals[0].startswith("There is no LIC globe")
    screen.click("New LIC globe").click("Add LIC")
    assert screen.refusals == []
    screen.click("Add change")
    assert "4 of globe" in screen.text


def test_a_trial_on_a_desk_of_many_lics_offers_the_one_that_is_missing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a LIC is typed, and what is tried says that it is not there."""
    monkeypatch.setattr(pickers, "MOST_OPTIONS", 1)
    screen = Screen("whatif").choose("What would change", "Stock is found or lost")
    screen.type("LIC", "globe").type("Units,", "4").again().click("Add change")
    screen.click("New LIC globe").click("Add LIC")
    assert screen.refusals == []
