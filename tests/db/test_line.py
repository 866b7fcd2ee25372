"""The line of processes: in the order they came, and nobody waits behind the dead."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from db.line import TicketLine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk.duckdb.queue"


def test_whoever_waits_longest_is_first_whoever_looked_first(folder: Path) -> None:
    with ExitStack() as late, ExitStack() as early:
        second = late.enter_context(TicketLine(folder, "the pages").drawn(20))
        assert second.is_first()
        first = early.enter_context(TicketLine(folder, "the scheduler").drawn(3))
        assert (first.is_first(), second.is_first()) == (True, False)
        early.close()
        assert second.is_first()
    assert not folder.exists()


def test_the_others_are_named_in_order(folder: Path) -> None:
    mine, one, two = (
        TicketLine(folder, "me"),
        TicketLine(folder, "a backorder-command / 2"),
        TicketLine(folder, "the pages"),
    )
    with two.drawn(2), one.drawn(1), mine.drawn(0):
        assert [other.name for other in mine.others()] == ["a backorder-command / 2", "the pages"]


def test_the_line_is_empty_until_somebody_draws_a_ticket_and_may_not_be_where_it_cannot_be_seen(
    folder: Path,
) -> None:
    line = TicketLine(folder, "me")
    assert line.is_empty()
    with TicketLine(folder, "the pages").drawn(1):
        assert not line.is_empty()
    assert line.is_empty()
    folder.touch()  # no folder
    assert not line.is_empty()


def test_a_ticket_that_nobody_keeps_is_taken_away(folder: Path) -> None:
    """Of processes that were killed: one before, one after; the clock began anew with the machine."""
    folder.mkdir()
    for since in (1, 99):
        (folder / f"{since:020d}-4711-0a1b2c3d-the dead").touch()
    line = TicketLine(folder, "the pages")
    with line.drawn(50) as ticket:
        assert ticket.is_first()
        assert line.others() == []
        assert len(list(folder.iterdir())) == 1
    assert not folder.exists()


def test_one_that_dies_ahead_is_passed(folder: Path) -> None:
    with TicketLine(folder, "the pages").drawn(50) as ticket:
        (folder / f"{1:020d}-4711-0a1b2c3d-the dead").touch()
        assert ticket.is_first()


def test_what_is_no_ticket_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "a letter").touch()
    with TicketLine(folder, "the pages").drawn(1) as ticket:
        assert ticket.is_first()
    assert [file.name for file in folder.iterdir()] == ["a letter"]


@pytest.mark.parametrize("refusal", [FileExistsError, FileNotFoundError, PermissionError])
def test_a_folder_that_is_cleared_away_while_a_ticket_is_drawn_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, refusal: type[OSError]
) -> None:
    """Whoever leaves last takes the folder away: between two looks it may be there and be gone."""
    refusals: Iterator[type[OSError]] = iter([refusal, refusal])
    mkdir = os.mkdir

    def making(*args: Any, **options: Any) -> None:
        if error := next(refusals, None):
            raise error(0, "it went between two looks")
        mkdir(*args, **options)

    monkeypatch.setattr(os, "mkdir", making)
    with TicketLine(folder, "the pages").drawn(1) as ticket:
        assert ticket.is_first()
    assert next(refusals, None) is None


def test_a_line_that_cannot_be_made_says_what_the_system_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "you may not write there")

    monkeypatch.setattr(os, "mkdir", refusing)
    with pytest.raises(PermissionError, match="you may not write there"), TicketLine(folder, "me").drawn(1):
        raise AssertionError("a ticket without a folder")
