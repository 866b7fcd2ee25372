"""One file of a watched folder: taken in once, or sent back with its reasons."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from db.errors import DeskBusy, DiskFull
from engine import profiles
from engine.interchange import importing, inbox, limits, taking
from engine.interchange.inbox import Inbox
from engine.interchange.taking import Taken
from engine.rules.profile import CellSource, Profile
from tests.papers import everything
from tests.shop_files import order, shopify_orders
from tests.story import Story

ORDERS = "order,customer,lic,qty\n1,school,book,3\n"


class Folder:
    """A folder for orders, and the desk that takes them in."""

    def __init__(self, path: Path, kind: str = "orders", profile: str = "") -> None:
        self.desk = Story(book=20)
        self.box = Inbox(path / (f"{kind}@{profile}" if profile else kind), kind, profile)
        self.box.folder.mkdir()

    def drop(self, text: str, name: str = "a.csv") -> Path:
        file = self.box.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def take(self, file: Path) -> Taken:
        stamp = inbox.stamp_of(file)
        assert stamp
        one = taking.take(self.desk.session, self.box, file, stamp, actor="Ann")
        self.desk.prove()
        return one

    def lies_there(self) -> list[str]:
        files = (file for file in self.box.folder.rglob("*") if file.is_file())
        return sorted(str(file.relative_to(self.box.folder)) for file in files)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_file_is_taken_in_and_moved_to_done(folder: Folder) -> None:
    one = folder.take(folder.drop(ORDERS))
    assert one.report
    assert (one.report.added, one.put) == (1, folder.box.folder / "done" / "a.csv")
    assert folder.lies_there() == ["done/a.csv"]
    assert folder.desk.state("1") == "3 allotted"


def test_the_same_content_is_taken_in_once_whatever_it_is_called(folder: Folder) -> None:
    folder.take(folder.drop(ORDERS))
    before = everything(folder.desk.session)
    again = folder.take(folder.drop(ORDERS, "b.csv"))
    assert (again.report, again.is_bad) == (None, False)
    assert again.sentences[0].startswith("A file of this content came in as a.csv on ")
    assert folder.lies_there() == ["done/a.csv", "done/b.csv"]
    assert everything(folder.desk.session) == before


def test_a_file_that_was_undone_is_taken_in_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "receipts")
    po = folder.desk.purchase("book", 10)
    text = f"po,lic,qty\n{po},book,4\n"
    folder.take(folder.drop(text))
    folder.desk.undo()
    again = folder.take(folder.drop(text))
    assert again.report
    assert again.report.added == 1


def test_a_file_whose_undo_was_undone_is_taken_in_already(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "receipts")
    text = f"po,lic,qty\n{folder.desk.purchase('book', 10)},book,4\n"
    folder.take(folder.drop(text))
    run_id = None
    for is_undone in (True, False, True, False):
        run_id = folder.desk.undo(run_id=run_id).run_id
        with folder.desk.session.snapshot() as tx:
            row = tx.row("taking.taken", kind="receipts", fingerprint=sha256(text.encode()).hexdigest())
        assert (row is None) == is_undone, run_id
    assert folder.take(folder.drop(text)).sentences[0].startswith("A file of this content came in as a.csv")


def test_a_bad_file_comes_back_with_every_reason_and_nothing_is_saved(folder: Folder) -> None:
    before = everything(folder.desk.session)
    one = folder.take(folder.drop("order,customer,lic,qty\n1,school,book,many\n2,nobody,book,1\n"))
    assert one.is_bad
    assert everything(folder.desk.session) == before
    assert folder.lies_there() == ["bad/a.csv", "bad/a.csv.reasons.txt"]
    reasons = (folder.box.folder / "bad" / "a.csv.reasons.txt").read_text(encoding="utf-8").splitlines()
    assert reasons == one.sentences
    assert [reason.partition(":")[0] for reason in reasons] == ["Row 2", "Row 3"]


@pytest.mark.parametrize(
    ("name", "text"), [("a.doc", "x"), ("a.csv", ""), ("a.xlsx", "no workbook"), ("a.csv", "x" * 200)]
)
def test_what_is_no_such_file_comes_back(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setattr(limits, "A_FILE", limits.Bounds(size=100))
    monkeypatch.setattr(limits.check_file, "__defaults__", (limits.A_FILE,))
    assert folder.take(folder.drop(text, name)).is_bad


def test_a_file_of_a_shop_is_recognised(folder: Folder) -> None:
    one = folder.take(folder.drop(shopify_orders(order("#1", "amy@shop.example", ("book", 2)))))
    assert one.report
    assert (one.report.added, one.report.made) == (1, {"customers": 1})


def test_a_folder_s_own_profile_reads_its_files(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "stock", "count")
    profile = Profile("count", "stock", {"lic": CellSource(("Article",)), "qty": CellSource(("Pieces",))})
    text = "Article,Pieces\npen,3\n"
    assert folder.take(folder.drop(text)).sentences[0].startswith("There is no profile count")
    with folder.desk.act() as tx:
        profiles.keep(tx, profile)
    folder.desk.item("pen", 0)
    assert folder.take(folder.drop(text)).report


@pytest.mark.parametrize("error", [DeskBusy(holder="Ben", seconds=1), DiskFull(path="x", detail="y")])
def test_what_is_not_the_file_s_fault_leaves_it_where_it_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(importing, "import_file", refuse)
    with pytest.raises(type(error)):
        folder.take(folder.drop(ORDERS))
    assert folder.lies_there() == ["a.csv"]


def test_a_file_that_is_written_on_while_it_is_read_is_left_to_be_looked_at_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder.drop(ORDERS)
    bring = importing.import_file

    def late(*args: Any, **facts: Any) -> Any:
        report = bring(*args, **facts)
        file.write_text(ORDERS + "2,school,book,1\n", encoding="utf-8")
        return report

    monkeypatch.setattr(importing, "import_file", late)
    first = folder.take(file)
    monkeypatch.setattr(importing, "import_file", bring)
    assert (first.put, folder.lies_there()) == (None, ["a.csv"])
    second = folder.take(file)
    assert second.report
    assert (second.report.added, second.report.unchanged) == (1, 1)
