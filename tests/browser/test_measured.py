"""What is measured in a browser can be done, on the pages of a desk and on the bare page beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from playwright.sync_api import Browser

from tests.bench import screens
from tests.bench.measuring import Act, Elsewhere
from tests.bench.settings import Setting
from tests.bench.world import World, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A small desk in the browser that is open; no desk of it is kept for another time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDER_BENCH", str(tmp_path_factory.mktemp("bench")))
        with opened(Setting(200)) as small:
            small.entered("browser", lambda: nullcontext(browser))
            yield small


@pytest.mark.parametrize("pages", [screens.of_bare, screens.of_desk])
@pytest.mark.parametrize("doing", [screens.first_view, screens.filtering, screens.adding, screens.toggling])
def test_what_is_measured_can_be_done_there(
    world: World, doing: Callable[[screens.Pages], Callable[[World], Act]], pages: screens.Pages
) -> None:
    took = doing(pages)(world)()
    assert isinstance(took, Elsewhere)
    assert took.sent > 0
