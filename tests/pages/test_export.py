"""Every list can be had as a file: as it is shown, and whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from engine import catalogue, log, orders, replenishment, returns, stock, supply, sweeps
from engine.orders import entry
from engine.supply import late, transfers
from pages.parts import export
from tests.pages.screen import Screen
from tests.story import Story
from tests.worlds import Telling

LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "orders": ("orders", {"view": "void"}),
    "order-items": ("order_items", {"view": "cancelled"}),
    "backorders": ("backorders", {"view": "unordered"}),
    "shipments": ("shipments", {"view": "shipped"}),
    "purchase-orders": ("supply", {"view": "late"}),
    "transfers": ("supply", {"tab": "Transfers"}),
    "receipts": ("supply", {"tab": "Receipts"}),
    "adjustments": ("supply", {"tab": "Adjustments"}),
    "returns": ("supply", {"tab": "Returns"}),
    "promises": ("promises", {"tab": "Promised"}),
    "runs": ("run_log", {}),
    "log": ("record_log", {}),
    "most-short": ("backlog", {}),
    "who-waits": ("backlog", {}),
    "movements": ("demand", {"lic": "book", "more": "Movements"}),
    "to-order": ("replenishment", {}),
}
"""The lists that are longer than what is shown, and where each is narrowed."""
PARTS: dict[str, tuple[str, dict[str, str]]] = {
    "late-purchase-orders": ("promises", {"tab": "Late purchase orders"}),
    "vendors-promises": ("promises", {"tab": "Vendors"}),
    "customers-promises": ("promises", {"tab": "Customers"}),
    "slips": ("promises", {"tab": "Causes of slips"}),
    "queue": ("any_day", {}),
    "balances": ("any_day", {}),
    "steps": ("any_day", {"tab": "A run, step by step", "run": "1"}),
    "backlog-days": ("backlog", {}),
    "who-wants-it": ("demand", {"lic": "book"}),
    "on-its-way": ("demand", {"lic": "book"}),
    "days-ahead": ("demand", {"lic": "book"}),
    "stranded": ("stranded", {}),
    "not-ordered": ("replenishment", {}),
    "levels": ("replenishment", {}),
    "policies": ("policies", {}),
    "order-lines": ("orders", {"order": "1003"}),
    "po-lines": ("supply", {"po": "PO102"}),
    "shipment-lines": ("shipments", {"shipment": "1"}),
    "order-log": ("orders", {"order": "1003"}),
    "shipment-log": ("shipments", {"shipment": "1"}),
    "po-log": ("supply", {"po": "PO102"}),
    "lic-log": ("demand", {"lic": "book", "more": "Record log"}),
}
"""Those that are always shown whole."""
TICKED = {"selected": ("backorders", "waiting"), "orders-selected": ("orders", "orders")}
"""Those of ticked rows: the page, and the table on it."""


def _busy(story: Story) -> None:
    """A desk with a row in each of these lists."""
    shipped, cancelled, _ = story.order("book 5"), story.order("pen 1"), story.order("book 25")
    story.ship(shipped)
    with story.act() as tx:
        orders.cancel_order(tx, cancelled)
    with story.act() as tx:
        returns.take_back(tx, shipped, 1, Decimal(2))
    story.receive(story.purchase("pen", 3), pen=3)
    story.adjust("book", -1)
    story.sweep()
    comes = story.purchase("book", 2, expected_on=story.today + timedelta(2))
    story.sweep()
    with story.act() as tx:
        late.mark(tx, comes, story.today + timedelta(9))
    story.purchase("book", 2, expected_on=story.today - timedelta(2))
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        transfers.make(tx, {"pen": Decimal(1)}, "EAST")
    story.complete("pen 2", "book 500")
    with story.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
        replenishment.set_levels(
            tx,
            "pen",
            level=Decimal(500),
            target=Decimal(600),
            multiple=Decimal(1),
            minimum=Decimal(0),
            vendor="press",
        )


@pytest.fixture
def busy(tell: Telling) -> Story:
    return tell(_busy)[0]


Files = dict[str, Callable[[str], bytes]]


@pytest.fixture
def files(busy: Story, monkeypatch: pytest.MonkeyPatch) -> Files:
    """What the pages offer as files, by name: who makes one of a kind."""
    offered: Files = {}
    monkeypatch.setattr(export, "_files", lambda name, content, _: offered.__setitem__(name, content))
    return offered


def rows(content: Callable[[str], bytes]) -> int:
    """How many rows the files of a list have: all kinds of it the same."""
    with zipfile.ZipFile(io.BytesIO(content("xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
    as_csv, as_parquet = pl.read_csv(content("csv"), infer_schema=False), pl.read_parquet(content("parquet"))
    assert as_csv.columns == as_parquet.columns
    assert as_csv.height == as_parquet.height == sheet
    return sheet


def shown(name: str, page: str, params: dict[str, str]) -> Screen:
    """A page with the menu of that list open; of the tabs of a LIC the address says nothing."""
    screen = Screen(page, **{name: value for name, value in params.items() if name != "more"})
    if tab := params.get("more"):
        screen.test.session_state["more"] = tab
    return screen.offer(name)


def test_what_is_offered_of_a_list_is_drawn_once_somebody_looks(busy: Story) -> None:
    screen = Screen("backorders")
    assert "as shown" not in screen.text
    assert "as shown" in screen.offer("backorders").text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_exported_as_shown_and_whole(name: str, files: Files) -> None:
    screen = shown(name, *LISTS[name])
    assert "as shown" in screen.text
    assert "without a filter" in screen.text
    assert 0 < rows(files[name]) <= rows(files[f"all-{name}"])


@pytest.mark.parametrize("name", PARTS)
def test_a_list_that_is_shown_whole_is_exported_so(name: str, files: Files) -> None:
    screen = shown(name, *PARTS[name])
    heights = {frame.value.shape[0] for frame in screen.test.dataframe}
    assert rows(files[name]) in heights or name == "slips"  # which are shown added up
    assert rows(files[name]) > 0


def test_what_was_filled_lately_is_exported_as_shown_and_whole(busy: Story, files: Files) -> None:
    busy.now = datetime.now(UTC)
    busy.supply("book", 30)
    busy.sweep()
    (shown_rows,) = [
        one.value
        for one in Screen("backlog").offer("filled-lately").test.dataframe
        if "waited_days" in one.value
    ]
    assert rows(files["filled-lately"]) == shown_rows.shape[0] > 0
    assert rows(files["all-filled-lately"]) >= shown_rows.shape[0]


@pytest.mark.parametrize("what", ["who-began-to-wait", "who-was-served", "what-came"])
def test_what_changed_between_two_days_is_exported_though_few_sentences_say_it(
    what: str, busy: Story, files: Files
) -> None:
    first = busy.today
    busy.now += timedelta(days=2)
    busy.order("pen 200")
    busy.supply("book", 30)
    busy.sweep()
    screen = Screen("any_day", tab="Two days", between="2026-03-02")
    screen.test.slider(key="between").set_value((first, busy.today))
    screen.offer(f"between-{what}")
    assert rows(files[f"between-{what}"]) > 0


@pytest.mark.parametrize("name", TICKED)
def test_ticked_rows_are_exported(name: str, files: Files) -> None:
    page, table = TICKED[name]
    Screen(page).pick(table, 0).offer(name)
    assert rows(files[name]) == 1


def test_the_lines_of_a_draft_are_exported(busy: Story, files: Files) -> None:
    with busy.act() as tx:
        number = orders.create(tx, "school")
        entry.type_line(tx, number, "book 3")
    Screen("order_entry", draft=number).offer("draft-lines")
    assert rows(files["draft-lines"]) == 1
    assert "line,lic" in files["draft-lines"]("csv").decode()


def test_what_a_run_wrote_is_exported(busy: Story, files: Files) -> None:
    busy.supply("book", 30)
    busy.sweep()
    screen = Screen("run_log").pick("runs", 0).offer("run-log")
    (written,) = [one.value for one in screen.test.dataframe if "sentence" in one.value]
    assert rows(files["run-log"]) == written.shape[0] > 0


def test_what_the_command_line_exports_is_offered_as_well(files: Files) -> None:
    Screen("preferences", tab="Export").choose("What", "Lines that wait").offer("backorders")
    assert rows(files["backorders"]) > 0


def test_of_many_rows_the_newest_are_shown_and_all_are_counted(busy: Story) -> None:
    """A list that ends somewhere says so: nobody takes the newest rows for all there are."""
    busy.receive(busy.purchase("book", 3), book=3)
    busy.adjust("book", 4)
    for read in (stock.adjustments, supply.receipts):
        every = busy.ask(read, most=export.EVERY)
        cut = busy.ask(read, most=1)
        assert cut.height == 1 < every.height
        assert cut["total"].to_list() == [every.height]


def test_a_record_of_which_more_was_written_than_is_shown_says_where_the_rest_is(story: Story) -> None:
    number = story.order("book 1")
    rest = "The newest 500 are shown; the record log has older ones."
    assert rest not in Screen("orders", order=number).text
    with story.act() as tx:
        for nth in range(log.MOST):
            orders.comment(tx, number, f"Call {nth}")
    assert rest in Screen("orders", order=number).text


def test_the_whole_run_log_is_counted(busy: Story) -> None:
    busy.sweep()
    every = busy.ask(sweeps.runs, most=export.EVERY)
    assert busy.ask(sweeps.run_count) == every.height > 1
