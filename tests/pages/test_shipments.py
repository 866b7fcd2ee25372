"""Shipments on the page: picked, shipped, shipped short, voided, one by one and several at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import catalogue, shipments
from engine.model import ShipmentState, WhyShort
from engine.paper import Print
from pages.parts.paper import NAMES
from tests.pages.screen import Screen
from tests.story import Story


def state(story: Story, shipment_id: int) -> ShipmentState:
    return ShipmentState(story.ask(shipments.find, shipment_id)["state"])


def test_the_list_begins_with_what_waits_to_be_picked(story: Story) -> None:
    story.order("book 5")
    story.order("pen 5", customer="college")
    story.ship("1001")
    screen = Screen("shipments")
    assert screen.column("number") == ["2"]
    assert screen.column("orders") == ["1002"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"view": "shipped"}, ["1"]),
        ({"view": "all"}, ["2", "1"]),
        ({"view": "all", "q": "college"}, ["2"]),
        ({"view": "all", "q": "boo"}, ["1"]),
        ({"view": "all", "q": "1001"}, ["1"]),
    ],
)
def test_the_address_narrows_the_list(story: Story, address: dict[str, str], found: list[str]) -> None:
    story.order("book 5")
    story.order("pen 5", customer="college")
    story.ship("1001")
    assert Screen("shipments", **address).column("number") == found


def test_an_empty_desk_has_no_shipments(empty_desk: Path) -> None:
    assert "There is nothing to pick" in Screen("shipments").text
    assert "There are no shipments yet" in Screen("shipments", view="all").text
    assert "No shipment matches" in Screen("shipments", q="zebra").text


@pytest.mark.parametrize("number", ["77", "seven", "-1", "9" * 12])
def test_a_number_that_is_no_shipment_is_refused(story: Story, number: str) -> None:
    assert Screen("shipments", shipment=number).refusals


def test_a_shipment_is_picked_put_back_and_shipped(story: Story) -> None:
    story.order("book 5")
    screen = Screen("shipments", shipment="1").click("Pick")
    assert state(story, 1) is ShipmentState.PICKING
    screen.click("Back to pending")
    assert state(story, 1) is ShipmentState.PENDING
    screen.click("Ship").click("Ship these quantities")
    assert state(story, 1) is ShipmentState.SHIPPED
    assert screen.successes == ["Shipment 1 was shipped."]
    assert story.balance("book")["on_hand"] == "15"


def short(story: Story) -> Screen:
    """R12: 533 allotted, 500 typed."""
    story.item("ink", 533)
    story.order("ink 533")
    screen = Screen("shipments", shipment="1").click("Ship")
    screen.enter("ink", "500", "Ship these quantities")
    assert "of 533 ink, **500** ship and **33** stay behind" in screen.text
    return screen


def test_less_ships_and_the_rest_waits(story: Story) -> None:
    short(story).choose("Why?", WhyShort.CUSTOMER).click("Backorder the 33")
    assert story.state("1001") == "500 shipped, 33 backordered"
    assert story.balance("ink")["on_hand"] == "33"


def test_less_ships_and_the_order_is_reduced(story: Story) -> None:
    short(story).choose("Why?", WhyShort.OTHER).click("Reduce the order by 33")
    assert story.state("1001") == "500 shipped, 33 cancelled"


def test_r46_the_rest_is_decided_once_a_reason_is_given(story: Story) -> None:
    screen = short(story)
    assert screen.button("Backorder the 33").disabled
    screen.choose("Why?", WhyShort.NOT_FOUND)
    assert "It comes off on hand" in screen.text
    screen.click("Backorder the 33")
    assert story.balance("ink")["on_hand"] == "0"
    assert any("(not found)" in row for row in story.log("1001"))


def test_r46_another_reason_has_words_of_its_own(story: Story) -> None:
    screen = short(story).choose("Why?", WhyShort.OTHER)
    screen.type("Note", "The van was full").click("Backorder the 33")
    assert any("(The van was full)" in row for row in story.log("1001"))
    assert story.balance("ink")["on_hand"] == "33"


def test_less_is_typed_and_taken_back(story: Story) -> None:
    screen = short(story).click("Go back")
    assert story.state("1001") == "533 allotted"
    assert screen.has("Ship these quantities")


@pytest.mark.parametrize(("typed", "sentence"), [("600", "600 cannot ship"), ("many", "many"), ("-1", "-1")])
def test_a_quantity_that_cannot_ship_is_refused(story: Story, typed: str, sentence: str) -> None:
    story.order("book 5")
    screen = Screen("shipments", shipment="1").click("Ship").enter("book", typed, "Ship these quantities")
    if screen.has("Backorder the"):
        screen.choose("Why?", WhyShort.OTHER).click("Backorder the")
    assert sentence in screen.refusals[0]
    assert story.state("1001") == "5 allotted"


def test_what_changed_since_it_was_looked_at_does_not_leave(story: Story) -> None:
    """Another order takes 8 of the 20 while the dialog is open (R18)."""
    story.order("book 20")
    screen = Screen("shipments", shipment="1").click("Ship")
    story.order("book 8", customer="college", priority=5)
    screen.click("Ship these quantities")
    assert screen.refusals == [
        "Shipment 1 no longer carries what you saw; look at it again before it leaves."
    ]
    assert not screen.has("Ship these quantities")
    assert screen.column("qty") == [12]
    assert state(story, 1) is ShipmentState.PENDING


def test_a_pending_shipment_is_voided(story: Story) -> None:
    """R33: its lines go back to backorder."""
    story.order("book 5")
    screen = Screen("shipments", shipment="1").click("Void").click("Yes: void it")
    assert story.state("1001") == "5 backordered"
    assert "These lines were on it" in screen.text
    assert screen.column("qty") == [5]


def test_a_shipped_shipment_is_voided(story: Story) -> None:
    story.order("book 5")
    story.ship("1001")
    Screen("shipments", shipment="1").click("Void").click("Yes: void it")
    assert story.state("1001") == "5 backordered"
    assert story.balance("book")["on_hand"] == "20"


def test_several_are_picked_put_back_and_shipped_at_once(story: Story) -> None:
    story.order("book 5")
    story.order("pen 5", customer="college")
    screen = Screen("shipments", view="all").pick("shipments", 0, 1).click("Pick 2")
    assert {state(story, 1), state(story, 2)} == {ShipmentState.PICKING}
    screen.pick("shipments", 0).click("Back to pending (1)")
    screen.pick("shipments", 0, 1).click("Ship 2").click("Yes: ship them")
    assert {state(story, 1), state(story, 2)} == {ShipmentState.SHIPPED}


def test_a_shipment_says_the_address_to_which_it_goes(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_location(tx, "school", "DEPOT", address="Depot Road 3, Port Elwy")
    story.order("book 1", location="DEPOT")
    assert "DEPOT, Depot Road 3, Port Elwy" in Screen("shipments", shipment="1").text


def test_a_remark_goes_into_the_record_log(story: Story) -> None:
    story.order("book 5")
    screen = Screen("shipments", shipment="1").enter("Remark", "by hand", "Write")
    assert screen.column("sentence", 1)[0] == "by hand"


def test_what_is_ticked_is_printed_as_one_picking_list_or_a_slip_each(story: Story) -> None:
    story.order("book 5")
    story.order("book 3", customer="college")
    screen = Screen("shipments", view="all").pick("shipments", 0, 1).click("Print 2")
    assert "<title>Picking list for 2 shipments</title>" in screen.paper
    screen.choose("What", Print.SHIPMENTS)
    assert screen.paper.count("<h1>Packing slip") == 2


@pytest.mark.parametrize(
    ("act", "sheets"),
    [
        (shipments.pick, ["picking", "shipments", "labels"]),
        (shipments.ship, ["shipments", "labels"]),  # nobody picks what has left
        (shipments.void, None),
    ],
)
def test_a_shipment_offers_what_can_be_printed_of_it(
    story: Story, act: Callable[..., object], sheets: list[str] | None
) -> None:
    story.order("book 5")
    with story.act() as tx:
        act(tx, [1])
    screen = Screen("shipments", shipment="1")
    if sheets is None:
        assert "Print …" not in screen.buttons
    else:
        assert [option.content for option in screen.click("Print …").test.button_group[-1].proto.options] == [
            NAMES[Print(sheet)] for sheet in sheets
        ]


def scan(screen: Screen, *codes: str) -> Screen:
    """Scan each code into the box of a shipment."""
    for code in codes:
        screen.enter("What is packed?", code, "Count")
    return screen


def test_a_scanned_number_opens_its_shipment(story: Story) -> None:
    story.order("book 5")
    screen = Screen("shipments").type("Scan", "1").again()
    assert screen.address["shipment"] == "1"
    assert "Shipment 1" in screen.title
    assert Screen("shipments").type("Scan", "seven").again().refusals


def test_a_shipment_that_is_counted_to_the_end_is_shipped_with_enter(story: Story) -> None:
    """3 of book in two lines of two orders, 2 of pen."""
    story.prefer(append_by_location="on")
    story.order("book 1", "pen 2")
    story.order("book 2")
    screen = scan(Screen("shipments", shipment="1"), "book", "book", "book", "pen 2")
    assert "All of it is packed: Enter ships it." in screen.text
    assert state(story, 1) is ShipmentState.PENDING
    assert scan(screen, "").successes[0] == "Shipment 1 was shipped."
    assert state(story, 1) is ShipmentState.SHIPPED


def test_who_looks_at_another_shipment_meanwhile_counts_on_where_they_were(story: Story) -> None:
    story.order("book 3")
    story.order("pen 2")
    screen = scan(Screen("shipments", shipment="1"), "book 2")
    scan(screen.go("shipments", shipment="2"), "pen")
    assert screen.go("shipments", shipment="1").column("counted") == [2]
    assert screen.go("shipments", shipment="2").column("counted") == [1]


def test_a_page_that_is_loaded_anew_counts_on_and_a_shipped_one_takes_the_next_number(story: Story) -> None:
    story.order("book 3")
    story.order("pen 2")
    screen = scan(Screen("shipments", shipment="1"), "book 2")
    anew = Screen("shipments", **screen.address)
    assert anew.column("counted") == [2]
    scan(anew, "book", "")
    assert state(story, 1) is ShipmentState.SHIPPED
    assert anew.address == {"shipment": "1"}
    assert anew.type("Scan", "2").again().title == "Shipment 2"


@pytest.mark.parametrize(
    "counted",
    [
        "",
        "[]",
        '{"shipment 1":3}',
        '{"shipment 1":{"book":"x"}}',
        '{"shipment 1":{"book":"-2"}}',
        '{"shipment',
        "[" * 50_000,
    ],
    ids=range(7),
)
def test_an_address_that_nobody_wrote_counts_nothing(story: Story, counted: str) -> None:
    story.order("book 3")
    assert "Packed" not in Screen("shipments", shipment="1", counted=counted).text


def test_one_more_than_is_set_aside_is_refused_as_it_is_scanned(story: Story) -> None:
    story.order("book 1")
    screen = scan(Screen("shipments", shipment="1"), "book", "book")
    assert screen.refusals == ["There are 1 of book set aside, so 2 cannot be counted; put the rest back."]


def test_what_was_not_packed_is_asked_about(story: Story) -> None:
    """R12: 3 of 5 were found; Enter asks what becomes of the other 2."""
    story.order("book 5")
    screen = scan(Screen("shipments", shipment="1"), "book 3", "")
    assert "of 5 book, **3** ship and **2** stay behind" in screen.text
    screen.choose("Why?", WhyShort.CUSTOMER).click("Backorder the 2")
    assert story.state("1001") == "3 shipped, 2 backordered"


def test_enter_in_an_empty_box_ships_nothing_that_was_not_counted(story: Story) -> None:
    story.order("book 5")
    scan(Screen("shipments", shipment="1"), "")
    assert state(story, 1) is ShipmentState.PENDING
