"""``backorder export``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.cli.command_line import Backorder


def test_export_writes_csv_to_standard_output_without_a_file(desk: Backorder) -> None:
    answer = desk("export", "balances")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[1] == "book,MAIN,20,25,-5,20,0,40,35,5"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_export_writes_a_file(desk: Backorder, folder: Path, ending: str) -> None:
    answer = desk("export", "lines", f"lines.{ending}")
    assert answer.out == f"3 rows of lines written to lines.{ending}.\n"
    assert (folder / f"lines.{ending}").exists()


def test_export_all_and_import_all_make_the_same_desk(desk: Backorder) -> None:
    assert desk("export", "all", "whole").code == 0
    assert desk("--db", "copy.duckdb", "import", "all", "whole").code == 0
    kinds = ("lines", "log", "balances")
    ours = [desk("export", kind).out for kind in kinds]
    assert [desk("--db", "copy.duckdb", "export", kind).out for kind in kinds] == ours
