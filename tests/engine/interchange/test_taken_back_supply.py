"""Purchase orders and transfers whose import was undone come in once more, under their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from engine import log, supply, undo
from engine.errors import Refused
from engine.past import history
from engine.quantities import plain
from engine.undo import NothingOfItCanBeUndone
from tests.papers import Papers
from tests.two_warehouses import balances, two_warehouses

BOUGHT = (
    "po,vendor,lic,qty,expected_on,warehouse\n"
    "P1,press,book,30,2026-04-01,\n"
    "P1,press,pen,10,,\n"
    "P2,press,book,5,,\n"
)
MOVED = "transfer,from_warehouse,lic,qty,expected_on,warehouse\nT1,EAST,book,6,2026-04-01,MAIN\n"
KINDS = pytest.mark.parametrize(
    ("kind", "text"), [("purchase-orders", BOUGHT), ("transfers", MOVED)], ids=["bought", "moved"]
)


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    """A desk with books in two warehouses, a LIC without any, and a second vendor."""
    papers = Papers(two_warehouses(3, 9), tmp_path)
    papers.bring("items", "lic\npen\n")
    papers.bring("vendors", "vendor\nink-co\n")
    return papers


def brought(papers: Papers, kind: str, text: str) -> int:
    """The file is imported; the first row of the record log that it wrote."""
    assert papers.bring(kind, text).notes == []
    first: int = papers.desk.ask(undo.last_action).first_log_id
    return first


def taken_back(papers: Papers, kind: str, text: str) -> int:
    """The file is imported, and that is undone; the run of the undo."""
    undone = papers.desk.undo(log_id=brought(papers, kind, text))
    assert undone.refused == []
    assert undone.run_id is not None
    papers.desk.prove()
    return undone.run_id


def stands(papers: Papers, kind: str) -> list[Any]:
    """Every line of a kind that brings something."""
    found = papers.out(kind)
    number = "transfer" if kind == "transfers" else "po"
    found = found if kind == "transfers" else found.filter(pl.col("state") != "void")
    return found.select(number, "lic", "qty", "expected_on").rows()


@KINDS
def test_the_file_comes_in_again_as_if_it_never_had(papers: Papers, kind: str, text: str) -> None:
    before = balances(papers.desk, "total"), balances(papers.desk, "on_hand")
    first = brought(papers, kind, text)
    after = stands(papers, kind), balances(papers.desk, "total"), balances(papers.desk, "on_hand")
    papers.desk.undo(log_id=first)
    assert (balances(papers.desk, "total"), balances(papers.desk, "on_hand")) == before
    again = brought(papers, kind, text)
    assert (stands(papers, kind), balances(papers.desk, "total"), balances(papers.desk, "on_hand")) == after
    assert papers.counts(kind, text) == (0, 0, 1 if kind == "transfers" else 2)
    undone = papers.desk.undo(log_id=again)
    papers.desk.prove()
    assert undone.refused == []
    assert (balances(papers.desk, "total"), balances(papers.desk, "on_hand")) == before
    brought(papers, kind, text)
    assert (stands(papers, kind), balances(papers.desk, "total"), balances(papers.desk, "on_hand")) == after


def test_a_purchase_order_comes_again_with_what_was_wrong_in_its_file_mended(papers: Papers) -> None:
    taken_back(papers, "purchase-orders", BOUGHT)
    mended = "po,vendor,lic,qty,expected_on,warehouse\nP1,ink-co,book,20,2026-05-01,EAST\nP3,press,pen,1,,\n"
    assert papers.counts("purchase-orders", mended) == (2, 0, 0)
    assert balances(papers.desk, "on_order") == ("0", "20")
    assert papers.counts("purchase-orders", mended) == (0, 0, 2)
    [problem] = papers.refused("purchase-orders", mended.replace("20,2026", "21,2026"))
    assert "quantity of book 21 instead of 20" in problem
    assert papers.counts("purchase-orders", mended.replace("20,2026", "21,2026"), update=True) == (0, 1, 1)
    rows = papers.desk.ask(log.search, po_id=papers.desk.ask(supply.find, "P1")["po_id"])
    rows = rows.filter((pl.col("field") != "qty") & (pl.col("field") != "expected_on")).sort("log_id")
    sentences = rows["sentence"].to_list()
    assert sentences == [
        "Purchase order P1 was started from a file.",
        "Purchase order P1 was opened.",
        "Purchase order P1 is cancelled (what Ann did was undone).",
        "Purchase order P1: vendor is ink-co now, not press.",
        "Purchase order P1: warehouse is EAST now, not MAIN.",
        "Purchase order P1 was started again from a file.",
        "Purchase order P1 was opened.",
    ]
    assert papers.desk.ask(supply.find, "P1")["started_by"] == "Ann"


def test_as_of_the_first_import_its_units_were_on_order_where_it_said(papers: Papers) -> None:
    """A file may bring its purchase order in anew into another warehouse; the past stays where it was."""
    first = brought(papers, "purchase-orders", BOUGHT)
    papers.desk.undo(log_id=first)
    brought(
        papers, "purchase-orders", BOUGHT.replace("04-01,", "04-01,EAST").replace("pen,10,,", "pen,10,,EAST")
    )
    past = papers.desk.ask(lambda tx: history.look(tx, history.after_row(tx, first), "book")).balances
    on_order = {row["warehouse"]: plain(row["on_order"]) for row in past.to_dicts()}
    assert on_order == {"MAIN": "35", "EAST": "0"}
    assert balances(papers.desk, "on_order") == ("5", "30")


def test_a_transfer_comes_again_the_other_way(papers: Papers) -> None:
    taken_back(papers, "transfers", MOVED)
    mended = MOVED.replace("T1,EAST,book,6,2026-04-01,MAIN", "T1,MAIN,book,2,2026-04-01,EAST")
    assert papers.counts("transfers", mended) == (1, 0, 0)
    assert (balances(papers.desk, "on_hand"), balances(papers.desk, "on_order")) == (("1", "9"), ("0", "2"))


@KINDS
def test_what_a_person_cancelled_stays_void_and_is_named(papers: Papers, kind: str, text: str) -> None:
    number = "T1" if kind == "transfers" else "P1"
    brought(papers, kind, text)
    with papers.desk.act() as tx:
        supply.void_po(tx, number)
    report = papers.bring(kind, text)
    assert report.added == 0
    assert report.notes[0].startswith("Void, and left so")
    run_id = papers.desk.undo().run_id  # of the void
    papers.desk.undo(run_id=run_id)  # and it is void again
    assert papers.bring(kind, text).notes[0].startswith("Void, and left so")


@KINDS
def test_an_undo_that_was_undone_and_done_again_gives_the_number_back(
    papers: Papers, kind: str, text: str
) -> None:
    run_id = taken_back(papers, kind, text)
    again = papers.desk.undo(run_id=run_id).run_id
    assert papers.bring(kind, text).added == 0
    papers.desk.undo(run_id=again)
    brought(papers, kind, text)


@KINDS
def test_the_undo_of_the_undo_brings_nothing_twice(papers: Papers, kind: str, text: str) -> None:
    run_id = taken_back(papers, kind, text)
    brought(papers, kind, text)
    before = stands(papers, kind), balances(papers.desk, "total")
    with pytest.raises(undo.NothingOfItCanBeUndone, match="was started again since then"):
        papers.desk.undo(run_id=run_id)
    assert (stands(papers, kind), balances(papers.desk, "total")) == before


@pytest.mark.parametrize(
    ("kind", "first", "second", "number"),
    [
        (
            "purchase-orders",
            "po,vendor,lic,qty\nQ1,press,book,12\n",
            "po,vendor,lic,qty\nQ1,ink-co,pen,7\n",
            "Q1",
        ),
        (
            "transfers",
            "transfer,from_warehouse,lic,qty,warehouse\nT1,EAST,book,4,MAIN\n",
            "transfer,from_warehouse,lic,qty,warehouse\nT1,MAIN,book,2,EAST\n",
            "T1",
        ),
    ],
    ids=["bought", "moved"],
)
def test_the_undo_of_the_first_undo_mixes_no_two_files(
    papers: Papers, kind: str, first: str, second: str, number: str
) -> None:
    """What came in again from elsewhere, and was undone as well, keeps away from the lines of before."""
    run_id = taken_back(papers, kind, first)
    taken_back(papers, kind, second)
    before = balances(papers.desk, "on_order")
    with pytest.raises(NothingOfItCanBeUndone, match=f"{number} stays void: it came in again from or to"):
        papers.desk.undo(run_id=run_id)
    assert balances(papers.desk, "on_order") == before
    papers.desk.prove()


def test_what_an_undo_left_of_it_is_named_when_the_file_comes_again(papers: Papers) -> None:
    first = brought(papers, "purchase-orders", BOUGHT)
    papers.desk.receive("P1", book=2)
    assert len(papers.desk.undo(log_id=first).refused) == 2
    report = papers.bring("purchase-orders", BOUGHT)
    assert (report.added, report.unchanged) == (1, 1)  # P2 comes in anew
    [note] = report.notes
    assert note == (
        "Less is wanted now than the file says, and left so because a file that comes again changes nothing: "
        "purchase order P1; add what is wanted anew where they are."
    )
    assert papers.bring("purchase-orders", BOUGHT.replace("P1,press,pen,10,,\n", "")).notes == []


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_number_of_a_transfer_is_none_for_a_purchase_order_nor_the_other_way(
    papers: Papers, *, is_undone: bool
) -> None:
    for kind, text in (("transfers", MOVED), ("purchase-orders", BOUGHT)):
        (taken_back if is_undone else brought)(papers, kind, text)
    for kind, text, taken in (
        ("purchase-orders", BOUGHT.replace("P2", "T1"), "Row 4: T1 is the number of a transfer already"),
        ("transfers", MOVED.replace("T1", "P1"), "Row 2: P1 is the number of a purchase order already"),
    ):
        for update in (False, True):
            with pytest.raises(Refused) as refused:
                papers.bring(kind, text, update=update)
            assert str(refused.value) == f"{taken}; give this one a number of its own."
