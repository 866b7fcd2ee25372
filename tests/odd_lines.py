"""Command lines with odd words in them, made from what the commands take."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typer.main import get_command

from engine.cli import app
from tests.odd import DAYS, NUMBERS, ODD, PATHS, dressed

WORD = re.compile(r"[A-Z]+(?:-[A-Z]+)*")
"""The words of an option's form that stand for something: LINE and QTY of LINE=QTY."""


ELSEWHERE = {"install_completion", "show_completion"}
"""Options of Typer's own, which change the shell of whoever runs the tests."""


class Lines:
    """Command lines, drawn: some of what stands in them is right, so that the rest is looked at."""

    def __init__(self, drawn: random.Random, right: Mapping[str, Sequence[str]]) -> None:
        """``right``: what is right for a word of a form (ORDER, QTY) or for a parameter by its name."""
        self._drawn = drawn
        self._right = right
        self._root: Any = get_command(app.app)

    def of_every_parameter(self) -> Iterator[list[str]]:
        """A line for each option and argument of each command in which it is odd, and most else is right."""
        for name, command in self._root.commands.items():
            for odd in command.params:
                yield [*self._before(None), name, *self._given(command, odd)]
            yield [*self._before(None), name, *self._given(command, None), self._drawn.choice(ODD)]
        for odd in self._globals():
            name, command = self._drawn.choice(list(self._root.commands.items()))
            yield [*self._before(odd), name, *self._given(command, None)]

    def _globals(self) -> list[Any]:
        return [param for param in self._root.params if param.name not in ELSEWHERE]

    def _before(self, odd: Any) -> list[str]:
        said = ["--json"] if self._drawn.random() < 0.4 else []
        return said if odd is None or _is_flag(odd) else [*said, odd.opts[0], self._drawn.choice(ODD)]

    def _given(self, command: Any, odd: Any) -> list[str]:
        said: list[str] = []
        for param in command.params:
            is_odd = param is odd or self._drawn.random() < 0.05
            if param is not odd and not param.required and self._drawn.random() < 0.75:
                continue
            for _ in range(self._drawn.choice((1, 1, 1, 2)) if _is_repeated(param) else 1):
                said += self._one(param, odd=is_odd)
        return said

    def _one(self, param: Any, *, odd: bool) -> list[str]:
        if _is_flag(param):
            return [param.opts[0]]
        said = self._said(param, odd=odd)
        return [said] if param.param_type_name == "argument" else [param.opts[0], said]

    def _said(self, param: Any, *, odd: bool) -> str:
        form = self._form(param)
        if odd and self._drawn.random() < 0.4:
            return self._odd(form)
        words = [match.group() for match in WORD.finditer(form)]
        strange = self._drawn.randrange(len(words)) if odd else -1
        place = iter(range(len(words)))
        return WORD.sub(
            lambda word: self._odd(word[0]) if next(place) == strange else self._proper(word[0]), form
        )

    def _form(self, param: Any) -> str:
        """LINE=QTY, or the name of what has no form, as a word."""
        form = (param.metavar or param.name).strip("[]").replace("[/LINE]", "/LINE")
        if "|" in form:
            head, _, last = form.rpartition("=")
            form = f"{head}{'=' if head else ''}{self._drawn.choice(last.split('|'))}"
        return form if WORD.search(form) else str(param.name).upper().replace("_", "-")

    def _odd(self, word: str) -> str:
        kinds = {
            "QTY": NUMBERS,
            "LINE": NUMBERS,
            "SHIPMENT": NUMBERS,
            "RUN": NUMBERS,
            "N": NUMBERS,
            "FILE": PATHS,
            "FOLDER": PATHS,
            "PATH": PATHS,
            "DAY": DAYS,
            "INSTANT": DAYS,
        }
        kind = kinds.get(word, ODD) if self._drawn.random() < 0.7 else ODD
        if word in self._right and self._drawn.random() < 0.3:
            return self._drawn.choice(dressed(self._proper(word)))
        return self._drawn.choice(kind)

    def _proper(self, word: str) -> str:
        return self._drawn.choice(self._right.get(word) or ODD)


def _is_repeated(param: Any) -> bool:
    return param.nargs == -1 or bool(getattr(param, "multiple", False))


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))
