"""The pages in a browser, beside a bare Streamlit page with one table (tests/bench/bare_page.py).

Each act begins with what a person does and ends when the page has drawn what was asked for and rests. It
answers with the CPU time of the server and what it sent.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from engine.demo import ensure_demo
from tests.bench import desks
from tests.bench.measuring import Act, Elsewhere
from tests.bench.world import CannotMeasure, World
from tests.browser.conftest import FLAGS
from tests.browser.server import IDLE, Server, served
from tests.conftest import NO_BROWSER, browser_of_machine

PATIENCE_MS: Final = 120_000
POLL_MS: Final = 20
BARE: Final = "tests/bench/bare_page.py"
LINES: Final = re.compile(r"^[\d,]+ (lines?|of )")
Pages = Callable[[World], Server]
"""Which pages are served: those of a desk, or the bare one."""


@contextmanager
def _browser() -> Iterator[Browser]:
    path = browser_of_machine()
    if path is None:
        raise CannotMeasure(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


def _folder(world: World) -> Path:
    return Path(tempfile.mkdtemp(dir=world.place))


def of_bare(world: World) -> Server:
    """The bare page."""
    return world.entered("bare page", lambda: _warm(world, Path(), BARE))


def of_desk(world: World) -> Server:
    """The pages of the settled desk."""
    return world.entered("pages", lambda: _warm(world, desks.settled(world.setting, _folder(world))))


def of_demo(world: World) -> Server:
    """The pages of the demo."""
    return world.entered("demo's pages", lambda: _warm(world, _demo(world)))


@contextmanager
def _warm(world: World, desk: Path, app: str = "app.py") -> Iterator[Server]:
    """Pages that somebody has looked at before; without a browser nothing is served."""
    browser = world.entered("browser", _browser)
    with served(desk, _folder(world), app) as server:
        with _tab(browser) as tab:
            tab.page.goto(server.address)
            _rests(tab.page)
        yield server


def _demo(world: World) -> Path:
    file = world.kept("demo", lambda: _folder(world) / "demo.duckdb")
    ensure_demo(file)
    return file


@dataclass  # without slots, since Playwright writes beside the methods that it calls
class _Tab:
    """A tab, and how many bytes its page was sent; scripts and fonts that a browser keeps are not counted."""

    page: Page
    received: int = 0

    def listen(self, socket: WebSocket) -> None:
        """Count what comes over a connection of the page."""
        socket.on("framereceived", self._add)

    def _add(self, frame: str | bytes) -> None:
        self.received += len(frame)


def _new_tab(world: World) -> _Tab:
    """A new tab; the one before is closed."""
    browser = world.entered("browser", _browser)
    return world.entered("tab", lambda: _tab(browser), anew=True)


@contextmanager
def _tab(browser: Browser) -> Iterator[_Tab]:
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        tab = _Tab(context.new_page())
        tab.page.set_default_timeout(PATIENCE_MS)
        tab.page.on("websocket", tab.listen)
        yield tab


def _watched(server: Server, tabs: list[_Tab], act: Callable[[], None]) -> Act:
    """The act, answering with what the server took for it."""

    def watched() -> Elsewhere:
        cpu, sent = _cpu_seconds(server), sum(tab.received for tab in tabs)
        act()
        return Elsewhere(_cpu_seconds(server) - cpu, sum(tab.received for tab in tabs) - sent)

    return watched


def _cpu_seconds(server: Server) -> float:
    times = psutil.Process(server.process.pid).cpu_times()
    return float(times.user + times.system)


_SHOWN: Final = '[data-testid="stMain"] :is(canvas, svg.marks, [data-testid="stDataFrame"])'
_RESTS: Final = f"() => [{IDLE!r}, {_SHOWN!r}].every(one => document.querySelector(one))"


_AT_EASE: Final = """() => new Promise(done =>
    requestIdleCallback(() => requestAnimationFrame(() => requestIdleCallback(done)))
)"""


def _rests(page: Page) -> None:
    """Wait until the script has run, something is shown, and the browser has drawn all it was sent.

    What a page still draws of its first view is no part of what is done there next.
    """
    page.wait_for_function(_RESTS)
    page.evaluate(_AT_EASE)


def _has_run(page: Page) -> None:
    """Wait as ``_rests`` does, where nothing need be shown."""
    page.wait_for_selector(IDLE)
    page.evaluate(_AT_EASE)


def first_view(pages: Pages) -> Callable[[World], Act]:
    """The home page, in a tab that has shown nothing yet."""

    def ready(world: World) -> Act:
        server, tab = pages(world), _new_tab(world)

        def act() -> None:
            tab.page.goto(server.address)
            _rests(tab.page)

        return _watched(server, [tab], act)

    return ready


def filtering(pages: Pages, word: str = "C3") -> Callable[[World], Act]:
    """A list is filtered by a word."""

    def ready(world: World) -> Act:
        server, tab = pages(world), _new_tab(world)
        page = tab.page
        page.goto(f"{server.address}/backorders")
        _rests(page)
        box = page.get_by_role("searchbox", name="Find").first
        before = _counted(page)
        box.fill(word)

        def act() -> None:
            page.keyboard.press("Enter")
            page.wait_for_function(_DIFFERS, arg=[LINES.pattern, before])
            _has_run(page)

        return _watched(server, [tab], act)

    return ready


def ten_at_once(pages: Pages) -> Callable[[World], Act]:
    """Ten people open the home page at once; until nine of them see it."""

    def ready(world: World) -> Act:
        server = pages(world)
        browser = world.entered("browser", _browser)
        tabs = world.entered("ten tabs", lambda: _ten_tabs(browser), anew=True)

        def act() -> None:
            waiting = [tab.page for tab in tabs]
            for page in waiting:
                page.goto(server.address, wait_until="commit")
            while len(waiting) > 1:
                waiting = [page for page in waiting if not page.evaluate(_RESTS)]
                tabs[0].page.wait_for_timeout(POLL_MS)

        return _watched(server, tabs, act)

    return ready


@contextmanager
def _ten_tabs(browser: Browser) -> Iterator[list[_Tab]]:
    with ExitStack() as stack:
        yield [stack.enter_context(_tab(browser)) for _ in range(10)]


_COUNTS: Final = """pattern => [...document.querySelectorAll('[data-testid="stMain"] p')]
    .map(one => one.innerText.trim()).filter(text => new RegExp(pattern).test(text)).join('|')"""
_DIFFERS: Final = """([pattern, before]) => {
    const said = [...document.querySelectorAll('[data-testid="stMain"] p')]
        .map(one => one.innerText.trim()).filter(text => new RegExp(pattern).test(text)).join('|');
    return said && said !== before;
}"""


def _counted(page: Page) -> Any:
    """What the page says of how many lines it shows."""
    return page.evaluate(_COUNTS, LINES.pattern)


def adding(pages: Pages, line: str = "L5 3") -> Callable[[World], Act]:
    """A line is typed; the page has added it, or asks about it."""

    def ready(world: World) -> Act:
        server, tab = pages(world), _new_tab(world)
        page = tab.page
        page.goto(f"{server.address}/order_entry")
        _has_run(page)
        _choose_customer(page)
        box = page.get_by_role("textbox", name="Add a line")
        box.fill(line)

        def act() -> None:
            page.keyboard.press("Enter")
            page.get_by_text(re.compile(r"added\.|^Yes: ")).first.wait_for()
            _has_run(page)

        return _watched(server, [tab], act)

    return ready


def toggling(pages: Pages) -> Callable[[World], Act]:
    """The charts of the home page show values instead of units."""

    def ready(world: World) -> Act:
        server, tab = pages(world), _new_tab(world)
        tab.page.goto(server.address)
        _rests(tab.page)
        value = tab.page.get_by_role("radio", name="Value")

        def act() -> None:
            before = tab.received
            value.click()
            while tab.received == before or not tab.page.evaluate(_RESTS):
                tab.page.wait_for_timeout(POLL_MS)
            _rests(tab.page)

        return _watched(server, [tab], act)

    return ready


def _choose_customer(page: Page) -> None:
    """Choose the first customer, where the page asks for one."""
    box = page.get_by_role("combobox", name="Customer")
    line = page.get_by_role("textbox", name="Add a line")
    box.or_(line).first.wait_for()
    if box.count() and not line.count():
        box.click()
        page.keyboard.press("Enter")
        line.wait_for()
        _has_run(page)
