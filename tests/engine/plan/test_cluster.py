"""Plans made with Spark, started once on this machine: line by line what DuckDB and the desk's sweep give."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given

from engine.errors import DeskError, Refused
from engine.model import Policy
from engine.plan import Plan
from engine.plan.refusals import DeepPattern, FileInStore, OutThere, StoreUnknown
from tests.engine.plan.desks import LIFE, allotted, exported, lived
from tests.engine.plan.lake import QUICK, Lake, lines, stock
from tests.examples import drawing

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module", autouse=True)
def _spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark, which the plans of this file find running, and leave so."""
    from engine.plan import cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", QUICK)
        with cluster.started(tmp_path_factory.mktemp("spark")):
            yield


def planned(lake: Lake, **wanted: Any) -> tuple[Plan, pl.DataFrame]:
    """What a plan made with DuckDB and one made with Spark came to alike, with every line's row."""
    found = []
    for engine in ("duckdb", "spark"):
        out = lake.folder / f"by {engine}"
        plan = lake.plan(engine=engine, out=str(out), **wanted)
        found.append((plan, pl.read_parquet(out / "*.parquet").sort("line_id")))
    by_duckdb, by_spark = found
    assert by_spark[0] == by_duckdb[0]
    assert by_spark[1].equals(by_duckdb[1])
    assert by_spark[1].schema == by_duckdb[1].schema
    return by_spark


def refused(lake: Lake, **wanted: Any) -> list[str]:
    """What is said of a lake by DuckDB and by Spark alike."""
    said = []
    for engine in ("duckdb", "spark"):
        with pytest.raises(DeskError) as found:
            lake.plan(engine=engine, **wanted)
        said.append(found.value.problems if isinstance(found.value, Refused) else [str(found.value)])
    assert said[0] == said[1]
    return said[1]


@drawing(2)
@given(*LIFE)
def test_a_plan_of_any_desk_gives_every_line_what_the_next_sweep_does(
    script: list[tuple[Any, ...]], was: Policy, policy: Policy, came: int
) -> None:
    desk = lived(script, was, policy, came)
    if not allotted(desk):
        return
    with tempfile.TemporaryDirectory() as folder:
        _, found = planned(exported(desk, Path(folder)), policy=policy)
    desk.sweep()
    swept = allotted(desk)
    assert dict(found.select("line_id", "allotted_qty").iter_rows()) == {
        line_id: swept[line_id] for line_id in found["line_id"]
    }


