"""A field that people fill in: what it is called, what it holds, how a value of it is checked and read back.

Pages draw it, files and commands read it, the record log keeps it, all from one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.errors import BadPriority, NoSuch
from engine.model import HIGHEST_PRIORITY, LOWEST_PRIORITY, Cell
from engine.rules import texts


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    name: str  # in files, in the record log and in rows
    label: str  # on pages
    cell: Cell
    default: object = None
    choices: tuple[str, ...] = ()  # what it is chosen from
    in_files: bool = True
    tip: str = ""
    hint: str = ""  # what stands in it while it is empty

    def checked(self, value: Any, record: str) -> object:
        """A value as it is kept; refuses one that this field of the record cannot have."""
        match self.cell:
            case Cell.CHOICE:
                return self.choice(value)
            case Cell.PRIORITY:
                if not LOWEST_PRIORITY <= value <= HIGHEST_PRIORITY:
                    raise BadPriority(priority=value, record=record)
                return value
            case Cell.TEXT:
                return texts.text(value, self.name)
            case _:
                return value

    def choice(self, value: str) -> str:
        """The one of its choices that a value is; refused if it is none."""
        for choice in self.choices:
            if choice == value:
                return choice
        name = f"{value} (known: {', '.join(self.choices)})"
        raise NoSuch(kind=self.name.replace("_", " "), name=name)

    def of_log(self, text: str | None) -> object:
        """The value that the record log keeps as ``text``."""
        match self.cell:
            case Cell.CHOICE:
                return self.choice(text or "")
            case Cell.PRIORITY:
                return int(text or 0)
            case Cell.DAY:
                return date.fromisoformat(text) if text else None
            case _:
                return text or ""
