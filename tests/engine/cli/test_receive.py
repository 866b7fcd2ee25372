"""``backorder receive``."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import DiskFull
from engine.sweeps import run
from tests.engine.cli.command_line import Backorder, paper


def test_r39_receive_books_a_receipt(desk: Backorder) -> None:
    answer = desk("receive", "P1", "book=10", "--reference", "D1")
    assert answer.out == "Receipt 1 is booked against purchase order P1.\n"
    more = desk("receive", "P1", "book=31")
    assert more.code == 1
    assert "correct the quantity, or say that so much came (receive --over)." in more.err
    assert desk("receive", "P1", "book=31", "--over").out.endswith(
        "Nothing more of it is to come; it is closed.\n"
    )


def test_receive_runs_the_primary_sweep_where_preferences_say_so(desk: Backorder, folder: Path) -> None:
    desk("import", "preferences", paper(folder, "p.csv", "name,value\nsweep_on_receipt,on\n"))
    data = desk("--json", "receive", "P1", "book=5").json
    assert (data["po"], data["receipt"], data["closed"]) == ("P1", 1, False)
    assert (data["sweep"]["sweep"], data["sweep"]["lines_filled"]) == ("primary", 1)


def test_a_receipt_is_booked_though_its_sweep_finds_no_room(
    desk: Backorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull(path="desk.duckdb", detail="no space left on device")

    desk("import", "preferences", paper(folder, "p.csv", "name,value\nsweep_on_receipt,on\n"))
    monkeypatch.setattr(run, "run_sweep", full)
    answer = desk("receive", "P1", "book=5")
    assert (answer.code, answer.out, answer.err) == (
        0,
        "Receipt 1 is booked against purchase order P1.\n",
        "",
    )


def test_r10_a_lic_that_is_named_twice_is_refused_as_half_of_it_would_be_lost(desk: Backorder) -> None:
    answer = desk("receive", "P1", "book=5", "book=6")
    assert (answer.code, "book is named twice" in answer.err) == (2, True)
    assert desk("receive", "P1", "book=5").out.startswith("Receipt 1 is booked")


def test_r47_what_came_of_a_transfer_and_what_did_not_is_said_as_it_is(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    for number in ("TR101", "TR102"):
        desk("transfer", "book=3", "--from", "MAIN", "--into", "EAST")
        desk("send", number, "--yes")
    lost = desk("receive", "TR101", "--missing", "book=3", "--reason", "not-sent")
    assert lost.out == (
        "Nothing came with transfer TR101. What is missing is noted. "
        "Nothing more of it is to come; it is closed.\n"
    )
    part = desk("receive", "TR102", "book=2", "--missing", "book=1")
    assert part.out == (
        "Receipt 1 is booked against transfer TR102. What is missing is noted. "
        "Nothing more of it is to come; it is closed.\n"
    )


def test_why_something_is_missing_is_refused_where_nothing_is(desk: Backorder) -> None:
    for words in (("--reason", "damaged"), ("--note", "wet")):
        answer = desk("receive", "P1", "book=10", *words)
        assert (answer.code, "are of what is --missing" in answer.err) == (2, True)


def test_a_purchase_order_has_no_missing_goods_and_is_said_to_be_one(desk: Backorder) -> None:
    answer = desk("receive", "P1", "--missing", "book=1")
    assert (answer.code, answer.err) == (1, "P1 is a purchase order and no transfer; name a transfer.\n")
    assert "There is no purchase order P9" in desk("receive", "P9", "--missing", "book=1").err
