"""Paper as one document that needs nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from engine import catalogue, paper, supply
from engine.errors import DeskError
from engine.paper import Print
from tests import worlds
from tests.story import Story
from tests.two_warehouses import pending, sent, two_warehouses

HOSTILE = "</style><script>alert(1)</script><img src=http://evil.example/x.png>{{ 7 * 7 }}\"'&"


class Outline(HTMLParser):
    """The tags of a document, and its text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.split()))


def numbers(what: Print) -> list[str]:
    return ["PO101"] if what is Print.PO else ["1", "2"]


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """Two shipments and a purchase order."""
    story = Story(book=5, pen=9)
    story.order("book 9", "pen 2")
    story.order("pen 3", customer="college")
    story.purchase("book", 2, unit_cost=Decimal("3.25"))
    return story


@pytest.mark.parametrize("what", list(Print))
def test_every_sheet_prints_on_the_desks_paper_under_its_letterhead(desk: Story, what: Print) -> None:
    desk.prefer(paper_size="letter", letterhead="Lakeside Supplies")
    document = desk.ask(paper.printed, what, numbers(what))
    assert "@page { size: letter;" in document
    assert ("Lakeside Supplies" in document) == (what is not Print.PICKING), "our own people know who we are"
    assert Outline(document).tags.count("svg") == len(numbers(what))


@pytest.mark.parametrize("what", list(Print))
def test_nothing_typed_is_taken_for_html_and_nothing_is_fetched(what: Print) -> None:
    story = Story()
    with story.act() as tx:
        catalogue.add_item(tx, "x<b>", description=HOSTILE, vendor_code="press")
        catalogue.add_customer(tx, "c<b>", name=HOSTILE)
        catalogue.add_location(tx, "c<b>", "l<b>", address=HOSTILE)
    story.adjust("x<b>", 5)
    story.order("x<b> 3", customer="c<b>", location="l<b>")
    story.purchase("x<b>", 2)
    story.prefer(letterhead=HOSTILE)
    outline = Outline(story.ask(paper.printed, what, ["PO101"] if what is Print.PO else ["1"]))
    assert not outline.links
    assert {"script", "img", "b"}.isdisjoint(outline.tags)
    assert "49" not in outline.words


def test_a_sheet_for_each_number_and_each_once(desk: Story) -> None:
    document = desk.ask(paper.printed, Print.SHIPMENTS, ["2", "1", "2"])
    assert re.findall(r"<h1>(.*?)</h1>", document) == ["Packing slip 2", "Packing slip 1"]


@pytest.mark.parametrize("number", ["seven", "-1", "٣", "9" * 30, "", "1.0"])
def test_what_is_no_number_is_no_shipments(desk: Story, number: str) -> None:
    for what in (Print.PICKING, Print.SHIPMENTS, Print.LABELS):
        with pytest.raises(DeskError, match="There is no shipment"):
            desk.ask(paper.printed, what, ["1", number])


def test_a_purchase_order_that_is_not_open_says_so_and_an_open_one_does_not(desk: Story) -> None:
    with desk.act() as tx:
        pending = supply.create_po(tx, "press")
        supply.add_po_line(tx, pending, "pen", Decimal(2))
    drafts = [
        "Draft: not ordered yet" in desk.ask(paper.printed, Print.PO, [number])
        for number in (pending, "PO101")
    ]
    assert drafts == [True, False]


def test_a_picking_list_says_where_to_walk_on_a_desk_with_several_warehouses(desk: Story) -> None:
    """R47: two shipments of one warehouse, whose units may lie in the other as well."""
    assert "Warehouse" not in desk.ask(paper.printed, Print.PICKING, ["1"])
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
    assert "<p>Warehouse MAIN</p>" in desk.ask(paper.printed, Print.PICKING, ["1", "2"])


def test_a_purchase_order_says_where_to_deliver_on_a_desk_with_several_warehouses(desk: Story) -> None:
    assert "MAIN" not in desk.ask(paper.printed, Print.PO, ["PO101"])
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
    assert "Deliver to MAIN" in desk.ask(paper.printed, Print.PO, ["PO101"])


@pytest.mark.parametrize("what", [Print.SHIPMENTS, Print.PO])
def test_pages_are_not_counted_over_what_goes_to_several(desk: Story, what: Print) -> None:
    """*3 of 4* on a packing slip of one page says that three are missing."""
    desk.purchase("pen", 2)
    several = ["PO101", "PO102"] if what is Print.PO else ["1", "2"]
    assert "counter(pages)" in desk.ask(paper.printed, what, several[:1])
    assert "counter(page" not in desk.ask(paper.printed, what, several)


def test_thousands_are_parted_on_paper() -> None:
    story = Story(pen=12000)
    story.order("pen 12000")
    assert "12,000" in story.ask(paper.printed, Print.PICKING, ["1"])


def test_the_morning_report_prints_on_an_empty_desk_and_on_one_with_a_day_behind_it(desk: Story) -> None:
    empty = Outline(Story().ask(paper.morning_report)).words
    assert "Nothing has to be decided." in empty
    assert "No orders, no goods, no sweeps." in empty
    desk.prefer(letterhead=HOSTILE)
    desk.now += timedelta(days=1)
    outline = Outline(desk.ask(paper.morning_report))
    assert "Sweeps" not in outline.words
    assert "What happened on 2 Mar" in outline.words
    assert {"script", "img", "b"}.isdisjoint(outline.tags)


def test_a_transfer_is_printed_as_one_with_where_it_comes_from() -> None:
    """R47: the goods come from a warehouse in the place of a vendor."""
    story = two_warehouses(main=0, east=9)
    number = sent(story, 3)
    words = Outline(story.ask(paper.printed, Print.PO, [number])).words
    assert f"Transfer {number}" in words
    assert "From warehouse EAST" in words
    assert "None" not in words
    waiting = Outline(story.ask(paper.printed, Print.PO, [pending(story, 2)])).words
    assert "Draft: not sent yet" in waiting
