"""A plan of files in an object store, its result written there."""

from __future__ import annotations

import io

import polars as pl
import pytest

from engine.plan import Wanted, plan
from engine.plan.refusals import NothingThere, OutThere
from tests.engine.plan import store
from tests.engine.plan.lake import lines, stock


def packed(frame: pl.DataFrame) -> bytes:
    """A table as a Parquet file."""
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("out", "name"), [("out.parquet", "out.parquet"), ("results/today", "results/today/part-0.parquet")]
)
def test_a_plan_is_read_from_an_object_store_and_written_there(
    out: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")):
        monkeypatch.setenv(variable, value)
    objects = {
        "lake/lines/east/a.parquet": packed(lines({})),
        "lake/lines/west/b.parquet": packed(lines({"line_id": 2, "entry_seq": 2})),
        "lake/lines/readme.txt": b"no table",
        "lake/stock.parquet": packed(stock(book=15)),
    }
    with store.running(objects) as where:
        wanted = Wanted(
            lines=f"s3://lake/lines/*/*.parquet?{where}",
            stock=f"s3://lake/stock.parquet?{where}",
            out=f"s3://lake/{out}?{where}",
        )
        assert plan(wanted).lines == 2
        got = pl.read_parquet(io.BytesIO(objects[f"lake/{name}"])).sort("line_id")
        assert got["allotted_qty"].to_list() == [10, 5]
        with pytest.raises(OutThere):
            plan(wanted)
        with pytest.raises(NothingThere):
            plan(Wanted(f"s3://lake/orders?{where}", wanted.stock, f"s3://lake/new?{where}"))
