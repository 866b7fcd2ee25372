"""``backorder transfer``: R47."""

from __future__ import annotations

import pytest

from tests.engine.cli.command_line import Backorder


def test_r47_a_transfer_is_written_listed_and_called_off(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    answer = desk("transfer", "book=5", "--from", "MAIN", "--into", "EAST", "--expected", "2199-01-01")
    assert answer.out == (
        "Transfer TR101 is pending: 5 from MAIN into EAST. backorder send TR101 lets it leave.\n"
    )
    (row,) = desk("--json", "transfer").json
    assert (row["transfer"], row["state"], row["expected_on"]) == ("TR101", "pending", "2199-01-01")
    assert desk("transfer", "--cancel", "TR101").out.startswith("Transfer TR101 is cancelled")
    assert desk("transfer").out.splitlines()[1].split()[:2] == ["TR101", "void"]


def test_r47_a_cancelled_transfer_says_where_its_goods_are(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    for _ in range(2):
        desk("transfer", "book=5", "--from", "MAIN", "--into", "EAST")
    desk("send", "TR102", "--yes")
    assert desk("transfer", "--cancel", " TR101 ").out == "Transfer TR101 is cancelled.\n"
    assert desk("transfer", "--cancel", "TR102").out == (
        "Transfer TR102 is cancelled; what was in transit lies at its source.\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("book=5",), 2, "name what goes and --from where"),
        (("--from", "MAIN"), 2, "name what goes and --from where"),
        (("--into", "MAIN"), 2, "name what goes and --from where"),
        (("--cancel", "TR9"), 1, "There is no transfer TR9"),
        (("book=5", "--from", "MAIN"), 1, "both are MAIN; name another."),
        (("book=5", "--from", "EAST"), 1, "There is no warehouse EAST"),
        (("--cancel", "P1"), 1, "P1 is a purchase order and no transfer"),
        (("book", "--from", "MAIN"), 2, "book is not LIC=QTY"),
        (("book=5", "--from", "MAIN", "--expected", "soon"), 2, "soon is not a day such as 2026-12-05"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    desk: Backorder, words: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = desk("transfer", *words)
    assert answer.code == code
    assert sentence in answer.err


def test_a_desk_without_transfers_says_so(desk: Backorder) -> None:
    assert desk("transfer").out == "There are no transfers.\n"
