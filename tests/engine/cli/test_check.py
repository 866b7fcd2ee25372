"""``backorder check``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from engine import store
from tests.engine.cli.command_line import Backorder


def test_check_proves_the_desk(desk: Backorder) -> None:
    assert desk("check").out == "The desk is consistent.\n"
    assert desk("--json", "check").json == {"consistent": True, "problems": []}


def test_check_exits_1_with_the_offending_rows(desk: Backorder, folder: Path) -> None:
    with (
        closing(store.open_desk(folder / "desk.duckdb", name="a test")) as session,
        session.transaction(actor="x") as tx,
    ):
        tx.write("line_states.set_qty", line_id=1, qty=99)
    answer = desk("check")
    assert answer.code == 1
    assert "problem" in answer.out.splitlines()[0]
    assert "A1" in answer.out
    assert len(answer.err.splitlines()) == 1
    answer = desk("--json", "check")
    assert answer.code == 1
    assert answer.json["consistent"] is False
    assert {"problem", "record", "sentence"} == set(answer.json["problems"][0])