def crowd(number: int, draw: random.Random) -> list[dict[str, Any]]:
    """Lines of every kind; a tenth of the LICs has nine tenths of them."""
    states = ("allotted", "backordered", "backordered", "picking", "shipped", None)
    return [
        {
            "line_id": no,
            "order": f"order {no // 3}",
            "ship_type": ("partial", "complete")[no // 3 % 2],
            "age_days": no // 3 % 20,
            "lic": draw.randrange(4 if draw.random() < 0.9 else 40),
            "warehouse": draw.choice(("EAST", "WEST")),
            "priority": draw.randrange(10),
            "entry_seq": number - no,
            "qty": Decimal(draw.randrange(1, 400)) / 4,
            "state": draw.choice(states),
            "firm": draw.random() < 0.1,
            "whole": draw.random() < 0.2,
        }
        for no in range(number)
    ]


def filled(lake: Lake, number: int = 3_000) -> Lake:
    """A lake whose lines lie in a folder for each warehouse, in files of other columns besides."""
    draw = random.Random(11)
    frame = lines(*crowd(number, draw))
    for warehouse in ("EAST", "WEST"):
        folder = lake.folder / "lines" / f"warehouse={warehouse}"
        folder.mkdir(parents=True)
        rows = frame.filter(warehouse=warehouse).drop("warehouse")
        rows.head(number // 4).write_parquet(folder / "a [1] {b}%20.parquet")
        rows.slice(number // 4).with_columns(
            when=pl.datetime(2026, 1, 1, time_unit="ns"), LIC=pl.lit("another")
        ).write_parquet(folder / "b.parquet")
        (folder / "_being written.parquet").write_text("no table")
        (folder / "readme.txt").write_text("no table")
    shelves = [
        {"lic": str(lic), "warehouse": warehouse, "on_hand": draw.randrange(-5, 4_000)}
        for lic in range(35)
        for warehouse in ("EAST", "WEST")
    ]
    pl.DataFrame(shelves).write_parquet(lake.wanted.stock)
    return lake


@pytest.mark.parametrize("policy", Policy)
def test_skewed_lines_in_folders_are_given_what_one_machine_gives_them_r15_r43(
    lake: Lake, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.plan import cluster

    monkeypatch.setattr(cluster, "LINES_IN_A_SHARE", 500)
    plan, found = planned(filled(lake), lines=str(lake.folder / "lines"), policy=policy)
    assert plan.lines == found.height > 2_000
    assert plan.pools_without_stock > 0
    assert 0 < plan.changes.lines_gained < plan.lines


def test_a_pattern_is_read_and_one_file_written_where_its_name_says_so(lake: Lake) -> None:
    filled(lake, 60)
    pattern, out = str(lake.folder / "**" / "warehouse=E*" / "a*.parquet"), str(lake.folder / "spark.parquet")
    lake.plan(lines=pattern)
    lake.plan(lines=pattern, engine="spark", out=out)
    assert lake.allotted(out) == lake.allotted()
    assert lake.left_behind() == {"lines", "stock.parquet", "out.parquet", "spark.parquet"}


def test_rows_at_fault_are_refused_in_the_same_words(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.plan import cluster

    monkeypatch.setattr(cluster, "LINES_IN_A_SHARE", 3)
    good = {"qty": 1.5, "state": "backordered"}
    bad: list[dict[str, Any]] = [{"qty": value} for value in (float("nan"), 1e13, 0.0, None, 1.00001)]
    bad += [
        {"priority": 10},
        {"lic": ""},
        {"lic": None},
        {"state": "sold"},
        {"entry_seq": None},
        {"line_id": 1},
    ]
    bad += [{"line_id": None}, {"line_id": None}]
    shelves = pl.DataFrame({"lic": ["book", "book", "pen", None], "on_hand": [1.0, 2.0, 0.00001, 3.0]})
    lake.fill(lines(good, *(good | row for row in bad)), shelves)
    said = refused(lake)
    assert len(said) == 10
    assert any(sentence.startswith("In 5 of the lines") and "the qty is not" in sentence for sentence in said)
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}


def test_what_can_be_seen_before_a_row_is_read_is_refused_in_the_same_words(lake: Lake) -> None:
    shelves = stock(book=5).rename({"on_hand": "units"}).with_columns(warehouse=pl.lit("EAST"))
    lake.fill(lines({"qty": "ten"}).drop("lic"), shelves)
    assert len(refused(lake, policy="skip")) == 5
    assert len(refused(lake, lines=str(lake.folder / "nowhere"))) == 2
    lake.fill(lines({}), stock(book=5).clear())
    assert "has no rows of stock" in refused(lake)[0]


def test_files_that_are_no_table_are_refused(lake: Lake) -> None:
    lake.fill(lines({}), stock(book=5))
    (lake.folder / "text.parquet").write_text("lic,qty")
    with pytest.raises(DeskError, match="cannot be read as Parquet"):
        lake.plan(engine="spark", lines=str(lake.folder / "text.parquet"))
    (lake.folder / "odd").mkdir()
    lines({"line_id": "one"}).write_parquet(lake.folder / "odd" / "a.parquet")
    lines({}).write_parquet(lake.folder / "odd" / "b.parquet")
    with pytest.raises(DeskError, match="cannot be read as one table"):
        lake.plan(engine="spark", lines=str(lake.folder / "odd"))


def test_a_store_that_this_spark_does_not_know_is_named(lake: Lake) -> None:
    lake.fill(lines({}), stock(book=5))
    for address in ("s3a://lake/lines", "gopher://lake/lines/*.parquet"):
        with pytest.raises(StoreUnknown):
            lake.plan(engine="spark", lines=address)
    with pytest.raises(DeepPattern):
        lake.plan(engine="spark", lines="s3a://lake/**/lines.parquet")
    with pytest.raises(StoreUnknown, match=r"s3a://lake/out"):
        lake.plan(engine="spark", out="s3a://lake/out")
    with pytest.raises(FileInStore):
        lake.plan(engine="spark", out="s3a://lake/out.parquet")
    with pytest.raises(OutThere):
        lake.plan(engine="spark", out=str(lake.folder))


def test_what_a_worker_refuses_is_said_as_one_machine_says_it(lake: Lake) -> None:
    lake.fill(lines({}), stock(book=5))
    with pytest.raises(Refused, match=r"^The plan does not fit into the memory .* --memory\.$"):
        lake.plan(engine="spark", memory="1KB")
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}


def test_the_tracebacks_that_a_stopped_plan_leaves_in_the_log_are_not_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from engine.plan import cluster

    def log(file: str) -> None:
        root = logging.getLogger()
        root.handle(root.makeRecord("root", logging.ERROR, file, 1, "Exception while sending", (), None))

    with cluster._quietly():
        log("/lib/py4j/clientserver.py")
        log("/lib/other.py")
    log("/lib/py4j/clientserver.py")
    assert [record.pathname for record in caplog.records] == ["/lib/other.py", "/lib/py4j/clientserver.py"]
