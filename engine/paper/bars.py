"""The code of a number that a scanner reads: Code 128, as a drawing that stands in the page itself."""

from __future__ import annotations

import html
from typing import Final

import barcode
from barcode.errors import BarcodeError
from barcode.writer import SVGWriter

_BAR: Final = {"module_width": 0.3, "module_height": 9.0, "quiet_zone": 3.0, "write_text": False}
"""Millimetres: bars as wide as the cheapest scanner can read."""


def code(text: str) -> str:
    """The bars of ``text`` as an SVG; empty for a text with letters that Code 128 does not have.

    Those who look at the sheet read the text itself, which every sheet says beside it.
    """
    try:
        drawn = barcode.get("code128", text, writer=SVGWriter()).render(_BAR).decode()
    except BarcodeError:
        return ""
    _, tag, rest = drawn.partition("<svg ")
    return f'{tag}role="img" aria-label="{html.escape(text)}" {rest}'
