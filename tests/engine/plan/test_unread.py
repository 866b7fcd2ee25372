"""Why files cannot be read as one table: which file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.plan import places
from engine.plan.refusals import FilesDisagree, NotRead


@pytest.mark.parametrize("comes_first", [True, False])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda _: b"", "is empty"),
        (lambda _: b"lic,qty", "is no Parquet file"),
        (lambda whole: whole[:-9], "ends too early"),
        (lambda _: b"PAR1", "ends too early"),
    ],
)
def test_a_file_that_is_no_whole_parquet_is_named_with_what_is_wrong_with_it(
    tmp_path: Path, content: Callable[[bytes], bytes], said: str, comes_first: bool
) -> None:
    """Wherever it stands among the others."""
    pl.DataFrame({"line_id": [1]}).write_parquet(tmp_path / "b.parquet")
    odd = tmp_path / ("a.parquet" if comes_first else "c.parquet")
    odd.write_bytes(content((tmp_path / "b.parquet").read_bytes()))
    with pytest.raises(NotRead) as refused:
        places.read(str(tmp_path))
    assert f"cannot be read as Parquet ({odd.name} {said});" in str(refused.value)


def test_a_file_with_a_column_twice_is_named_with_the_column(tmp_path: Path) -> None:
    twice = pa.table([[1], [2]], names=["qty", "qty"])
    parquet.write_table(twice, tmp_path / "a.parquet")
    with pytest.raises(NotRead, match=r"\(a\.parquet has several columns qty\)"):
        places.read(str(tmp_path))


def test_files_that_disagree_are_named_with_the_column_and_what_it_is_in_each(tmp_path: Path) -> None:
    for name, values in (("a", [1]), ("b", [1.5]), ("c", [[1]])):
        pl.DataFrame({"line_id": [1], "qty": values}).write_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(FilesDisagree) as refused:
        places.read(str(tmp_path))
    assert "(qty is whole numbers in a.parquet and lists or records in c.parquet)" in str(refused.value)
