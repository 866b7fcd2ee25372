"""A watched folder: what is settled is taken in, in the order of its kind, and nothing ends the watcher."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from polars.exceptions import PanicException

from db.errors import DiskFull
from db.session import Session
from engine.interchange import inbox, taking
from engine.interchange.inbox import Inbox
from engine.interchange.taking import Taken
from engine.service import watcher as module
from engine.service.watcher import FolderWatcher, having, watch
from tests.story import Story


class Watched:
    """A desk, its watched folder, and a clock that goes by hand."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.folder, self.now = Story(book=20), folder, 0.0
        self.lines, self.complaints = list[str](), list[str]()
        # The clock of this module alone: threads of others sleep by the machine's.
        clock = SimpleNamespace(monotonic=lambda: self.now, sleep=self._pass)
        monkeypatch.setattr("engine.service.watcher.time", clock)
        inbox.make(folder)
        self.watcher = FolderWatcher(
            self.desk.session, folder, "Ann", self.lines.append, self.complaints.append
        )
        self.meanwhile: Callable[[], object] = lambda: None

    def _pass(self, seconds: float) -> None:
        self.now += seconds
        self.meanwhile()

    def drop(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def settle(self) -> list[str]:
        """Look, and look again when whatever lies there has settled."""
        self.watcher.look_again()
        self.now += module.SETTLED_SECONDS
        self.watcher.look_again()
        return self.lines


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path / "in", monkeypatch)


def test_a_file_is_taken_in_when_it_stayed_as_it_is_for_three_seconds(watched: Watched) -> None:
    watched.drop("orders/a.csv", "order,customer,lic,qty\n1,school,book,3\n")
    watched.watcher.look_again()
    watched.now += 2
    watched.drop("orders/a.csv", "order,customer,lic,qty\n1,school,book,3\n2,school,book,1\n")
    watched.watcher.look_again()
    watched.now += 2
    watched.watcher.look_again()
    assert watched.lines == []
    watched.now += 1
    watched.watcher.look_again()
    assert watched.lines == ["orders/a.csv: 2 added, 0 updated, 0 unchanged (2 rows); now orders/done/a.csv."]


def test_what_one_kind_needs_of_another_comes_in_first(watched: Watched) -> None:
    watched.drop("orders/a.csv", "order,customer,lic,qty\n1,inn,mug,3\n")
    watched.drop("items/z.csv", "lic\nmug\n")
    watched.drop("customers/z.csv", "customer\ninn\n")
    assert [line.partition(":")[0] for line in watched.settle()] == [
        "items/z.csv",
        "customers/z.csv",
        "orders/a.csv",
    ]
    assert watched.desk.state("1") == "3 backordered"


def test_what_comes_back_and_what_is_left_alone_is_said_once(watched: Watched) -> None:
    watched.drop("orders/a.csv", "order,customer,lic,qty\n1,school,book,many\n2,school,none,1\n")
    (watched.folder / "letters").mkdir()
    [line] = watched.settle()
    assert line == (
        "orders/a.csv is now orders/bad/a.csv, and this is the first of 2 reasons: "
        "Row 2: In the column qty, many is not a number; write it like 25 or 2.5."
    )
    assert len(watched.complaints) == 1


