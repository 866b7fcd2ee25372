"""Who is let in, and what every answer tells the browser; no server is started."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from pages.parts import doorkeeper
from tests.pages.screen import APP

HERE = "127.0.0.1:8501"


@pytest.fixture
def serve_at() -> Iterator[Any]:
    """Tells Streamlit an address to serve at."""
    before = config.get_option("server.address")
    yield lambda address: config.set_option("server.address", address)
    config.set_option("server.address", before)


def answer(kind: str = "http", server: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, str], str]:
    """What comes back: the status (101 or 403 for a WebSocket), the headers, the text."""
    said: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if kind == "websocket":
            await send({"type": "websocket.accept"})
            return
        headers = [(b"access-control-allow-origin", b"*"), (b"x-frame-options", b"SAMEORIGIN")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"the desk"})

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        said.append(message)

    given = {"host": HERE} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": kind, "path": "/", "method": "GET", "server": (server, 8501), "headers": raw}
    asyncio.run(doorkeeper.Doorkeeper(app)(scope, receive, send))
    if kind == "websocket":
        return (101 if said[0]["type"] == "websocket.accept" else 403), {}, ""
    found = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], found, said[1]["body"].decode()


@pytest.mark.parametrize("host", [HERE, "localhost:8501", "[::1]:8501", "LOCALHOST", "127.0.0.1:9000"])
def test_this_machine_is_let_in_by_its_own_names(host: str) -> None:
    assert answer(host=host)[0] == 200
    assert answer("websocket", host=host, origin=f"http://{host}")[0] == 101


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "", "[", "a@127.0.0.1", "10.0.0.5"],
)
def test_a_name_that_only_points_here_is_not_the_desks(host: str) -> None:
    """DNS rebinding: the browser believes that it talks to the same website as before."""
    assert answer(host=host)[::2] == (403, doorkeeper.STRANGE_NAME)
    assert answer("websocket", host=host, origin=f"http://{host}")[0] == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:3000", "http://localhost:8501", "null"]
)
def test_pages_of_others_are_turned_away_whatever_they_ask(origin: str) -> None:
    assert answer(origin=origin)[::2] == (403, doorkeeper.STRANGE_PAGE)
    assert answer("websocket", origin=origin)[0] == 403


def test_a_websocket_that_does_not_say_where_it_comes_from_is_turned_away() -> None:
    assert answer("websocket")[0] == 403


def test_a_link_from_elsewhere_opens_the_desk_and_nothing_else_from_elsewhere_does() -> None:
    def from_elsewhere(mode: str, dest: str) -> int:
        return answer(sec_fetch_site="cross-site", sec_fetch_mode=mode, sec_fetch_dest=dest)[0]

    assert from_elsewhere("navigate", "document") == 200
    assert from_elsewhere("navigate", "iframe") == from_elsewhere("no-cors", "image") == 403


@pytest.mark.parametrize("host", [HERE, "evil.example"])
def test_every_answer_forbids_frames_guesses_and_strangers(host: str) -> None:
    _, headers, _ = answer(host=host)
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.5", "desk.example", "", None])
def test_at_an_address_beyond_this_machine_there_is_one_sentence_and_no_desk(
    serve_at: Any, bare_desk: Path, address: str | None
) -> None:
    serve_at(address)
    assert answer()[::2] == (403, doorkeeper.BEYOND)
    screen = AppTest.from_file(str(APP), default_timeout=60).run()
    assert [error.value for error in screen.error] == [doorkeeper.BEYOND]
    assert not screen.title
    assert not bare_desk.exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_at_an_address_of_this_machine_the_desk_is_served(serve_at: Any, address: str) -> None:
    serve_at(address)
    assert answer()[::2] == (200, "the desk")


def test_a_connection_from_beyond_is_turned_away_whatever_the_settings_say() -> None:
    """As under a server that Streamlit did not start."""
    assert answer(server="10.0.0.5")[::2] == (403, doorkeeper.BEYOND)
