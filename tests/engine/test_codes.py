"""Codes at every door: files, pages, pasted lists and typing make one record of what looks like one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from db.session import Transaction
from engine import catalogue, notices, orders, replenishment, stock, supply
from engine.errors import AlreadyExists, DeskError, OddCharacter
from engine.interchange import kinds
from engine.interchange.importing import import_file
from engine.model import Cell
from engine.orders import entry, pasting
from engine.past import history
from engine.reports import demand, explain
from tests import worlds
from tests.papers import Papers
from tests.story import Story

ODD = ("\u00a0{}\u200b", "'{}", '="{}"', "\ufeff{}\u00ad", "\u202e{}\r\n")
"""How one code comes out of spreadsheets, web pages and mails."""
ONE = Decimal(1)
Door = Callable[[Transaction, str], Any]

MAKERS: dict[str, tuple[str, Door]] = {
    "a LIC": ("NEW", catalogue.add_item),
    "a customer": ("NEW", catalogue.add_customer),
    "a location": ("NEW", lambda tx, code: catalogue.add_location(tx, "school", code)),
    "a vendor": ("NEW", catalogue.add_vendor),
    "a warehouse": ("NEW", catalogue.add_warehouse),
    "an order": ("NEW", lambda tx, code: orders.create(tx, "school", number=code)),
    "a purchase order": ("NEW", lambda tx, code: supply.create_po(tx, "press", number=code)),
    "a receipt": ("NEW", lambda tx, code: supply.receive(tx, "PO9", {"book": ONE}, reference=code)),
}
FINDERS: dict[str, tuple[str, Door]] = {
    "a LIC": ("book", catalogue.item),
    "its stock": ("book", stock.balances),
    "its movements": ("book", stock.movements),
    "its queue": ("book", demand.queue),
    "what is coming": ("book", demand.coming),
    "its past": (
        "book",
        lambda tx, code: history.look(tx, history.newest(tx), code),
    ),
    "a changed LIC": ("book", lambda tx, code: catalogue.change_item(tx, code, description="A book")),
    "its levels": ("book", lambda tx, code: replenishment.set_levels(tx, code, level=ONE, target=ONE + ONE)),
    "its levels dropped": ("book", replenishment.drop_levels),
    "an adjustment": ("book", lambda tx, code: stock.adjust(tx, code, ONE, reason="found")),
    "a line": ("book", lambda tx, code: orders.add_line(tx, "O9", code, ONE)),
    "a line of a purchase order": ("book", lambda tx, code: supply.add_po_line(tx, "PO9", code, ONE)),
    "what came": ("book", lambda tx, code: supply.receive(tx, "PO9", {code: ONE})),
    "a line of typing": ("book", lambda tx, code: entry.type_line(tx, "D9", f"{code} 1")),
    "a pasted row": ("book", lambda tx, code: _none_wrong(pasting.read_pasted(tx, f"{code.strip()}\t1"))),
    "a customer": ("school", catalogue.customer),
    "its locations": ("school", catalogue.locations),
    "its address": ("school", lambda tx, code: notices.set_address(tx, code, "a@b.example")),
    "its draft": ("school", orders.create),
    "another customer's draft": ("college", lambda tx, code: entry.change_customer(tx, "D9", code)),
    "a location": ("annex", lambda tx, code: orders.create(tx, "school", location=code)),
    "another location": ("annex", lambda tx, code: orders.change(tx, "O9", location=code)),
    "a vendor": ("press", catalogue.vendor),
    "its purchase order": ("press", supply.create_po),
    "a LIC's vendor": ("press", lambda tx, code: catalogue.change_item(tx, "book", vendor_code=code)),
    "a warehouse": ("MAIN", catalogue.warehouse),
    "a pool": ("MAIN", lambda tx, code: stock.adjust(tx, "book", ONE, reason="found", warehouse=code)),
    "an order": ("O9", orders.find),
    "its lines": ("O9", orders.lines),
    "its priority": ("O9", lambda tx, code: orders.set_priority(tx, code, 3)),
    "its remark": ("O9", lambda tx, code: orders.comment(tx, code, "hello")),
    "why it waits": ("O9", explain.explain),
    "a draft to open": ("D9", orders.open_order),
    "a purchase order": ("PO9", supply.find),
    "its receipts": ("PO9", supply.receipts),
    "its day": ("PO9", lambda tx, code: supply.mark_late(tx, code, date(2026, 5, 1))),
}


def _none_wrong(rows: list[pasting.Pasted]) -> None:
    assert [row.problem for row in rows] == [""]


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """A desk with one record of each kind."""
    desk = Story(book=20)
    desk.order("book 5", number="O9")
    desk.draft("book 1", number="D9")
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", Decimal(9), reason="found", warehouse="EAST")
        supply.create_po(tx, "press", number="PO9")
        supply.add_po_line(tx, "PO9", "book", Decimal(30))
        supply.open_po(tx, "PO9")
    return desk


def test_a_new_record_is_known_by_one_code_however_that_was_written(desk: Story) -> None:
    for (what, (code, make)), odd in zip(MAKERS.items(), itertools.cycle(ODD)):
        with desk.act(proven=False) as tx:
            make(tx, odd.format(code))
            for again in ("{}", *ODD):
                with pytest.raises(AlreadyExists):
                    make(tx, again.format(code))
            with pytest.raises(OddCharacter, match="NUL"):
                make(tx, "NE\0W")
        assert what
    assert_no_odd_sign(desk)


def test_a_record_is_found_however_its_code_was_written(desk: Story) -> None:
    for (what, (code, find)), odd in zip(FINDERS.items(), itertools.cycle(ODD)):
        with desk.act(proven=False) as tx:
            find(tx, odd.format(code))
            with pytest.raises((DeskError, AssertionError)):
                find(tx, "no\0ne")
        assert what
    assert_no_odd_sign(desk)


def assert_no_odd_sign(desk: Story) -> None:
    """Nothing that is kept has it otherwise than the record is called."""
    told = repr(Papers(desk, Path()).everything())
    signs = ("\\u200b", "\\xa0", "\\ufeff", "\\u202e", "\\xad", '="')
    assert not [told[max(0, told.index(s) - 200) :][:300] for s in signs if s in told]


CELLS = {
    "warehouses": {"warehouse": "EAST", "name": "The other warehouse"},
    "items": {
        "lic": "book",
        "vendor": "press",
        "warehouse": "MAIN",
        "replenish_level": "1",
        "target": "5",
        "transfer_from": "EAST",
    },
    "customers": {"customer": "school", "location": "annex", "email": "a@b.example"},
    "vendors": {"vendor": "press", "name": "Press"},
    "stock": {"lic": "book", "qty": "20", "warehouse": "MAIN"},
    "orders": {
        "order": "F1",
        "customer": "school",
        "location": "annex",
        "lic": "book",
        "qty": "1",
        "warehouse": "MAIN",
    },
    "purchase-orders": {"po": "F1", "vendor": "press", "lic": "book", "qty": "1", "warehouse": "MAIN"},
    "receipts": {"po": "PO9", "lic": "book", "qty": "1", "reference": "DN1"},
    "adjustments": {"reference": "A1", "lic": "book", "qty": "1", "reason": "found", "warehouse": "MAIN"},
    "transfers": {"transfer": "F2", "from_warehouse": "EAST", "warehouse": "MAIN", "lic": "book", "qty": "1"},
    "preferences": {"name": "skip_age_days", "value": "7"},
}
COLUMNS = [(kind, column.name) for kind, columns in kinds.COLUMNS.items() for column in columns
           if column.cell in (Cell.CODE, Cell.EMAIL)]  # fmt: skip


def bring(desk: Story, folder: Path, kind: str, cells: dict[str, str]) -> Any:
    """One row of a file, in Parquet, which keeps every character."""
    file = folder / "row.parquet"
    pl.DataFrame(cells).write_parquet(file)
    return import_file(desk.session, kind, file, actor="Ann", now=desk.now)


def test_every_code_of_every_file_means_what_it_looks_like(desk: Story, tmp_path: Path) -> None:
    for kind, cells in CELLS.items():
        bring(desk, tmp_path, kind, cells)
    for (kind, column), odd in zip(COLUMNS, itertools.cycle(ODD)):
        report = bring(desk, tmp_path, kind, CELLS[kind] | {column: odd.format(CELLS[kind][column])})
        assert (kind, column, report.added, report.updated, report.unchanged) == (kind, column, 0, 0, 1)
    assert_no_odd_sign(desk)


def test_every_code_of_every_file_is_refused_where_it_can_be_none(desk: Story, tmp_path: Path) -> None:
    long = "x" * 1_000_000
    for kind, column in COLUMNS:
        file = tmp_path / "rows.parquet"
        pl.DataFrame({name: [cell, cell] for name, cell in CELLS[kind].items()} | {column: ["A\0B", long]}
        ).write_parquet(file)  # fmt: skip
        with pytest.raises(DeskError) as refused:
            import_file(desk.session, kind, file, actor="Ann")
        told = str(refused.value)
        assert f"Row 2: The {column} A\\x00B has NUL (U+0000) in it; write it without." in told
        assert "has 1,000,000 characters, and 200 is the most; shorten it." in told
        assert len(told) < 1000


def test_an_odd_code_that_an_older_program_took_is_still_reached_by_itself(
    desk: Story, tmp_path: Path
) -> None:
    old = "book\u200b\n'x"
    with desk.act() as tx:
        tx.write("catalogue.add_item", lic=old, **FACTS)
    with desk.act() as tx:
        assert catalogue.item(tx, old)["lic"] == old
        assert catalogue.item(tx, "book\u200b")["lic"] == "book"
        orders.add_line(tx, "O9", old, ONE)
        with pytest.raises(AlreadyExists):
            catalogue.add_item(tx, old)
    assert bring(desk, tmp_path, "stock", {"lic": old, "qty": "3"}).added == 1
    assert desk.balance(old)["on_hand"] == "3"


FACTS = {
    "description": "",
    "inventoried": True,
    "decimals": 0,
    "discontinued": False,
    "active": True,
    "vendor_id": None,
    "unit_cost": None,
    "lead_time_days": None,
}
"""What the query that adds a LIC needs besides its code."""


TEXTS: dict[str, Door] = {
    "a description": lambda tx, text: catalogue.change_item(tx, "book", description=text),
    "a new description": lambda tx, text: catalogue.add_item(tx, "N1", description=text),
    "a customer's name": lambda tx, text: catalogue.add_customer(tx, "N1", name=text),
    "an address": lambda tx, text: catalogue.add_location(tx, "school", "N1", address=text),
    "a vendor's name": lambda tx, text: catalogue.add_vendor(tx, "N1", name=text),
    "a warehouse's name": lambda tx, text: catalogue.add_warehouse(tx, "N1", name=text),
    "a draft's note": lambda tx, text: orders.create(tx, "school", note=text),
    "an order's note": lambda tx, text: orders.change(tx, "O9", note=text),
    "a line's note": lambda tx, text: orders.add_line(tx, "O9", "book", ONE, note=text),
    "a draft line's note": lambda tx, text: orders.change_draft_line(tx, "D9", 1, qty=ONE, note=text),
    "a remark": lambda tx, text: orders.comment(tx, "O9", text),
    "a reason": lambda tx, text: stock.adjust(tx, "book", ONE, reason=text),
}


def test_every_text_is_kept_in_one_form_and_within_bounds(desk: Story) -> None:
    for what, write in TEXTS.items():
        for text in ("x" * 1_000_000, "half \ud800"):
            with pytest.raises(DeskError), desk.act(proven=False) as tx:
                write(tx, text)
        with desk.act(proven=False) as tx:
            write(tx, f"Cafe\u0301\u202e\0 of {what}")
    told = repr(Papers(desk, Path()).everything())
    assert [what for what in TEXTS if f"Café of {what}" not in told] == []
    assert "\\u202e" not in told
    assert "\\x00" not in told
