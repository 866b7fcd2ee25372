"""What the pages share: words for quantities and times, selections, changes that end well or not at all."""

import ast
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from engine import orders
from pages.parts import answers, charts, desk, formats, shell, tables
from tests.story import Story


@pytest.mark.parametrize(
    ("qty", "shown"),
    [("25.0000", "25"), ("2.5000", "2.5"), ("-6", "-6"), ("0.0001", "0.0001"), ("100", "100")],
)
def test_a_quantity_is_written_plainly(qty: str, shown: str) -> None:
    assert formats.qty(Decimal(qty)) == shown


def test_nothing_known_is_a_dash() -> None:
    assert (formats.qty(None), formats.worth(None), formats.day(None), formats.when(None)) == ("–",) * 4


@pytest.mark.parametrize(
    ("zone", "shown"), [("Pacific/Pago_Pago", "9 Mar 2020"), ("Pacific/Kiritimati", "10 Mar 2020")]
)
def test_the_day_of_an_instant_is_the_desks(monkeypatch: pytest.MonkeyPatch, zone: str, shown: str) -> None:
    monkeypatch.setattr(desk, "zone", lambda: ZoneInfo(zone))
    at = datetime(2020, 3, 10, 9, 30)  # noqa: DTZ001  as the desk keeps it
    assert formats.day(at) == shown
    assert formats.when(at).startswith(shown)


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=12), "12 days ago"),
    ],
)
def test_an_age_is_one_rough_word(ago: timedelta, shown: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    assert formats.ago(now - ago) == shown


def test_the_future_is_one_rough_word() -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    assert formats.until(now + timedelta(minutes=18, seconds=5)) == "in 18 min"
    assert formats.until(now - timedelta(minutes=1)) == "now"
    assert formats.until(None) == "not planned"


def test_a_selection_ends_when_the_rows_or_their_order_change() -> None:
    rows = pl.DataFrame({"number": ["1", "2", "3"]})
    key = tables.key_of("orders", rows, "number")
    assert tables.key_of("orders", rows, "number") == key
    assert tables.key_of("orders", rows.reverse(), "number") != key
    assert tables.key_of("orders", rows.head(2), "number") != key


def _long_table() -> None:
    import polars as pl
    import streamlit as st

    from pages.parts import tables

    frame = pl.DataFrame({"number": list(range(10_500))})
    columns = {"number": tables.number("Number")}
    picked = tables.grid(
        frame, key="long", columns=columns, alt="Many", id_column="number", select="multi-row"
    )
    st.write(f"picked {picked}")


def numbers(screen: AppTest) -> tuple[int, int]:
    """The first and the last number of the long table as it was sent to the browser."""
    rows = screen.dataframe[0].value["number"]
    return int(rows.iloc[0]), int(rows.iloc[-1])


def test_a_long_table_is_sent_page_by_page_and_says_which_rows_these_are() -> None:
    screen = AppTest.from_function(_long_table, default_timeout=60).run()
    assert numbers(screen) == (0, 499)
    assert screen.caption[0].value.startswith("Rows 1 to 500 of 10,500.")
    screen.session_state["page-of-long"] = 21
    screen.run()
    assert numbers(screen) == (10_000, 10_499)
    assert screen.caption[0].value.startswith("Rows 10,001 to 10,500 of 10,500.")


def test_a_page_that_a_filter_left_behind_is_the_first_one() -> None:
    screen = AppTest.from_function(_long_table, default_timeout=60).run()
    screen.session_state["page-of-long"] = 99
    assert numbers(screen.run()) == (0, 499)


def _cut_table() -> None:
    import polars as pl

    from pages.parts import tables

    frame = pl.DataFrame({"number": [1, 2]})
    tables.grid(frame, key="cut", columns={"number": tables.number("Number")}, alt="Some", total=3)


def test_a_table_of_which_rows_were_left_out_says_so() -> None:
    screen = AppTest.from_function(_cut_table, default_timeout=60).run()
    words = "Rows 1 to 2 of 3; the pages end at 2: a narrower filter, or the export of all, has the others."
    assert screen.caption[0].value == words


def test_a_selection_beyond_the_rows_is_left_out() -> None:
    screen = AppTest.from_function(_long_table, default_timeout=60).run()
    (key,) = [key for key in screen.session_state if str(key).startswith("long-")]
    screen.session_state[key] = {"selection": {"rows": [3, 20_000], "columns": [], "cells": []}}
    assert screen.run().markdown[0].value == "picked [3]"


def _acting() -> None:
    import streamlit as st

    from engine import orders
    from pages.parts import desk, undo_buttons

    undo_buttons.show_done()
    if st.button("Cancel"):
        with desk.acting("Both orders were cancelled.") as tx:
            desk.say("Look at the log.")
            orders.cancel_order(tx, "1001")
            orders.cancel_order(tx, "1002")
        st.caption("The page goes on.")


def test_a_change_that_is_refused_saves_nothing_says_why_and_lets_the_page_go_on(story: Story) -> None:
    story.order("book 5")
    screen = AppTest.from_function(_acting, default_timeout=60).run().button[0].click().run()
    assert screen.error[0].value.startswith("There is no order 1002")
    assert screen.caption[0].value == "The page goes on."
    assert len(screen.success) == 0
    assert story.state("1001") == "5 allotted"


def test_a_change_that_is_saved_says_so_when_the_page_is_drawn_anew(story: Story) -> None:
    story.order("book 5")
    story.order("pen 5")
    screen = AppTest.from_function(_acting, default_timeout=60).run().button[0].click().run()
    assert [said.value for said in screen.success] == ["Look at the log.", "Both orders were cancelled."]
    assert [said.value for said in screen.run().success] == []
    assert story.ask(orders.find, "1001")["changed_by"] == "Ann"


def test_a_cell_of_words_begins_with_one_large_letter() -> None:
    words = pl.DataFrame({"kind": ["beginning balance", "shipment void", "", None]})
    large = words.select(formats.begun_large("kind")).to_series()
    assert large.to_list() == ["Beginning balance", "Shipment void", "", None]
    assert large.name == "kind"


def test_one_is_said_of_one_and_several_of_several() -> None:
    said = [formats.count(number, "line", "wait") for number in (0, 1, 3, 1234)]
    assert said == ["0 lines wait", "1 line waits", "3 lines wait", "1,234 lines wait"]
    assert [formats.verb(number, "are") for number in (Decimal(1), Decimal("1.5"))] == ["is", "are"]
    assert (formats.times(1), formats.times(2)) == ("once", "2 times")
    column = pl.DataFrame({"days": [1, 2, None]}).select(formats.count_column("days", "day"))
    assert column["days"].to_list() == ["1 day", "2 days", None]


def test_many_names_are_cut_and_shown_as_they_are() -> None:
    names = ["A", "*B*", "C"]
    assert [formats.listed(names[:number], 3) for number in range(4)] == [
        *("", "A", "A and \\*B\\*", "A, \\*B\\* and C"),
    ]
    assert formats.listed(names, 1) == "A and 2 more"


def by_hand(source: str) -> list[str]:
    """Where a word is made plural, or a verb singular, by the one who writes the sentence."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.IfExp(
                test=ast.Compare(comparators=[ast.Constant(value=1)]),
                body=ast.Constant(value=str()),
                orelse=ast.Constant(value=str()),
            ):
                found.append(ast.unparse(node))
            case ast.Call(func=ast.Attribute(attr="rstrip"), args=[ast.Constant(value="0")]):
                found.append(ast.unparse(node))
    return found


def test_plurals_and_plain_quantities_of_the_pages_are_made_in_one_place() -> None:
    pages = sorted((Path(__file__).parents[2] / "pages").rglob("*.py"))
    assert by_hand("'line' if n == 1 else 'lines'; text.rstrip('0')") != []
    made = {file.name: by_hand(file.read_text(encoding="utf-8")) for file in pages}
    assert {name: found for name, found in made.items() if found} == {}


def test_every_field_for_a_day_is_typed_in_one_format() -> None:
    fields = [
        {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        for file in (shell.HOUSE / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "date_input"
    ]
    assert len(fields) > 5
    assert [field for field in fields if field.get("format") not in ("fields.DAY", "DAY")] == []


def test_every_table_whose_columns_are_listed_is_on_a_page() -> None:
    """Else the browser would look for nothing."""
    drawn = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (shell.HOUSE / "pages").rglob("*.py")
        if file.name != "answers.py"
    )
    assert [key for key in answers.ANSWERS if f'"{key}' not in drawn] == []


@pytest.mark.parametrize(("days", "apart"), [(1, 1), (2, 1), (8, 1), (9, 2), (30, 4), (365, 46)])
def test_an_axis_of_days_names_the_last_and_days_equally_far_apart(days: int, apart: int) -> None:
    last = date(2026, 3, 2)
    values = charts.day_axis([last - timedelta(days=days - 1), last]).to_dict()["values"]
    named = [date(day["year"], day["month"], day["date"]) for day in values]
    assert named[-1] == last
    assert {later - earlier for earlier, later in pairwise(named)} <= {timedelta(days=apart)}
    assert (days - 1) // apart + 1 == len(named) <= 8


def test_an_axis_of_days_to_come_names_today() -> None:
    today = date(2026, 3, 2)
    axis = charts.day_axis([today - timedelta(days=5), today + timedelta(days=20)], through=today)
    days = [(day["month"], day["date"]) for day in axis.to_dict()["values"]]
    assert days == [(2, 26), (3, 2), (3, 6), (3, 10), (3, 14), (3, 18), (3, 22)]