def test_a_file_that_cannot_be_read_is_not_in_the_way_of_others(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = taking.take

    def refuse_a(session: Session, box: Inbox, file: Path, *rest: Any, **facts: Any) -> Taken:
        if file.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return take(session, box, file, *rest, **facts)

    monkeypatch.setattr(taking, "take", refuse_a)
    for name in ("a.csv", "b.csv"):
        watched.drop(f"items/{name}", f"lic\n{name}\n")
    assert len(watched.settle()) == 1
    watched.settle()
    assert watched.complaints == ["items/a.csv stays where it is (Permission denied)."]
    assert watch(watched.watcher, once=True) == []


@pytest.mark.parametrize("error", [ZeroDivisionError, PanicException])
def test_a_file_over_which_the_program_stumbles_is_not_in_the_way_of_others(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A panic of Polars is no Exception to Python."""
    take, written = taking.take, list[BaseException]()

    def stumble(session: Session, box: Inbox, file: Path, *rest: Any, **facts: Any) -> Taken:
        if file.name == "a.csv":
            raise error("nobody foresaw this")
        return take(session, box, file, *rest, **facts)

    def note(error: BaseException, *_: object) -> str:
        written.append(error)
        return "Something went wrong."

    monkeypatch.setattr(taking, "take", stumble)
    monkeypatch.setattr(module, "write_down", note)
    for name in ("a.csv", "b.csv"):
        watched.drop(f"items/{name}", f"lic\n{name}\n")
    assert len(watched.settle()) == 1
    assert watched.complaints == ["items/a.csv stays where it is (Something went wrong)."]
    watched.now += module.RETRY_SECONDS
    watched.settle()
    assert (len(watched.complaints), len(written)) == (1, 1), "tried again, and not written down again"


def test_a_folder_into_which_nothing_can_be_put_is_not_in_the_way_of_the_next(watched: Watched) -> None:
    (watched.folder / "vendors" / "done").symlink_to(watched.folder)
    (watched.folder / "items" / "bad").touch()
    watched.drop("vendors/a.csv", "vendor\nmill\n")
    watched.drop("customers/a.csv", "customer\ninn\n")
    watched.settle()
    assert watched.lines == [
        "customers/a.csv: 1 added, 0 updated, 0 unchanged (1 row); now customers/done/a.csv."
    ]
    stay = [said.partition(" stays where it is (")[0] for said in watched.complaints if " stays " in said]
    assert stay == ["vendors/a.csv", "items/bad"]


def test_a_file_that_cannot_be_put_away_is_read_again_after_a_minute_only(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, take = list[str](), taking.take

    def note(session: Session, box: Inbox, file: Path, *rest: Any, **facts: Any) -> Taken:
        read.append(file.name)
        return take(session, box, file, *rest, **facts)

    monkeypatch.setattr(taking, "take", note)
    (watched.folder / "items" / "done").symlink_to(watched.folder)
    watched.drop("items/a.csv", "lic\nmug\n")
    for _ in range(5):
        watched.settle()
    assert read == ["a.csv"]
    assert len([said for said in watched.complaints if said.startswith("items/a.csv stays")]) == 1
    watched.now += module.RETRY_SECONDS
    (watched.folder / "items" / "done").unlink()
    watched.settle()
    assert read == ["a.csv", "a.csv"]
    [line] = watched.lines
    assert line.startswith("items/a.csv is now items/done/a.csv: A file of this content came in as")


def test_a_desk_that_is_not_ready_is_asked_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    take = taking.take

    def refuse(*_: object, **__: object) -> None:
        raise DiskFull(path="desk", detail="no space left")

    watched.drop("items/a.csv", "lic\nmug\n")
    monkeypatch.setattr(taking, "take", refuse)
    assert watched.settle() == []
    assert watched.settle() == []
    assert len(watched.complaints) == 1
    monkeypatch.setattr(taking, "take", take)
    assert watched.settle() == ["items/a.csv: 1 added, 0 updated, 0 unchanged (1 row); now items/done/a.csv."]


def test_once_ends_when_all_that_lies_there_was_looked_at(watched: Watched) -> None:
    watched.drop("items/a.csv", "lic\nmug\n")
    assert [one.file.name for one in watch(watched.watcher, once=True)] == ["a.csv"]


def test_once_takes_in_what_settles_while_it_looks(watched: Watched) -> None:
    """A machine may stand still for seconds between two steps of a look."""
    file, looked = watched.drop("items/a.csv", "lic\nmug\n"), watched.watcher.look

    def look_slowly() -> list[Taken]:
        taken = looked()
        watched.now += module.SETTLED_SECONDS
        return taken

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module.FolderWatcher, "look", lambda _: look_slowly())
        assert [one.file for one in watch(watched.watcher, once=True)] == [file]


def test_a_signal_ends_it_after_the_look(watched: Watched) -> None:
    watched.meanwhile = lambda: os.kill(os.getpid(), signal.SIGTERM)
    before = signal.getsignal(signal.SIGTERM)
    assert watch(watched.watcher) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_folder_has_one_watcher(tmp_path: Path) -> None:
    with (
        having(tmp_path / "in"),
        pytest.raises(module.WatchedAlready, match="is watched by another program already"),
        having(tmp_path / "in"),
    ):
        pass
    with having(tmp_path / "in"):
        pass


def test_the_program_says_what_is_wrong_with_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert module.main(["--db", str(tmp_path / "desk.duckdb"), str(tmp_path / "gone" / "in")]) == 1
    assert "Backorder Desk folder: The folder" in capsys.readouterr().err
