"""The LIC demand drill-down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine import catalogue
from tests.pages.screen import Screen
from tests.story import Story


def test_an_empty_desk_says_what_to_do(empty_desk: Path) -> None:
    assert "Add one, or import" in Screen("demand").test.info[0].value


def test_without_a_lic_the_most_short_ones_are_listed(story: Story) -> None:
    story.order("book 25")
    assert [row["lic"] for row in Screen("demand").frame("lic", "until")] == ["book"]


def test_a_desk_that_is_not_short_offers_the_search(story: Story) -> None:
    assert "Nothing is short" in Screen("demand").successes[0]


def test_the_figures_tell_free_from_available(story: Story) -> None:
    """R3: 5 received, none allotted yet: free 5, available still nothing."""
    story.order("book 25")
    story.supply("book", 5)
    screen = Screen("demand", lic="book")
    figures = [label.removeprefix(":small[") for label in screen.buttons if label.startswith(":small[")]
    assert figures[:3] == ["On hand] 25", "Allotted] 20", "Free] 5"]
    assert figures[3:6] == ["Waiting] 5", "Demand] 25", "Available] 0"]
    assert any(
        "sweep: 5, which is 25 on hand less 20 allotted." in caption.value for caption in screen.test.caption
    )


@pytest.mark.parametrize(
    ("figure", "units"),
    [("On hand", 20), ("Allotted", 20), ("Waiting", 5), ("Demand", 25), ("On order", 8)],
)
def test_a_figure_opens_the_rows_that_add_up_to_it(story: Story, figure: str, units: int) -> None:
    story.order("book 25")
    story.purchase("book", 8)
    screen = Screen("demand", lic="book").click(f":small[{figure}]")
    assert f"together **{units} units**." in screen.text
    shown = screen.test.dataframe[-1].value
    assert shown["qty"].sum() == units


def test_a_figure_that_is_two_others_opens_each_of_them(story: Story) -> None:
    story.order("book 25")
    screen = Screen("demand", lic="book").click(":small[Available]")
    assert "**-5** = 20 on hand less 25 demand." in screen.text
    screen.test.button(key="figure-demand-of-available").click()
    assert "2 lines, together **25 units**." in screen.again().text


def test_the_queue_says_who_holds_what_and_what_covers_whom(story: Story) -> None:
    first, second = story.order("book 25"), story.order("book 5")
    po = story.purchase("book", 5)
    rows = Screen("demand", lic="book").frame("place", "covered_by")
    assert [(row["order"], row["qty"], row["held_qty"]) for row in rows] == [
        (first, 20, 20),
        (first, 5, 0),
        (second, 5, 0),
    ]
    assert rows[1]["covered_by"].startswith(f"overdue: {po} was due")
    assert rows[2]["covered_by"] == "not ordered"


def test_r15_the_shelf_that_is_held_back_is_explained(story: Story) -> None:
    order = story.order("book 25 whole")
    story.order("book 5")
    screen = Screen("demand", lic="book")
    assert screen.test.warning[0].value == f"20 on the shelf, held for order {order}, which needs 25."


def test_a_selected_line_says_what_would_fill_it(story: Story) -> None:
    story.order("book 20")
    story.order("book 5")
    screen = Screen("demand", lic="book").pick("queue-book", 1).click("Why?")
    assert "All 20 on hand go to orders ahead of it." in screen.text
    assert "5 more on hand would fill it" in screen.text
    assert "Priority 1 would take it" in screen.text


def test_an_unknown_lic_names_the_nearest(story: Story) -> None:
    screen = Screen("demand", lic="bok")
    assert screen.refusals == ["There is no LIC bok; check the spelling or add it first."]
    nearest: Any = screen.test.get("page_link")[1]
    assert nearest.label == "book"
    screen.click("New LIC").type("Description", "A bok").click("Add LIC")
    assert screen.successes[0] == "LIC bok was added."


def test_stock_is_adjusted_with_a_reason(story: Story) -> None:
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Adjust stock"
    screen.again()
    screen.enter("Units", "-3", "Adjust")
    assert "without a reason" in screen.refusals[0]
    screen.adjust("−3", "lost")
    assert screen.successes[0] == "book: on hand −3 (lost)."
    assert story.balance("book")["on_hand"] == "17"
    screen.adjust("=19.5", "count")
    assert screen.refusals == ["The quantity 19.5 of book is not in whole units; round it."]
    screen.adjust("=19", "count")
    assert screen.successes[0] == "book: on hand +2 (count)."
    assert story.balance("book")["on_hand"] == "19"


@pytest.mark.parametrize("typed", ["", "many", "0", "1.5", "1e20", "=", "=20", "=-1"])
def test_an_adjustment_that_is_no_quantity_is_refused(story: Story, typed: str) -> None:
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Adjust stock"
    screen.again()
    screen.adjust(typed, "count")
    assert len(screen.refusals) == 1
    assert story.balance("book")["on_hand"] == "20"


def test_a_loss_shows_whose_stock_it_takes(story: Story) -> None:
    story.order("book 20")
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Adjust stock"
    screen.again()
    screen.adjust("-4", "lost")
    assert screen.moves == {"1001": -4}
    screen.click("Yes: adjust it")
    assert screen.successes == ["book: on hand −4 (lost)."]
    assert story.state("1001") == "16 allotted, 4 backordered"


def test_facts_are_changed(story: Story) -> None:
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Facts"
    screen.again()
    screen.test.selectbox[0].set_value("press")
    screen.type("Description", "A good book").type("Unit cost", "12.50").click("Save")
    item = story.ask(catalogue.item, "book")
    assert (item["description"], item["vendor"], str(item["unit_cost"])) == (
        "A good book",
        "press",
        "12.5000",
    )


def test_facts_that_are_saved_as_they_were_are_not_said_to_be_changed(story: Story) -> None:
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Facts"
    screen.again().click("Save")
    assert screen.successes[0] == "Nothing was changed."


def test_the_first_vendor_is_added_where_a_lic_lacks_one(story: Story) -> None:
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Facts"
    screen.again().click("New vendor").type("Code", "mill").click("Add vendor")
    assert screen.successes[0] == "Vendor mill was added."
    assert "mill" in story.ask(catalogue.vendors)["code"]


def test_a_lic_is_added(story: Story) -> None:
    screen = (
        Screen("demand").click("New LIC").type("LIC", "globe").type("Description", "A globe").click("Add LIC")
    )
    assert screen.successes[0] == "LIC globe was added."
    assert story.ask(catalogue.item, "globe")["description"] == "A globe"
    assert screen.address == {"lic": "globe"}


def test_a_link_that_asks_for_a_new_lic_opens_the_question_once(story: Story) -> None:
    screen = Screen("demand", new="lic").type("LIC", "globe").click("Add LIC")
    assert screen.successes[0] == "LIC globe was added."
    assert not screen.again().has("Add LIC")


def test_a_lic_that_is_there_already_is_refused(story: Story) -> None:
    screen = Screen("demand").click("New LIC").type("LIC", "book").click("Add LIC")
    assert "already" in screen.refusals[0]


def test_the_days_ahead_are_a_sentence_a_chart_and_a_table(story: Story) -> None:
    story.order("book 25")
    story.purchase("book", 10)
    screen = Screen("demand", lic="book")
    assert "It is short today: order 1001 · School is the first that goes short" in screen.text
    assert screen.column("what") == ["1001 · School", "1001 · School", "PO101 · Press"]
    assert screen.test.get("vega_lite_chart")


def test_a_lic_that_nobody_wants_has_no_empty_chart(story: Story) -> None:
    screen = Screen("demand", lic="pen")
    assert "No open order wants it" in screen.text
    assert not screen.test.get("vega_lite_chart")


def test_what_a_sweep_would_do_is_shown_and_then_done(story: Story) -> None:
    waits = story.order("book 28")
    story.adjust("book", 5)
    screen = Screen("demand", lic="book")
    screen.test.button(key="sweep-lic-preview").click().run()
    assert f"5 units go to 1 line of 1 order: {waits}. Nothing stays free." in screen.text
    assert story.state(waits) == "20 allotted, 8 backordered"
    screen.click("Yes: run the sweep")
    assert story.state(waits) == "20 allotted, 5 allotted, 3 backordered"
