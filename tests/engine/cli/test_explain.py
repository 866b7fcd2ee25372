"""``backorder explain``: why, until when, and what was promised first (R40, R41)."""

from __future__ import annotations

import re

from tests.engine.cli.command_line import LATER, LONG_AGO, SOON, Backorder, Tell

Waiting = dict[str, str]


def test_explain_tells_the_first_promise_and_every_change(backorder: Backorder, waiting: Waiting) -> None:
    backorder("late", waiting["po"], LATER)
    out = backorder("explain", waiting["order"]).out
    assert "First promised 10 Mar 2199; the day changed 2 times." in out
    moved = f"purchase order {waiting['po']} moved to 20 Mar 2199. By Ann."
    assert f"by 20 Mar 2199 ({waiting['po']}): {moved}" in out
    rows = backorder("--json", "explain", waiting["order"]).json
    assert [row["promised_on"] for row in rows[0]["history"]] == [None, str(SOON), str(LATER)]


def test_a_day_that_never_changed_is_not_said_to_have_changed_no_times(
    backorder: Backorder, telling: Tell
) -> None:
    with telling(book=0) as story:
        story.purchase("book", 5, expected_on=SOON)
        order = story.order("book 5")
    assert "First promised 10 Mar 2199; that has not changed since.\n" in backorder("explain", order).out


def test_r40_explain_says_that_the_supply_is_late_and_json_has_its_facts(
    backorder: Backorder, telling: Tell
) -> None:
    with telling(book=0) as story:
        order, po = story.order("book 5"), story.purchase("book", 5, expected_on=LONG_AGO)
    out = backorder("explain", order).out
    assert f"\n  Purchase order {po}, which it waits for, is " in out
    assert "days late: it was due on 10 Mar 2001.\n" in out
    (late,) = backorder("--json", "explain", order).json[0]["late_supply"]
    assert (late["po"], late["expected_on"], late["days_late"] > 9000) == (po, str(LONG_AGO), True)


def test_r40_explain_says_when_a_complete_order_can_leave(backorder: Backorder, telling: Tell) -> None:
    with telling(book=0, pen=0) as story:
        order, partial = story.complete("book 5", "pen 2"), story.order("book 1")
        story.purchase("book", 6, expected_on=SOON)
        story.purchase("pen", 2, expected_on=LATER)
    out = backorder("explain", order).out
    assert out.startswith("The order can leave complete by 20 Mar 2199.\nLine 1: ")
    assert out.count("can leave complete") == 1
    assert [row["order_leaves"] for row in backorder("--json", "explain", order, 1).json] == [
        {"on": str(LATER), "said": "The order can leave complete by 20 Mar 2199."}
    ]
    assert [row["order_leaves"] for row in backorder("--json", "explain", partial).json] == [None]


def test_an_order_that_is_not_there_is_refused_in_a_line(backorder: Backorder, waiting: Waiting) -> None:
    answer = backorder("explain", "nothing")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "no order nothing" in answer.err


def test_instants_are_written_as_on_the_pages_and_as_iso_in_json(
    backorder: Backorder, waiting: Waiting
) -> None:
    backorder("sweep", "primary")
    for question, field in ((("explain", waiting["order"]), "since_at"), (("schedule",), "last_started_at")):
        out = backorder(*question).out
        assert re.search(r"\b\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d\b", out)
        assert not re.search(r"\d{4}-\d\d-\d\d", out)
        text = backorder("--json", *question).out
        assert re.search(rf'"{field}": "\d{{4}}-\d\d-\d\dT[\d:.]+Z"', text)
