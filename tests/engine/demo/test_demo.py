"""The demo: what it promises to show, and that making it never leaves anything half-done."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine import catalogue, demo, log, orders, proof, replenishment, shipments, stock, supply, sweeps
from engine.demo import story, world
from engine.demo.desk import Desk, Typed, units
from engine.model import LineState, Outcome, PoState, ShipmentState, SweepName
from engine.reports import backlog
from engine.rules.shortages import Shortage
from engine.store import Session, open_desk

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


@pytest.fixture
def short_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first day of the demo and nothing after it."""

    def tell(desk: Desk, progress: demo.Progress) -> None:
        progress("Demo: one day")
        desk.do(world.ADMIN, desk.now - timedelta(hours=2), lambda tx: story._open_for_business(desk, tx))
        desk.order("Ana Ruiz", desk.now - timedelta(hours=1), Typed("GRANGE", units(CHEM_11=25)))
        desk.sweep(SweepName.SECONDARY, desk.now)

    monkeypatch.setattr(story, "tell", tell)


def broken(session: Session) -> list[str]:
    with session.snapshot() as tx:
        return proof.problems(tx)["sentence"].to_list()


def balance(session: Session, lic: str) -> dict[str, Decimal]:
    with session.snapshot() as tx:
        row = stock.balances(tx, lic).to_dicts()[0]
    return {name: row[name] for name in ("on_hand", "free", "available", "backordered")}


def listed(session: Session, state: ShipmentState) -> pl.DataFrame:
    with session.snapshot() as tx:
        return shipments.listed(tx, state=state)


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
    assert listed(made, ShipmentState.PENDING).height >= 3
    assert listed(made, ShipmentState.PICKING).height == 3
    assert listed(made, ShipmentState.SHIPPED).height > 200


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


def test_a_receipt_waits_for_the_next_primary_sweep(made: Session) -> None:
    with made.snapshot() as tx:
        ready = backlog.fillable(tx)
    assert ready.lines


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


def test_a_demo_is_made_where_there_is_none(tmp_path: Path, short_story: None) -> None:
    lines: list[str] = []
    demo.ensure_demo(tmp_path / "demo.duckdb", lines.append)
    assert lines == ["Demo: one day"]
    with closing(open_desk(tmp_path / "demo.duckdb", name="a test")) as session:
        assert balance(session, "CHEM-11")["backordered"] == 5
        assert broken(session) == []


def test_a_demo_that_is_there_is_left_as_it_is(tmp_path: Path, short_story: None) -> None:
    path = tmp_path / "demo.duckdb"
    demo.ensure_demo(path)
    lines: list[str] = []
    demo.ensure_demo(path, lines.append)
    assert lines == []


def test_a_demo_that_tells_an_older_story_is_made_again(
    tmp_path: Path, short_story: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "demo.duckdb"
    demo.ensure_demo(path)
    monkeypatch.setattr(story, "EDITION", story.EDITION + 1)
    lines: list[str] = []
    demo.ensure_demo(path, lines.append)
    assert lines == ["Demo: one day"]


def test_a_teams_own_desk_is_never_taken_for_a_demo(tmp_path: Path, short_story: None) -> None:
    path = tmp_path / "demo.duckdb"
    with closing(open_desk(path, name="a team")) as session, session.transaction(actor="Ana") as tx:
        catalogue.add_item(tx, "OURS")
    demo.ensure_demo(path)
    with closing(open_desk(path, name="a team")) as session, session.snapshot() as tx:
        assert catalogue.items(tx)["lic"].to_list() == ["OURS"]


def test_an_interrupted_build_leaves_no_demo_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(desk: Desk, progress: demo.Progress) -> None:
        desk.do(world.ADMIN, desk.now, lambda tx: world.furnish(desk, tx))
        raise KeyboardInterrupt

    monkeypatch.setattr(story, "tell", tell)
    with pytest.raises(KeyboardInterrupt):
        demo.ensure_demo(tmp_path / "demo.duckdb")
    assert [
        file.name for file in tmp_path.iterdir() if "lock" not in file.name and file.suffix not in LEASE
    ] == []


LEASE = {".want", ".hold", ".holder"}


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path, short_story: None) -> None:
    left = tmp_path / "demo.duckdb.building"
    left.mkdir()
    (left / "demo.duckdb").write_text("half of a demo")
    demo.ensure_demo(tmp_path / "demo.duckdb")
    assert not left.exists()


def test_the_demo_fills_an_empty_desk_and_keeps_what_its_logs_say(desk: Session, short_story: None) -> None:
    sweeps.run_sweep(desk, SweepName.PRIMARY, actor="scheduler")
    with desk.transaction(actor="Ana") as tx:
        log.write(tx, record="desk", record_id="desk", sentence="We begin on Monday.", kind="comment")
    demo.load_demo(desk, actor="Ana")
    assert broken(desk) == []
    with desk.snapshot() as tx:
        assert "We begin on Monday." in log.search(tx, most=10_000)["sentence"].to_list()
        assert sweeps.runs(tx)["run_id"].to_list() == [2, 1]


def test_work_goes_on_after_the_demo_was_loaded(desk: Session, short_story: None) -> None:
    demo.load_demo(desk)
    with desk.transaction(actor="Ana") as tx:
        number = orders.create(tx, "GRANGE")
        orders.add_line(tx, number, "ATLAS-7", Decimal(20))
        orders.open_order(tx, number)
        assert orders.lines(tx, number)["state"].to_list() == [LineState.ALLOTTED]
        late = orders.create(tx, "GRANGE")
        orders.add_line(tx, late, "CHEM-11", Decimal(3))
        orders.open_order(tx, late)
        ledger = tx.rows("whole_desk.table_rows", table_name="promise")["promise_id"].to_list()
    assert ledger == sorted(set(ledger))
    assert broken(desk) == []


def test_the_demo_is_not_loaded_into_a_desk_that_has_lics(desk: Session, short_story: None) -> None:
    with desk.transaction(actor="Ana") as tx:
        catalogue.add_item(tx, "OURS")
    with pytest.raises(demo.DeskNotEmpty, match="item"):
        demo.load_demo(desk)
    with desk.snapshot() as tx:
        assert catalogue.items(tx).height == 1
