"""``backorder print``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.cli.command_line import Backorder


def test_paper_goes_to_a_file_that_a_browser_prints(desk: Backorder, folder: Path) -> None:
    answer = desk("print", "shipments", 1, 2, "--to", "slips.html")
    assert answer.out == "2 shipments laid out in slips.html; open it in a browser to print it.\n"
    text = (folder / "slips.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "Packing slip 2" in text


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("picking", 1, 2), "Picking list for 2 shipments"),
        (("labels", 2), "Labels 2"),
        (("po", "P1"), "Purchase order P1"),
    ],
)
def test_without_a_file_it_goes_to_standard_output(
    desk: Backorder, words: tuple[object, ...], title: str
) -> None:
    assert f"<title>{title}</title>" in desk("print", *words).out


def test_programs_are_told_what_was_laid_out(desk: Backorder, folder: Path) -> None:
    assert desk("--json", "print", "labels", 1, "--to", "l.html").json == {
        "kind": "labels",
        "numbers": ["1"],
        "file": "l.html",
    }
    assert "<svg" in desk("--json", "print", "labels", 1).json["html"]


def test_what_cannot_be_printed_is_refused_together_and_no_file_is_made(
    desk: Backorder, folder: Path
) -> None:
    desk("void", 2, "--yes")
    answer = desk("print", "shipments", 1, 2, 9, "--to", "slips.html")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == [
        "There is no shipment 9; name one that is there.",
        "Shipment 2 was voided; there is nothing of it to print.",
    ]
    assert not (folder / "slips.html").exists()


def test_another_kind_is_wrong_usage(desk: Backorder) -> None:
    answer = desk("print", "invoice", 1)
    assert answer.code == 2
    assert "picking, shipments" in answer.err


def test_a_file_that_cannot_be_written_is_a_sentence(desk: Backorder, folder: Path) -> None:
    answer = desk("print", "labels", 1, "--to", "no/such/place.html")
    assert answer.code == 1
    assert "place.html" in answer.err


def test_no_paper_takes_the_place_of_the_desk(desk: Backorder) -> None:
    for words in (("print", "labels", 1), ("report",)):
        answer = desk(*words, "--to", "desk.duckdb")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("desk.duckdb is a database, such as a desk or a backup, so nothing")
    assert desk("check").code == 0
