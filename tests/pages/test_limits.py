"""A desk with every number at its limit: every question, export, sweep and page answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from engine import (
    backlog,
    backorders,
    catalogue,
    comparing,
    edits,
    explain,
    history,
    replay,
    replenishment,
    stock,
    stranded,
    supply,
    whatif,
)
from engine.errors import BadAmount, BadLeadTime
from engine.interchange import exporting, importing, whole_desk
from engine.model import LARGEST, SweepName
from engine.store import open_desk
from tests.pages.screen import Screen
from tests.story import Story

LINES = 110
"""So many largest quantities are more than 18 digits hold."""
PAGES = ("backlog", "backorders", "orders", "demand", "supply", "replenishment", "stranded", "policies")


@pytest.fixture
def full(story: Story, tmp_path: Path) -> Story:
    with story.act() as tx:
        catalogue.add_item(tx, "A", decimals=4, unit_cost=LARGEST, lead_time_days=3650, vendor_code="press")
        replenishment.set_levels(
            tx, "A", level=LARGEST - 1, target=LARGEST, multiple=Decimal("0.0001"), minimum=LARGEST
        )
    for kind, head, row in (
        ("orders", "order,customer,lic,qty,unit_price", "{},school,A,1000000000000,1000000000000"),
        ("purchase-orders", "po,vendor,lic,qty,unit_cost", "{},press,A,1000000000000,1000000000000"),
    ):
        file = tmp_path / f"{kind}.csv"
        file.write_text("\n".join([head, *(row.format(f"N{i}") for i in range(LINES))]))
        importing.import_file(story.session, kind, file, actor="Ann", now=story.now)
    story.receive("N0", A=10**12)
    return story


def test_every_number_at_its_limit_is_told_by_every_question(full: Story, tmp_path: Path) -> None:
    for sweep in SweepName:
        full.sweep(sweep)
    (waits,) = full.ask(stock.balances, "A")["backordered"].to_list()
    assert waits > LARGEST * 100
    assert full.ask(backlog.standing).value == waits * LARGEST
    assert full.ask(supply.purchase_orders)["open_value"].max() == LARGEST * LARGEST
    for question in (
        backorders.waiting,
        comparing.compare,
        stranded.find,
        backlog.per_day,
        replay.replay_all,
    ):
        full.ask(question)
    full.ask(explain.explain, "N5")
    full.ask(lambda tx: history.look(tx, history.newest(tx)))
    whatif.preview(full.session, "Ann", [edits.Priority("N9", 9)], full.now)
    for kind in exporting.EXPORTS:
        exporting.export_file(full.session, kind, tmp_path / f"{kind}.xlsx")
    whole_desk.export_all(full.session, tmp_path / "all")
    whole_desk.import_all(open_desk(None, name="another"), tmp_path / "all", actor="Ann")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_it(full: Story, page: str) -> None:
    Screen(page)


def test_beyond_the_limits_is_refused_in_a_sentence(story: Story) -> None:
    with pytest.raises(BadAmount, match="The unit cost 1000000000001 of B is not"), story.act() as tx:
        catalogue.add_item(tx, "B", unit_cost=LARGEST + 1)
    with pytest.raises(BadLeadTime, match="of B cannot be 3651 days"), story.act() as tx:
        catalogue.add_item(tx, "B", lead_time_days=3651)
