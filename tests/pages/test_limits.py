"""A desk with every number at its limit: every question, export, sweep and page answers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, cli, notices, promises, replenishment, stock, supply, whatif
from engine.desk import backup
from engine.errors import BadAmount, BadLeadTime
from engine.interchange import exporting, importing, whole_desk
from engine.model import LARGEST, SweepName
from engine.past import history, replay
from engine.reports import backlog, backorders, demand, explain, policies, stranded
from engine.store import open_desk
from engine.supply import late, transfers
from engine.whatif import edits
from pages.parts import shell
from tests.pages.screen import Screen
from tests.story import Story

LINES = 110
"""How many largest quantities are more than 18 digits hold."""
QUESTIONS = (
    backorders.waiting,
    lambda tx: list(policies.one_by_one(tx)),
    stranded.find,
    backlog.per_day,
    backlog.by_lic,
    backlog.by_age,
    backlog.by_customer,
    backlog.fillable,
    backlog.filled_lately,
    promises.waiting_promises,
    promises.by_customer,
    promises.by_vendor,
    late.overdue,
    replay.replay_all,
)
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("orders", {"order": "N5"}),
    ("order_entry", {"draft": "1001"}),
    ("demand", {"lic": "A"}),
    ("supply", {"po": "N1"}),
    *(("supply", {"tab": tab}) for tab in ("Receipts", "Adjustments")),
    *(("promises", {"tab": tab}) for tab in ("Late purchase orders", "Vendors", "Customers")),
    *(("notices", {"tab": tab}) for tab in ("Sent", "E-mail addresses")),
    *(("preferences", {"tab": tab}) for tab in ("Schedules", "Allocation policy", "Import", "Export")),
)
COMMANDS = (
    "check",
    "explain N5",
    "compare",
    "replay",
    "notices --since 1",
    "asof #30",
    "asof #30 --what queue",
    "asof #30 --what backorders",
    "whatif --priority N9=9",
    "whatif --receive N1:A=1000000000000 --cancel N7",
    "export backorders",
    "late N1 2199-01-01",
    "undo --yes",
)


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
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "pen", LARGEST, reason="count", warehouse="EAST")
        transfers.send(tx, transfers.make(tx, {"pen": LARGEST}, "EAST"))
    story.receive("N0", A=10**12)
    story.adjust("book", 10**12)
    for days in (9, 3000):  # what was promised by the one slips to the other
        with story.act() as tx:
            late.mark(tx, "N2", story.today + timedelta(days))
    return story


def test_every_number_at_its_limit_is_told_everywhere(
    full: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sweep in SweepName:
        full.sweep(sweep)
    full.draft("A 1000000000000")
    shipment = full.pick("N0")[0]
    with full.act() as tx:
        notices.draft(tx, "1")
    ask_the_engine(full)
    open_every_page(shipment)
    take_out(full, tmp_path)
    backup.backup(full.session, tmp_path / "copy.duckdb")
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "copy.duckdb"))
    for line in COMMANDS:
        assert cli.run(line.split()) == 0, line


def ask_the_engine(full: Story) -> None:
    (waits,) = full.ask(stock.balances, "A")["backordered"].to_list()
    assert waits > LARGEST * 100
    assert full.ask(backlog.summary).value == waits * LARGEST
    assert full.ask(supply.purchase_orders)["open_value"].max() == LARGEST * LARGEST
    for question in QUESTIONS:
        full.ask(question)
    full.ask(explain.explain, "N5")
    full.ask(demand.queue, "A")
    full.ask(lambda tx: history.look(tx, history.newest(tx)))
    whatif.preview(full.session, "Ann", [edits.Priority("N9", 9)], full.now)


def open_every_page(shipment: int) -> None:
    screen = Screen()
    for page in (file for listed in shell.SECTIONS.values() for file, _, _ in listed):
        screen.go(page)
    for page, params in PLACES:
        screen.go(page, **params)
    screen.go("shipments", shipment=str(shipment))
    screen.go("whatif").type("Order", "N9")
    screen.choose("Priority", 5).click("Add change")
    assert screen.has("Apply")


def take_out(full: Story, folder: Path) -> None:
    for kind in exporting.EXPORTS:
        for ending in ("csv", "xlsx", "parquet"):
            assert exporting.export_file(full.session, kind, folder / f"{kind}.{ending}")
    whole_desk.export_all(full.session, folder / "all")
    another = open_desk(None, name="another")
    whole_desk.import_all(another, folder / "all", actor="Ann")
    with another.snapshot() as tx:
        assert stock.balances(tx).equals(full.ask(stock.balances))


def test_beyond_the_limits_is_refused_in_a_sentence(story: Story) -> None:
    with pytest.raises(BadAmount, match="The unit cost 1,000,000,000,001 of B is not"), story.act() as tx:
        catalogue.add_item(tx, "B", unit_cost=LARGEST + 1)
    with pytest.raises(BadLeadTime, match="of B cannot be 3,651 days"), story.act() as tx:
        catalogue.add_item(tx, "B", lead_time_days=3651)
