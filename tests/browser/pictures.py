"""``make pictures``: the main pages of the demo as pictures for README.md and docs/, light and dark.

Made and not drawn: whoever changes a screen makes them again, and sees what became of it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from engine.demo import ensure_demo
from tests.browser.conftest import FLAGS
from tests.browser.server import HOUSE, Server, Tab, opened, served
from tests.conftest import browser_of_machine
from tests.crash.processes import scheduler

FOLDER: Final = HOUSE / "docs" / "pictures"
SCHEMES: Final = ("light", "dark")
SIZE: Final = {"width": 1360, "height": 900}


def _tick_shipments(tab: Tab) -> None:
    for row in (1, 2, 3):
        tab.tick(row)
    tab.click("Print 3")
    tab.dialog.frame_locator("iframe").get_by_role("heading", name="Picking list").wait_for()


def _look(_: Tab) -> None:
    """Nothing is done before the picture is taken."""


PICTURES: Final[dict[str, tuple[str, Callable[[Tab], None]]]] = {
    "backlog": ("/", _look),
    "review": ("/backorders", _look),
    "lic": ("/demand?lic=ERASER", _look),
    "replenishment": ("/replenishment", _look),
    "policies": ("/policies", _look),
    "print": ("/shipments", _tick_shipments),
}
"""The name of each picture, the page it shows, and what is done there first."""


def take(browser: Browser, server: Server, folder: Path, names: Collection[str] = PICTURES) -> list[Path]:
    """Take the pictures of these names in both schemes; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for scheme in SCHEMES:
        for name in names:
            page, act = PICTURES[name]
            with opened(browser, server, viewport=SIZE, color_scheme=scheme, reduced_motion="reduce") as tab:
                tab.go(page)
                act(tab)
                tab.page.wait_for_timeout(2500)  # charts and grids draw themselves after the page
                taken.append(folder / f"{name}-{scheme}.png")
                tab.page.screenshot(path=taken[-1])
    return taken


def main() -> int:
    """Make the demo, serve it, take all pictures."""
    browser_path = browser_of_machine()
    if browser_path is None:
        sys.stderr.write("No Chromium found: install one, or name it in BACKORDER_BROWSER.\n")
        return 1
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        desk = Path(made) / "demo.duckdb"
        ensure_demo(desk)
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        with served(desk, Path(made)) as server, scheduler(desk):
            for file in take(browser, server, FOLDER):
                sys.stdout.write(f"{file.relative_to(HOUSE)}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
