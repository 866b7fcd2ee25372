"""A database for one batch: rows are lent to it, and what memory cannot hold lies in its folder."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from db import batch as batches
from db.errors import DeskFailed

ROWS = pa.table({"lic": ["book", "pen"], "warehouse": [None, None], "on_hand": [5, 7]})


def test_what_is_lent_is_read_and_answered_part_by_part(tmp_path: Path) -> None:
    with batches.opened(tmp_path / "spill", None) as batch:
        batch.lend("given_stock", ROWS)
        batch.write("plan.take_stock")
        assert batch.rows("plan.faults_of_stock").rows() == [("taken", 2, None)]
        batch.write("plan.take_stock")
        parts = batch.parts("plan.faults_of_stock")
        assert (parts.schema.names, parts.read_all().num_rows) == (["fault", "number", "first"], 1)


def test_what_memory_cannot_hold_is_put_into_the_folder_or_said_in_a_sentence(tmp_path: Path) -> None:
    with batches.opened(tmp_path / "spill", "20MB") as batch:
        many = pa.table({"lic": [f"{no:0400}" for no in range(100_000)]})
        batch.lend(
            "given_stock",
            many.append_column("warehouse", pa.nulls(100_000)).append_column("on_hand", pa.nulls(100_000)),
        )
        batch.write("plan.take_stock")
        assert sum(file.stat().st_size for file in (tmp_path / "spill").iterdir()) > 10_000_000
    with pytest.raises(DeskFailed, match="Out of Memory"), batches.opened(tmp_path / "spill", "1KB") as batch:
        batch.lend("given_stock", ROWS)
        batch.write("plan.take_stock")


def test_a_batch_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("lic\nbook\n")
    with batches.opened(tmp_path / "spill", None) as batch, pytest.raises(duckdb.PermissionException):
        batch._connection.execute(f"from '{tmp_path / 'rows.csv'}'")
