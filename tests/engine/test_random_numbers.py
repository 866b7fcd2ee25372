"""Whatever people do in whatever order, a number in a sentence has a comma between thousands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine import log, notices
from engine.errors import DeskError
from engine.next_acts import choosing
from engine.notices import outbox
from engine.reports import between, demand, explain, morning, stranded
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import START, Story
from tests.thousands import bare, texts_of, thousandfold
from tests.two_warehouses import add_other


@drawing(15)
@given(st.lists(acts, min_size=8, max_size=14))
def test_no_sentence_of_a_desk_with_large_numbers_leaves_out_a_comma(script: list[tuple[Any, ...]]) -> None:
    desk = add_other(Story(book=30_000, pen=10_000))
    numbers: list[str] = []
    refusals = []
    for act in script:
        try:
            perform(desk, numbers, *thousandfold(act))
        except DeskError as refused:
            refusals.append(str(refused))
    desk.sweep()
    with desk.act() as tx:
        notices.draft(tx, "1")
    texts = [
        *refusals,
        *desk.ask(log.search)["sentence"],
        *(text for number in numbers for text in texts_of(desk.ask(_explained, number))),
        *(text for ask in ASKED for text in texts_of(desk.ask(ask))),
    ]
    assert bare(texts, numbers) == []


def _explained(tx: Any, number: str) -> Any:
    return explain.explain(tx, number)


ASKED = (
    choosing.find,
    stranded.find,
    morning.report,
    outbox.drafts,
    lambda tx: demand.queue(tx, "book"),
    lambda tx: demand.held_back(tx, "book"),
    lambda tx: demand.coming(tx, "book"),
    lambda tx: between.between(tx, START.date() - timedelta(1), tx.today),
)
