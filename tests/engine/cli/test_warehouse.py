"""``backorder warehouse``: R47."""

from __future__ import annotations

import pytest

from tests.engine.cli.command_line import Backorder


def test_r47_a_warehouse_is_made_renamed_closed_and_opened_by_command(desk: Backorder) -> None:
    assert desk("warehouse", "EAST").out == "Warehouse EAST (EAST) is open.\n"
    assert desk("warehouse", "EAST", "--name", "East hall").out == "Warehouse EAST (East hall) is open.\n"
    assert desk("warehouse", "EAST", "--close").out == "Warehouse EAST (East hall) is closed.\n"
    assert desk("--json", "warehouse", "EAST", "--open").json == {
        "warehouse": "EAST",
        "name": "East hall",
        "closed": False,
        "is_home": False,
        "keeping_open": [],
    }


def test_without_a_code_all_warehouses_are_listed(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    lines = desk("warehouse").out.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "warehouse name state",
        "MAIN Main warehouse open, and meant where none is named",
        "EAST EAST open",
    ]
    assert [row["warehouse"] for row in desk("--json", "warehouse").json] == ["MAIN", "EAST"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("WEST", "--close"), 1, "There is no warehouse WEST; check the spelling or add it first."),
        (("MAIN", "--close"), 1, "so it cannot be closed; close another, or rename it."),
        (("MAIN", "--open", "--close"), 2, "--close and --open exclude each other."),
        (("--close",), 2, "name the warehouse that is meant."),
    ],
)
def test_r47_what_cannot_be_is_refused_in_a_sentence(
    desk: Backorder, words: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = desk("warehouse", *words)
    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err
