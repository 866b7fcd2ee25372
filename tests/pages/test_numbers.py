"""A number that is read has a comma between thousands: on pages, on paper and in what commands answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from engine import cli, notices, stock
from engine.paper.printing import Print, morning_report, printed
from pages.parts import shell
from tests.odd import some_of_everything
from tests.pages.screen import Screen
from tests.story import Story
from tests.thousands import TIMES, bare
from tests.worlds import Telling

PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    *((page, {}) for listed in shell.SECTIONS.values() for page, _, _ in listed),
    ("orders", {"order": "1002"}),
    ("order_entry", {"draft": "1004"}),
    ("demand", {"lic": "book"}),
    ("supply", {"po": "PO101"}),
    ("shipments", {"shipment": "2"}),
    *(("supply", {"tab": tab}) for tab in ("Receipts", "Adjustments")),
    *(("promises", {"tab": tab}) for tab in ("Late purchase orders", "Vendors", "Customers")),
    ("notices", {"tab": "Sent"}),
)
COMMANDS = (
    "check",
    "explain 1002",
    "compare",
    "notices",
    "report",
    "adjust book 5000 --reason count",
    "whatif --receive PO101:book=20000",
    "whatif --adjust book=-3000",
    "priority 1002 5",
    "receive PO101 book=5000",
    "receive PO101 book=90000",
    "return 1001 1 1500",
    "order-it book",
    "slips",
)


def _large(story: Story) -> None:
    with story.act() as tx:
        stock.adjust(tx, "book", Decimal(20 * (TIMES - 1)), reason="count")
        stock.adjust(tx, "pen", Decimal(5 * TIMES - 100), reason="count")
    some_of_everything(story, TIMES)
    with story.act() as tx:
        notices.draft(tx, "1")


@pytest.fixture
def large(tell: Telling) -> Story:
    return tell(_large)[0]


def test_no_page_leaves_out_a_comma(large: Story) -> None:
    screen = Screen()
    wrong = {}
    for page, address in PLACES:
        screen.go(page, **address)
        said = [*screen.text.splitlines(), *screen.buttons, *cells(screen)]
        if texts := bare(said, RECORDS):
            wrong[page, *address] = texts
    assert wrong == {}


def cells(screen: Screen) -> Iterator[str]:
    """The texts in the tables of a page."""
    for frame in screen.test.dataframe:
        for column in frame.value.columns:
            yield from (str(cell) for cell in frame.value[column] if isinstance(cell, str))


RECORDS = ("1001", "1002", "1003", "1004", "7792")
"""The numbers of orders, and what another system calls its pick ticket."""


def test_no_paper_leaves_out_a_comma(large: Story) -> None:
    sheets = [large.ask(printed, what, ["PO101"] if what is Print.PO else ["2"]) for what in Print]
    bodies = [sheet.partition("</head>")[2] for sheet in (*sheets, large.ask(morning_report))]
    words = [re.sub(r"<[^>]*>", " ", body) for body in bodies]
    assert bare([line for body in words for line in body.splitlines()], RECORDS) == []


def test_no_command_leaves_out_a_comma(large: Story, capsys: pytest.CaptureFixture[str]) -> None:
    for line in COMMANDS:
        cli.run(line.split())
        answer = capsys.readouterr()
        assert bare([*answer.out.splitlines(), *answer.err.splitlines()], RECORDS) == [], line
