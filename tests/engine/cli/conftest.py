"""What every test of the command line may ask for: the command line, on no desk or on a small one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engine import cli
from engine.model import SweepName
from engine.store import open_desk
from tests import worlds
from tests.engine.cli.command_line import SOON, Answer, Backorder, SitDown, Tell, Terminal, paper
from tests.new_desks import NewDesks
from tests.story import Story


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with no desk yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    monkeypatch.setenv("BACKORDER_ACTOR", "Ann")
    return tmp_path


@pytest.fixture
def backorder(folder: Path, capsys: pytest.CaptureFixture[str]) -> Backorder:
    """The command line, in this process."""

    def call(*arguments: object) -> Answer:
        code = cli.run([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two orders: book 20 of 25 allotted on shipment 1, pen 5 on shipment 2."""
    folder = tmp_path_factory.mktemp("small-desk")
    for kind, text in {
        "vendors": "vendor\npress\n",
        "items": "lic\nbook\npen\n",
        "customers": "customer\nschool\n",
        "stock": "lic,qty\nbook,20\npen,9\n",
        "orders": "order,customer,lic,qty,unit_price\nA1,school,book,25,2.5\nA2,school,pen,5,\n",
        "purchase-orders": "po,vendor,lic,qty,expected_on\nP1,press,book,40,2099-04-01\n",
        "preferences": "name,value\nbackorder_management,on\nacknowledge_orders,off\n",
    }.items():
        file = folder / paper(folder, f"{kind}.csv", text)
        assert cli.run(["--db", str(folder / "desk.duckdb"), "import", kind, str(file)]) == 0
    return folder / "desk.duckdb"


@pytest.fixture
def desk(
    backorder: Backorder, folder: Path, small_desk: Path, capsys: pytest.CaptureFixture[str]
) -> Backorder:
    """The command line on a small desk of its own."""
    shutil.copy(small_desk, folder / "desk.duckdb")
    capsys.readouterr()
    return backorder


@pytest.fixture
def seated(monkeypatch: pytest.MonkeyPatch) -> SitDown:
    """Somebody sits at a terminal, and answers ``yes`` or not."""

    def sit_down(*, yes: bool, meanwhile: Callable[[], object] = lambda: None) -> Terminal:
        seat = Terminal(yes, meanwhile)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("typer.confirm", seat.confirm)
        return seat

    return sit_down


@pytest.fixture
def telling(folder: Path, new_desks: NewDesks) -> Tell:
    """A story told on the desk in the folder one stands in: ``with telling(book=20) as story:``."""

    @contextmanager
    def tell(**on_hand: int) -> Iterator[Story]:
        place = folder / "desk.duckdb"
        with closing(open_desk(place, name="a test")) as session:
            yield worlds.told_at(new_desks, place, lambda: session, worlds.nothing, **on_hand)[0]

    return tell


@pytest.fixture
def waiting(telling: Tell) -> dict[str, str]:
    """Five books wait for a purchase order; the numbers of both."""
    with telling(book=0) as story:
        return {"order": story.order("book 5"), "po": story.purchase("book", 5, expected_on=SOON)}


@pytest.fixture
def swept(telling: Tell) -> None:
    """20 books for an order of 25; on 2 March 5 more come in and are swept."""
    with telling(book=20) as story:
        story.order("book 25")
        story.supply("book", 5)
        story.sweep(SweepName.PRIMARY)
