"""The whole desk as a folder: it comes back table by table into an empty desk, or is refused as a whole."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from errno import ENOSPC
from pathlib import Path

import polars as pl
import pytest
from pyarrow.parquet import ParquetWriter

from engine import proof, stock, store
from engine.errors import DeskError, Refused
from engine.interchange import whole_desk
from engine.interchange.refusals import Unwritable
from engine.interchange.whole_desk import DeskInUse, NotTheSameTable, OtherVersion
from tests.engine.interchange.desks import busy_desk
from tests.papers import Papers, everything, versions_aside
from tests.story import Story


@pytest.fixture(scope="module")
def desk() -> Story:
    """A busy desk; what the tests change of it they take back."""
    return busy_desk()


@pytest.fixture
def papers(desk: Story, tmp_path: Path) -> Papers:
    return Papers(desk, tmp_path)


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


def test_r28_the_whole_desk_comes_back_table_by_table(papers: Papers) -> None:
    whole_desk.export_all(papers.desk.session, papers.folder / "all")
    with closing(store.open_desk(None, name="another")) as session:
        whole_desk.import_all(session, papers.folder / "all", actor="Ann")
        assert versions_aside(everything(session)) == versions_aside(papers.everything())


def test_a_desk_comes_back_part_by_part_and_a_bad_row_of_the_last_part_keeps_it_out(folder: Path) -> None:
    log = folder / "record_log.parquet"
    rows = pl.read_parquet(log)
    rows.write_parquet(log, row_group_size=3)
    with closing(store.open_desk(None, name="another")) as session:
        assert whole_desk.import_all(session, folder, actor="Ann")["record_log"] == rows.height > 3
    last = pl.col("log_id") == rows["log_id"].max()
    rows.with_columns(actor=pl.when(~last).then("actor")).write_parquet(log, row_group_size=3)
    assert "cells are empty in actor" in refused(folder)


def test_a_disk_that_is_full_in_the_middle_of_a_table_leaves_nothing_and_the_desk_as_it_was(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(writer: ParquetWriter, batch: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(ParquetWriter, "write_batch", full)
    with pytest.raises(Unwritable, match=r"all .*No space left on device"):
        whole_desk.export_all(papers.desk.session, papers.folder / "all")
    assert list(papers.folder.iterdir()) == []
    monkeypatch.undo()
    assert whole_desk.export_all(papers.desk.session, papers.folder / "all")["item"] > 0


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
    with pytest.raises(
        DeskInUse, match=r"The desk has LICs, .*customers, orders, .* and rows of the record log already"
    ):
        whole_desk.import_all(papers.desk.session, papers.folder / "all", actor="Ann")
    assert papers.everything() == before


def test_a_folder_that_is_missing_or_not_complete_is_refused(folder: Path) -> None:
    (folder / "movement.parquet").unlink()
    assert "movement missing" in refused(folder)
    assert "There is no folder" in refused(folder / "none")


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


def test_a_file_that_names_no_version_is_refused(folder: Path) -> None:
    file = folder / "migration.parquet"
    pl.read_parquet(file).clear().write_parquet(file)
    assert "migration.parquet does not fit the table migration (it names no version)" in refused(folder)


@pytest.mark.parametrize(
    ("table", "column", "day"),
    [
        ("sales_order", "requested_on", pl.date(9999, 1, 1)),
        ("sales_order", "entered_at", pl.datetime(1, 1, 1)),
        ("order_line", "hold", pl.struct(pl.date(3000, 1, 1).alias("until_on"), held_by=1, reason=1)),
        ("item", "description", pl.lit(2**30).cast(pl.Date)),
    ],
)
def test_a_file_with_a_day_that_no_page_can_show_is_refused(
    folder: Path, table: str, column: str, day: pl.Expr
) -> None:
    file = folder / f"{table}.parquet"
    pl.read_parquet(file).with_columns(day.alias(column)).write_parquet(file)
    assert f"{table}.parquet does not fit" in refused(folder)


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
