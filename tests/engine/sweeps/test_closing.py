"""The closing of the day: R50."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, log, preferences, returns, store, sweeps
from engine.desk import rotation
from engine.errors import BadPreference, Refused
from engine.model import Outcome, SweepName
from engine.preferences.changing import BackupFolderClosed, BackupFolderIsFile, NoBackupFolder
from engine.sweeps import SweepReport, closing, schedules
from tests.engine.desk.copies import held
from tests.papers import everything
from tests.story import Story


@pytest.fixture
def kept(desk_path: Path) -> Iterator[Story]:
    """A desk in a file."""
    story = Story(store.open_desk(desk_path, name="a test"), book=20, pen=5)
    story.order("book 15")
    yield story
    story.session.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def close(desk: Story) -> SweepReport:
    desk.now = desk.now.replace(day=desk.now.day + 1)
    report = sweeps.run_sweep(desk.session, SweepName.CLOSING, actor=desk.actor, now=desk.now)
    assert report is not None
    return report


def seed(desk: Story, statement: str) -> None:
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        tx._cursor.execute(statement)


def test_r50_the_day_is_closed_with_a_row_in_the_run_log_and_changes_nothing_that_anybody_sees() -> None:
    desk = Story(book=20, pen=5)
    number = desk.order("book 15", "pen 9")
    before = desk.balance("book"), desk.balance("pen"), desk.state(number)
    report = close(desk)
    assert (report.outcome, report.counts.pools, report.error) == (Outcome.DONE, 2, "")
    assert desk.ask(sweeps.runs)["sweep"].to_list() == ["closing"]
    assert (desk.balance("book"), desk.balance("pen"), desk.state(number)) == before
    desk.prove()


def test_the_master_switch_does_not_gate_it() -> None:
    """R25 is about what moves stock."""
    desk = Story(book=20)
    desk.prefer(backorder_management="off")
    assert close(desk).outcome is Outcome.DONE


def test_a_proof_that_fails_names_the_rows_with_the_remedy_and_alarms_until_a_day_is_closed_well() -> None:
    desk = Story(book=20)
    close(desk)
    seed(desk, "update balance set qty = 7")
    report = close(desk)
    assert report.outcome is Outcome.FAILED
    assert report.error == (
        "The consistency proof fails, so that no backup was made. book was carried forward with 7 on hand "
        "but its movements until then sum to 20. Close the day: it is carried forward anew from the "
        "movements."
    )
    assert desk.ask(closing.alarm) == (report.started_at, report.error)
    assert close(desk).outcome is Outcome.DONE  # the remedy
    assert desk.ask(closing.alarm) is None
    desk.prove()


def test_its_last_success_is_told_after_a_failure() -> None:
    desk = Story(book=20)
    well = close(desk).started_at
    seed(desk, "update order_line set qty = 0; update balance set qty = 7")
    close(desk)
    with desk.session.snapshot(now=desk.now) as tx:
        row = schedules.status(tx)[-1]
    assert (row["sweep"], row["last_outcome"], row["last_done_at"]) == ("closing", "failed", well)


def test_a_backup_is_made_and_verified_and_the_oldest_make_room(kept: Story, folder: Path) -> None:
    (folder / "desk-letter.duckdb").write_text("somebody's own")
    kept.prefer(backup_folder=str(folder), backups_kept="2")
    names = []
    for _ in range(3):
        report = close(kept)
        assert (report.outcome, report.error) == (Outcome.DONE, "")
        names.append(f"{kept.session.path.stem}-{kept.now:%Y%m%dT%H%M%S}.duckdb" if kept.session.path else "")
    assert sorted(file.name for file in folder.glob("*.duckdb")) == sorted(["desk-letter.duckdb", *names[1:]])
    told = held(folder / names[-1])
    now = everything(kept.session)
    assert {name: rows for name, rows in told.items() if name != "run"} == {
        name: rows for name, rows in now.items() if name != "run"
    }


def test_all_backups_stay_where_nothing_else_is_wanted(kept: Story, folder: Path) -> None:
    kept.prefer(backup_folder=str(folder), backups_kept="0")
    for _ in range(3):
        close(kept)
    assert len(list(folder.glob("*.duckdb"))) == 3


def test_no_backup_is_made_of_a_desk_at_fault_and_none_makes_room_for_it(kept: Story, folder: Path) -> None:
    kept.prefer(backup_folder=str(folder), backups_kept="1")
    close(kept)
    [sound] = folder.glob("*.duckdb")
    seed(kept, "update movement set qty = 1 where item_id = 1")
    assert close(kept).outcome is Outcome.FAILED
    assert list(folder.glob("*.duckdb")) == [sound]
    with pytest.raises(Refused):  # asked for by itself, it is made, and takes nobody's place
        rotation.back_up(kept.session, folder, 1, datetime(2026, 5, 5, tzinfo=UTC))
    assert sound in folder.glob("*.duckdb")


def test_a_folder_that_is_gone_fails_the_closing_in_a_sentence_and_the_balances_are_carried_forward(
    kept: Story, folder: Path
) -> None:
    kept.prefer(backup_folder=str(folder))
    folder.rmdir()
    report = close(kept)
    assert (report.outcome, report.counts.pools) == (Outcome.FAILED, 2)
    assert report.error == (
        "The balances are carried forward, but there is no backup. The folder for backups "
        f"{folder} is not there; make it, or name another."
    )
    assert kept.ask(closing.alarm)


def test_while_its_backup_is_made_a_closing_counts_as_interrupted(
    kept: Story, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R28: who kills it then finds it so, and it is caught up (R26)."""
    kept.prefer(backup_folder=str(folder))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "back_up", killed)
    with pytest.raises(KeyboardInterrupt):
        close(kept)
    assert kept.ask(sweeps.runs).select("outcome", "error").row(0) == ("interrupted", closing.AWAITED)
    assert kept.ask(closing.alarm) is None
    kept.prove()


