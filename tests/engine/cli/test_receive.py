"""``backorder receive``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder, paper


def test_r39_receive_books_a_receipt(desk: Backorder) -> None:
    answer = desk("receive", "P1", "book=10", "--reference", "D1")
    assert answer.out == "Receipt 1 is booked against purchase order P1.\n"
    assert desk("receive", "P1", "book=31").code == 1
    assert desk("receive", "P1", "book=31", "--over").out.endswith("All of it is here; it is closed.\n")


def test_receive_runs_the_primary_sweep_where_preferences_say_so(desk: Backorder, folder: Path) -> None:
    desk("import", "preferences", paper(folder, "p.csv", "name,value\nsweep_on_receipt,on\n"))
    data = desk("--json", "receive", "P1", "book=5").json
    assert (data["sweep"]["sweep"], data["sweep"]["lines_filled"]) == ("primary", 1)


def test_why_something_is_missing_is_refused_where_nothing_is(desk: Backorder) -> None:
    for words in (("--reason", "damaged"), ("--note", "wet")):
        answer = desk("receive", "P1", "book=10", *words)
        assert (answer.code, "are of what is --missing" in answer.err) == (2, True)
