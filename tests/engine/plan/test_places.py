"""Files, folders, patterns and object stores, read as one table; a place for the result."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from engine.plan import places
from engine.plan.refusals import FilesDisagree, NothingThere, NotRead, OutClosed, OutThere


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six files: two of each warehouse, one hidden, one that is being written."""
    for name in ("EAST/a", "EAST/b", "WEST/a", "WEST/b", ".hidden/a", "_temporary/a"):
        file = tmp_path / f"warehouse={name}.parquet" if name[0].isalpha() else tmp_path / f"{name}.parquet"
        file.parent.mkdir(exist_ok=True)
        pl.DataFrame({"line_id": [1, 2]}).write_parquet(file)
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("", 8),
        ("/warehouse=EAST", 4),
        ("/warehouse=EAST/a.parquet", 2),
        ("/*/a.parquet", 4),
        ("/warehouse=[EW]?ST/b.parquet", 4),
        ("/**/b.parquet", 4),
        ("/*.parquet", 0),
    ],
)
def test_an_address_is_a_file_a_folder_or_a_pattern(folder: Path, pattern: str, rows: int) -> None:
    for address in (f"{folder}{pattern}", f"file://{folder}{pattern}"):
        if "?" in pattern and "://" in address:  # where it begins the options of a URI
            continue
        if rows:
            assert places.read(address).count_rows() == rows
        else:
            with pytest.raises(NothingThere, match="There is no Parquet file at"):
                places.read(address)


def test_folders_named_by_a_value_are_a_column(folder: Path) -> None:
    table = places.read(str(folder)).to_table().to_pydict()
    assert sorted(set(table["warehouse"])) == ["EAST", "WEST"]


def test_what_folders_are_named_by_may_be_a_column_of_their_files_too(tmp_path: Path) -> None:
    """As some programs write it; it must be of the same type in both."""
    for name in ("EAST", "WEST"):
        file = tmp_path / f"warehouse={name}" / "a.parquet"
        file.parent.mkdir()
        pl.DataFrame({"line_id": [1], "warehouse": [name]}).write_parquet(file)
    table = places.read(str(tmp_path)).to_table().to_pydict()
    assert sorted(table["warehouse"]) == ["EAST", "WEST"]
    pl.DataFrame({"line_id": [1], "warehouse": [7]}).write_parquet(file)
    with pytest.raises(
        FilesDisagree,
        match=r"is text in warehouse=EAST/a\.parquet and whole numbers in warehouse=WEST/a\.parquet",
    ):
        places.read(str(tmp_path))
    with pytest.raises(FilesDisagree, match="numbers in the files and text in the names of their folders"):
        places.read(f"{tmp_path}/warehouse=W*/a.parquet")


def test_a_column_that_some_files_lack_is_empty_there_whichever_file_comes_first(tmp_path: Path) -> None:
    pl.DataFrame({"line_id": [1]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"line_id": [2], "whole": [True]}, {"line_id": pl.Int32, "whole": pl.Boolean}).write_parquet(
        tmp_path / "b.parquet"
    )
    assert places.read(str(tmp_path)).to_table().to_pydict() == {"line_id": [1, 2], "whole": [None, True]}


def test_files_that_disagree_about_a_column_are_refused(tmp_path: Path) -> None:
    pl.DataFrame({"line_id": [1]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"line_id": ["one"]}).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(FilesDisagree) as refused:
        places.read(str(tmp_path))
    assert "(line_id is whole numbers in a.parquet and text in b.parquet)" in str(refused.value)


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("lic,qty")
    with pytest.raises(NotRead, match="cannot be read as Parquet"):
        places.read(str(tmp_path))


@pytest.mark.parametrize("address", ["gopher://bucket/lines", "://"])
def test_an_address_of_no_known_store_is_refused(address: str) -> None:
    with pytest.raises(NotRead, match=r"no store is called .*://; write s3://"):
        places.read(address)
    assert [type(fault) for fault in places.out_fault(address)] == [OutClosed]


def test_a_result_needs_a_place_where_nothing_is(tmp_path: Path) -> None:
    assert list(places.out_fault(str(tmp_path / "new"))) == []
    for taken in (str(tmp_path), f"file://{tmp_path}"):
        assert [type(fault) for fault in places.out_fault(taken)] == [OutThere]
    [fault] = places.out_fault(str(tmp_path / "nowhere" / "new.parquet"))
    assert isinstance(fault, OutClosed)
    assert "there is no such folder" in str(fault)


@pytest.mark.parametrize("remote", [False, True])
def test_a_finished_result_is_put_as_a_file_or_as_a_folder(tmp_path: Path, remote: bool) -> None:
    for ending in ("", ".parquet"):
        parts = tmp_path / f"parts{ending}"
        parts.mkdir()
        pl.DataFrame({"line_id": [1]}).write_parquet(parts / "part-0.parquet")
        target = tmp_path / f"out{ending}"
        places.put(parts, f"file://{target}" if remote else str(target))
        assert target.is_file() == bool(ending)
        assert pl.read_parquet(target if ending else target / "part-0.parquet").height == 1
