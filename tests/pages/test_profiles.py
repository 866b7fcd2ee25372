"""Files as they come, on the page: recognised, mapped, tried out, kept under a name."""

from __future__ import annotations

from typing import Any

import pytest

from engine import catalogue, profiles
from engine.interchange import exporting, importing
from engine.interchange.reports import ImportReport
from engine.rules.profile import CellSource, Comparison, Days, Rule
from engine.rules.shops import SHOPS
from tests.pages.screen import Screen
from tests.shop_files import order, shopify_orders
from tests.story import Story

EXPORT = shopify_orders(
    order("#2", "bob@shop.example", ("book", 2), ("mug", 1), at="2026-02-21 10:00:00 -0500"),
    order("#1", "amy@shop.example", ("book", 30), at="2026-02-20 10:00:00 -0500"),
)
LIST = """Bestellnr,Kunde,Artikel,Menge,Datum,Status
7,school,book,3,03/04/2026,open
8,school,book,2,03/04/2026,void
"""


@pytest.fixture
def imports() -> Screen:
    return Screen("preferences", tab="Import")


def lines(story: Story) -> list[tuple[object, ...]]:
    frame = exporting.export_frame(story.session, "lines")
    return frame.select("order", "customer", "lic", "qty", "state").rows()


def test_a_shop_s_export_is_recognised_when_it_is_dropped_and_loads(story: Story, imports: Screen) -> None:
    imports.upload("orders_export.csv", EXPORT)
    assert "This looks like a Shopify order export." in imports.text
    assert "3 rows: 2 orders new. 1 LIC made of them. 2 customers made of them." in imports.text
    imports.click("Import 3 rows")
    assert lines(story) == [
        ("#1", "amy@shop.example", "book", 20, "allotted"),
        ("#1", "amy@shop.example", "book", 10, "backordered"),
        ("#2", "bob@shop.example", "book", 2, "backordered"),
        ("#2", "bob@shop.example", "mug", 1, "backordered"),
    ]


def test_the_headers_tell_what_is_in_a_file_and_what_is_called_so_in_it(
    story: Story, imports: Screen
) -> None:
    invoices = "InvoiceNo,StockCode,Description,Quantity,CustomerID\n9,lamp,Desk lamp,2,school\n"
    imports.upload("invoices.csv", invoices)
    imports.switch("Make LICs that are not known", on=True).again().click("Try it out").click("Import 1 row")
    assert imports.successes == ["Orders: 1 row: 1 order new. 1 LIC made of them."]
    assert imports.has("Undo")
    assert story.ask(catalogue.item, "lamp")["description"] == "Desk lamp"


