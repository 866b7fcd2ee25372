"""``backorder order-it`` (R44)."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, stock
from engine.store import open_desk
from tests.engine.cli.command_line import Backorder
from tests.story import Story

D = Decimal


@pytest.fixture
def order(folder: Path) -> str:
    """An order of three lines that wait: two are bought from the press, glue from nobody."""
    with closing(open_desk(folder / "desk.duckdb", name="a test")) as session:
        desk = Story(session)
        for lic in ("book", "pen"):
            desk.item(lic, vendor_code="press")
        desk.item("glue")
        number = desk.order("book 10", "pen 4", "glue 2")
        with desk.act() as tx:
            catalogue.add_item(tx, number, vendor_code="press")
            catalogue.add_item(tx, "1009", vendor_code="press")
    return number


def test_r44_a_lic_is_ordered_and_again_nothing_more_is_needed(backorder: Backorder, order: str) -> None:
    assert order
    assert backorder("order-it", "book").out == (
        "Ordered 10 of book on PO101.\nStill pending: backorder open-po PO101 puts it on order.\n"
    )
    again = "Nothing more of book is needed: PO101 has it, and is still to be opened.\n"
    assert backorder("order-it", "book").out == again


def test_r44_lines_of_an_order_are_ordered_and_explained(backorder: Backorder, order: str) -> None:
    answer = backorder("--json", "order-it", order, 1, 2)
    assert [(row["po"], row["lic"], row["qty"], row["is_new"]) for row in answer.json["ordered"]] == [
        ("PO101", "book", 10, True),
        ("PO101", "pen", 4, True),
    ]
    assert "Ordered for it: 10 on PO101, which is pending" in backorder("explain", order, 1).out
    (line,) = backorder("--json", "explain", order, 2).json
    assert [(one["po"], one["state"], one["qty"]) for one in line["ordered_on"]] == [("PO101", "pending", 4)]


def test_r44_all_that_a_vendor_brings_is_ordered(backorder: Backorder, order: str) -> None:
    assert order
    assert backorder("order-it", "--vendor", "press").out.startswith("Ordered 10 of book on PO101, 4 of pen")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name a LIC, an order or a vendor"),
        (("book", "--vendor", "press"), 2, "stands alone"),
        (("nothing",), 1, "There is no LIC or order nothing"),
        (("--lic", "nothing"), 1, "There is no LIC nothing"),
        (("--lic", "book", "--lic", "nothing", "--lic", "nought"), 1, "There is no LIC nought"),
        (("--vendor", "nobody"), 1, "There is no vendor nobody"),
        (("glue",), 1, "glue has no vendor"),
        (("1001",), 1, "1001 is an order and a LIC"),
        (("1001", "9"), 1, "no line of order 1001 numbered 9"),
    ],
)
def test_r44_what_cannot_be_ordered_is_refused_in_a_line(
    backorder: Backorder, order: str, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert order == "1001"
    answer = backorder("order-it", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err


def test_r47_what_lies_elsewhere_is_transferred_first_of_a_vendor_too(
    backorder: Backorder, folder: Path, order: str
) -> None:
    assert order
    desk = open_desk(folder / "desk.duckdb", name="a test")
    with closing(desk), desk.transaction(actor="Ann") as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", D(10), reason="count", warehouse="EAST")
    assert backorder("order-it", "--vendor", "press", "--transfer").out == (
        "Ordered 4 of pen on PO101. Put 10 of book on transfer TR101.\n"
        "Still pending: backorder open-po PO101 puts it on order.\n"
        "Still pending: backorder send TR101 lets it leave.\n"
    )
    assert "On a transfer for it: 10 on TR101, which is pending.\n" in backorder("explain", order).out
    backorder("send", "TR101")
    assert "On a transfer for it: 10 on TR101, which is in transit.\n" in backorder("explain", order).out
