"""A command line that is typed on a page: the same verbs, and whoever would be asked is asked there."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from polars.exceptions import PanicException

from db.session import Session
from engine.cli import commands, output, typed
from engine.cli.typed import Answered
from engine.store import open_desk
from engine.whatif.edits import Priority
from tests.engine.cli.command_line import Backorder, paper


@pytest.fixture
def session(desk: Backorder, folder: Path) -> Iterator[Session]:
    """The desk that is open on the page; A3 waits for 5 books, and A1 has all 20."""
    desk("import", "orders", paper(folder, "o.csv", "order,customer,lic,qty\nA3,school,book,5\n"))
    with closing(open_desk(folder / "desk.duckdb", name="the pages")) as opened:
        yield opened


def run(session: Session, line: str, agreed: str = "") -> Answered:
    return typed.run(session, "Ann", typed.words_of(line), agreed)


def test_a_verb_does_here_what_it_does_in_a_terminal(session: Session) -> None:
    done = run(session, 'hold A3 --reason "asked by phone"')
    assert (done.problem, done.asks) == ("", None)
    assert "Order A3" in done.text
    assert "asked by phone" in run(session, "backorder explain A3").text


def test_who_loses_by_it_is_shown_by_the_page_first(session: Session) -> None:
    asks = run(session, "priority A3 5").asks
    assert asks is not None
    assert asks.edits == [Priority("A3", 5)]
    assert "Line 1: 5 of book, backordered" in run(session, "explain A3").text


def test_exactly_what_was_shown_is_agreed_to(session: Session) -> None:
    asks = run(session, "late P1 2099-05-01").asks
    assert asks is not None
    assert "A1" in asks.shown
    assert asks.shown.endswith("would move. Go on?")
    done = run(session, "late P1 2099-05-01", asks.shown).text
    assert done.startswith("Purchase order P1 is expected on 1 May 2099")
    again = run(session, "late P1 2099-06-01", asks.shown).asks
    assert again is not None
    assert again.shown != asks.shown


def test_an_undo_shows_first_what_it_takes_back(session: Session) -> None:
    run(session, "hold A3 --reason later")
    asks = run(session, "undo").asks
    assert asks is not None
    assert asks.shown.startswith("Would undo: ")
    assert run(session, "undo", asks.shown).text.startswith("Run ")


def test_the_action_is_known_by_its_number_and_a_question_has_none(session: Session) -> None:
    assert run(session, "hold A3 --reason later").action_id is not None
    assert run(session, "explain A3").action_id is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("priority A9 3", "There is no order A9"),
        ("priority A3", "See backorder priority --help."),
        ("priority A3 99", "99"),
        ("frobnicate A3", "There is no verb frobnicate; ? lists them."),
        ("--json explain A3", "There is no verb --json"),
        ("export lines lines.csv", "type backorder export in a terminal"),
        ("report 2026-03-02", "type backorder report in a terminal"),
        ("notices --out=somewhere", "--out writes a file of this machine"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(session: Session, line: str, words: str) -> None:
    answered = run(session, line)
    assert words in answered.problem
    assert (answered.text, answered.asks) == ("", None)


def test_help_says_what_a_verb_takes(session: Session) -> None:
    assert "0 to 9, higher first" in run(session, "priority --help").text


def test_every_command_is_a_verb_here_or_one_of_a_terminal() -> None:
    assert set(typed.verbs()) | typed.IN_A_TERMINAL == set(commands.NAMES)
    assert set(commands.NAMES) >= typed.IN_A_TERMINAL
    assert all(typed.verbs().values())


def test_an_open_quotation_mark_is_said() -> None:
    with pytest.raises(ValueError, match="not closed"):
        typed.words_of('hold A3 --reason "asked')


def test_what_another_thread_prints_is_not_caught(capsys: pytest.CaptureFixture[str]) -> None:
    with output.caught() as texts:
        other = threading.Thread(target=output.write, args=("of another\n",))
        other.start()
        other.join()
        output.write("of this one\n")
    assert texts == ["of this one\n"]
    assert capsys.readouterr().out == "of another\n"


def test_whatever_a_verb_prints_goes_where_it_can_be_caught() -> None:
    prints = [
        file.name
        for file in sorted(Path(commands.__file__).parent.glob("*.py"))
        if re.search(r"sys\.std(out|err)|\bprint\(|typer\.echo", file.read_text(encoding="utf-8"))
    ]
    assert prints == ["__init__.py", "app.py", "export.py", "output.py", "watch.py"]


@pytest.mark.parametrize("error", [ZeroDivisionError, PanicException])
def test_what_nobody_foresaw_is_answered_with_a_sentence(
    session: Session, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise error("nobody foresaw this")

    monkeypatch.setattr("engine.orders.cancel_order", break_down)
    assert f"did not foresee ({error.__name__})" in run(session, "cancel A3").problem
