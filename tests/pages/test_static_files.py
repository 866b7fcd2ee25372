"""What of Streamlit's own files is answered from memory, and what is not; no server is started."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pages.parts import doorkeeper, static_files
from pages.parts.static_files import StaticFiles

SCRIPT = "/static/js/index.DormvYxC.js"
LASTING = {"cache-control": "public, immutable, max-age=31536000"}


class _Streamlit:
    """Answers in two parts, as it does with files; counts how often it was asked."""

    def __init__(self, headers: dict[str, str], status: int = 200) -> None:
        self.asked = 0
        self.breaks_off = False
        self._start: dict[str, Any] = {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        await send({**self._start, "headers": list(self._start["headers"])})
        await send({"type": "http.response.body", "body": b"a sc", "more_body": True})
        if not self.breaks_off:
            await send({"type": "http.response.body", "body": b"ript", "more_body": False})


def ask(app: Any, path: str = SCRIPT, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    """What comes back: status, headers, body."""
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    given = {"host": "127.0.0.1:8501"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    server = ("127.0.0.1", 8501)
    scope = {"type": "http", "path": path, "method": method, "headers": raw, "server": server}
    asyncio.run(app(scope, None, send))
    return said[0]["status"], said[0]["headers"], b"".join(part["body"] for part in said[1:])


def test_a_file_is_read_once_for_everybody_and_answered_alike() -> None:
    streamlit = _Streamlit(LASTING)
    files = StaticFiles(streamlit)
    first = ask(files)
    assert first[::2] == (200, b"a script")
    assert ask(files) == ask(files) == first
    assert streamlit.asked == 1


def test_what_the_doorkeeper_adds_to_an_answer_is_added_once_to_each() -> None:
    door = doorkeeper.Doorkeeper(StaticFiles(_Streamlit(LASTING)))
    first = ask(door)
    assert ask(door) == ask(door) == first
    names = [name for name, _ in first[1]]
    assert len(names) == len(set(names)) > 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "no-cache"},
        {},
        LASTING | {"set-cookie": "a=b"},
        LASTING | {"content-encoding": "gzip"},
        LASTING | {"vary": "Accept-Encoding"},
    ],
)
def test_what_may_be_another_answer_next_time_is_asked_again(headers: dict[str, str]) -> None:
    streamlit = _Streamlit(headers)
    files = StaticFiles(streamlit)
    assert ask(files) == ask(files)
    assert streamlit.asked == 2


@pytest.mark.parametrize("status", [206, 304, 404])
def test_what_is_not_the_whole_file_is_not_kept(status: int) -> None:
    streamlit = _Streamlit(LASTING, status)
    files = StaticFiles(streamlit)
    ask(files)
    ask(files)
    assert streamlit.asked == 2


def test_an_answer_that_broke_off_is_not_kept() -> None:
    streamlit = _Streamlit(LASTING)
    files = StaticFiles(streamlit)
    streamlit.breaks_off = True
    assert ask(files)[2] == b"a sc"
    streamlit.breaks_off = False
    assert ask(files)[2] == b"a script"


@pytest.mark.parametrize("header", ["range", "if_none_match", "if_modified_since"])
def test_who_asks_for_less_than_the_file_is_answered_by_streamlit(header: str) -> None:
    streamlit = _Streamlit(LASTING)
    files = StaticFiles(streamlit)
    ask(files)
    ask(files, **{header: "x"})
    assert streamlit.asked == 2


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/media/a.png", "GET"), (SCRIPT, "HEAD")])
def test_everything_else_passes(path: str, method: str) -> None:
    streamlit = _Streamlit(LASTING)
    files = StaticFiles(streamlit)
    ask(files, path, method)
    ask(files, path, method)
    assert streamlit.asked == 2


def test_what_has_no_room_is_answered_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "MOST_BYTES", 10)
    streamlit = _Streamlit(LASTING)
    files = StaticFiles(streamlit)
    assert ask(files) == ask(files)
    assert ask(files, f"{SCRIPT}2") == ask(files, f"{SCRIPT}2")
    assert streamlit.asked == 3
