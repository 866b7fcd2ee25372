"""What nobody would type: odd words, and command lines made of them for every command there is."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typer.main import get_command

from engine.cli import app
from tests.story import Story

NUMBERS = (
    "0",
    "-1",
    "-0",
    "+1",
    "1.5",
    "1,5",
    "1e3",
    "1e-400",
    "1e999999999",
    "NaN",
    "-Infinity",
    "0x10",
    "1_000",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "170141183460469231731687303715884105728",
    "9" * 400,
    "9" * 5000,
    "-" + "9" * 5000,
    "0." + "0" * 3000 + "1",
    "\u00b2",
    "\u0664",
    "\u216b",
    "\uff11",
    "\u0be7",
)
TEXTS = (
    "",
    " ",
    "\t",
    "\n",
    "'",
    '""',
    '=""',
    "='",
    "'''''",
    '=="1"',
    "=1+1",
    "\x01",
    "a\x07b",
    "\x1b[31mred",
    "\x7f",
    "\x85",
    "\u200b",
    "\u202eabc",
    "a\u2028b",
    "\ufeff",
    "\ufffd",
    "\ufffe",
    "\udce9",
    "half \ud83d",
    "\U0001f469\u200d\U0001f692",
    "e\u0301",
    "a" + "\u0301" * 900,
    "\ufdfa" * 199,
    "\U000e0041",
    "x" * 201,
    "x" * 100_000,
    "\u202e" * 100_000,
    "% %s {} {0} {x}",
    "$name ? ;--",
    "%",
    "_",
    "\\",
    "a\\",
    "'; drop table items; --",
    "[bold]x[/]",
    "[/nothing]",
    "<b>",
    "None",
    "null",
    "NULL",
    "nan",
    "true",
    "*",
    "@file",
    "~",
    "a@b",
    "a@b@c",
    "<a@b.example>",
    "a@b.example\nBcc: c@d.example",
)
FORMS = (
    "=",
    "==",
    "a=",
    "=1",
    "a=b=c",
    "/",
    "//",
    "/1",
    "1/",
    ":",
    "a:",
    ":=",
    "a:b",
    "#",
    "##",
    "#-1",
    "#0",
    "#1e3",
    "@",
    "-",
    "--",
    "---",
    "-x",
    "--unheard",
    "--unheard=1",
    "--json=1",
    "--yes=no",
    "--=",
    "-\u00b2",
    "--help=1",
    "[",
    "]",
    "(",
    "|",
    "partial|complete",
)
DAYS = (
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "2026-02-30",
    "2026-13-01",
    "10000-01-01",
    "-0001-01-01",
    "9999-12-31T23:59:59.999999",
    "0001-01-01T00:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "2026-03-29T02:30",
    "2026-W01-1",
    "20260301",
    "2026-3-1",
    "today",
    "now",
    "infinity",
    "-infinity",
    "epoch",
    "24:00",
    "2026-03-01T24:00",
    "2026-03-01 25:00",
    "2026-03-01T10:00+99:99",
    "2026-03-01T10:00:00.1234567891234",
    "2026\u201003\u201001",
    "\u0662\u0660\u0662\u0666-03-01",
)
PATHS = (
    ".",
    "..",
    "/",
    "missing/file.csv",
    "folder",
    "folder/",
    "folder.csv",
    "folder.parquet",
    "/dev/null",
    "/dev/full",
    "null.csv",
    "null.xlsx",
    "null.parquet",
    "full.csv",
    "full.xlsx",
    "full.parquet",
    "nowhere.csv",
    "desk.duckdb",
    "desk.duckdb/x.csv",
    "x" * 300,
    "x" * 300 + ".csv",
    "d/" * 3000 + "x.csv",
    "\x01.csv",
    "\u202e.csv",
    " .csv",
    ".csv",
    "csv",
    "x.CSV",
    "x.pdf",
    "x.csv.",
    "garbage.csv",
    "garbage.xlsx",
    "garbage.parquet",
    "empty.csv",
    "empty.xlsx",
    "empty.parquet",
    "file:///x.csv",
    "http://strange.example/x.csv",
    "s3://strange/x.csv",
    "*.csv",
    "?.csv",
    "items.csv",
    "backup.duckdb",
    "desk.duckdb.wal",
    "desk.duckdb.lease",
)
ODD = (*NUMBERS, *TEXTS, *FORMS, *DAYS, *PATHS)
WORD = re.compile(r"[A-Z]+(?:-[A-Z]+)*")
"""The words of an option's form that stand for something: LINE and QTY of LINE=QTY."""
ELSEWHERE = {"install_completion", "show_completion"}
"""Options of Typer's own, which change the shell of whoever runs the tests."""


def dressed(code: str) -> tuple[str, ...]:
    """A code in the ways in which spreadsheets, mails and hands dress it."""
    return (
        f"'{code}",
        f'="{code}"',
        f" {code} ",
        f"{code}\u200b",
        f"\ufeff{code}",
        f"\u200e{code}\u200f",
        f"{code}\u00a0",
        f"'{code} ",
        f"{code[0]}\u00ad{code[1:]}",
    )


def some_of_everything(story: Story) -> None:
    """On a desk of 20 books and 5 pens: orders 1001 to 1003 and a draft 1004, shipments of which one has left
    and one is being picked, purchase orders PO101 and PO102 with a delivery, and a run."""
    first, second, _ = story.order("book 15"), story.order("pen 5", "book 9"), story.order("book 4")
    story.ship(first)
    story.pick(second)
    po = story.purchase("book", 40)
    story.purchase("pen", 3)
    story.receive(po, book=2)
    story.sweep()
    story.draft("book 2")


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
        form = (param.metavar or param.name).removesuffix("...").strip("[]").replace("[/LINE]", "/LINE")
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
            "DATE": DAYS,
            "YYYY-MM-DD": DAYS,
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
