"""Items, customers and vendors from files (R35, R38, section 10)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine import catalogue, replenishment
from tests.papers import Papers
from tests.story import Story


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=20), tmp_path)


def levels(papers: Papers) -> list[tuple[object, ...]]:
    frame: pl.DataFrame = papers.desk.ask(replenishment.proposal)
    return frame.select("lic", "warehouse", "level_qty", "target_qty").rows()


def test_items_are_added_with_the_usual_where_a_column_is_missing(papers: Papers) -> None:
    assert papers.counts("items", "lic\nchalk\n") == (1, 0, 0)
    chalk = papers.desk.ask(catalogue.item, "chalk")
    assert (chalk["inventoried"], chalk["decimals"], chalk["discontinued"], chalk["active"]) == (
        True,
        0,
        False,
        True,
    )


def test_items_of_a_known_code_are_updated_with_the_columns_given_and_the_others_stay(papers: Papers) -> None:
    papers.bring("items", "lic,description,unit_cost,vendor\nbook,Reader,2.5,press\n")
    assert papers.counts("items", "lic,unit_cost,description\nbook,3,\n") == (0, 1, 0)
    book = papers.desk.ask(catalogue.item, "book")
    assert (book["description"], book["unit_cost"], book["vendor"]) == ("Reader", Decimal(3), "press")


def test_every_changed_field_of_an_item_is_in_the_record_log(papers: Papers) -> None:
    papers.bring("items", "lic,description,vendor\nbook,Reader,press\n")
    sentences = papers.out("log").filter(record="item")["sentence"].to_list()[-2:]
    assert sentences == [
        "book: description changed from nothing to Reader.",
        "book: vendor changed from nothing to press.",
    ]


def test_the_same_items_twice_change_nothing_the_second_time(papers: Papers) -> None:
    text = "lic,description,decimals,replenish_level,target\nbook,Reader,0,10,50\npaper,Paper,2,,\n"
    assert papers.counts("items", text) == (1, 1, 0)
    before = papers.everything()
    assert papers.counts("items", text) == (0, 0, 2)
    assert papers.everything() == before


def test_r35_levels_are_set_where_both_are_given(papers: Papers) -> None:
    papers.bring(
        "items", "lic,vendor,replenish_level,target,order_multiple,minimum_order\nbook,press,10,50,6,12\n"
    )
    assert levels(papers) == [("book", "MAIN", Decimal(10), Decimal(50))]


def test_r35_a_lic_has_levels_of_its_own_in_each_warehouse(papers: Papers) -> None:
    with papers.desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    papers.bring("items", "lic,replenish_level,target,warehouse\nbook,10,50,\nbook,5,20,NORTH\n")
    assert levels(papers) == [
        ("book", "MAIN", Decimal(10), Decimal(50)),
        ("book", "NORTH", Decimal(5), Decimal(20)),
    ]


def test_r35_a_later_file_may_change_one_of_the_levels(papers: Papers) -> None:
    papers.bring("items", "lic,replenish_level,target\nbook,10,50\n")
    assert papers.counts("items", "lic,target\nbook,60\n") == (0, 1, 0)
    assert levels(papers) == [("book", "MAIN", Decimal(10), Decimal(60))]


def test_section_10_all_bad_items_are_told_at_once_and_nothing_is_saved(papers: Papers) -> None:
    papers.desk.item("hours", inventoried=False)
    assert papers.refused(
        "items",
        """
        lic,vendor,decimals,replenish_level,target,warehouse,inventoried
        chalk,nobody,,,,,
        paper,,5,,,,
        glue,,,10,10,,
        pen,,,10,,,
        ink,,,1.5,9,,
        hours,,,1,2,,
        nib,,,,,NOWHERE,
        cap,,,,,,
        cap,,,,,,
        ,,,,,,yes
        book,,1,,,,
        """,
    ) == [
        "Row 2: There is no vendor nobody; check the spelling or add it first.",
        "Row 3: In the column decimals, 5 is not one of 0, 1, 2, 3, 4; write one of these.",
        (
            "Row 4: The target 10 of glue must be above its replenish level 10; raise the target or "
            "lower the level."
        ),
        "Row 5: pen needs both a replenish level and a target; give both.",
        "Row 6: The quantity 1.5 of ink is not in whole units; round it.",
        "Row 7: hours is not an inventoried item, so it has no stock to replenish; name another.",
        "Row 8: There is no warehouse NOWHERE; check the spelling or add it first.",
        "Row 10: LIC cap was given on row 9 already; keep one of the two rows.",
        "Row 11: The column lic is empty; fill it in.",
        "Row 12: book is in use, so it cannot be made another kind of item; add a new LIC for the new kind.",
    ]


def test_rows_of_one_lic_that_contradict_each_other_are_refused(papers: Papers) -> None:
    with papers.desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    (problem,) = papers.refused(
        "items",
        "lic,description,replenish_level,target,warehouse\npen,Blue,1,2,\npen,Red,1,2,NORTH\n",
    )
    assert problem.startswith("Row 3: LIC pen is described otherwise than on row 2")


def test_customers_have_one_row_per_location_and_one_without_is_main(papers: Papers) -> None:
    text = "customer,name,location,address\nuni,University,,High St 1\nuni,,labs,Low St 2\nshop,,,\n"
    assert papers.counts("customers", text) == (3, 0, 0)
    assert papers.desk.ask(catalogue.locations, "uni").rows() == [("MAIN", "High St 1"), ("labs", "Low St 2")]
    assert papers.desk.ask(catalogue.customer, "shop")["name"] == "shop"
    before = papers.everything()
    assert papers.counts("customers", text) == (0, 0, 3)
    assert papers.everything() == before


def test_a_known_customer_is_updated_with_what_the_file_says(papers: Papers) -> None:
    papers.bring("customers", "customer,name,location,address\nschool,Old School,annex,Back St 3\n")
    assert papers.desk.ask(catalogue.customer, "school")["name"] == "Old School"
    assert papers.desk.ask(catalogue.locations, "school").rows() == [("MAIN", ""), ("annex", "Back St 3")]


def test_what_changes_of_a_customer_is_logged_in_the_same_order_each_time(papers: Papers) -> None:
    codes = [f"C{number}" for number in range(30)]
    papers.bring("customers", "customer,name\n" + "".join(f"{code},Old\n" for code in codes))
    rows = "".join(f"{code},New,no,{code}@school.example\n" for code in codes)
    papers.bring("customers", f"customer,name,active,email\n{rows}")
    logged = papers.out("log").filter(pl.col("record") == "customer", pl.col("field") != "added")
    changes = [(code, field) for code in codes for field in ("active", "email", "name")]
    assert logged.select("record_id", "field").rows() == changes


def test_a_row_without_a_location_is_about_the_first_one_of_a_customer_without_main(papers: Papers) -> None:
    papers.bring("customers", "customer,location\nuni,labs\n")
    assert papers.counts("customers", "customer,address\nuni,High St 1\n") == (0, 1, 0)
    assert papers.desk.ask(catalogue.locations, "uni").rows() == [("labs", "High St 1")]


def test_section_10_customers_given_twice_or_with_two_names_are_refused(papers: Papers) -> None:
    assert papers.refused(
        "customers", "customer,name,location\nuni,University,\nuni,,MAIN\nuni,Polytechnic,labs\n"
    ) == [
        "Row 3: Location MAIN of customer uni was given on row 2 already; keep one of the two rows.",
        (
            "Row 4: The name Polytechnic of customer uni differs from row 2, which says University; "
            "make them agree."
        ),
    ]


def test_vendors_are_added_updated_and_left_as_they_are(papers: Papers) -> None:
    text = "vendor,name,lead_time_days\nink-co,Ink & Co,7\npress,Press,5\n"
    assert papers.counts("vendors", text) == (1, 0, 1)
    assert papers.counts("vendors", "vendor,lead_time_days\nink-co,9\n") == (0, 1, 0)
    assert papers.desk.ask(catalogue.vendor, "ink-co")["name"] == "Ink & Co"
    assert papers.counts("vendors", "vendor,lead_time_days\nink-co,9\n") == (0, 0, 1)


def test_section_10_bad_vendors_are_refused(papers: Papers) -> None:
    assert papers.refused("vendors", "vendor,lead_time_days\na,x\nb,-1\na,\n") == [
        "Row 2: In the column lead_time_days, x is not a whole number of days up to 3650; write it like 7.",
        "Row 3: In the column lead_time_days, -1 is not a whole number of days up to 3650; write it like 7.",
        "Row 4: Vendor a was given on row 2 already; keep one of the two rows.",
    ]


def test_r47_warehouses_are_added_renamed_closed_and_opened_by_a_file(papers: Papers) -> None:
    text = "warehouse,name,closed\nNORTH,North hall,\nSOUTH,,yes\n"
    assert papers.counts("warehouses", text) == (2, 0, 0)
    assert papers.counts("warehouses", text) == (0, 0, 2)
    report = papers.bring("warehouses", "warehouse,name,closed\nNORTH,,yes\nSOUTH,South hall,no\nMAIN,,\n")
    assert (report.added, report.updated, report.unchanged) == (0, 2, 1)
    assert report.changed == [
        "Warehouse NORTH was closed.",
        "Warehouse SOUTH: name changed from SOUTH to South hall.",
        "Warehouse SOUTH was opened again.",
    ]
    assert papers.desk.ask(catalogue.warehouses).rows() == [
        ("MAIN", "Main warehouse", False),
        ("NORTH", "North hall", True),
        ("SOUTH", "South hall", False),
    ]


def test_r47_every_warehouse_of_a_file_that_cannot_be_closed_is_named(papers: Papers) -> None:
    with papers.desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    papers.bring("stock", "lic,qty,warehouse\nbook,4,NORTH\n")
    text = "warehouse,closed\nMAIN,yes\nNORTH,yes\nEAST,yes\nEAST,\nWEST,perhaps\n"
    problems = papers.refused("warehouses", text)
    assert [problem.partition(";")[0] for problem in problems] == [
        "Row 2: Warehouse MAIN is meant wherever none is named, so it cannot be closed",
        "Row 3: Warehouse NORTH cannot be closed while stock lies there (4 of book)",
        "Row 5: Warehouse EAST was given on row 4 already",
        "Row 6: In the column closed, perhaps is neither yes nor no",
    ]


def test_r47_a_file_of_warehouses_is_undone(papers: Papers) -> None:
    before = papers.desk.ask(catalogue.warehouses).rows()
    papers.bring("warehouses", "warehouse,name,closed\nMAIN,Home,\nSOUTH,South hall,yes\n")
    after = papers.desk.ask(catalogue.warehouses).rows()
    run_id = papers.desk.undo().run_id
    assert papers.desk.ask(catalogue.warehouses).rows() == before
    papers.desk.undo(run_id=run_id)
    assert papers.desk.ask(catalogue.warehouses).rows() == after


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("stock", "lic,qty,warehouse\nbook,5,SOUTH\n"),
        ("orders", "order,customer,lic,qty,warehouse\nA1,school,book,5,SOUTH\n"),
        ("purchase-orders", "po,vendor,lic,qty,warehouse\nP1,press,book,5,SOUTH\n"),
        ("adjustments", "reference,lic,qty,reason,warehouse\nC1,book,5,count,SOUTH\n"),
    ],
)
def test_r47_rows_for_a_closed_warehouse_are_refused(papers: Papers, kind: str, text: str) -> None:
    papers.bring("warehouses", "warehouse,closed\nSOUTH,yes\n")
    assert papers.refused(kind, text) == ["Row 2: Warehouse SOUTH is closed; open it again, or name another."]
