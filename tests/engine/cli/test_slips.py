"""``backorder slips``, and the same as a file (R40)."""

from __future__ import annotations

from tests.engine.cli.command_line import LATER, Backorder

Waiting = dict[str, str]


def test_slips_says_what_moved_promises_to_a_later_day(backorder: Backorder, waiting: Waiting) -> None:
    assert backorder("slips").out == "No promise ever slipped.\n"
    assert backorder("--json", "slips").json == []
    backorder("late", waiting["po"], LATER)
    header, row = (line.split() for line in backorder("slips").out.splitlines())
    assert header == ["cause", "slips", "lines", "qty", "days", "without_day"]
    assert " ".join(row) == "a purchase order moved to another day 1 1 5 10 0"
    by_vendor = backorder("--json", "slips", "--by", "vendor").json
    assert [(row["vendor"], row["slips"], row["days"]) for row in by_vendor] == [("press", 1, 10)]
    by_customer = backorder("--json", "slips", "--by", "customer").json
    assert [(row["customer"], row["customer_name"]) for row in by_customer] == [("school", "School")]
    assert backorder("export", "slips").out.splitlines() == [
        "vendor,customer,cause,slips,lines,qty,days,without_day",
        "press,school,a purchase order moved to another day,1,1,5,10,0",
    ]


def test_slips_by_something_else_is_refused_with_what_is_known(
    backorder: Backorder, waiting: Waiting
) -> None:
    answer = backorder("slips", "--by", "moon")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "cause" in answer.err
