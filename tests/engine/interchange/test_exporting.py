"""Files out: exactly the columns of the contract, plain quantities, the whole desk and back."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine import log, orders, proof, stock, store
from engine.errors import DeskError, Refused
from engine.interchange import exporting, whole_desk
from engine.interchange.whole_desk import DeskInUse, NotTheSameTable, OtherVersion
from engine.model import SweepName
from tests.papers import Papers, csv_text, everything, versions_aside
from tests.story import Story
from tests.test_interface import files_out


@pytest.fixture(scope="module")
def desk() -> Story:
    """A desk on which something of everything happened; the tests only read it."""
    desk = Story(book=20, pen=0)
    desk.item("paper", "2.5", decimals=2, unit_cost=Decimal("0.5"))
    split = desk.order("book 25", "paper 1.25")
    shipped = desk.order("paper 0.5", customer="college")
    desk.ship(shipped)
    voided = desk.order("paper 0.25", customer="college")
    desk.void(*desk.shipments_of(voided))
    picked = desk.order("paper 0.25")
    desk.pick(picked)
    desk.draft("book 1")
    cancelled = desk.order("pen 3")
    with desk.act() as tx:
        orders.cancel_order(tx, cancelled)
        orders.set_pinned(tx, split, 2, pinned=True)
        log.write(tx, record="desk", record_id="", kind="comment", sentence="=cmd()")
    desk.purchase("book", 40)
    desk.receive(desk.purchase("pen", 4), pen=4)
    desk.adjust("pen", -1)
    desk.sweep(SweepName.PRIMARY)
    return desk


@pytest.fixture
def papers(desk: Story, tmp_path: Path) -> Papers:
    return Papers(desk, tmp_path)


@pytest.mark.parametrize("kind", exporting.EXPORTS)
def test_a_file_out_has_exactly_its_columns(papers: Papers, kind: str) -> None:
    assert papers.out(kind).columns == files_out()[kind]


@pytest.mark.parametrize("kind", exporting.EXPORTS)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_every_kind_is_written_in_every_format(papers: Papers, kind: str, ending: str) -> None:
    rows = exporting.export_file(papers.desk.session, kind, papers.folder / f"out.{ending}")
    assert rows == papers.out(kind).height > 0


def test_quantities_are_plain(papers: Papers) -> None:
    text = csv_text(papers.out("balances"))
    assert text.splitlines()[1:] == [
        "book,MAIN,20,25,-5,20,0,40,35,5",
        "paper,MAIN,2,1.75,0.25,1.5,0.5,0,0.25,0.25",
        "pen,MAIN,3,0,3,0,3,0,3,0",
    ]


def test_lines_say_where_they_are_and_what_they_were_split_from(papers: Papers) -> None:
    rows = papers.out("lines").select("line", "root_line", "lic", "qty", "state").rows()
    assert rows == [
        (1, 1, "book", Decimal(20), "allotted"),
        (3, 1, "book", Decimal(5), "backordered"),
        (2, 2, "paper", Decimal("1.25"), "allotted"),
        (1, 1, "paper", Decimal("0.5"), "shipped"),
        (1, 1, "paper", Decimal("0.25"), "backordered"),
        (1, 1, "paper", Decimal("0.25"), "picking"),
        (1, 1, "pen", Decimal(3), "cancelled"),
    ]


def test_r40_lines_carry_the_day_on_which_supply_covers_them(papers: Papers) -> None:
    days = dict(papers.out("lines").filter(state="backordered").select("lic", "projected_on").iter_rows())
    assert days == {"book": date(2026, 3, 7), "paper": papers.desk.now.date()}


def test_shipments_say_what_a_void_one_carried(papers: Papers) -> None:
    found = papers.out("shipments").select("state", "lic", "qty").rows()
    assert ("void", "paper", Decimal("0.25")) in found
    assert ("shipped", "paper", Decimal("0.5")) in found


def test_a_row_of_the_log_names_the_line_that_it_moves_or_edits(papers: Papers) -> None:
    rows = papers.out("log").filter(pl.col("line").is_not_null())
    told = set(rows.select("kind", "field", "line", "lic").iter_rows())
    assert ("log", "state", 1, "pen") in told  # cancelled
    assert ("edit", "pinned", 2, None) in told


def test_instants_are_iso_utc(papers: Papers) -> None:
    text = csv_text(papers.out("runs"))
    assert ",2026-03-02T09:" in text
    assert "Z,done," in text


def test_a_formula_in_the_record_log_is_neutralised_in_csv(papers: Papers) -> None:
    assert ",'=cmd()\n" in csv_text(papers.out("log"))


def test_an_unknown_kind_names_the_known_ones(papers: Papers) -> None:
    with pytest.raises(DeskError, match="balances, lines, backorders"):
        papers.out("colours")


def test_r28_the_whole_desk_comes_back_table_by_table(papers: Papers) -> None:
    whole_desk.export_all(papers.desk.session, papers.folder / "all")
    with closing(store.open_desk(None, name="another")) as session:
        whole_desk.import_all(session, papers.folder / "all", actor="Ann")
        assert versions_aside(everything(session)) == versions_aside(papers.everything())


def test_numbers_of_log_rows_movements_and_actions_continue_after_the_highest(
    papers: Papers,
) -> None:
    whole_desk.export_all(papers.desk.session, papers.folder / "all")
    session = store.open_desk(None, name="another")
    whole_desk.import_all(session, papers.folder / "all", actor="Ann")
    with session.transaction(actor="Ann") as tx:
        stock.adjust(tx, "book", Decimal(1), reason="found")
        assert proof.problems(tx).height == 0
        for table, number in (("record_log", "log_id"), ("movement", "movement_id")):
            kept = tx.rows("whole_desk.table_rows", table_name=table)[number]
            assert kept.is_unique().all()
            assert kept[-1] == kept.max()
        actions = tx.rows("whole_desk.table_rows", table_name="record_log")["action_id"]
        assert actions[-1] > actions[:-1].max()
    session.close()


def test_a_whole_desk_comes_only_into_an_empty_one(papers: Papers) -> None:
    whole_desk.export_all(papers.desk.session, papers.folder / "all")
    before = papers.everything()
    with pytest.raises(DeskInUse, match="customer"):
        whole_desk.import_all(papers.desk.session, papers.folder / "all", actor="Ann")
    assert papers.everything() == before


@pytest.fixture
def folder(papers: Papers) -> Path:
    """An export of all."""
    whole_desk.export_all(papers.desk.session, papers.folder / "all")
    return papers.folder / "all"


def refused(folder: Path) -> str:
    """Why a folder does not come into a new desk, which is as new afterwards."""
    session = store.open_desk(None, name="another")
    with pytest.raises(DeskError) as caught:
        whole_desk.import_all(session, folder, actor="Ann")
    with session.snapshot() as tx:
        assert tx.value("whole_desk.row_count", table_name="item") == 0
        assert tx.value("whole_desk.row_count", table_name="warehouse") == 1
    session.close()
    return f"{type(caught.value).__name__}: {caught.value}"


def test_a_folder_that_is_missing_or_not_complete_is_refused(folder: Path) -> None:
    (folder / "movement.parquet").unlink()
    assert "movement missing" in refused(folder)
    assert "no such folder" in refused(folder / "none")


def test_a_folder_of_another_version_is_refused(folder: Path) -> None:
    version = pl.read_parquet(folder / "migration.parquet")
    version.with_columns(version=pl.lit(99, pl.Int32)).write_parquet(folder / "migration.parquet")
    assert refused(folder).startswith(OtherVersion.__name__)


@pytest.mark.parametrize("harm", ["columns", "types", "bytes", "empty"])
def test_a_file_that_does_not_fit_its_table_is_refused(folder: Path, harm: str) -> None:
    file = folder / "item.parquet"
    items = pl.read_parquet(file)
    if harm == "columns":
        items.drop("lic").write_parquet(file)
    elif harm == "types":
        items.with_columns(item_id=pl.lit("one")).write_parquet(file)
    elif harm == "empty":
        items.with_columns(lic=pl.lit(None, pl.String)).write_parquet(file)
    else:
        file.write_bytes(b"no such thing")
    assert refused(folder).startswith(("Unreadable", NotTheSameTable.__name__))


def test_r29_a_folder_that_breaks_the_proof_is_refused(folder: Path) -> None:
    file = folder / "movement.parquet"
    pl.read_parquet(file).with_columns(qty=pl.col("qty") / 2).write_parquet(file)
    assert refused(folder).startswith(Refused.__name__)


def test_a_dry_run_of_a_whole_desk_saves_nothing(folder: Path) -> None:
    session = store.open_desk(None, name="another")
    counts = whole_desk.import_all(session, folder, actor="Ann", dry_run=True)
    assert counts["item"] == 3
    with session.snapshot() as tx:
        assert tx.value("whole_desk.row_count", table_name="item") == 0
    session.close()