def test_a_desk_in_memory_has_no_backup(folder: Path) -> None:
    desk = Story(book=1)
    desk.prefer(backup_folder=str(folder))
    assert close(desk).outcome is Outcome.DONE
    assert list(folder.iterdir()) == []


def test_a_folder_for_backups_that_cannot_be_is_refused_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Section 10."""
    desk = Story()
    with pytest.raises(NoBackupFolder, match="is not there; make it"):
        desk.prefer(backup_folder=str(folder / "nowhere"))
    (folder / "file").touch()
    with pytest.raises(BackupFolderIsFile, match="is a file"):
        desk.prefer(backup_folder=str(folder / "file"))
    for wrong in ("backups", "../backups", f"{folder}\nb", "/" + "x" * 2000):
        with pytest.raises(BadPreference, match="the whole path of a folder"):
            desk.prefer(backup_folder=wrong)
    for wrong in ("-1", "a lot", "4000"):
        with pytest.raises(BadPreference, match="or 0 for all"):
            desk.prefer(backups_kept=wrong)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(BackupFolderClosed, match="Permission denied"):
        desk.prefer(backup_folder=str(folder))
    assert desk.ask(preferences.read).backup_folder == ""


def offered(desk: Story, lic: str) -> bool:
    return bool(desk.ask(catalogue.item, lic)["active"])


def discontinue(desk: Story, *lics: str) -> None:
    with desk.act() as tx:
        for lic in lics:
            catalogue.change_item(tx, lic, discontinued=True)


def test_a_discontinued_lic_that_is_sold_out_is_not_offered_after_the_day_and_the_log_says_why() -> None:
    desk = Story(book=5, pen=5)
    number = desk.order("book 5")
    desk.ship(number)
    discontinue(desk, "book")
    assert offered(desk, "book")
    close(desk)
    assert (offered(desk, "book"), offered(desk, "pen")) == (False, True)
    assert desk.ask(log.search, word="sold out")["sentence"].to_list() == [
        "book: active changed from yes to no (discontinued and sold out)."
    ]
    desk.prove()


def test_it_stays_on_offer_while_some_of_it_lies_is_wanted_or_comes() -> None:
    desk = Story(lying=5, wanted=0, drafted=0, coming=0, bought=0)
    desk.order("wanted 2")
    desk.draft("drafted 2")
    desk.purchase("coming", 5)
    discontinue(desk, "lying", "wanted", "drafted", "coming", "bought")
    close(desk)
    assert [lic for lic in ("lying", "wanted", "drafted", "coming", "bought") if not offered(desk, lic)] == [
        "bought"
    ]


@pytest.mark.parametrize("sellable", [True, False])
def test_it_is_offered_again_when_some_of_it_comes_back_fit_to_sell(sellable: bool) -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.ship(number)
    discontinue(desk, "book")
    close(desk)
    desk.prefer(returns_reduce_order="on")
    with desk.act() as tx:
        returns.take_back(tx, number, 1, Decimal(2), sellable=sellable)
    assert offered(desk, "book") is sellable
    desk.prove()


def test_the_return_that_brought_it_back_is_undone_with_it() -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.ship(number)
    discontinue(desk, "book")
    close(desk)
    desk.prefer(returns_reduce_order="on")
    with desk.act() as tx:
        returns.take_back(tx, number, 1, Decimal(2))
    desk.undo()
    assert (desk.balance("book")["on_hand"], offered(desk, "book")) == ("0", False)
    desk.prove()
