"""A cell that holds no such thing is told once: nothing else is said of what it would have been."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.errors import DeskError, Refused
from engine.interchange import kinds
from engine.model import Cell
from tests.papers import Papers

BAD: dict[Cell, tuple[str, ...]] = {
    Cell.QTY: ("x", "0"),
    Cell.SIGNED: ("x",),
    Cell.AMOUNT: ("-1",),
    Cell.COUNT: ("x",),
    Cell.DAY: ("03/04/2026",),
    Cell.INSTANT: ("x",),
    Cell.FLAG: ("maybe",),
    Cell.PRIORITY: ("12",),
    Cell.CHOICE: ("x",),
    Cell.EMAIL: ("x",),
    Cell.CODE: ("a" * 500,),
    Cell.TEXT: ("a" * 10_001,),
}
"""What no cell of a kind holds."""
HANDED_DOWN = ("orders", "customer")
"""What may be empty where another row of the order says it."""
SOUND: dict[str, str] = {
    "items": """
        lic,description,inventoried,decimals,discontinued,active,vendor,unit_cost,lead_time_days,replenish_level,\
target,order_multiple,minimum_order,warehouse,transfer_from
        ruler,Ruler,yes,0,no,yes,press,1.5,7,5,9,2,4,MAIN,
        ruler,Ruler,yes,0,no,yes,press,1.5,7,5,9,2,4,WEST,
        """,
    "customers": """
        customer,name,location,address,email,active
        annex,Annex,MAIN,1 Road,a@school.example,yes
        annex,Annex,SHED,2 Road,a@school.example,yes
        """,
    "vendors": """
        vendor,name,lead_time_days
        mill,Mill,7
        quarry,Quarry,8
        """,
    "stock": """
        lic,qty,warehouse
        ruler,5,MAIN
        ruler,6,WEST
        """,
    "orders": """
        order,customer,location,ship_type,priority,requested_on,entered_at,lic,qty,on_shortage,unit_price,warehouse,\
not_before,hold,hold_until,state
        N1,school,,partial,3,2099-04-01,2026-03-01T10:00,book,5,split,2.5,MAIN,2099-03-01,why,2099-03-05,backordered
        N1,school,,partial,3,2099-04-01,2026-03-01T10:00,pen,5,split,2.5,MAIN,2099-03-01,why,2099-03-05,backordered
        """,
    "purchase-orders": """
        po,vendor,lic,qty,expected_on,unit_cost,warehouse
        N1,press,book,5,2099-04-01,2,MAIN
        N1,press,book,6,2099-04-01,2,MAIN
        """,
    "receipts": """
        po,lic,qty,received_at,reference
        PO101,book,8,2026-03-01T10:00,D1
        PO101,book,2,2026-03-01T10:00,D1
        """,
    "adjustments": """
        reference,lic,qty,reason,warehouse
        A1,book,-9,count,MAIN
        A2,book,-9,count,MAIN
        """,
    "transfers": """
        transfer,from_warehouse,lic,qty,expected_on,warehouse
        N1,MAIN,book,9,2099-04-01,WEST
        N1,MAIN,book,9,2099-04-01,WEST
        """,
    "warehouses": """
        warehouse,name,closed
        NORTH,North,no
        SOUTH,South,no
        """,
    "preferences": """
        name,value
        skip_age_days,7
        order_without_levels,on
        """,
}
"""A file of each kind with two rows, and a value in every column that may have one."""


@pytest.fixture
def stocked(papers: Papers) -> Papers:
    """A desk with two warehouses, 100 books, and a purchase order for 10 more."""
    papers.bring("warehouses", "warehouse\nWEST")
    papers.desk.item("ruler")
    papers.desk.adjust("book", 100)
    papers.desk.purchase("book", 10)
    return papers


def spoiled(kind: str) -> Iterator[tuple[str, str, str]]:
    """Files with one bad cell each: which cell, what is in it, the file."""
    header, *rows = [line.strip().split(",") for line in SOUND[kind].strip().splitlines()]
    assert header == [column.name for column in kinds.columns(kind)]
    for number, column in enumerate(kinds.columns(kind)):
        empty = [""] if column.required and (kind, column.name) != HANDED_DOWN else []
        for bad in (*BAD[column.cell], *empty):
            for spoiled_row in range(len(rows)):
                cells = [list(row) for row in rows]
                cells[spoiled_row][number] = f'"{bad}"'
                text = "\n".join(",".join(row) for row in (header, *cells))
                yield f"{column.name} of row {spoiled_row + 2}", bad, text


def refusal(papers: Papers, kind: str, text: str) -> list[str]:
    """Why a file is refused, a sentence each."""
    with pytest.raises(DeskError) as caught:
        papers.bring(kind, text)
    return caught.value.problems if isinstance(caught.value, Refused) else [str(caught.value)]


def faults(papers: Papers, kind: str) -> list[str]:
    """Which bad cells are told otherwise than once, or with an empty place in a sentence."""
    found = []
    for cell, bad, text in spoiled(kind):
        told = refusal(papers, kind, text)
        if len(told) != 1 or any(empty in told[0] for empty in ("  ", " ;", " ,", " .", "()")):
            found.append(f"{cell} with {bad[:20]}: {' | '.join(told)[:600]}")
    return found


@pytest.mark.parametrize("kind", kinds.COLUMNS)
def test_a_bad_cell_is_told_once_and_no_sentence_has_an_empty_place(kind: str, stocked: Papers) -> None:
    found = faults(stocked, kind)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", kinds.COLUMNS)
def test_a_bad_cell_of_what_is_in_the_books_is_told_once(kind: str, stocked: Papers) -> None:
    stocked.bring(kind, SOUND[kind])
    found = faults(stocked, kind)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("bad", ["x", "0", "-1", ""])
@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [
        ("receipts", "po,lic,qty", "PO101,book,{}"),
        ("transfers", "transfer,from_warehouse,lic,qty,warehouse", "N1,MAIN,book,{},WEST"),
        ("orders", "order,customer,lic,qty,state", "N1,school,book,{},pinned"),
    ],
)
def test_a_row_without_a_quantity_is_not_said_to_be_too_much(
    kind: str, header: str, row: str, bad: str, stocked: Papers
) -> None:
    told = stocked.refused(kind, "\n".join((header, row.format(999), row.format(bad))))
    assert [one.partition(":")[0] for one in told] == ["Row 2", "Row 3"], told
    assert not [one for one in told if "  " in one or " ;" in one]


def test_what_the_sound_cells_of_a_row_show_is_told_beside_a_bad_one(stocked: Papers) -> None:
    assert stocked.refused("receipts", "po,lic,qty\nPO101,bok,x\nPO9,book,1") == [
        "Row 2: In the column qty, x is not a number; write it like 25 or 2.5.",
        "Row 2: There is no LIC bok; check the spelling or add it first.",
        "Row 3: There is no purchase order PO9; name one that is there.",
    ]
