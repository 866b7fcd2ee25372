"""What several commands are given, and how such texts are read; what cannot be read is wrong usage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from engine import together
from engine.errors import DeskError, EmptyText
from engine.model import YEARS

if TYPE_CHECKING:
    from engine.model import Qty

T = TypeVar("T")
A_DAY: Final = "a day such as 2026-12-05"
"""How a day is typed."""
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,1000}")


def each_once(named: list[T] | None) -> list[T] | None:
    """What was named, without what was named before."""
    return named and list(dict.fromkeys(named))


def last_said(named: list[T] | None) -> list[T] | None:
    """What was named, without what is named again later: the act that is said last holds."""
    return named and list(dict.fromkeys(reversed(named)))[::-1]


def number(text: object) -> int:
    """The whole number that was typed in plain figures; ValueError where it is none. Python alone would read
    1_0 as 10."""
    typed = str(text).strip()
    if not _WHOLE.fullmatch(typed):
        raise ValueError("write a whole number, such as 2")  # Typer puts this into its sentence
    return int(typed)


OrderNumber = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]
LineNumber = Annotated[int, typer.Argument(parser=number, metavar="LINE", help="The number of the line.")]
OrderOrNone = Annotated[str | None, typer.Argument(metavar="ORDER", help="The number of the order.")]
LinesOf = Annotated[
    list[int] | None,
    typer.Argument(parser=number, metavar="LINE", help="Only these lines of it.", callback=each_once),
]
CustomerCode = Annotated[
    str | None, typer.Option("--customer", metavar="CODE", help="All that this customer wants, instead.")
]
Supplied = Annotated[str, typer.Argument(metavar="PO", help="The number of a purchase order or a transfer.")]
Shipments = Annotated[
    list[int],
    typer.Argument(parser=number, metavar="SHIPMENT", help="Numbers of shipments.", callback=each_once),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask when orders would lose stock.")]


class FolderNamed(DeskError):
    """{file} is a folder; name a file in it."""


class FileNamed(DeskError):
    """{file} is a file; name a folder."""


def file(text: str) -> Path:
    """The file that a text names; refused where it names none, or a folder."""
    return no_folder(file_or_folder(text))


def folder(text: str) -> Path:
    """The folder that a text names, whether it is there yet or not; refused where it names none."""
    if not text.strip():
        raise EmptyText(what="name of the folder")
    return no_file(Path(text))


def file_or_folder(text: str) -> Path:
    """The file or folder that a text names; refused where it names none, which would be the folder one is
    in."""
    if not text.strip():
        raise EmptyText(what="name of the file")
    return Path(text)


def no_folder(named: Path) -> Path:
    """The file itself; FolderNamed where a folder is named."""
    if _holds(named.is_dir):
        raise FolderNamed(file=named)
    return named


def no_file(named: Path) -> Path:
    """The folder itself; FileNamed where a file is named."""
    if _holds(named.is_file):
        raise FileNamed(file=named)
    return named


def no_kind(kind: str, kinds: str) -> typer.BadParameter:
    """What was named is no kind of file; ``kinds``: those that are, as a sentence lists them."""
    lead = f"There is no kind of file {kind}" if kind.strip() else "The kind of the file is empty"
    return typer.BadParameter(f"{lead}; name one of {kinds}")


def _holds(question: Callable[[], bool]) -> bool:
    """The answer about a file; no where the system refuses to say, as of a name that is too long."""
    with suppress(OSError):
        return question()
    return False


def some_address(_: typer.Context, param: typer.CallbackParam, value: str) -> str:
    """The address that an option was given; refused where it is empty."""
    if not value.strip():
        raise EmptyText(what=f"address of --{param.name}")
    return value


def pair(text: str, form: str) -> tuple[str, str]:
    """The two sides of the last equals sign of a text, neither of them empty; ``form``: how it should be."""
    name, _, value = text.rpartition("=")
    if not name or not value:
        raise unfit(text, form)
    return name, value


def units(texts: Iterable[str]) -> dict[str, Qty]:
    """How many of each LIC, of ``LIC=QTY``; one that is named twice is wrong usage, and quantities that are
    none are refused together."""
    return once(together.each(_units, texts))


def _units(text: str) -> tuple[str, Qty]:
    from engine.quantities import parse

    lic, qty = pair(text, "LIC=QTY")
    return lic.strip(), parse(qty, lic.strip())


def once(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What each name is given; a name that comes twice is wrong usage, as one of the two would be lost."""
    given: dict[str, T] = {}
    for name, value in named:
        if name in given:
            raise typer.BadParameter(f"{name} is named twice; name it once, with all that is meant")
        given[name] = value
    return given


def line(text: str, form: str) -> tuple[str, int]:
    """The parts of ``ORDER/LINE``; an order's own number may have a slash in it."""
    order, _, line_no = text.rpartition("/")
    if not order:
        raise unfit(text, form)
    return order, read(number, line_no, text, form)


def day(value: str, text: str = "", form: str = A_DAY) -> date:
    """The day that a value names; of the years that files take, too.

    ``text``: all that was typed, where the value is a part of it. ``form``: how that should be.
    """
    from engine.days import day_typed

    found = read(day_typed, value, text or value, form)
    if found.year not in YEARS:
        raise typer.BadParameter(
            f"{value} is beyond the calendar; name a day of the years {YEARS[0]} to {YEARS[-1]}"
        )
    return found


def read(kind: Callable[[str], T], value: str, text: str, form: str) -> T:
    """What ``kind`` makes of a value, which is a part of ``text``."""
    try:
        return kind(value)
    except ValueError:
        raise unfit(text, form) from None


@contextmanager
def wrong_usage(kind: type[DeskError]) -> Iterator[None]:
    """What is refused in the block because a text has another form is wrong usage."""
    try:
        yield
    except kind as error:
        raise typer.BadParameter(str(error)) from None


def unfit(text: str, form: str) -> typer.BadParameter:
    """What was typed is not what is taken; ``form``: how it should be."""
    return typer.BadParameter(f"{text.strip() or 'An empty text'} is not {form}")
