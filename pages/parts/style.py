"""The few things that no option of the theme reaches; all else is in ``.streamlit/config.toml``."""

from __future__ import annotations

from typing import Final

import streamlit as st

_CHOSEN: Final = """
    button:is([aria-checked="true"], [aria-pressed="true"]) p,
    [role="tab"]:is(:hover, [aria-selected="true"]) p
"""
"""What is chosen of a row of buttons, and the open tab."""


_GRIDS: Final = {"light": "invert(1) brightness(1.9) invert(1)", "dark": "contrast(1.1) brightness(1.6)"}
"""How a table is drawn: its boxes to tick have two fifths of the colour of the text, out of reach of a style.
This leaves the ground and the text as they are, and takes what lies between nearer to the text."""


def mode() -> str:
    """``light`` or ``dark``: what the person at the screen looks at."""
    return "dark" if st.context.theme.type == "dark" else "light"


def colour(name: str) -> str:
    """A colour of the theme in the mode of the person at the screen, by its name in the configuration."""
    return str(st.get_option(f"theme.{mode()}.{name}"))


def wear() -> None:
    """Put it on the page.

    In dark mode a primary button is written in white, so its blue cannot be light, and Streamlit writes what
    is chosen in the same blue, too dark to be read on a dark ground: here it has the colour of links. Keys
    that Streamlit writes into a button are half transparent, whatever its ground: here they are not.
    """
    st.html(
        f"<style>{_CHOSEN} {{ color: {colour('linkColor')}; }} "
        "button kbd[aria-label] { color: inherit; opacity: 1; background: none; } "
        f'[data-testid="stDataFrame"] canvas {{ filter: {_GRIDS[mode()]}; }}</style>'
    )
