"""The pictures for README.md: made by a command, and there."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.server import HOUSE, Server

pytestmark = pytest.mark.browser


def test_a_picture_is_taken_light_and_dark(browser: Browser, server: Server, tmp_path: Path) -> None:
    light, dark = pictures.take(browser, server, tmp_path, ["policies"])
    assert light.read_bytes().startswith(b"\x89PNG")
    assert light.read_bytes() != dark.read_bytes()


def test_every_picture_that_is_shown_was_taken_and_every_one_is_shown() -> None:
    texts = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
    shown = {
        name
        for text in texts
        for name in re.findall(r"pictures/([a-z-]+)\.png", text.read_text(encoding="utf-8"))
    }
    assert shown == {f"{name}-{scheme}" for name in pictures.PICTURES for scheme in pictures.SCHEMES}
    assert shown == {file.stem for file in pictures.FOLDER.glob("*.png")}
