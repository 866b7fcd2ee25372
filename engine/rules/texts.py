"""What a person's text becomes before it is kept: codes by which records are known, and text to be read.

The one place where either is made, for files, pages, pasted lists and the command line alike. Both are in
Unicode's composed form (NFC), and made of a text that was made already they are that text. Large and small
letters stay as they are: ``book`` and ``BOOK`` are two codes, though a line that is typed finds either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from engine.errors import EmptyText, LongText, OddCharacter

LONGEST_CODE = 200
LONGEST_TEXT = 10_000
AS_GIVEN = 5
"""How many times as long a text may be before what does not count is taken off."""
SHOWN = 60
"""How much of a refused text is shown."""
_PLAIN = re.compile(r"(?!')[!-~]+(?: [!-~]+)*")
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
_UNREAL = "\ufffd"  # what a program writes for bytes that it could not read
_NAMES = {"\n": "a line break", "\r": "a line break", "\t": "a tab", "\0": "NUL", "\u2028": "a line break",
          "\u2029": "a line break", "\x85": "a line break"}  # fmt: skip
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Characters without ink that are no format characters by Unicode's own classes."""
_MISLEADING = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn the direction of a text about, or say nothing in it at all."""


def code(text: object, what: str) -> str:
    """The code that a text names; ``what`` it is for ("LIC", "order") is named when it is refused.

    Taken off: white space around it, every character that cannot be seen, and the ways in which spreadsheets
    mark text (``'00123``, ``="00123"``). White space inside is a single space. Refused: nothing at all,
    control characters, line breaks and broken characters inside, and more than 200 characters.
    """
    made = str(text)
    if _PLAIN.fullmatch(made) and len(made) <= LONGEST_CODE and not _QUOTED.fullmatch(made):
        return made
    _refuse_long(made, what, LONGEST_CODE, given=AS_GIVEN * LONGEST_CODE)
    while (barer := _bare(made)) != made:
        made = barer
    _refuse_odd(made, what, _odd_in_codes)
    if not made:
        raise EmptyText(what=what)
    _refuse_long(made, what, LONGEST_CODE)
    return made


def text(given: object, what: str, most: int = LONGEST_TEXT) -> str:
    """A name, a note, a reason or an address as it is kept; a refusal names it ``what``.

    Tabs, line breaks (as ``\\n``) and spaces stay. Taken off: other control characters, and those that turn
    the direction of what follows about. Refused: broken characters, and more than ``most`` characters.
    """
    made = str(given)
    if made.isascii() and made.isprintable() and len(made) <= most:
        return made
    _refuse_long(made, what, most, given=AS_GIVEN * most)
    _refuse_odd(made, what, _is_broken)
    made = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", made))
    made = "".join(sign for sign in _MISLEADING.sub("", made) if sign in "\t\n" or not _is_control(sign))
    made = unicodedata.normalize("NFC", made)
    _refuse_long(made, what, most)
    return made


def line(given: object, what: str, most: int = LONGEST_CODE) -> str:
    """A text in one line, its words one space apart: the name of a person, a line of typing. It may be
    empty."""
    return " ".join(text(given, what, most).split())


def in_figures(text: str, most: int) -> bool:
    """Whether a text is a whole number in plain figures, at most so many: those of other scripts, which
    Python takes for numbers as well, are none here."""
    return text.isascii() and text.isdecimal() and len(text) <= most


def no_nul(path: object, what: str) -> None:
    """Refuse a path with a NUL in it, which no system takes for a name; a refusal calls the path ``what``."""
    _refuse_odd(str(path), what, "\0".__eq__)


def can_be_stored(text: str) -> bool:
    """Whether a text can be asked for at all: half a character is none."""
    return not any(map(_is_broken, text))


def _bare(made: str) -> str:
    """A text without what does not count in a code, once over."""
    seen = "".join(sign for sign in _UNSEEN.sub("", made) if unicodedata.category(sign) != "Cf")
    spaced = re.sub(r"[^\S\t-\r\x1c-\x1f\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", seen)).strip()
    if quoted := _QUOTED.fullmatch(spaced):
        return quoted[1].replace('""', '"')
    return spaced.removeprefix("'")


def _refuse_odd(made: str, what: str, is_odd: Callable[[str], bool]) -> None:
    """Refuse the first character that has no place in a text."""
    for sign in made:
        if is_odd(sign):
            raise OddCharacter(what=what, shown=shown(made), character=named(sign))


def _odd_in_codes(sign: str) -> bool:
    return _is_control(sign) or _is_broken(sign) or sign in "\u2028\u2029" or sign == _UNREAL


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc"


def _is_broken(sign: str) -> bool:
    return unicodedata.category(sign) == "Cs" or ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


def _refuse_long(made: str, what: str, most: int, *, given: int | None = None) -> None:
    """Refuse more than ``most`` characters, or than ``given`` before anything was taken off."""
    if len(made) > (given or most):
        raise LongText(what=what, shown=shown(made), length=f"{len(made):,}", most=f"{most:,}")


def named(sign: str) -> str:
    """A character by its name and number: ``a line break (U+000A)``."""
    name = _NAMES.get(sign) or unicodedata.name(
        sign, "a control character" if _is_control(sign) else "half a character"
    )
    return f"{name} (U+{ord(sign):04X})"


def shown(text: str) -> str:
    """A text as a refusal quotes it: in one line, its beginning only, every odd character by its number."""
    return visible(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")


def visible(text: str) -> str:
    """A text of which every character is seen: what cannot be printed stands there by its number."""
    return "".join(_seen(text))


def _seen(text: str) -> Iterator[str]:
    for sign in text:
        is_seen = sign.isprintable() or unicodedata.category(sign) == "Zs"
        yield sign if is_seen else f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"
