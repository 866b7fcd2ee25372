"""A field that people fill in: what it is called, what it holds, how a value of it is checked and read back.

Pages draw it, files and commands read it, the record log keeps it, all from one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from engine.errors import BadPriority, Unknown
from engine.model import HIGHEST_PRIORITY, LOWEST_PRIORITY, Cell
from engine.rules import texts


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    name: str  # in files, in the record log and in rows
    label: str  # on pages
    cell: Cell
    default: object = None
    choices: type[StrEnum] | None = None
    in_files: bool = True
    tip: str = ""
    hint: str = ""  # what stands in it while it is empty

    def checked(self, value: Any, record: str) -> object:
        """A value as it is kept; refuses one that this field of the record cannot have."""
        match self.cell:
            case Cell.CHOICE if self.choices:
                return self._chosen(self.choices, value)
            case Cell.PRIORITY:
                if not LOWEST_PRIORITY <= value <= HIGHEST_PRIORITY:
                    raise BadPriority(priority=value, order=record)
                return value
            case Cell.TEXT:
                return texts.text(value, self.name)
            case _:
                return value

    def _chosen(self, choices: type[StrEnum], value: Any) -> StrEnum:
        try:
            return choices(value)
        except ValueError:
            known = f"{value} (known: {', '.join(choices)})"
            raise Unknown(kind=self.name.replace("_", " "), name=known) from None

    def of_log(self, text: str | None) -> object:
        """The value that the record log keeps as ``text``."""
        match self.cell:
            case Cell.CHOICE if self.choices:
                return self.choices(text or "")
            case Cell.PRIORITY:
                return int(text or 0)
            case Cell.DAY:
                return date.fromisoformat(text) if text else None
            case _:
                return text or ""
