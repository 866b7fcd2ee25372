"""``backorder send``: R47, R23."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r47_what_is_sent_is_in_transit_until_it_is_received_or_missing(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    desk("adjust", "book", "20", "--reason", "found", "--warehouse", "EAST")
    desk("transfer", "book=9", "--from", "EAST")
    assert (
        desk("send", "TR101", "book=8", "--expected", "2199-01-01").out == "Transfer TR101 is in transit.\n"
    )
    assert desk("late", "TR101", "2199-01-05").out.startswith("Transfer TR101 is expected on 5 Jan 2199; ")
    answer = desk("receive", "TR101", "book=5", "--missing", "book=2", "--reason", "damaged")
    assert answer.out == "Receipt 1 is booked against transfer TR101. What is missing is noted.\n"
    assert desk("receive", "TR101", "--missing", "book=1", "--reason", "not-sent").out == (
        "Nothing came with transfer TR101. What is missing is noted. "
        "Nothing more of it is to come; it is closed.\n"
    )
    (row,) = desk("--json", "transfer").json
    assert (row["state"], row["qty"], row["received"]) == ("received", 7, 7)
    assert desk("check").code == 0


def test_r23_who_loses_by_it_is_said(desk: Backorder) -> None:
    desk("warehouse", "EAST")
    number = desk("--json", "transfer", "book=3", "--from", "MAIN", "--into", "EAST").json["transfer"]
    assert desk("send", number, "--yes").out == (f"Transfer {number} is in transit. 1 line lost 3.\n")
    assert desk("send", number).code == 1


def test_a_number_that_is_no_transfer_is_refused(desk: Backorder) -> None:
    assert "P1 is a purchase order and no transfer; name a transfer." in desk("send", "P1").err
    assert "name what came" in desk("receive", "P1").err
