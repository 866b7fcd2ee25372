"""Holds: why, by whom and until when an order, a line or a customer gets nothing (R45); and how that is said.

A *paused* line is on hold, or not wanted yet. What waits and is paused has no part in the queue; what has its
stock and is paused is put on no shipment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypedDict

UNTIL_LIFTED: Final = date.max
"""The day of a hold that ends only when somebody lifts it."""


class Hold(TypedDict):
    """A hold as it is stored; it is over on ``until_on``."""

    until_on: date
    held_by: str
    reason: str


def is_on(hold: Hold | None, today: date) -> bool:
    """Whether there is a hold and it is not over."""
    return hold is not None and hold["until_on"] > today


def in_log(hold: Hold | None) -> str | None:
    """A hold as the record log keeps it: ``until 2026-12-05 by Ann: they have not paid``."""
    if hold is None:
        return None
    until = "lifted" if hold["until_on"] == UNTIL_LIFTED else hold["until_on"]
    return f"until {until} by {hold['held_by']}: {hold['reason']}"


_LOGGED: Final = re.compile(r"until (lifted|\d{4}-\d\d-\d\d) by (.*?): (.*)", re.DOTALL)


def of_log(text: str | None) -> Hold | None:
    """A hold that ``in_log`` wrote; None where there was none."""
    found = _LOGGED.fullmatch(text or "")
    if found is None:
        return None
    until_on = UNTIL_LIFTED if found[1] == "lifted" else date.fromisoformat(found[1])
    return Hold(until_on=until_on, held_by=found[2], reason=found[3])


@dataclass(frozen=True, slots=True)
class Pause:
    """All that pauses one line, whether it is on still or not."""

    line: Hold | None
    order: Hold | None
    customer: Hold | None
    customer_name: str
    not_before: date | None  # of the line or its order, whichever is later

    def in_words(self, today: date, lead_days: int, spelled: Spelled) -> str:
        """Why the line is paused, in sentences: ``Its order is on hold by Ann until 5 Dec: not paid.``"""
        held = (("It", self.line), ("Its order", self.order), (self.customer_name, self.customer))
        sentences = [
            f"{who} is on hold by {one['held_by']} until {_until(one, today, spelled)}: "
            f"{one['reason'].rstrip('.')}."
            for who, one in held
            if one is not None and is_on(one, today)
        ]
        if self.not_before is not None and (self.not_before - today).days > lead_days:
            sentences.append(_from_when(self.not_before, today, lead_days, spelled))
        return " ".join(sentences)


Spelled = Callable[[date, date], str]
"""Writes a day as people do who live on another."""


def _until(hold: Hold, today: date, spelled: Spelled) -> str:
    return "it is lifted" if hold["until_on"] == UNTIL_LIFTED else spelled(hold["until_on"], today)


def sentence(what: str, hold: Hold | None, today: date, spelled: Spelled) -> str:
    """What the record log says of a hold put on, or lifted where there is none: ``Order 1001 is on hold until
    5 Dec: not paid.``"""
    if hold is None:
        return f"The hold on {what} was lifted."
    reason = hold["reason"].rstrip(".")
    return f"{what[0].upper()}{what[1:]} is on hold until {_until(hold, today, spelled)}: {reason}."


def _from_when(day: date, today: date, lead_days: int, spelled: Spelled) -> str:
    sentence = f"It is not wanted before {spelled(day, today)}"
    if not lead_days:
        return f"{sentence}."
    return f"{sentence}, and takes part from {spelled(day - timedelta(days=lead_days), today)} on."


def waits_with(lines: Sequence[int]) -> str:
    """Why a line of a Complete order gets nothing while these other lines of it are paused (R43, R45)."""
    named = ", ".join(map(str, lines))
    plural, verb = ("s", "are") if len(lines) > 1 else ("", "is")
    return f"Its order ships complete, and line{plural} {named} of it {verb} on hold or not wanted yet."
