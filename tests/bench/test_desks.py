"""The desks on which is measured: the product itself finds no fault in them, and they are what they say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from engine import proof
from engine.model import Policy
from engine.past import history
from engine.store import Session, open_desk
from tests.bench import desks
from tests.bench.settings import Setting

YOUNG, OLD = Setting(200), Setting(200, closed=1_000)
MIXED = Setting(200, 500, "mixed", Policy.SKIP)


@pytest.fixture(params=[OLD, MIXED], ids=str)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    """A desk on which everything waits."""
    desks.write_then(tmp_path / "desk.duckdb", request.param)
    with closing(open_desk(tmp_path / "desk.duckdb", name="a test")) as desk:
        yield desk


def test_the_proof_finds_no_fault_in_what_was_written(written: Session) -> None:
    with written.snapshot() as tx:
        assert proof.problems(tx)["sentence"].to_list() == []


def test_a_year_behind_a_desk_is_there_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    """As it is written, before the product brings it over into the tables of today."""
    file = tmp_path / "desk.duckdb"
    desks.write_then(file, OLD)
    with duckdb.connect(file) as desk:
        [(lines, logged, waited)] = desk.execute("""
            select count(*), sum(rows), count(*) filter (where promised = 2) from order_line
            left join (select line_id, count(*) as rows from record_log group by all) using (line_id)
            left join (select root_line_id, count(*) as promised from promise group by all)
                using (root_line_id)
            where state = 'shipped'
        """).fetchall()
        moved = dict(desk.execute("select kind, sum(qty) from movement group by kind").fetchall())
        [(letters,)] = desk.execute("select count(*) from notice_line").fetchall()
    assert lines == OLD.closed
    assert logged == 4 * OLD.closed
    assert moved["receipt"] == -moved["shipment"] > 0
    assert waited == letters > OLD.closed // 4


def test_a_day_of_that_year_can_be_looked_at(tmp_path: Path) -> None:
    """What is reconstructed from its log is a desk on which orders were open and nothing was below zero."""
    desks.write_then(tmp_path / "desk.duckdb", OLD)
    with closing(open_desk(tmp_path / "desk.duckdb", name="a test")) as desk, desk.snapshot() as tx:
        then = history.look(tx, history.at(tx, datetime.now(UTC) - timedelta(days=200)))
    assert then.queue.height > 0
    assert not then.balances.filter(pl.col("on_hand") < 0).height


def test_a_skewed_desk_has_nine_tenths_of_its_lines_on_a_tenth_of_its_lics() -> None:
    counts = _lines_by_lic(Setting(10_000, mix="skewed"))
    assert 0.88 < sum(sorted(counts, reverse=True)[:100]) / sum(counts) < 0.92


def test_an_order_has_five_different_lics() -> None:
    for setting in (Setting(10_000), Setting(10_000, mix="skewed"), YOUNG):
        with duckdb.connect() as bare:
            desks.make_orders(bare, setting)
            lics = bare.execute("select count(distinct lic_no) from ordered group by order_no").fetchall()
        assert lics == [(5,)] * (setting.lines // 5)


def _lines_by_lic(setting: Setting) -> list[int]:
    with duckdb.connect() as bare:
        desks.make_orders(bare, setting)
        return [count for (count,) in bare.execute("select count(*) from ordered group by lic_no").fetchall()]


def test_on_a_rested_desk_everything_waits_and_nothing_is_news_yet(tmp_path: Path) -> None:
    with closing(open_desk(desks.rested(OLD, tmp_path), name="a test")) as desk, desk.snapshot() as tx:
        waiting = tx._cursor.execute("select count(*) from order_line where state = 'backordered'").fetchall()
        assert waiting == [(OLD.lines,)]
        assert tx.only("notices.last_look")["is_over"] is False
        assert proof.problems(tx)["sentence"].to_list() == []
