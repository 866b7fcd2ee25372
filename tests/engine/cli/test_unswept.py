"""What every answer says of stock that lies there while backorder management is off (R25)."""

from __future__ import annotations

import re

import pytest

from engine import notices
from tests.engine.cli.command_line import SOON, Backorder, Tell

_PROMISES = re.compile(
    r"next sweep(?! gives [^.]*, once backorder management is on)|[Ss]hips? next|next shipment"
)
"""What is said of units that a sweep will give."""


@pytest.fixture
def orders(telling: Tell) -> dict[str, str]:
    """Five books of one order lie there; another wants ten pens, of which four lie there and two left."""
    with telling(book=0, pen=2) as story:
        story.prefer(acknowledge_orders="on")
        found = {"books": story.order("book 5 whole"), "pens": story.order("pen 12 split")}
        found["po"] = story.purchase("book", 5, expected_on=SOON)
        found["shipment"] = str(story.pick(found["pens"])[0])
        story.prefer(backorder_management="off")
        story.adjust("book", 5)
        story.adjust("pen", 4)
        story.ask(notices.drafts)
        return found


@pytest.mark.parametrize(
    "asked",
    [
        "explain {books}",
        "--json explain {books}",
        "export lines",
        "export backorders",
        "--json export backorders",
        "report",
        "notices",
        "print shipments {shipment}",
        "whatif --priority {books}=3 --adjust pen=1",
        "--json whatif --adjust book=-2",
        "late {po} 2199-04-01",
    ],
)
def test_r25_while_sweeps_are_off_no_answer_counts_on_the_next_one(
    backorder: Backorder, orders: dict[str, str], asked: str
) -> None:
    answer = backorder(*asked.format(**orders).split())
    assert (answer.code, answer.err) == (0, "")
    assert _PROMISES.findall(" ".join(answer.out.split())) == []
