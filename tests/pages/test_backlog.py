"""The backlog page: the manager's five seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from engine import catalogue, supply
from engine.orders import holds
from engine.orders.holds import Subject
from tests.pages.screen import Screen
from tests.story import Story


def test_an_empty_desk_is_calm(empty_desk: Path) -> None:
    screen = Screen("backlog")
    assert screen.successes == ["Nothing is waiting."]
    assert not screen.test.metric


def test_what_is_on_order_without_a_day_is_not_said_to_be_no_receipt(story: Story) -> None:
    story.order("book 25")
    with story.act() as tx:
        catalogue.add_vendor(tx, "slow")
        po = supply.create_po(tx, "slow")
        supply.add_po_line(tx, po, "book", Decimal(5))
        supply.open_po(tx, po)
    screen = Screen("backlog")
    assert "What is on order has no day to come. " in screen.test.markdown[0].value
    assert "No receipt is due" not in screen.text


def test_it_says_what_is_short_since_when_and_what_it_is_worth(story: Story) -> None:
    number = story.order("book 25", "pen 130", customer="college")
    screen = Screen("backlog")
    verdict = screen.test.markdown[0].value
    assert "**35 units** of **2 LICs** wait for 1 customer on 1 order" in verdict
    assert f"** (order {number}), " in verdict
    assert "No receipt is due" in verdict
    assert [metric.label for metric in screen.test.metric] == [
        "Units waiting",
        "Value",
        "Past day asked for",
        "Filled in 7 days",
        "Fill rate, 7 days",
    ]
    assert screen.test.metric[0].value == "35"


def test_units_or_value_are_other_rows_in_the_same_charts(story: Story) -> None:
    """Of a chart that is told nothing new a browser draws the rows alone."""
    story.order("book 25", "pen 130", customer="college")
    screen = Screen("backlog")
    units = charts_of(screen)
    value = charts_of(screen.choose("Measure", "Value"))
    assert len(units) == 6
    assert [one[:3] for one in units] == [one[:3] for one in value]
    assert all(one[3] != other[3] for one, other in zip(units, value, strict=True))
    assert "Value waiting by lic." in screen.text


def charts_of(screen: Screen) -> list[tuple[str, str, str, list[bytes]]]:
    """The key, specification, name and rows of each chart of a page."""
    protos = [one.proto for one in screen.test.get("vega_lite_chart")]
    return [(one.id, one.spec, one.alt, [rows.data.data for rows in one.datasets]) for one in protos]


def test_what_is_on_its_way_answers_until_when(story: Story) -> None:
    story.order("book 25")
    story.purchase("book", 5)  # due days ago: the story plays in spring
    screen = Screen("backlog")
    assert "1 purchase order late" in screen.test.markdown[0].value
    (row,) = screen.frame("lic", "until")
    assert (row["lic"], row["qty"]) == ("book", 5)
    assert row["until"].startswith("⚠ late")


def test_when_all_is_filled_it_says_when_the_last_one_was(story: Story) -> None:
    story.order("book 25")
    story.supply("book", 5)
    story.sweep()
    (said,) = Screen("backlog").successes
    assert said.startswith("Nothing is waiting.")


def test_a_line_that_was_filled_lately_says_why_it_has_its_stock(story: Story) -> None:
    """R41: every screen that shows a line."""
    story.now = datetime.now(UTC) - timedelta(days=1)
    story.order("pen 130")
    filled = story.order("book 25")
    story.adjust("book", 5)
    story.sweep()
    screen = Screen("backlog").pick("filled", 0).click(f"Why? Order {filled}, line 1")
    assert "are set aside." in screen.text


def click(screen: Screen, name: str, code: str) -> None:
    """A click on the bar of a code."""
    (key,) = [str(key) for key in screen.test.session_state if str(key).startswith(f"bars-{name}-")]
    screen.test.session_state[key] = {"selection": {"pick": [{name: code}]}}
    screen.again()


def test_a_click_on_a_bar_narrows_everything_and_stays_on_the_page(story: Story) -> None:
    story.item("globe", 0)
    story.order("book 25")
    story.order("globe 4", customer="college", priority=3)
    screen = Screen("backlog")
    click(screen, "lic", "globe")
    assert (screen.title, screen.address["lic"]) == ("Backlog", "globe")
    assert screen.test.metric[0].value == "4"
    assert "**4 units** of **1 LIC** wait for 1 customer on 1 order" in screen.text
    assert [row["lic"] for row in screen.frame("lic", "until")] == ["globe"]
    assert [row["customer"] for row in screen.frame("customer", "overdue_lines")] == ["college"]


def test_a_second_click_takes_it_off_again(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backlog", lic="book")
    click(screen, "lic", "book")
    assert "lic" not in screen.address


def test_a_filter_of_each_kind_is_a_chip_that_takes_it_off_and_all_are_cleared_at_once(story: Story) -> None:
    story.order("book 25", priority=2)
    screen = Screen("backlog", lic="book", customer="school", age="0–7 days", priority="2", vendor="")
    if "age" in screen.address:  # the story plays in spring
        assert screen.test.info[0].value.startswith("Nothing that waits matches.")
    screen.click("Age: 0–7 days")
    assert screen.test.metric[0].value == "5"
    assert [label for label in screen.buttons if ": " in label] == [
        "LIC: book",
        "Customer: school · School",
        "Priority: 2",
        "Vendor: none known",
    ]
    screen.click("Clear all")
    assert screen.address == {}
    assert not screen.has("Clear all")


def test_a_filter_is_chosen_without_a_mouse(story: Story) -> None:
    story.order("book 25")
    story.order("book 5", customer="college")
    screen = Screen("backlog")
    (box,) = [box for box in screen.test.multiselect if box.label == "Customer"]
    box.set_value(["college"])
    screen.again()
    assert (screen.address["customer"], screen.test.metric[0].value) == ("college", "5")


def test_the_review_opens_as_narrowed_as_the_page(story: Story) -> None:
    story.order("book 25", requested_on=story.today)  # months ago
    link = next(
        one for one in Screen("backlog", lic="book").test.get("page_link") if one.proto.label == "Review them"
    )
    assert "lic=book" in link.proto.query_string
    assert "view=overdue" in link.proto.query_string


def test_what_the_address_has_and_the_desk_has_not_is_taken_off_it_and_said_once(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backlog", lic="nonsense", priority="11", vendor="x")
    assert screen.address == {}
    assert screen.test.metric[0].value == "5"
    assert [warning.value for warning in screen.test.warning] == [
        "There is no LIC nonsense here; the filter was left out.",
        "There is no priority 11 here; the filter was left out.",
        "There is no vendor x here; the filter was left out.",
    ]
    assert not screen.again().test.warning


def test_the_next_best_acts_follow_the_filter(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_vendor(tx, "mill", name="Mill")
    story.item("globe", 0, vendor_code="press")
    story.item("lamp", 0, vendor_code="mill")
    story.order("globe 5")
    story.order("lamp 3", customer="college")
    whole = Screen("backlog")
    assert "that match the filter" not in whole.text
    assert "Order 5 of globe from Press" in whole.text
    assert "Order 3 of lamp from Mill" in whole.text
    for address in ({"lic": "globe"}, {"customer": "school"}, {"vendor": "press"}):
        screen = Screen("backlog", **address)
        assert "Each helps lines that match the filter." in screen.text
        assert "Order 5 of globe from Press" in screen.text
        assert "lamp from Mill" not in screen.text


def test_what_is_held_and_what_can_ship_now_are_figures(story: Story) -> None:
    """R45, R30"""
    order = story.order("book 25 split")
    with story.act() as tx:
        holds.hold(tx, [Subject(order=order)], "not paid")
    other = story.order("pen 4")
    screen = Screen("backlog")
    assert "**1 line** on hold" in screen.text
    assert story.shipments_of(other)
    assert "can ship now" in screen.text
    assert "Shipments" in screen.links


def test_nonsense_in_the_address_is_ignored(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backlog", days="forever", by="weight")
    assert screen.test.metric[0].value == "5"


def test_the_morning_report_is_seen_before_it_is_printed(story: Story) -> None:
    story.order("book 25")
    assert Screen("backlog").click("Morning report").title == "Morning report"


def test_the_next_best_act_is_done_by_one_click_and_then_the_next_step_is_offered(story: Story) -> None:
    """R44: what nobody ordered is ordered, then its purchase order is opened, then nothing is left."""
    story.item("globe", 0, vendor_code="press", unit_cost=Decimal(4))
    story.order("globe 5", customer="college")
    screen = Screen("backlog")
    assert "Order 5 of globe from Press" in screen.text
    assert "Covers 5 units, worth **20**, on 1 order, for College." in screen.text
    screen.click("Do it")
    assert screen.successes == ["Ordered 5 of globe on PO101."]
    assert screen.has("Open PO101")
    assert "PO101" in screen.links
    screen.click("Do it")
    assert screen.successes == ["Purchase order PO101 is open: it is on order now."]
    assert not screen.has("Do it")


def test_what_an_act_ordered_is_opened_beside_it(story: Story) -> None:
    story.item("globe", 0, vendor_code="press", unit_cost=Decimal(4))
    story.order("globe 5", customer="college")
    screen = Screen("backlog").click("Do it").click("Open PO101")
    assert screen.successes == ["PO101 is open: it is on order now."]


def test_what_an_act_did_is_undone_in_place(story: Story) -> None:
    story.item("globe", 0, vendor_code="press")
    story.order("globe 5")
    screen = Screen("backlog").click("Do it").click("Undo").click("Yes: undo it")
    assert "Order 5 of globe from Press" in screen.text


def test_an_act_is_looked_at_before_it_is_done(story: Story) -> None:
    story.item("globe", 0, vendor_code="press")
    order = story.order("globe 5")
    screen = Screen("backlog").click("Preview")
    assert screen.moves == {order: 5}
    assert "Nobody." in screen.text
    screen.test.button(key="do-seen").click()
    screen.again()
    assert screen.successes == ["Ordered 5 of globe on PO101."]


def test_an_act_that_somebody_else_was_faster_with_closes_its_preview_and_says_why(story: Story) -> None:
    story.item("globe", 0, vendor_code="press")
    story.order("globe 5")
    screen = Screen("backlog").click("Do it").again().click("Preview")
    story.actor = "Bob"
    with story.act() as tx:
        supply.open_po(tx, "PO101")
    screen.test.button(key="do-seen").click().run()
    assert ["PO101" in refusal for refusal in screen.refusals] == [True]
    assert not [button for button in screen.test.button if button.key == "do-seen"]


def test_r30_stranded_stock_is_freed_as_shown_and_undone_in_place(story: Story) -> None:
    story.item("globe", 0)
    order = story.complete("book 5", "globe 3")
    screen = Screen("backlog").click("Preview").click("Apply")
    assert screen.successes == [f"Done: Order {order} ships in parts."]
    assert story.shipments_of(order, "pending")
    screen.click("Undo").click("Yes: undo it")
    assert not story.shipments_of(order, "pending")


def test_r40_late_supply_is_given_its_day_in_place(story: Story) -> None:
    story.order("book 25")
    po = story.purchase("book", 5)  # due days ago
    screen = Screen("backlog")
    assert f"Ask Press for a new day of purchase order {po}" in screen.text
    screen.click("Do it")
    screen.test.date_input[0].set_value(datetime.now(UTC).date() + timedelta(days=9))
    screen.again().click("Save this day")
    assert not screen.has("Do it")
    assert screen.successes[0].startswith(f"Purchase order {po} is expected on")
