"""What ``backorder up`` settles before anything is started."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.service import supervisor as module
from engine.service.child_process import Child
from engine.service.supervisor import up


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind((module.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_named_port_that_is_taken_is_refused_in_a_sentence(
    taken: int, desk_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert up(desk_path, taken, demo=False) == 1
    out, err = capfd.readouterr()
    assert (out, err) == (
        "",
        f"Port {taken} is taken by another program; stop that one, or name another port.\n",
    )
    assert not desk_path.exists()


def test_without_a_named_port_the_next_free_one_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PORT", taken)
    assert taken < module._free_port() < taken + module.PORTS_TO_TRY


def test_when_no_port_is_free_it_says_which_were_tried(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PORT", taken)
    monkeypatch.setattr(module, "PORTS_TO_TRY", 1)
    with pytest.raises(module.NoPort, match=f"from {taken} to {taken}"):
        module._free_port()


def test_what_is_wrong_with_the_desk_is_said_before_anything_starts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Child, "start", lambda _self: pytest.fail("nothing may be started"))
    file = tmp_path / "letter.txt"
    file.write_text("Dear school", encoding="utf-8")
    assert up(file) == 1
    assert up(tmp_path / "gone" / "desk.duckdb") == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert [line.startswith(str(tmp_path)) for line in err.splitlines()] == [True, True]


def test_who_is_named_is_named_by_the_pages_and_the_watcher_too(
    desk_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler acts in its own name."""
    started: dict[str, str] = {}

    def start(child: Child) -> None:
        started[child.arguments[0]] = child.environment.get("BACKORDER_ACTOR", "")

    monkeypatch.setattr(Child, "start", start)
    monkeypatch.setattr(module, "_are_healthy", lambda *_: False)
    assert up(desk_path, folder=tmp_path, actor="Ann") == 1
    assert started == {"engine.service.scheduler": "", "engine.service.watcher": "Ann", "streamlit": "Ann"}


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
def test_ctrl_c_while_the_desk_is_made_ready_is_an_orderly_end(
    raised: type[BaseException],
    desk_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In mid-statement, DuckDB turns the interrupt into a RuntimeError."""

    def interrupted(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise raised from None

    monkeypatch.setattr(module, "_make_ready", interrupted)
    assert up(desk_path) == 0
    assert capfd.readouterr() == ("", "")


def test_a_mistake_in_the_program_is_not_taken_for_an_end(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(module, "_make_ready", mistaken)
    with pytest.raises(RuntimeError):
        up(desk_path)