def test_a_file_is_tried_out_once_and_imported_once(
    story: Story, imports: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[bool] = []
    bring = importing.import_file

    def noted(*args: Any, **how: Any) -> ImportReport:
        did.append(how["dry_run"])
        return bring(*args, **how)

    monkeypatch.setattr(importing, "import_file", noted)
    imports.upload("a.csv", "order,customer,lic,qty\n7,school,book,3\n").click("Import 1 row")
    assert did == [True, False]
    assert lines(story) == [("7", "school", "book", 3, "allotted")]


def test_what_somebody_chose_stays_chosen_where_the_file_may_be_that(story: Story, imports: Screen) -> None:
    imports.choose("What is in the file?", "stock").upload(
        "s.csv", "SKU,Quantity,Invoice,Customer\nbook,3,1,school\n"
    )
    assert imports.test.selectbox(key="import_kind").value == "stock"


def test_the_columns_of_a_list_are_guessed_chosen_tried_out_and_imported(
    story: Story, imports: Screen
) -> None:
    imports.choose("What is in the file?", "orders").upload("bestellungen.csv", LIST)
    assert imports.frame("row", "0", "5")[0] | {"2": "book", "5": "open"} == imports.frame("row", "0", "5")[0]
    assert not imports.has("Import 2 rows")
    imports.choose("Order *", "Bestellnr").choose("Requested on", "Datum")
    imports.choose("Days are written", Days.DAY_FIRST).choose("Leave out where", "Status")
    imports.type("one of", "void, cancelled").click("Try it out")
    assert "Left out 1 row because Status is void or cancelled: row 3." in imports.text
    imports.click("Import 1 row")
    assert lines(story) == [("7", "school", "book", 3, "allotted")]
    [asked_for] = exporting.export_frame(story.session, "lines")["requested_on"]
    assert str(asked_for) == "2026-04-03"


def test_the_way_in_which_a_list_is_written_cannot_be_emptied(story: Story, imports: Screen) -> None:
    """A field that shows None has a cross, and asks to choose an option once that is pressed."""
    imports.choose("What is in the file?", "stock").upload("list.csv", "Thing,Number\nmug,5\n")
    ways = [box.value for box in imports.test.selectbox if box.label.endswith(" are written")]
    assert ways == ["", ""]


def test_what_is_still_to_be_chosen_is_said(story: Story, imports: Screen) -> None:
    imports.choose("What is in the file?", "stock").upload("list.csv", "Thing,Number\nmug,5\n")
    imports.click("Try it out")
    assert "it lacks lic, qty, needed for stock" in imports.refusals[0]
    imports.choose("LIC *", "Thing").choose("Qty *", "Always the same …").type("Always this Qty", "7")
    imports.switch("Make LICs that are not known", on=True).again().click("Try it out").click("Import 1 row")
    assert exporting.export_frame(story.session, "stock").filter(lic="mug")["qty"].to_list() == [7]


def test_a_choice_is_kept_under_a_name_and_reads_the_next_file_by_itself(
    story: Story, imports: Screen
) -> None:
    imports.choose("What is in the file?", "orders").upload("bestellungen.csv", LIST)
    imports.choose("Order *", "Bestellnr").choose("Days are written", Days.DAY_FIRST)
    imports.choose("Leave out where", "Status").type("one of", "void")
    imports.click("Keep")
    assert imports.refusals == ["The profile has no name; type one."]
    imports.enter("Keep it under the name", "unser_Shop", "Keep")
    assert imports.successes == ["The profile unser_Shop is kept."]
    kept = story.ask(profiles.find, "unser_Shop")
    assert kept.columns["lic"] == CellSource(("Artikel",))
    assert kept.leave_out == (Rule("Status", Comparison.IS, ("void",)),)
    again = Screen("preferences", tab="Import").upload("juni.csv", LIST)
    assert "This looks like a file of unser_Shop." in again.text
    assert again.has("Import 1 row")


def test_a_profile_is_changed_and_deleted(story: Story, imports: Screen) -> None:
    imports.choose("What is in the file?", "stock").upload("list.csv", "Article,Pieces\nbook,5\n")
    imports.enter("Keep it under the name", "count", "Keep").switch("Change how it is read", on=True).again()
    imports.choose("Warehouse", "Always the same …").type("Always this Warehouse", "MAIN").click("Keep")
    assert story.ask(profiles.find, "count").columns["warehouse"] == CellSource(constant="MAIN")
    imports.switch("Change how it is read", on=False).again()
    imports.click("Delete this profile")
    assert [one.name for one in story.ask(profiles.every)] == [*SHOPS]


def test_a_profile_of_the_program_is_changed_under_another_name(story: Story, imports: Screen) -> None:
    imports.upload("orders_export.csv", EXPORT).switch("Change how it is read", on=True).again()
    assert imports.frame("row", "0")
    imports.enter("Keep it under the name", "shopify-orders", "Keep")
    assert "comes with the program and stays as it is" in imports.refusals[0]
    imports.enter("Keep it under the name", "our shop", "Keep")
    ours, theirs = story.ask(profiles.find, "our shop"), SHOPS["shopify-orders"]
    assert (ours.columns, ours.leave_out, ours.record) == (theirs.columns, theirs.leave_out, theirs.record)
    assert set(theirs.fill_down) <= set(ours.fill_down)
    assert {kind: dict(columns) for kind, columns in ours.made.items()} == theirs.made


def test_what_differs_from_the_desk_is_shown_and_taken_over(story: Story, imports: Screen) -> None:
    imports.choose("What is in the file?", "orders").upload(
        "a.csv", "order,customer,lic,qty\n7,school,book,3\n"
    )
    imports.click("Import 1 row")
    imports.upload("b.csv", "order,customer,lic,qty\n7,school,book,5\n")
    assert "quantity of book 5 instead of 3" in imports.refusals[0]
    imports.switch("Take over what differs from the desk", on=True).again().click("Import 1 row")
    assert imports.successes == ["Orders: 1 row: 1 order changed."]
    assert story.state("7") == "3 allotted, 2 allotted"
