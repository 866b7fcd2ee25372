"""What people typed, shown as they typed it, wherever Streamlit reads Markdown.

Streamlit reads it in every sentence, label, help, title, tab and message. ``tests/test_markdown.py`` holds
that nothing reaches such a place that is not of the program, a number or a day, or went through ``literal``.
"""

from __future__ import annotations

import re
from typing import Final

Markdown = str
"""Text that may be read as Markdown: the program's own, or gone through ``literal``. A parameter of this type
is held to that where the function is called; a plain ``str`` has to go through ``literal`` first."""

_JOINER: Final = "\u2060"
"""A sign of no width. Escapes are taken away before Streamlit looks for addresses and icons; this stays."""

_READ_LATER: Final = re.compile(
    r":(?=//|[\w+/-]+[:\[{])"  # http://, :material/home:, :smile:, :red[x]
    r"|\bwww(?=\.)"
    r"|(?<=\S)(?=@)"  # a@b.com
    r"|(?<!\S)[<>~-](?=[>=-]{1,2}(?!\S))",  # arrows, dashes and comparisons that become one sign
    re.IGNORECASE,
)
_READ_AT_ONCE: Final = re.compile(r"[\\`*_\[\]<>$~|#&{}]")
_AT_THE_START: Final = re.compile(r"^(?:(\d+)(?=[.)])|(?=[-+=]))")


def literal(text: object) -> Markdown:
    """``text`` with nothing in it that Markdown reads; its lines stay lines."""
    return "  \n".join(map(_line, str(text).splitlines()))


def _line(line: str) -> str:
    """A line in which no heading, list or block begins either."""
    broken = _READ_LATER.sub(lambda match: match[0] + _JOINER, line.strip())
    escaped = _READ_AT_ONCE.sub(r"\\\g<0>", broken)
    return _AT_THE_START.sub(r"\1\\", escaped)
