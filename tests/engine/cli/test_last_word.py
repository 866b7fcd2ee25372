"""What is done is never told as if it were not: no act asks the desk again once it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from db.errors import DeskBusy
from db.session import Session
from tests.engine.cli.command_line import Backorder

ACTS = [
    "priority A2 3",
    "cancel A2",
    "hold A1 --reason late",
    "not-before A1 2199-05-01",
    "release A1 1",
    "pin A1 1",
    "pick 1",
    "ship 1",
    "ship 1 --short A1/1=5",
    "void 1",
    "order-it book",
    "receive P1 book=5",
    "late P1 2199-05-01",
    "adjust book -5 --reason lost",
    "adjust pen 5 --reason found",
    "warehouse EAST --name East",
    "whatif --priority A2=3 --apply",
    "backup copy.duckdb",
    "notices --out letters",
]


@pytest.mark.parametrize("words", ACTS)
@pytest.mark.parametrize("wants_json", [False, True])
def test_an_act_is_told_as_done_though_the_desk_is_in_use_once_it_is_saved(
    desk: Backorder, monkeypatch: pytest.MonkeyPatch, words: str, wants_json: bool
) -> None:
    _taken_after_the_act(monkeypatch)
    answer = desk(*["--json"][: int(wants_json)], *words.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out


def _taken_after_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody else have the desk as soon as something is saved in it, or it was copied."""
    saved: list[str] = []

    def until_saved(name: str) -> None:
        really = getattr(Session, name)

        @contextmanager
        def begun(self: Session, *words: Any, **named: Any) -> Iterator[Any]:
            if saved and self.path == Path("desk.duckdb").absolute():
                raise DeskBusy(holder="Somebody", seconds=30)
            with really(self, *words, **named) as tx:
                yield tx
            if name == "exclusive_file" or (name == "transaction" and not named.get("dry_run")):
                saved.append(name)

        monkeypatch.setattr(Session, name, begun)

    for name in ("transaction", "snapshot", "reading", "exclusive_file"):
        until_saved(name)
