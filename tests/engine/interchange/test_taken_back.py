"""The undo of a file takes back what the file made, and the file comes in once more as if it never had."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import catalogue, orders, undo
from engine.errors import InactiveCustomer
from engine.orders import entry
from engine.rules.profile import CellSource, Profile
from engine.undo import NothingOfItCanBeUndone
from tests.bench.measuring import counting, timed
from tests.examples import drawing
from tests.papers import Papers
from tests.story import Story

BOOKED = Profile(
    "booked",
    "orders",
    {
        "order": CellSource(("order",)),
        "customer": CellSource(("who",)),
        "lic": CellSource(("lic",)),
        "qty": CellSource(("qty",)),
        "priority": CellSource(("priority",)),
        "warehouse": CellSource(("from",)),
    },
    made={
        "customers": {
            "customer": CellSource(("who",)),
            "name": CellSource(("called",)),
            "email": CellSource(("mail",)),
        },
        "items": {"lic": CellSource(("lic",)), "description": CellSource(("what",))},
        "warehouses": {"warehouse": CellSource(("from",))},
    },
)
HEAD = "order,who,called,mail,lic,what,qty,priority,from\n"
FILE = HEAD + "1,inn,Inn,a@b.example,mug,Mug,2,,\n1,inn,,,book,Book,1,,\n2,school,,,mug,Mug,1,,\n"


def brought(papers: Papers, text: str = FILE) -> int:
    """The file is imported; the first row of the record log that it wrote."""
    papers.bring("orders", text, profile=BOOKED)
    first: int = papers.desk.ask(undo.last_action).first_log_id
    return first


def active(papers: Papers) -> tuple[list[str], list[str]]:
    """The LICs and the customers that are active."""
    on_sale = papers.out("items").filter("active")["lic"]
    return sorted(on_sale), sorted(papers.desk.ask(catalogue.customers)["code"])


def test_what_a_file_made_and_only_its_orders_name_is_put_away_with_them(papers: Papers) -> None:
    before = active(papers)
    undone = papers.desk.undo(log_id=brought(papers))
    assert undone.refused == []
    assert active(papers) == before
    assert [sentence for sentence in undone.done if "from now on" in sentence] == [
        "Customer inn is inactive from now on: only what was cancelled names it (what Ann did was undone).",
        "LIC mug is inactive from now on: only what was cancelled names it (what Ann did was undone).",
    ]


def test_the_preview_says_what_will_be_put_away_and_what_stays_and_why(papers: Papers) -> None:
    first = brought(papers)
    number = papers.desk.order("mug 1")
    shown = undo.preview(papers.desk.session, actor="Ann", log_id=first)
    assert shown.refused == [f"LIC mug stays: order {number} has it by now."]
    assert any(sentence.startswith("Customer inn is inactive from now on") for sentence in shown.done)
    undone = papers.desk.undo(log_id=first)
    assert (undone.done, undone.refused) == (shown.done, shown.refused)


def test_what_an_undo_put_away_comes_with_the_undo_of_the_undo(papers: Papers) -> None:
    first = brought(papers)
    after = active(papers)
    run_id = papers.desk.undo(log_id=first).run_id
    papers.desk.undo(run_id=run_id)
    assert active(papers) == after
    assert papers.desk.state("1") == "2 backordered, 1 backordered"


def test_nothing_is_ordered_for_a_customer_that_is_put_away(papers: Papers) -> None:
    papers.desk.undo(log_id=brought(papers))
    with pytest.raises(InactiveCustomer, match="import customers with active true"):
        papers.desk.order("book 1", customer="inn")
    number = papers.desk.draft("book 1")
    with pytest.raises(InactiveCustomer), papers.desk.act() as tx:
        entry.change_customer(tx, number, "inn")
    [problem] = papers.refused("orders", "order,customer,lic,qty\n9,inn,book,1\n")
    assert problem.startswith("Row 2: Customer inn is inactive")
    papers.bring("customers", "customer,active\ninn,true\n")
    assert papers.counts("orders", "order,customer,lic,qty\n9,inn,book,1\n") == (1, 0, 0)


def test_a_file_of_customers_says_once_whether_one_is_active(papers: Papers) -> None:
    [problem] = papers.refused("customers", "customer,location,active\ninn,A,true\ninn,B,false\n")
    assert "active" in problem


def test_a_warehouse_that_a_file_made_is_closed_with_its_undo_and_open_with_the_next(papers: Papers) -> None:
    text = HEAD + "1,inn,Inn,,mug,Mug,2,,EAST\n"
    undone = papers.desk.undo(log_id=brought(papers, text))
    assert papers.out("warehouses").filter(warehouse="EAST")["closed"].to_list() == [True]
    assert "Warehouse EAST is closed from now on" in " ".join(undone.done)
    brought(papers, text)
    assert papers.out("warehouses").filter(warehouse="EAST")["closed"].to_list() == [False]


def test_a_file_comes_again_after_its_undo_with_what_was_wrong_in_it_mended(papers: Papers) -> None:
    papers.desk.undo(log_id=brought(papers))
    mended = HEAD + "1,inn,Harbour Inn,c@d.example,mug,Blue mug,5,3,\n2,college,,,mug,Mug,1,,\n"
    report = papers.bring("orders", mended, profile=BOOKED)
    assert (report.added, report.updated, report.unchanged, report.notes) == (2, 0, 0, [])
    assert report.made == {"items": 1, "customers": 1}
    lines = papers.out("lines").filter(pl.col("state") != "cancelled")
    assert lines.select("order", "customer", "priority", "line", "qty").rows() == [
        ("1", "inn", 3, 3, Decimal(5)),
        ("2", "college", 0, 2, Decimal(1)),
    ]
    assert papers.out("customers").filter(customer="inn").select("name", "email", "active").rows() == [
        ("Harbour Inn", "c@d.example", True)
    ]
    assert papers.out("items").filter(lic="mug")["description"].to_list() == ["Blue mug"]
    assert papers.counts("orders", mended, profile=BOOKED) == (0, 0, 2)


def test_that_import_can_be_undone_as_well(papers: Papers) -> None:
    before = active(papers)
    papers.desk.undo(log_id=brought(papers))
    first = brought(papers, FILE.replace("1,inn", "1,college"))
    undone = papers.desk.undo(log_id=first)
    assert undone.refused == []
    assert active(papers) == before
    assert papers.out("lines")["state"].unique().to_list() == ["cancelled"]


def test_what_others_ordered_since_stays_active_where_that_import_is_undone(papers: Papers) -> None:
    papers.desk.undo(log_id=brought(papers))
    first = brought(papers)
    papers.desk.order("mug 1", customer="inn")
    undone = papers.desk.undo(log_id=first)
    assert sorted(undone.refused) == [
        "Customer inn: active stays: an order that stays wants it.",
        "LIC mug: active stays: an order that stays wants it.",
    ]


def test_an_order_that_a_person_cancelled_stays_void_where_its_file_comes_again(papers: Papers) -> None:
    brought(papers)
    with papers.desk.act() as tx:
        orders.cancel_order(tx, "1")
    report = papers.bring("orders", FILE, profile=BOOKED)
    assert (report.added, report.unchanged) == (0, 2)
    assert report.notes[0].startswith("Void, and left so")


def test_orders_that_come_in_anew_and_new_ones_are_entered_in_the_order_of_the_file(papers: Papers) -> None:
    papers.desk.undo(log_id=brought(papers))
    brought(papers, HEAD + "3,school,,,mug,Mug,1,,\n1,inn,,,mug,Mug,1,,\n")
    queue = papers.out("queue").filter(lic="mug").sort("entry_seq")
    assert queue["order"].to_list() == ["3", "1"]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["school", "inn", "bar"]),
        st.sampled_from(["book", "pen", "mug", "cup"]),
        st.integers(1, 9),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=6,
)


def text_of(rows: list[tuple[str, str, int, int]]) -> str:
    """A file with an order for each row."""
    return HEAD + "".join(
        f"{number},{who},{who.title()},,{lic},{lic.title()},{qty},{priority},\n"
        for number, (who, lic, qty, priority) in enumerate(rows, start=100)
    )


def seen(papers: Papers) -> list[Any]:
    """What waits and what each has, in the order of the queue."""
    found = papers.out("queue").sort("entry_seq", "line")
    return found.select("order", "lic", "priority", "qty", "state", "whole").rows()


@drawing(8)
@given(
    stock=st.integers(0, 12),
    first=ROWS,
    second=ROWS,
    between=st.lists(st.sampled_from(["book", "pen", "mug", "cup"]), max_size=2),
)
def test_on_random_desks_an_undone_file_leaves_nothing_and_the_next_is_as_if_it_were_the_first(
    tmp_path_factory: pytest.TempPathFactory,
    stock: int,
    first: list[tuple[str, str, int, int]],
    second: list[tuple[str, str, int, int]],
    between: list[str],
) -> None:
    folder: Path = tmp_path_factory.mktemp("papers")
    papers = Papers(Story(book=stock, pen=stock), folder)
    before = active(papers)
    row = brought(papers, text_of(first))
    made = {lic for _, lic, _, _ in first} | {"book", "pen"}
    typed = [papers.desk.order(f"{lic} 2") for lic in between if lic in made]
    undone = papers.desk.undo(log_id=row)
    papers.desk.prove()
    wanted = sorted({*before[0], *(lic for lic in between if lic in made)})
    assert active(papers) == (wanted, before[1])
    assert all("stays: order" in sentence for sentence in undone.refused)
    for number in typed:
        with papers.desk.act() as tx:
            orders.cancel_order(tx, number)
    papers.bring("orders", text_of(second), profile=BOOKED)
    fresh = Papers(Story(book=stock, pen=stock), folder)
    fresh.bring("orders", text_of(second), profile=BOOKED)
    assert seen(papers) == seen(fresh)


def test_a_file_that_made_nothing_but_what_moved_since_is_not_undone(papers: Papers) -> None:
    papers.bring("items", "lic\nmug\n")
    first = papers.desk.ask(undo.last_action).first_log_id
    papers.desk.adjust("mug", 3)
    with pytest.raises(NothingOfItCanBeUndone, match="LIC mug stays: it has moved by now"):
        papers.desk.undo(log_id=first)


def statements_to_undo(papers: Papers, *numbers: int) -> int:
    """How many statements the undo of a file with these orders runs."""
    brought(
        papers, HEAD + "".join(f"{number},inn,,,mug,,2,,\n{number},inn,,,book,,1,,\n" for number in numbers)
    )
    with counting():
        return timed(papers.desk.undo).statements


def test_a_file_is_undone_by_as_many_statements_whatever_it_brought(papers: Papers) -> None:
    statements_to_undo(papers, 1, 2)  # the first one asks what a desk remembers from one act to the next
    few, many = statements_to_undo(papers, 3, 4), statements_to_undo(papers, *range(5, 35))
    assert many == few


@pytest.mark.parametrize("who", ["inn", "college"])
def test_the_undo_of_the_first_undo_gives_no_customer_the_lines_of_another(papers: Papers, who: str) -> None:
    """The order came in again as another's, and that was undone as well."""
    run_id = papers.desk.undo(log_id=brought(papers)).run_id
    papers.desk.undo(log_id=brought(papers, HEAD + f"1,{who},Who,,mug,Mug,3,,\n"))
    if who == "inn":
        assert papers.desk.undo(run_id=run_id).refused == []
        assert papers.desk.order_state("1") == "open"
    else:
        refused = papers.desk.undo(run_id=run_id).refused
        assert any("stay cancelled: the order came in again for customer college" in one for one in refused)
        assert papers.desk.order_state("1") == "void"
    papers.desk.prove()
