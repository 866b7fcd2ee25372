"""Making the demo: where there is none, into an empty desk, and never half of it."""

from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, demo, log, orders, sweeps
from engine.demo import story, world
from engine.demo.desk import Desk, TypedOrder, units
from engine.model import LineState, SweepName
from engine.progress import Progress
from engine.store import Session, open_desk
from tests.engine.demo.looks import balance, broken


@pytest.fixture
def short_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first day of the demo and nothing after it."""

    def tell(desk: Desk, step: Progress) -> None:
        step("Demo: one day")
        desk.do(world.ADMIN, desk.now - timedelta(hours=2), lambda tx: story._open_for_business(desk, tx))
        desk.order("Ana Ruiz", desk.now - timedelta(hours=1), TypedOrder("GRANGE", units(CHEM_11=25)))
        desk.sweep(SweepName.SECONDARY, desk.now)

    monkeypatch.setattr(story, "tell", tell)


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
    def tell(desk: Desk, step: Progress) -> None:
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


def test_the_demo_is_not_loaded_beside_warehouses_that_somebody_made(
    desk: Session, short_story: None
) -> None:
    with desk.transaction(actor="Ana") as tx:
        catalogue.add_warehouse(tx, "OURS")
    with pytest.raises(demo.DeskNotEmpty, match="The desk has warehouses already"):
        demo.load_demo(desk)


def test_the_demo_is_not_loaded_into_a_desk_that_has_lics(desk: Session, short_story: None) -> None:
    with desk.transaction(actor="Ana") as tx:
        catalogue.add_item(tx, "OURS")
    with pytest.raises(demo.DeskNotEmpty, match="The desk has LICs already"):
        demo.load_demo(desk)
    with desk.snapshot() as tx:
        assert catalogue.items(tx).height == 1
