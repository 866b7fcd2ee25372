"""The story of the demo: what it promises to show when ten weeks have passed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from engine import catalogue, demo, log, orders, preferences, replenishment, shipments, supply, sweeps
from engine.demo import world
from engine.model import Outcome, PoState, SweepName
from engine.reports import backlog, buyer, elsewhere
from engine.rules.shortages import Shortage
from engine.store import Session, open_desk
from engine.supply import transfers
from tests.engine.demo.looks import balance, broken

MADE_AT = datetime(2026, 3, 18, 13, 30, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Session, list[str]]]:
    """A desk on which the whole story happened, and what the proof found between its weeks."""
    found: list[str] = []
    with closing(open_desk(None, name="a test")) as session:
        demo._tell(session, lambda _: found.extend(broken(session)), MADE_AT)
        found.extend(broken(session))
        yield session, found


@pytest.fixture(scope="module")
def made(told: tuple[Session, list[str]]) -> Session:
    return told[0]


def listed(session: Session, view: shipments.ShipmentView) -> pl.DataFrame:
    with session.snapshot() as tx:
        return shipments.listed(tx, view=view)


def test_the_proof_holds_after_every_week_of_the_demo(told: tuple[Session, list[str]]) -> None:
    _, found = told
    assert found == []


def test_the_backlog_of_the_demo_is_worth_looking_at_and_no_disaster(made: Session) -> None:
    with made.snapshot(now=MADE_AT) as tx:
        now = backlog.summary(tx)
    assert 40 <= now.lines <= 120
    assert now.customers >= 10
    assert now.overdue_lines
    assert now.oldest_at is not None
    assert MADE_AT.replace(tzinfo=None) - now.oldest_at > timedelta(days=60)


def test_r44_lics_without_levels_wait_and_the_next_replenishment_will_order_them(made: Session) -> None:
    with made.snapshot(now=MADE_AT) as tx:
        bare = buyer.to_order(tx).filter(~pl.col("has_levels"), pl.col("order_qty") > 0)
        assert preferences.read(tx).order_without_levels
    assert "FR-9" in bare["lic"]
    assert bare["vendor"].null_count() == 0


def test_the_atlas_waits_for_somebody_to_answer_the_prompt(made: Session) -> None:
    """ATLAS-7: twenty on the shelf, all of them free, and a draft for twenty-five."""
    assert balance(made, "ATLAS-7") == {"on_hand": 20, "free": 20, "available": 20, "backordered": 0}
    [short] = [
        short for number in drafts(made) for short in shortages(made, number) if short.lic == "ATLAS-7"
    ]
    assert (short.now, short.later) == (Decimal(20), Decimal(5))


def drafts(session: Session) -> list[str]:
    with session.snapshot() as tx:
        found = log.search(tx, word="was started for", most=10_000)
        numbers = found.filter(pl.col("record") == "order")["record_id"].unique()
        return [number for number in numbers if orders.find(tx, number)["state"] == "pending"]


def shortages(session: Session, number: str) -> list[Shortage]:
    with session.snapshot() as tx:
        return orders.shortages(tx, number)


def test_chemistry_lies_on_the_shelf_for_an_order_that_needs_more(made: Session) -> None:
    """CHEM-11: twenty on the shelf, held for a whole line of twenty-five, and others wait behind it."""
    assert balance(made, "CHEM-11") == {"on_hand": 20, "free": 20, "available": -18, "backordered": 38}


def test_literature_was_taken_over_by_a_higher_priority(made: Session) -> None:
    """LIT-11 as in R18: 35 on hand, 25 of them for the order of priority 5, 10 for the first before it."""
    with made.snapshot() as tx:
        [taker] = orders_with(made, "LIT-11", priority=5)
        assert orders.lines(tx, taker)["qty"].to_list() == [25]
    assert balance(made, "LIT-11") == {"on_hand": 35, "free": 0, "available": -25, "backordered": 25}


def orders_with(session: Session, lic: str, *, priority: int) -> list[str]:
    with session.snapshot() as tx:
        item_id = catalogue.item(tx, lic)["item_id"]
        told = log.search(tx, item_id=item_id, most=10_000).filter(pl.col("record") == "order")
        numbers = told["record_id"].unique()
        return [number for number in numbers if orders.find(tx, number)["priority"] == priority]


def test_there_are_pending_and_picked_shipments_and_many_that_left(made: Session) -> None:
    assert listed(made, shipments.ShipmentView.PENDING).height >= 3
    assert listed(made, shipments.ShipmentView.PICKING).height == 3
    assert listed(made, shipments.ShipmentView.SHIPPED).height > 200


def test_there_are_purchase_orders_to_come_one_late_and_one_proposed(made: Session) -> None:
    with made.snapshot() as tx:
        coming = supply.purchase_orders(tx, PoState.OPEN)
        proposed = supply.purchase_orders(tx, PoState.PENDING)
        by_hand = replenishment.proposal(tx)["by_hand_qty"].sum()
    assert coming.filter(pl.col("expected_on") > MADE_AT.date()).height
    assert coming.filter(pl.col("expected_on") < MADE_AT.date()).height
    assert proposed["automatic"].all()
    assert proposed.height
    assert by_hand > 0


def test_every_sweep_of_the_run_log_went_well_and_some_filled_lines(made: Session) -> None:
    with made.snapshot() as tx:
        runs = sweeps.runs(tx)
    assert set(runs["outcome"]) == {Outcome.DONE}
    assert set(runs["sweep"]) == set(SweepName)
    assert runs["lines_filled"].sum() > 50
    assert set(runs["run_trigger"]) == {"scheduled", "catch-up", "manual"}


def test_a_desk_that_is_closed_every_day_was_closed_today(made: Session) -> None:
    """The demo is made on a Wednesday, and until today it was closed on Mondays."""
    with made.snapshot() as tx:
        closings = sweeps.runs(tx).filter(pl.col("sweep") == SweepName.CLOSING)
    newest = closings["started_at"].dt.replace_time_zone("UTC").max()
    assert isinstance(newest, datetime)
    assert timedelta(0) < MADE_AT - newest < timedelta(hours=2)


def test_a_receipt_waits_for_the_next_primary_sweep(made: Session) -> None:
    with made.snapshot() as tx:
        ready = backlog.fillable(tx)
    assert ready.lines


def test_r47_some_that_is_short_lies_in_a_second_warehouse_and_a_transfer_is_pending(made: Session) -> None:
    with made.snapshot(now=MADE_AT) as tx:
        stores = catalogue.warehouses(tx)["code"].to_list()
        pending = transfers.listed(tx, PoState.PENDING)
        there = [one.warehouse for one in elsewhere.of_lic(tx, "FR-9")]
    assert stores == ["MAIN", world.STORE]
    assert pending.select("from_warehouse", "warehouse", "qty").rows() == [(world.STORE, "MAIN", Decimal(6))]
    assert there == [world.STORE]


def test_something_discontinued_is_left_and_something_is_sold_by_the_piece_of_a_metre(made: Session) -> None:
    with made.snapshot() as tx:
        assert catalogue.item(tx, "HIST-7-2ED")["discontinued"]
        assert catalogue.item(tx, "PAPER-KRAFT")["decimals"] == 2
        assert not catalogue.item(tx, "GIFT-WRAP")["inventoried"]
    assert balance(made, "HIST-7-2ED")["on_hand"] == 14


def test_goods_came_back_and_a_shelf_got_wet(made: Session) -> None:
    with made.snapshot() as tx:
        told = log.search(tx, most=10_000)
    assert told.filter(pl.col("field") == "returned").height == 2
    assert told.filter(pl.col("sentence").str.ends_with("(lost).")).height
    assert told.filter(pl.col("field") == "pinned").height


def test_the_people_of_the_demo_have_names(made: Session) -> None:
    with made.snapshot() as tx:
        actors = set(log.search(tx, most=10_000)["actor"])
    assert actors >= {*world.CLERKS, world.BUYER, *world.STOREKEEPERS, world.ADMIN, "scheduler"}


def test_the_log_of_the_demo_runs_forward_and_ends_before_now(made: Session) -> None:
    with made.snapshot() as tx:
        told = log.search(tx, most=10_000).sort("log_id")["logged_at"].to_list()
    assert told == sorted(told)
    assert told[-1] < MADE_AT.replace(tzinfo=None)
