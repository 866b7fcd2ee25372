"""An order that comes in anew after an undo is acknowledged anew; what it was told before was right then."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import notices, orders, undo
from tests.engine.notices.letters import every_draft, tell
from tests.papers import Papers
from tests.story import Story

HEAD = "order,customer,lic,qty\n"


def taken_back(folder: Path, *, told: bool, drafting: str = "on") -> Papers:
    """Order O1 came for 50 books, of which 10 are there, and its file was undone."""
    papers = Papers(Story(book=10, pen=1), folder)
    papers.desk.prefer(acknowledge_orders="on", draft_notices=drafting)
    papers.bring("orders", HEAD + "O1,school,book,50\n")
    first = papers.desk.ask(undo.last_action).first_log_id
    if told:
        tell(papers.desk)
    papers.desk.undo(log_id=first)
    return papers


def acknowledged(papers: Papers) -> list[str]:
    """The customers to whom an acknowledgement lies there."""
    return every_draft(papers.desk).filter(kind="acknowledgement")["customer"].to_list()


@pytest.mark.parametrize("drafting", ["on", "off"])
@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("customer", ["school", "college"])
def test_r51_an_order_that_comes_in_anew_is_acknowledged_to_its_customer(
    tmp_path: Path, customer: str, told: bool, drafting: str
) -> None:
    papers = taken_back(tmp_path, told=told, drafting=drafting)
    papers.bring("orders", HEAD + f"O1,{customer},pen,3\n")
    first = papers.desk.ask(undo.last_action).first_log_id
    assert acknowledged(papers) == [customer]
    papers.desk.undo(log_id=first)
    assert acknowledged(papers) == []
    papers.bring("orders", HEAD + "O1,school,book,50\n")
    assert acknowledged(papers) == ["school"]
    tell(papers.desk)
    with papers.desk.act() as tx:
        orders.cancel_order(tx, "O1")
        notices.look(tx)
    assert acknowledged(papers) == []
