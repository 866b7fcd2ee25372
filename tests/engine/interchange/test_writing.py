"""What is written comes back, and stays text."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.interchange import reading, writing
from engine.interchange.refusals import Unwritable, WrongExtension
from engine.interchange.writing import DatabaseThere, NotToBeReplaced
from tests.papers import csv_text

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\r\n=+-@'\",;"),
    max_size=12,
)


@given(st.lists(texts, min_size=1, max_size=5))
def test_text_is_neutralised_on_the_way_out_and_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    file = tmp_path_factory.mktemp("out") / "text.csv"
    writing.write(pl.DataFrame({"no": list(range(len(values))), "text": values}), file)
    for line in file.read_text(encoding="utf-8").split("\n")[1:]:
        assert not line.partition(",")[2].lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
    kept = [value if value.strip() else None for value in values]
    assert reading.read(file).cells["1"].to_list() == kept


def test_numbers_are_not_neutralised(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"qty": [Decimal("-2.5000"), Decimal("100.0000"), Decimal("0.0000")]},
        schema={"qty": pl.Decimal(18, 4)},
    )
    assert csv_text(frame) == "qty\n-2.5\n100\n0\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_comes_back_from_every_format_as_it_was(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame(
        {
            "lic": ["007", "=1+1", "'@x"],
            "qty": [Decimal("2.5"), Decimal("999999999999.9999"), None],
            "at": [datetime(2026, 3, 31, 14, 30, 15, 500_000, tzinfo=UTC), None, None],
            "on": [date(2026, 3, 31), None, None],
        },
        schema_overrides={"qty": pl.Decimal(18, 4)},
    )
    file = tmp_path / f"table.{ending}"
    writing.write(frame, file)
    read = reading.read(file).cells
    assert read["0"].to_list() == frame["lic"].to_list()
    assert read["1"].to_list() == ["2.5", "999999999999.9999", None]
    assert read["2"][0].replace(" ", "T").rstrip("Z").rstrip("0") == "2026-03-31T14:30:15.5"
    assert read["3"][0].startswith("2026-03-31")


def test_a_file_that_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        writing.write(pl.DataFrame({"a": [1]}), tmp_path / "none" / "a.csv")
    with pytest.raises(WrongExtension):
        writing.write(pl.DataFrame({"a": [1]}), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on other systems")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    """Nor a device, which tests leave alone: root would have written a file over /dev/null."""
    pipe = tmp_path / "paper.html"
    os.mkfifo(pipe)
    with pytest.raises(NotToBeReplaced, match="is a folder, a pipe or a device"):
        writing.write_text("paper", pipe)
    assert [pipe.is_fifo(), *tmp_path.iterdir()] == [True, pipe]


@pytest.mark.parametrize("is_link", [False, True])
def test_nothing_is_written_over_a_database_which_may_be_the_desk(tmp_path: Path, is_link: bool) -> None:
    database, named = tmp_path / "desk.duckdb", tmp_path / "paper.html"
    duckdb.connect(database).close()
    named.symlink_to(database) if is_link else database.rename(named)
    before = named.read_bytes()
    with pytest.raises(DatabaseThere, match="so nothing is written over it; name another file"):
        writing.write_text("paper", named)
    assert (named.read_bytes(), named.is_symlink()) == (before, is_link)
