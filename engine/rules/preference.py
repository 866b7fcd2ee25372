"""What a preference is: what screens say of it, how its text is read, and its value in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from engine.model import MailSecurity, PaperSize, Policy
from engine.rules.texts import LONGEST_CODE, in_figures

Value = bool | int | str | Policy | MailSecurity | PaperSize
_ON = {"on", "true", "yes", "1"}
_OFF = {"off", "false", "no", "0"}


class Group(StrEnum):
    """What a preference is about, in the order in which people read it."""

    SWEEPS = "Sweeps"
    SHIPMENTS = "Shipments"
    LINES = "Lines that wait for a day"
    GOODS = "Receipts and returns"
    REPLENISHMENT = "Replenishment"
    NOTICES = "Notices"
    BACKUPS = "Backups"
    PAPER = "Paper"
    MONEY = "Money"
    CLOCK = "Clock"
    POLICY = "Policy"
    MAIL = "Mail"


@dataclass(frozen=True, slots=True)
class TextReader:
    """How the text of a preference is read: a function that raises ValueError, and what it takes."""

    read: Callable[[str], Value]
    takes: str
    longest: int | None = None  # letters or digits; None: one of a few words


@dataclass(frozen=True, slots=True)
class About:
    """What screens say of a preference, and how its text is read."""

    group: Group
    label: str  # on pages and in the record log
    meaning: str  # what it does, on and off
    reading: TextReader
    empty: str  # what nothing, or 0, is called
    hint: str  # what stands in an empty field

    def in_words(self, value: object) -> str:
        """A value in words."""
        text = text_of(value)
        return self.empty if text in ("", "0") and self.empty else text or "nothing"


def text_of(value: object) -> str:
    """A preference as it is written in files: on, off, strict, 10."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value).strip()


def _flag(text: str) -> bool:
    if text.lower() not in _ON | _OFF:
        raise ValueError
    return text.lower() in _ON


def _whole_number(text: str, *, most: int) -> int:
    if not in_figures(text, LONGEST_CODE) or int(text) > most:
        raise ValueError
    return int(text)


def _fits(text: str, *, test: Callable[[str], object], longest: int) -> str:
    if len(text) > longest or not text.isprintable() or (text and not test(text)):
        raise ValueError
    return text


def text(test: Callable[[str], object], longest: int, takes: str) -> TextReader:
    """Texts in one line of at most ``longest`` letters that pass the test, and none at all."""
    return TextReader(partial(_fits, test=test, longest=longest), takes, longest)


def number(most: int, takes: str) -> TextReader:
    """Whole numbers from 0 to ``most``."""
    return TextReader(partial(_whole_number, most=most), takes, len(str(most)))


BY_TYPE: Final[dict[type, TextReader]] = {
    bool: TextReader(_flag, "on or off"),
    Policy: TextReader(Policy, " or ".join(Policy)),
    MailSecurity: TextReader(MailSecurity, " or ".join(MailSecurity)),
    PaperSize: TextReader(PaperSize, " or ".join(PaperSize)),
}
