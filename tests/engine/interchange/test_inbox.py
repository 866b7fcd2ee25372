"""The folders of a watched folder, and what of it is a file to take in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.interchange import inbox
from engine.interchange.inbox import BAD, DONE, Inbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inbox.make(tmp_path / "in")
    return tmp_path / "in"


def names(box: Inbox) -> list[str]:
    return [file.name for file, _ in inbox.files(box)[0]]


def put(file: Path, where: str, reasons: list[str] | None = None) -> Path | None:
    """Put a file away that is as it was when it was looked at."""
    stamp = inbox.stamp_of(file)
    assert stamp
    return inbox.put(file, stamp, where, reasons)


def test_a_folder_is_made_for_every_kind_but_preferences(folder: Path) -> None:
    boxes, odd = inbox.inboxes(folder)
    assert [box.kind for box in boxes] == list(inbox.ORDER)
    assert "preferences" not in inbox.ORDER
    assert odd == []


def test_a_folder_may_name_a_profile_and_any_other_is_named(folder: Path) -> None:
    (folder / "orders@our shop").mkdir()
    (folder / "letters").mkdir()
    (folder / "list.csv").touch()
    (folder / ".hidden").mkdir()
    (folder / "items@x").symlink_to(folder / "items")
    boxes, odd = inbox.inboxes(folder)
    assert Inbox(folder / "orders@our shop", "orders", "our shop") in boxes
    assert [sentence.partition(" is left alone")[0] for sentence in odd] == [
        "items@x",
        "The folder letters",
        "list.csv",
    ]


def test_hidden_half_written_linked_and_other_things_are_no_files(folder: Path) -> None:
    box = Inbox(folder / "orders", "orders")
    for name in ("a.csv", ".b.csv", "c.csv.part", "d.tmp", "e.csv~", "~$f.xlsx", "g.crdownload"):
        (box.folder / name).touch()
    (box.folder / DONE).mkdir()
    (box.folder / "sub").mkdir()
    (box.folder / "link.csv").symlink_to(box.folder / "a.csv")
    os.mkfifo(box.folder / "pipe.csv")
    assert names(box) == ["a.csv"]
    assert inbox.files(box)[1] == [
        f"orders/{name} is left alone: it is no plain file." for name in ("link.csv", "pipe.csv", "sub")
    ]


def test_the_oldest_file_comes_first(folder: Path) -> None:
    box = Inbox(folder / "orders", "orders")
    for at, name in enumerate(["b.csv", "c.csv", "a.csv"]):
        (box.folder / name).touch()
        os.utime(box.folder / name, (at, at))
    assert names(box) == ["b.csv", "c.csv", "a.csv"]


def test_a_stamp_tells_a_file_from_what_it_becomes(folder: Path) -> None:
    file = folder / "orders" / "a.csv"
    file.write_text("a", encoding="utf-8")
    before = inbox.stamp_of(file)
    assert before == inbox.files(Inbox(file.parent, "orders"))[0][0][1]
    file.write_text("ab", encoding="utf-8")
    assert inbox.stamp_of(file) != before
    file.unlink()
    assert inbox.stamp_of(file) is None
    assert inbox.stamp_of(file.parent) is None


def test_what_is_put_away_takes_nobody_s_place_and_has_its_reasons_beside_it(folder: Path) -> None:
    for text in ("one", "two"):
        file = folder / "orders" / "a.csv"
        file.write_text(text, encoding="utf-8")
        put(file, BAD, [f"{text} is bad.", "And more."])
    bad = folder / "orders" / BAD
    assert sorted(file.name for file in bad.iterdir()) == [
        "a (2).csv",
        "a (2).csv.reasons.txt",
        "a.csv",
        "a.csv.reasons.txt",
    ]
    assert (bad / "a (2).csv").read_text(encoding="utf-8") == "two"
    assert (bad / "a.csv.reasons.txt").read_text(encoding="utf-8") == "one is bad.\nAnd more.\n"


def test_reasons_that_a_killed_watcher_left_are_written_again(folder: Path) -> None:
    bad = folder / "orders" / BAD
    bad.mkdir()
    (bad / "a.csv.reasons.txt").write_text("half", encoding="utf-8")
    (folder / "orders" / "a.csv").touch()
    assert put(folder / "orders" / "a.csv", BAD, ["Bad."]) == bad / "a.csv"
    assert (bad / "a.csv.reasons.txt").read_text(encoding="utf-8") == "Bad.\n"


def test_nothing_is_put_through_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "orders" / DONE).symlink_to(tmp_path)
    (folder / "orders" / "a.csv").touch()
    with pytest.raises(inbox.NoInbox, match="it is a link"):
        put(folder / "orders" / "a.csv", DONE)
    assert (folder / "orders" / "a.csv").exists()


def test_no_reasons_are_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("mine", encoding="utf-8")
    bad = folder / "orders" / BAD
    bad.mkdir()
    (bad / "a.csv.reasons.txt").symlink_to(tmp_path / "private")
    (folder / "orders" / "a.csv").touch()
    put(folder / "orders" / "a.csv", BAD, ["Bad."])
    assert (tmp_path / "private").read_text(encoding="utf-8") == "mine"
    assert (bad / "a.csv.reasons.txt").read_text(encoding="utf-8") == "Bad.\n"
    assert not (bad / "a.csv.reasons.txt").is_symlink()


def test_a_file_that_is_another_by_now_is_left_and_has_no_reasons(folder: Path) -> None:
    file = folder / "orders" / "a.csv"
    file.write_text("one", encoding="utf-8")
    stamp = inbox.stamp_of(file)
    assert stamp
    file.write_text("another", encoding="utf-8")
    assert inbox.put(file, stamp, BAD, ["Bad."]) is None
    assert file.read_text(encoding="utf-8") == "another"
    assert list((folder / "orders" / BAD).iterdir()) == []


def test_what_came_to_its_place_meanwhile_keeps_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program puts a file there between the look and the move."""
    done = folder / "orders" / DONE
    done.mkdir()
    (done / "a.csv").write_text("theirs", encoding="utf-8")
    file = folder / "orders" / "a.csv"
    file.write_text("ours", encoding="utf-8")
    looks, exists = [False], os.path.lexists
    monkeypatch.setattr("os.path.lexists", lambda path: looks.pop() if looks else exists(path))
    assert put(file, DONE) == done / "a (2).csv"
    assert (done / "a.csv").read_text(encoding="utf-8") == "theirs"
    assert (done / "a (2).csv").read_text(encoding="utf-8") == "ours"


@pytest.mark.parametrize("name", ["n" * 251 + ".csv", "ü" * 125 + ".csv", "n." + "e" * 253, "n" * 255])
def test_the_longest_name_is_cut_and_has_its_reasons_beside_it(folder: Path, name: str) -> None:
    for _ in range(2):
        (folder / "orders" / name).touch()
        target = put(folder / "orders" / name, BAD, ["Bad."])
        assert target
        assert target.suffix == ".csv" or not name.endswith(".csv")
        assert len(os.fsencode(target.name + inbox.REASONS)) <= inbox.LONGEST_NAME
        assert target.with_name(target.name + inbox.REASONS).exists()
    assert len(list((folder / "orders" / BAD).iterdir())) == 4


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(inbox.NoInbox, match="something else has its name"):
        inbox.make(tmp_path / "file")
    with pytest.raises(inbox.NoInbox, match="cannot be watched"):
        inbox.make(tmp_path / "gone" / "in")
