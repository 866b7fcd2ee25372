"""Files out equal files in: a desk that takes in what another wrote has its balances, queue and promises."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.session import Session
from engine import proof, supply
from engine.errors import DeskError
from engine.interchange import exporting, handover, kinds, writing
from engine.interchange.importing import import_file
from engine.interchange.reports import ImportReport
from engine.model import Policy
from engine.store import open_desk
from tests.acts import Act, acts, perform
from tests.engine.interchange.desks import busy_desk
from tests.engine.interchange.histories import HISTORIES
from tests.examples import drawing
from tests.papers import Papers
from tests.story import Story

D = Decimal
OF_A_LINE = (
    "order",
    "lic",
    "warehouse",
    "priority",
    "qty",
    "state",
    "firm",
    "whole",
    "ship_type",
    "age_days",
)
"""What the queue says of a line, but for numbers that each desk gives by itself."""
PROMISED = (
    "order",
    "customer",
    "location",
    "lic",
    "qty",
    "state",
    "requested_on",
    "projected_on",
    "projected",
)


def out(desk: Story, session: Session, kind: str) -> pl.DataFrame:
    return exporting.export_frame(session, kind, now=desk.now)


def handed_over(desk: Story, into: Session, folder: Path, ending: str = "csv") -> None:
    """Write every kind of a desk, and let another take the files in, in their order."""
    for kind in handover.KINDS:
        took_in(desk, into, folder, kind, ending)


def took_in(desk: Story, into: Session, folder: Path, kind: str, ending: str = "csv") -> ImportReport:
    file = folder / f"{kind}.{ending}"
    writing.write(out(desk, desk.session, kind), file)
    return import_file(into, handover.KINDS[kind], file, actor="Ann", now=desk.now)


def standing(desk: Story, session: Session) -> dict[str, list[Any]]:
    """Balances, queue and promises of a desk, without its own numbers."""
    balances = out(desk, session, "balances")
    lines = out(desk, session, "lines").filter(~pl.col("state").is_in(["shipped", "cancelled"]))
    return {
        "balances": balances.filter(pl.any_horizontal(cs.decimal() != 0)).rows(),
        "queue": out(desk, session, "queue").select(OF_A_LINE).rows(),
        "promises": sorted(lines.select(PROMISED).rows(), key=str),
    }


def assert_the_same(desk: Story, other: Session) -> None:
    assert standing(desk, other) == standing(desk, desk.session)
    with other.snapshot(now=desk.now) as tx:
        assert proof.problems(tx)["sentence"].to_list() == []


def assert_written_again(desk: Story, other: Session) -> None:
    """The other desk writes the same files, but for costs that its LICs lend to its purchase orders."""
    for kind in handover.KINDS:
        ours, theirs = (
            out(desk, session, kind).drop("unit_cost", strict=False) for session in (desk.session, other)
        )
        assert theirs.rows() == ours.rows(), kind


@drawing(4)
@given(st.lists(acts, min_size=8, max_size=16), st.sampled_from([Policy.STRICT, *Policy]))
def test_an_empty_desk_that_takes_the_files_in_stands_as_the_desk_that_wrote_them(
    tmp_path_factory: pytest.TempPathFactory, script: list[Act], policy: Policy
) -> None:
    desk, numbers, folder = Story(book=30, pen=10), list[str](), tmp_path_factory.mktemp("files")
    desk.prefer(allocation_policy=policy)
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    with closing(open_desk(None, name="another")) as other:
        handed_over(desk, other, folder)
        assert_the_same(desk, other)
        assert_written_again(desk, other)


@pytest.fixture
def other() -> Any:
    with closing(open_desk(None, name="another")) as session:
        yield session


@pytest.fixture(scope="module")
def busy() -> Story:
    """A busy desk; the tests only read it."""
    return busy_desk()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_busy_desk_is_handed_over_in_every_format(
    busy: Story, other: Session, tmp_path: Path, ending: str
) -> None:
    handed_over(busy, other, tmp_path, ending)
    assert_the_same(busy, other)
    report = took_in(busy, other, tmp_path, "orders", ending)
    assert (report.added, report.updated) == (0, 0)


@pytest.mark.parametrize("kind", handover.KINDS)
def test_a_file_out_has_exactly_the_columns_of_its_file_in(other: Session, kind: str) -> None:
    names = [column.name for column in kinds.columns(handover.KINDS[kind])]
    assert exporting.export_frame(other, kind).columns == names


def test_the_desk_that_wrote_the_files_takes_them_in_unchanged(tmp_path: Path) -> None:
    desk = busy_desk()
    desk.adjust("book", 2)
    before = Papers(desk, tmp_path).everything()
    for kind in handover.KINDS:
        if kind != "orders":
            report = took_in(desk, desk.session, tmp_path, kind)
            assert (kind, report.added, report.updated) == (kind, 0, 0)
    assert {name: len(rows) for name, rows in Papers(desk, tmp_path).everything().items()} == {
        name: len(rows) for name, rows in before.items()
    }


@pytest.mark.parametrize("happens", HISTORIES, ids=lambda happens: happens.__name__)
def test_whatever_happened_on_a_desk_it_is_handed_over(
    other: Session, tmp_path: Path, happens: Callable[[Story], None]
) -> None:
    desk = Story(book=20)
    happens(desk)
    handed_over(desk, other, tmp_path)
    assert_the_same(desk, other)
    assert_written_again(desk, other)


@pytest.mark.parametrize("happens", HISTORIES, ids=lambda happens: happens.__name__)
def test_whatever_happened_on_a_desk_its_own_files_are_no_news_to_it(
    tmp_path: Path, happens: Callable[[Story], None]
) -> None:
    desk = Story(book=20)
    happens(desk)
    for kind in handover.KINDS:
        if kind != "orders":
            report = took_in(desk, desk.session, tmp_path, kind)
            assert (kind, report.added, report.updated) == (kind, 0, 0)


def test_shipped_goods_and_what_nobody_gave_a_reference_are_named_by_the_desk(tmp_path: Path) -> None:
    desk = Story(book=20)
    desk.ship(desk.order("book 5"))
    desk.adjust("book", 2)
    desk.receive(desk.purchase("book", 4), book=4)
    assert out(desk, desk.session, "adjustments").select("reference", "qty", "reason").rows() == [
        ("adjustment 3 of 2026-03-02 09:06:00", 2, "count"),
        ("shipment 1 of 2026-03-02 09:04:00", -5, "shipped"),
    ]
    assert out(desk, desk.session, "receipts")["reference"].to_list() == ["receipt 1 of 2026-03-02 09:08:00"]
    assert out(desk, desk.session, "stock").rows() == [("book", 20, "MAIN")]


def test_drafts_and_pending_purchase_orders_stay_where_they_are(tmp_path: Path) -> None:
    desk = Story(book=20)
    desk.draft("book 5")
    with desk.act() as tx:
        supply.add_po_line(tx, supply.create_po(tx, "press"), "book", D(5))
    assert [out(desk, desk.session, kind).height for kind in ("orders", "purchases")] == [0, 0]


STATED = "order,customer,lic,qty,on_shortage,state\n"


def test_rows_with_a_state_are_opened_as_they_stood_and_nothing_is_asked(tmp_path: Path) -> None:
    papers = Papers(Story(book=20), tmp_path)
    papers.bring(
        "orders",
        STATED
        + "A1,school,book,15,whole,backordered\nA2,college,book,5,,allotted\nA1,school,book,1,,backordered\n",
    )
    assert [papers.desk.state(number) for number in ("A1", "A2")] == [
        "15 backordered, 1 backordered",
        "5 allotted",
    ]
    assert papers.out("queue").select("order", "qty", "whole").rows() == [
        ("A1", 15, True),
        ("A2", 5, False),
        ("A1", 1, False),
    ]
    papers.desk.sweep()
    assert papers.desk.state("A1") == "15 allotted, 1 backordered"


def test_r22_what_was_picked_or_pinned_is_firm_again(tmp_path: Path) -> None:
    papers = Papers(Story(book=20), tmp_path)
    papers.bring("orders", STATED + "A1,school,book,8,,picking\nA2,school,book,7,,pinned\n")
    lines = [papers.desk.lines(number).select("pinned", "shipment_state").row(0) for number in ("A1", "A2")]
    assert lines == [(False, "picking"), (True, "pending")]
    papers.desk.order("book 20", priority=9)
    assert papers.desk.state("A2") == "7 allotted"


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (
            "A1,school,book,15,,allotted\nA2,school,book,6,,pinned\n",
            "Row 3: book has only 5 free, so 6 cannot be allotted as the state says",
        ),
        (
            "A1,school,book,1,,allotted\nA1,school,book,1,,\n",
            "Row 3: Order A1 says of some lines how they stand and not of this one",
        ),
        (
            "A1,school,book,1,,gone\n",
            "Row 2: In the column state, gone is not one of allotted, backordered, picking, pinned",
        ),
        (
            "A1,school,book,1,,\nA2,school,book,1,,\nA1,school,book,1,,\n",
            "Row 4: Order A1 was on row 2 already",
        ),
    ],
)
def test_a_state_that_cannot_be_is_refused(tmp_path: Path, rows: str, refusal: str) -> None:
    [problem] = Papers(Story(book=20), tmp_path).refused("orders", STATED + rows)
    assert problem.partition(";")[0] == refusal


def test_a_file_of_orders_as_they_stood_is_undone(tmp_path: Path) -> None:
    papers = Papers(Story(book=20), tmp_path)
    papers.bring("orders", STATED + "A1,school,book,15,whole,backordered\nA2,college,book,5,,allotted\n")
    papers.desk.undo()
    assert papers.desk.balance("book")["demand"] == "0"
