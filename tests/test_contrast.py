"""The colours of the theme stand out from their grounds, reckoned from the configuration as WCAG does."""

import tomllib
from pathlib import Path

import pytest

from tests.browser.looking import luminance, ratio

THEME = tomllib.loads((Path(__file__).parent.parent / ".streamlit/config.toml").read_text())["theme"]
GROUNDS = {"light": ("#ffffff", "#f8f8f6"), "dark": ("#171614", "#22211e")}
"""Streamlit's own grounds of a page and of what lies on it: boxes, tables, the list of pages."""
FADED = 0.6
"""Captions have so much of the colour of the text."""


def parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def contrast(colour: str, ground: str, share: float = 1.0) -> float:
    """The contrast to its ground of a colour that covers it by ``share``."""
    mixed = tuple(
        round(share * one + (1 - share) * other)
        for one, other in zip(parts(colour), parts(ground), strict=True)
    )
    return ratio(luminance(mixed), luminance(parts(ground)))


@pytest.mark.parametrize("mode", GROUNDS)
def test_texts_captions_and_links_can_be_read_on_every_ground(mode: str) -> None:
    for ground in GROUNDS[mode]:
        assert contrast(THEME[mode]["textColor"], ground) >= 7
        assert contrast(THEME[mode]["textColor"], ground, FADED) >= 4.5
        assert contrast(THEME[mode]["linkColor"], ground) >= 4.5


@pytest.mark.parametrize("mode", GROUNDS)
def test_the_white_text_of_a_primary_button_can_be_read(mode: str) -> None:
    assert contrast("#ffffff", THEME[mode]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", GROUNDS)
def test_boxes_and_bars_stand_out_from_their_ground(mode: str) -> None:
    for ground in GROUNDS[mode]:
        assert contrast(THEME[mode]["borderColor"], ground) >= 3
    for bar in THEME[mode]["chartCategoricalColors"][:1]:
        assert contrast(bar, GROUNDS[mode][0]) >= 3
