"""The pages served for real, and a browser tab on them that notices what goes wrong."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

HOUSE = Path(__file__).parents[2]
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SETTLE_MS = 250
DRAWN = "![...document.querySelectorAll('[data-testid=stSkeleton]')].some(place => place.checkVisibility())"
"""Nothing stands in for what the browser has yet to draw, though the script has ended."""
PATIENCE_MS = 60_000
ROW, HALF, MARKER = 31, 15, 16
"""Pixels of a table: the height of a row, its middle, and where the box to tick it is."""


@dataclass(frozen=True)
class Server:
    """A running Streamlit server on a desk."""

    address: str
    log: Path
    process: subprocess.Popen[bytes]

    def traces(self) -> str:
        """What its log says from the first trace on; nothing when all is well."""
        _, found, rest = self.log.read_text(encoding="utf-8").partition("Traceback")
        return found + rest


@contextmanager
def served(desk: Path, folder: Path, app: str = "app.py", *, port: int | None = None) -> Iterator[Server]:
    """Serve the pages of a desk, or what another ``app`` shows, on a free port until the block ends.

    ``port``: where a server was that is gone.
    """
    port = port or _free_port()
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(port)]
    with log.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(
            [*command, "--server.headless", "true", "--server.fileWatcherType", "none"],
            cwd=HOUSE,
            env={**os.environ, "BACKORDER_DB": str(desk), "BACKORDER_ACTOR": "Ann"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", running)
        yield Server(f"http://127.0.0.1:{port}", log, running)
    finally:
        running.terminate()
        running.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert running.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server is not ready after half a minute")


@dataclass
class Tab:
    """A browser tab, handled as a person would: by what is written on the screen, and by the keyboard."""

    page: Page
    server: Server
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error in the page: {error}"))
        self.page.on("request", self._note_strangers)
        self.page.on("console", self._note_what_is_forbidden)

    def _note_strangers(self, request: Request) -> None:
        if not request.url.startswith((self.server.address, "data:", "blob:", "ws://127.0.0.1")):
            self.troubles.append(f"a request to a stranger: {request.url}")

    def _note_what_is_forbidden(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.troubles.append(f"something the pages forbid: {message.text}")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.server.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page is drawn."""
        self.page.wait_for_selector(IDLE)
        self.page.wait_for_timeout(SETTLE_MS)
        self.page.wait_for_selector(IDLE)
        self.page.wait_for_function(DRAWN)

    def field(self, name: str) -> Locator:
        """A field to type into, or to choose from by typing."""
        box = self.page.get_by_role("textbox", name=name, exact=True)
        return box.or_(self.page.get_by_role("combobox", name=name)).first

    def wait_until_in(self, name: str) -> None:
        """Wait until the cursor is in a field by itself."""
        expect(self.field(name)).to_be_focused(timeout=PATIENCE_MS)
        self.settle()

    def type(self, text: str, then: str = "Enter") -> None:
        """Type where the cursor is, and press a key."""
        self.page.keyboard.type(text, delay=15)
        self.page.keyboard.press(then)

    def press(self, key: str) -> None:
        """Press a key or several at once."""
        self.page.keyboard.press(key)

    def click(self, name: str) -> None:
        """Press a button by its words, in the dialog if one is open."""
        inside: Page | Locator = self.dialog if self.dialog.count() else self.page
        inside.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()
        self.settle()

    def tick(self, row: int, height: int = ROW) -> None:
        """Select a row of the first table; the first is 0. ``height``: of its rows, where it wraps texts."""
        self.settle()  # a table that is still drawn anew takes no tick over
        grid = self.page.locator("[data-testid=stDataFrame]:visible").first
        grid.click(position={"x": MARKER, "y": ROW + height * row + HALF})
        self.settle()

    @property
    def dialog(self) -> Locator:
        """The open dialog."""
        return self.page.get_by_role("dialog")

    def asked(self, words: str) -> None:
        """Wait until a dialog with a button of these words is open and ready for keys."""
        button = self.dialog.get_by_role("button", name=re.compile(re.escape(words)))
        expect(button).to_be_visible(timeout=PATIENCE_MS)
        self.settle()

    def not_asked(self) -> None:
        """Wait until no dialog is open."""
        expect(self.dialog).to_have_count(0, timeout=PATIENCE_MS)

    def says(self, words: str) -> None:
        """Wait until the page says something."""
        shown = self.page.get_by_test_id("stMain").or_(self.dialog).get_by_text(words)
        expect(shown.first).to_be_visible(timeout=PATIENCE_MS)

    def cell(self, column: int, row: int) -> Locator:
        """A cell of the first table that is seen; the column of boxes to tick is number 0."""
        return self.page.locator("[data-testid=stDataFrame]:visible").first.get_by_test_id(
            f"glide-cell-{column}-{row}"
        )


@contextmanager
def opened(browser: Browser, server: Server, script: str = "", **how: Any) -> Iterator[Tab]:
    """A tab that fails its test on errors in the page, traces in the server's log, requests to strangers.

    ``script`` runs in every page before its own; ``how``: options of the browser's context.
    """
    with browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **how}) as context:
        if script:
            context.add_init_script(script)
        tab, before = Tab(context.new_page(), server), server.traces()
        yield tab
    assert tab.troubles == []
    assert server.traces() == before
