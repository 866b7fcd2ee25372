"""Questions on the command line: why, until when, and which dates a late purchase order moves (R40, R41)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine import cli
from engine.model import Policy
from engine.store import open_desk
from tests.story import Story

LONG_AGO = date(2001, 3, 10)
SOON, LATER = date(2199, 3, 10), date(2199, 3, 20)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A desk in a file: five books wait for a purchase order."""
    path = tmp_path / "desk.duckdb"
    monkeypatch.setenv("BACKORDER_DB", str(path))
    monkeypatch.setenv("BACKORDER_ACTOR", "Ann")
    session = open_desk(path, name="a test")
    story = Story(session, book=0)
    names = {"order": story.order("book 5"), "po": story.purchase("book", 5, expected_on=SOON)}
    session.close()
    return names


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_late_moves_the_dates_and_says_which(
    asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(capsys, "late", asked["po"], str(LATER))
    assert code == 0
    assert out.startswith(f"Purchase order {asked['po']} is expected on 2199-03-20; 1 date moved.\n")
    row = " ".join(out.splitlines()[-1].split())
    moves = f"by 10 Mar 2199 ({asked['po']}) by 20 Mar 2199 ({asked['po']})"
    assert row == f"{asked['order']} school 1 book 2199-03-10 {moves}"


def test_explain_tells_the_first_promise_and_every_change(
    asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "late", asked["po"], str(LATER))
    _, out, _ = said(capsys, "explain", asked["order"])
    assert "First promised 10 Mar 2199; the day changed 2 times." in out
    assert f"by 20 Mar 2199 ({asked['po']}): purchase order {asked['po']} moved to 2199-03-20. By Ann." in out
    _, text, _ = said(capsys, "--json", "explain", asked["order"])
    told: list[dict[str, Any]] = json.loads(text)
    assert [row["promised_on"] for row in told[0]["history"]] == [None, str(SOON), str(LATER)]


def test_r40_explain_says_that_the_supply_is_late_and_json_has_its_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    session = open_desk(tmp_path / "desk.duckdb", name="a test")
    story = Story(session, book=0)
    order, po = story.order("book 5"), story.purchase("book", 5, expected_on=LONG_AGO)
    session.close()
    _, out, _ = said(capsys, "explain", order)
    assert f"\n  Purchase order {po}, which it waits for, is " in out
    assert "days late: it was due on 10 Mar 2001.\n" in out
    _, text, _ = said(capsys, "--json", "explain", order)
    (late,) = json.loads(text)[0]["late_supply"]
    assert (late["po"], late["expected_on"], late["days_late"] > 9000) == (po, str(LONG_AGO), True)


def test_r40_explain_says_when_a_complete_order_can_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    session = open_desk(tmp_path / "desk.duckdb", name="a test")
    story = Story(session, book=0, pen=0)
    order, partial = story.complete("book 5", "pen 2"), story.order("book 1")
    story.purchase("book", 6, expected_on=SOON)
    story.purchase("pen", 2, expected_on=LATER)
    session.close()
    _, out, _ = said(capsys, "explain", order)
    assert out.startswith("The order can leave complete by 20 Mar 2199.\nLine 1: ")
    assert out.count("can leave complete") == 1
    _, text, _ = said(capsys, "--json", "explain", order, "1")
    assert [row["order_leaves"] for row in json.loads(text)] == [
        {"on": str(LATER), "said": "The order can leave complete by 20 Mar 2199."}
    ]
    _, text, _ = said(capsys, "--json", "explain", partial)
    assert [row["order_leaves"] for row in json.loads(text)] == [None]


def test_compare_has_a_column_for_each_policy_and_json_a_record(
    asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = said(capsys, "compare")
    told = [line.split() for line in out.splitlines()]
    assert told[:2] == [["figure", *Policy], ["in_force", "yes", *["no"] * (len(Policy) - 1)]]
    assert ["lines_waiting", *["1"] * len(Policy)] in told
    _, text, _ = said(capsys, "--json", "compare")
    assert [(row["policy"], row["lines_waiting"]) for row in json.loads(text)] == [
        (policy, 1) for policy in Policy
    ]


def test_compare_on_a_desk_without_orders_says_so(
    asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "cancel", asked["order"])
    assert said(capsys, "compare") == (0, "No order is open, so there is nothing to compare.\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("late", "PO9", "2199-03-20"), 1, "no purchase order PO9"),
        (("late", "PO101", "2001-01-01"), 1, "has passed"),
        (("late", "PO101", "soon"), 2, "soon"),
        (("explain", "nothing"), 1, "no order nothing"),
    ],
)
def test_bad_questions_are_refused_in_a_line(
    asked: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    answered, out, err = said(capsys, *arguments)
    assert (answered, out, len(err.splitlines())) == (code, "", 1)
    assert words in err


def test_instants_are_written_as_on_the_pages_and_as_iso_in_json(
    asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "sweep", "primary")
    for question, field in ((("explain", asked["order"]), "since_at"), (("schedule",), "last_started_at")):
        _, out, _ = said(capsys, *question)
        assert re.search(r"\b\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d\b", out)
        assert not re.search(r"\d{4}-\d\d-\d\d", out)
        _, text, _ = said(capsys, "--json", *question)
        assert re.search(rf'"{field}": "\d{{4}}-\d\d-\d\dT[\d:.]+Z"', text)
