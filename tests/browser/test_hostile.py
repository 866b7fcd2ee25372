"""Names that would be links, images and headings if anything read them so, in a real browser."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server, Tab, opened
from tests.hostile import HostileDesk
from tests.story import Story

pytestmark = pytest.mark.browser

LIVE = """() => [...document.querySelectorAll('a[href], [src], [style*="url("], h1, h2, h3, li')]
    .filter(element => {
        const address = element.getAttribute('href') || element.getAttribute('src');
        const found = address && new URL(address, location.href);
        return (found && !['data:', 'blob:'].includes(found.protocol) && found.host !== location.host)
            || /strange/.test(element.style.cssText) || element.textContent.trim() === 'strange';
    })
    .map(element => element.outerHTML.slice(0, 200))"""
"""What on the page leads to another host, or is more than a text because somebody typed it so."""


@pytest.fixture(scope="module")
def hostile(shared_story: Story) -> HostileDesk:
    return HostileDesk(shared_story)


@pytest.fixture(scope="module")
def visitor(browser: Browser, server: Server, hostile: HostileDesk) -> Iterator[Tab]:
    """A tab on that desk, which fails the tests on any request to another host."""
    with opened(browser, server) as tab:
        yield tab


def test_nothing_that_was_typed_is_live_on_any_record_or_refusal(visitor: Tab, hostile: HostileDesk) -> None:
    live = {}
    for page, record in [("", {}), *hostile.places()]:
        visitor.go(f"/{page}?{urlencode(record)}")
        visitor.says("strange")
        live[page, str(record)[:40]] = visitor.page.evaluate(LIVE)
    assert {where: found for where, found in live.items() if found} == {}
    assert visitor.troubles == []
