"""A file read by a profile: columns, words, days, numbers, rows left out, cells filled down."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.interchange import kinds, reading, shaping
from engine.rules.profile import CellSource, Comparison, Days, Decimals, Profile, Rule
from tests.examples import examples
from tests.papers import Papers

SOURCES = {
    "order": CellSource(("No",)),
    "customer": CellSource(("Who",)),
    "lic": CellSource(("Article",)),
    "qty": CellSource(("Pieces",)),
}


def profile(**more: Any) -> Profile:
    return Profile(**{"name": "mine", "kind": "orders", "columns": SOURCES} | more)


def shaped(papers: Papers, text: str, one: Profile) -> shaping.Shaped:
    return shaping.shape(reading.read(papers.paper("file.csv", text)), one)


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=6)


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["orders", "items", "receipts"]), st.data())
def test_read_by_the_identity_a_file_is_what_it_is_without_a_profile(
    papers: Papers, kind: str, data: st.DataObject
) -> None:
    names = [column.name for column in kinds.columns(kind)]
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, cells)), max_size=4))
    sheet = reading.Sheet(
        papers.folder / "file.csv",
        names,
        pl.DataFrame(
            {"row": range(2, len(rows) + 2)}
            | {str(i): [row[one] or None for row in rows] for i, one in enumerate(names)},
            schema={"row": pl.UInt32} | {str(i): pl.String for i in range(len(names))},
        ),
    )
    identity = Profile("identity", kind, {name: CellSource((name,)) for name in names})
    by_profile = shaping.shape(sheet, identity)
    assert by_profile.table.equals(kinds.named(sheet, kind, {})[0])
    assert (by_profile.sentences, by_profile.has_others) == ([], False)


def test_the_rows_keep_their_numbers_so_that_a_problem_names_the_row_of_the_file(papers: Papers) -> None:
    text = "No,Who,Article,Pieces,State\n1,school,book,1,void\n2,school,book,many,\n3,school,nothing,1,\n"
    leaving = profile(leave_out=(Rule("State", Comparison.IS, ("void",)),))
    assert [one.partition(":")[0] for one in papers.refused("orders", text, profile=leaving)] == [
        "Row 3",
        "Row 4",
    ]


@pytest.mark.parametrize(
    ("comparison", "values", "left"),
    [
        (Comparison.IS, ("PAID", "unpaid"), [4, 5]),
        (Comparison.IS, ("",), [2, 3, 5]),
        (Comparison.IS_NOT, ("paid",), [2]),
        (Comparison.CONTAINS, ("pai", "x"), [4, 5]),
    ],
)
def test_a_rule_leaves_rows_out_whatever_their_letters(
    papers: Papers, comparison: Comparison, values: tuple[str, ...], left: list[int]
) -> None:
    text = "No,Who,Article,Pieces,State\n1,s,b,1,Paid\n1,s,b,1,unpaid \n1,s,b,1,\n1,s,b,1,returned\n"
    result = shaped(papers, text, profile(leave_out=(Rule("State", comparison, values),)))
    assert result.table["row"].to_list() == left
    [sentence] = result.sentences
    assert sentence.startswith(f"Left out {4 - len(left)} row")


def test_a_rule_about_a_column_that_is_not_there_leaves_nothing_out_and_says_so(papers: Papers) -> None:
    leaving = profile(leave_out=(Rule("State", Comparison.IS, ("void",)),))
    result = shaped(papers, "No,Who,Article,Pieces\n1,s,b,1\n", leaving)
    assert result.sentences == ["The file has no column State, so nothing is left out by it."]
    assert result.table.height == 1


def test_cells_are_filled_down_inside_their_record_and_no_further(papers: Papers) -> None:
    text = "No,Who,Article,Pieces,Day\n1,school,book,1,3.4.2026\n,,pen,1,\n2,,book,1,\n2,college,pen,1,\n"
    result = shaped(papers, text, profile(record="No", fill_down=("Who",)))
    assert result.table.select("order", "customer").rows() == [
        ("1", "school"),
        ("1", "school"),
        ("2", None),
        ("2", "college"),
    ]


def test_a_column_comes_from_the_first_header_that_holds_something_from_several_or_from_none(
    papers: Papers,
) -> None:
    columns = {
        "customer": CellSource(("Code", "Mail")),
        "name": CellSource(("First", "Last"), joined=" "),
        "location": CellSource(constant="SHOP"),
        "address": CellSource(("Street",), constant="unknown"),
    }
    text = "Code,Mail,First,Last,Street\nA,,Amy,Ash,1 Lane\n,b@b.example,Bob,,\n"
    result = shaped(papers, text, Profile("people", "customers", columns))
    assert result.table.drop("row", "email", "active").rows() == [
        ("A", "Amy Ash", "SHOP", "1 Lane"),
        ("b@b.example", "Bob", "SHOP", "unknown"),
    ]


def test_words_mean_others_a_blank_cell_and_any_other_word_too(papers: Papers) -> None:
    words = {"": "no", "yes please": "yes", "never": "", "*": "x"}
    columns = {"lic": CellSource(("L",)), "inventoried": CellSource(("I",), words=words)}
    result = shaped(papers, "L,I\na,\nb,Yes please\nc,Never\nd,else\n", Profile("p", "items", columns))
    assert result.table["inventoried"].to_list() == ["no", "yes", None, "x"]


def test_days_times_and_numbers_are_read_as_they_were_chosen(papers: Papers) -> None:
    columns = SOURCES | {
        "requested_on": CellSource(("Day",)),
        "entered_at": CellSource(("At",)),
        "unit_price": CellSource(("Price",)),
    }
    one = profile(columns=columns, days=Days.DAY_FIRST, time_zone="America/New_York", decimals=Decimals.COMMA)
    text = "No;Who;Article;Pieces;Day;At;Price\n1;school;book;1.000;03/04/2026;3.2.2026 9:00;€ 1.234,50\n"
    papers.bring("orders", text, profile=one)
    [line] = papers.out("lines").select("qty", "requested_on").rows()
    assert line == (Decimal(1000), date(2026, 4, 3))
    assert papers.out("orders")["unit_price"].to_list() == [Decimal("1234.5")]
    [typed] = papers.everything()["sales_order"]
    assert datetime(2026, 2, 3, 14, tzinfo=UTC).replace(tzinfo=None) in typed


def test_who_orders_may_stand_on_the_first_row_alone_and_freight_is_no_line(papers: Papers) -> None:
    """Case: an export read by its mapping alone."""
    text = "No,Who,Article,Pieces,Parcel\n1,school,book,1,\n1,,pen,2,\n1,,,,2nd day\n2,,,,late\n"
    mapping = {name: source.headers[0] for name, source in SOURCES.items()}
    report = papers.bring("orders", text, mapping=mapping)
    assert report.assumed == ["Left out 2 rows because nothing of a line stands there: row 4, row 5."]
    assert papers.out("lines").select("order", "customer", "lic").rows() == [
        ("1", "school", "book"),
        ("1", "school", "pen"),
    ]
    assert papers.refused("orders", "order,customer,lic,qty\n3,school,,\n") != []


@pytest.mark.parametrize(
    ("changes", "text", "sentence"),
    [
        ({"columns": SOURCES | {"colour": CellSource(("C",))}}, "No", "orders has no column colour"),
        (
            {"columns": {"order": CellSource(("No",))}},
            "No",
            "it lacks customer, lic, qty, needed for orders",
        ),
        ({"made": {"stock": {}}}, "No", "stock cannot be made of other rows"),
        ({"made": {"items": {}}}, "No", "it lacks lic, needed for items"),
        ({"kind": "notes"}, "No", "There is no kind of file called notes"),
        (
            {},
            "No,Who,Article\n1,s,b",
            "file.csv is no mine: it has no column Pieces, and qty comes from there",
        ),
        ({}, "No,Who,Article,Pieces,no\n1,s,b,1,2", "several columns called no"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    papers: Papers, changes: dict[str, Any], text: str, sentence: str
) -> None:
    with pytest.raises(DeskError) as caught:
        shaped(papers, text, profile(**changes))
    assert sentence in str(caught.value)


def test_two_columns_of_a_name_that_nobody_reads_do_not_matter(papers: Papers) -> None:
    assert shaped(papers, "No,Who,Article,Pieces,Tag,Tag\n1,s,b,1,x,y\n", profile()).table.height == 1


def test_a_profile_reads_its_own_kind_alone(papers: Papers) -> None:
    [problem] = papers.refused("items", "No,Who,Article,Pieces\n", profile=profile())
    assert problem.startswith("The profile mine reads files of orders, not of items")


def test_the_row_of_the_names_is_looked_for_under_a_title(papers: Papers) -> None:
    text = "Our orders,,,\nNo,Who,Article,Pieces\n1,school,book,1\n"
    assert papers.bring("orders", text, profile=profile()).added == 1
