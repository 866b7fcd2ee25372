"""Transfers on the pages: written, sent, received, cancelled, and said where something is short (R47)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, stock, supply
from engine.supply import transfers
from tests.pages.screen import Screen
from tests.pages.typing_lines import typing
from tests.story import Story

D = Decimal


@pytest.fixture
def two(story: Story) -> Story:
    """A desk with twenty books in another warehouse."""
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", D(20), reason="count", warehouse="EAST")
    return story


def moving(two: Story, qty: int = 5) -> str:
    """A transfer in transit."""
    with two.act() as tx:
        number = transfers.make(tx, {"book": D(qty)}, "EAST")
        transfers.send(tx, number)
    return number


def test_a_desk_with_one_warehouse_has_no_transfers(story: Story) -> None:
    assert "Transfers" not in Screen("supply").text
    assert "It is pending" not in Screen("demand", lic="book").text


def test_r47_a_transfer_is_sent_and_cancelled_on_its_page(two: Story) -> None:
    with two.act() as tx:
        number = transfers.make(tx, {"book": D(5)}, "EAST")
    screen = Screen("supply", transfer=number)
    assert screen.title == f"Transfer {number}"
    screen.click("Send")
    assert "is in transit" in screen.successes[0]
    assert two.po_state(number) == "open"
    screen.click("Cancel transfer").click("Yes: cancel it")
    assert two.po_state(number) == "void"


def test_r47_transfers_have_views_of_one_s_own_and_mine_are_those_i_wrote(two: Story) -> None:
    number = moving(two)
    two.actor = "Bert"
    moving(two)
    screen = Screen("supply", tab="Transfers", view="mine")
    assert screen.frame("transfer", "made_by")[0]["made_by"] == "Ann"
    assert [row["transfer"] for row in screen.frame("transfer", "made_by")] == [number]
    screen = Screen("supply", tab="Transfers", view="open", q=number)
    screen.set("For", "Me").enter("Name", "Mine alone", "Keep")
    assert screen.successes == ["The view Mine alone is kept."]
    assert "Mine alone 1" in screen.buttons
    assert not Screen("supply").has("Mine alone")
    fresh = Screen("supply", tab="Transfers").click("Mine alone")
    assert {name: fresh.address[name] for name in ("view", "q")} == {"view": "open", "q": number}


def test_r47_what_is_missing_is_booked_with_its_reason(two: Story) -> None:
    number = moving(two)
    screen = Screen("supply", transfer=number).type("Units that do not come", "1")
    screen.click("Book as missing")
    assert screen.successes == ["1 of book booked as missing. It was not sent: it lies at the source."]
    screen.type("Units that do not come", "1").click("Book as missing")
    assert two.ask(supply.lines, number)["open_qty"].to_list() == [D(3)]


def test_r47_the_list_names_the_way(two: Story) -> None:
    number = moving(two)
    screen = Screen("supply", tab="Transfers")
    assert "It is pending and changes nothing until it is sent." in screen.text
    assert two.ask(transfers.listed)["transfer"].to_list() == [number]


def test_r47_what_waits_and_lies_elsewhere_is_transferred_before_it_is_bought(two: Story) -> None:
    short = int(two.ask(stock.balances, "book")["available"][0])
    two.order(f"book {max(short, 0) + 5}")
    screen = Screen("demand", lic="book")
    screen.click("Transfer 5 units from EAST")
    assert two.ask(transfers.listed)["qty"].to_list() == [D(5)]


@pytest.mark.parametrize(
    ("page", "ticked", "one"),
    [
        ("orders", "", "Transfer 5 units from EAST"),
        ("demand", "", "Transfer 5 units from EAST"),
        ("replenishment", "", "Transfer 5 units from EAST"),
        ("backorders", "waiting", "Set priority …"),
        ("orders", "orders", "Set the priority of 1 order"),
    ],
)
def test_of_what_can_be_done_with_what_waits_one_button_stands_out(
    two: Story, page: str, ticked: str, one: str
) -> None:
    with two.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    number = two.order("book 25")
    named = {"demand": {"lic": "book"}, "orders": {} if ticked else {"order": number}}
    screen = Screen(page, **named.get(page, {}))
    if ticked:
        screen.pick(ticked, 0)
    assert screen.has("Transfer 5 units from EAST")
    stand_out = [button.label for button in screen.test.button if button.proto.type == "primary"]
    assert [label for label in stand_out if label not in {"Keep", "Write transfer"}] == [one]


@pytest.mark.parametrize(("page", "named"), [("orders", "order"), ("backorders", ""), ("replenishment", "")])
def test_r47_it_is_offered_wherever_it_can_be_ordered(two: Story, page: str, named: str) -> None:
    with two.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    number = two.order("book 25")
    screen = Screen(page, **({named: number} if named else {}))
    if page == "backorders":
        screen.pick("waiting", 0)
    screen.click("Transfer 5 units from EAST")
    assert two.ask(transfers.listed)["qty"].to_list() == [D(5)]
    assert not screen.has("Transfer 5 units")


def test_r47_what_an_entry_prompt_transfers_is_transferred_once(two: Story) -> None:
    screen = typing(two, "book 25").click("Transfer 5 from EAST")
    assert "Transfer TR101 is pending; send it when it leaves." in screen.successes
    assert not screen.has("Transfer 5")
    assert two.ask(transfers.listed)["qty"].to_list() == [D(5)]
    assert screen.has("Yes: ")  # the question is still open
