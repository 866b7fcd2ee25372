"""The fields of a page, found by what is drawn and not by their names, and what they take."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from streamlit.runtime.state import widgets

from engine.rules.texts import can_be_stored
from pages.parts import shell
from tests.odd import NUMBERS, ODD, dressed
from tests.odd_files import odd_files
from tests.pages.screen import Screen

FIELDS = (
    "text_input", "text_area", "chat_input", "number_input", "date_input", "time_input", "datetime_input",
    "file_uploader",
)  # fmt: skip
"""What somebody types into, or brings a file to."""
CHOICES = ("button", "selectbox", "button_group", "radio", "checkbox", "toggle", "tab_container", "dataframe")
"""What somebody presses, ticks or chooses, so that other things may show."""
FILES = odd_files()
TYPED = [*(word for word in ODD if can_be_stored(word)), "a\0b"]
"""What a browser can send."""
PAGES = shell.HOUSE / "pages"
RIGHT = (
    "book",
    "pen",
    "school",
    "MAIN",
    "1",
    "2",
    "book 1",
    "PO101",
    "1001",
    "count",
    "a@b.example",
    "08:00",
)
LARGEST = float(2**53 - 1)
"""The largest whole number of a browser."""
DATES = (date(1, 1, 1), date(1970, 1, 1), date(2026, 3, 29), date(9999, 12, 31))

Site = tuple[str, ...]
"""Where in the pages something is drawn: ``parts/x.py:12``, from the inside out."""


class Drawn:
    """What the pages draw while a test watches, by where in the source it is drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sites: dict[str, Site] = {}
        self._facts: dict[str, Any] = {}
        register = widgets.register_widget_from_metadata

        def noted(facts: Any, context: Any) -> Any:
            self.sites[facts.id], self._facts[facts.id] = _site(), facts
            return register(facts, context)

        monkeypatch.setattr(widgets, "register_widget_from_metadata", noted)

    def on(self, screen: Screen) -> list[Thing]:
        """Everything on a screen that somebody can use, in its order."""
        return [
            Thing(kind, self.sites[id_], node, above, self._facts[id_])
            for node, above in _nodes(screen.test._tree)
            if (id_ := _id(node)) in self.sites
            and (kind := str(node.type)) in (*FIELDS, *CHOICES)
            and not getattr(node.proto, "disabled", False)
        ]


@dataclass(frozen=True)
class Thing:
    """A field, a button, a choice; ``above`` are the blocks in which it stands, the outermost first."""

    kind: str
    site: Site
    node: Any
    above: tuple[Any, ...]
    _facts: Any

    @property
    def saves_itself(self) -> bool:
        """Whether it does something as soon as it is left."""
        return self._facts.callback is not None

    @property
    def waits(self) -> bool:
        """Whether what is typed is said to nobody before a button is pressed."""
        return bool(self.node.form_id)

    @property
    def name(self) -> str:
        return f"{self.kind} {getattr(self.node, 'label', '')!r} at {self.site[0]}"

    def fill(self, drawn: random.Random) -> object:
        """Type, or bring, something odd; returns what."""
        what: object = _FILLS[self.kind](self.node, drawn)
        return what

    def options(self) -> int:
        """In how many ways it can be used."""
        if self.kind in ("selectbox", "radio", "button_group"):
            return len(self.node.options)
        if self.kind == "tab_container":
            return len(self.node.children)
        return int(self.kind != "dataframe" or bool(self.node.proto.selection_mode))

    def use(self, number: int) -> None:
        """Press the field, tick it, choose the option of this number, the tab, the first row."""
        state = self.node.root.session_state
        if self.kind == "button":
            self.node.click()
        elif self.kind in ("checkbox", "toggle"):
            self.node.set_value(not self.node.value)
        elif self.kind == "tab_container":
            state[self.node.key] = self.node[number].label
        elif self.kind == "dataframe":
            state[self.node.key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
        elif self.kind == "button_group":
            self.node.set_value(self._facts.deserializer([self.node.options[number]]))
        else:
            self.node.set_value(self._facts.deserializer(self.node.options[number]))


def beside(field: Thing, things: list[Thing]) -> list[Thing]:
    """The buttons of the innermost block around a field that has any, on its side of the page."""
    buttons = [thing for thing in things if thing.kind == "button"]
    for block in reversed(field.above[1:]):
        if found := [button for button in buttons if any(block is around for around in button.above)]:
            return found
    return []


def calls() -> set[str]:
    """Every place in the pages' source that draws a field to be used: ``parts/x.py:12``."""
    return {
        f"{file.relative_to(PAGES).as_posix()}:{call.lineno}"
        for file in PAGES.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", None) in FIELDS and not _is_locked(call)
    }


def _is_locked(call: ast.Call) -> bool:
    """Whether nobody can ever type into it."""
    said = {word.arg: word.value for word in call.keywords}.get("disabled")
    return isinstance(said, ast.Constant) and said.value is True


def _word(drawn: random.Random) -> str:
    kind = drawn.random()
    if kind < 0.15:
        return drawn.choice(RIGHT)
    if kind < 0.25:
        return drawn.choice(dressed(drawn.choice(RIGHT)))
    return drawn.choice(NUMBERS if kind < 0.5 else TYPED)


def _fill_text(node: Any, drawn: random.Random) -> str:
    """A box of one line takes no line breaks, and no more than it holds."""
    word = _word(drawn)
    if node.type != "text_area":
        word = word.replace("\n", "").replace("\r", "")
    node.set_value(said := word[: node.proto.max_chars or None])
    return said


def _fill_number(node: Any, drawn: random.Random) -> float | None:
    least = node.min if node.min is not None else -LARGEST
    most = node.max if node.max is not None else LARGEST
    node.set_value(number := drawn.choice((None, least, most, least - 1, most + 1, 0, 1)))
    return number


def _fill_date(node: Any, drawn: random.Random) -> date | None:
    near = (node.min, node.max, node.max - timedelta(days=1))
    node.set_value(day := drawn.choice((None, *near, *DATES)))
    return day


def _fill_time(node: Any, drawn: random.Random) -> time | None:
    node.set_value(at := drawn.choice((None, time(0), time(12, 0), time(23, 59))))
    return at


def _fill_file(node: Any, drawn: random.Random) -> str:
    name = drawn.choice(list(FILES))
    node.set_value((name, FILES[name], "application/octet-stream"))
    return name


_FILLS = {
    "text_input": _fill_text,
    "text_area": _fill_text,
    "number_input": _fill_number,
    "date_input": _fill_date,
    "time_input": _fill_time,
    "file_uploader": _fill_file,
}


def _site() -> Site:
    """The lines of the pages that are at work, the innermost first."""
    frame: FrameType | None = sys._getframe(2)
    found = list[str]()
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(PAGES):
            found.append(f"{file.relative_to(PAGES).as_posix()}:{frame.f_lineno}")
        frame = frame.f_back
    return tuple(found)


def _nodes(block: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Every element and block under a block, with the blocks it stands in."""
    for node in block.children.values():
        yield node, (*above, block)
        if hasattr(node, "children"):
            yield from _nodes(node, (*above, block))


def _id(node: Any) -> str:
    return str(node._block_id if hasattr(node, "children") else getattr(node.proto, "id", ""))
