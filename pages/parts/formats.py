"""How things are written on every screen: quantities, instants, states, money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import polars as pl

from engine import days
from engine.model import LineState, OrderState, PoState, ShipmentState
from engine.money import UNKNOWN
from engine.quantities import plural, spelled, spelled_column
from engine.rules.enumeration import in_a_row
from pages.parts import desk
from pages.parts.literal import Markdown, literal

QTY: Final = pl.Decimal(38, 4)

ORDER_STATE: Final = {
    OrderState.PENDING: "○ Pending",
    OrderState.OPEN: "● Open",
    OrderState.CLOSED: "✓ Closed",
    OrderState.VOID: "✕ Void",
}
LINE_STATE: Final = {
    LineState.PENDING: "○ Pending",
    LineState.BACKORDERED: "◔ Waiting",
    LineState.ALLOTTED: "● Allotted",
    LineState.SHIPPED: "✓ Shipped",
    LineState.CANCELLED: "✕ Cancelled",
}
SHIPMENT_STATE: Final = {
    ShipmentState.PENDING: "○ Pending",
    ShipmentState.PICKING: "◑ Picking",
    ShipmentState.SHIPPED: "✓ Shipped",
    ShipmentState.VOID: "✕ Void",
}
PO_STATE: Final = {
    PoState.PENDING: "○ Pending",
    PoState.OPEN: "● Open",
    PoState.CLOSED: "✓ Closed",
    PoState.VOID: "✕ Void",
}
TRANSFER_STATE: Final = {
    PoState.PENDING: "○ Pending",
    PoState.OPEN: "● In transit",
    PoState.CLOSED: "✓ Received",
    PoState.VOID: "✕ Void",
}
STARTED_BY: Final = (
    pl.when(pl.col("automatic")).then(pl.lit("Automatic")).otherwise(pl.col("started_by")).alias("made_by")
)
"""The person who started a purchase order or a transfer, as a list says it."""
STARTED_BY_TIP: Final = "Who started it; automatic: replenishment or *Order it* did."


def qty(units: Decimal | None) -> str:
    """``25``, ``2.5``; a dash for nothing known."""
    return "–" if units is None else spelled(units)


def units(amount: Decimal, word: Markdown = "unit") -> str:
    """``1 unit``, ``25 units``, ``1,250.5 units``."""
    return f"{spelled(amount)} {plural(amount, word)}"


def percent(share: Decimal | None) -> str:
    """A part of one: ``87 %``; a dash for nothing known."""
    return "–" if share is None else f"{100 * share:.0f} %"


def count(number: int, word: Markdown, does: Markdown = "") -> Markdown:
    """``1 line``, ``1,234 lines``; with what they do, ``1 line waits``, ``3 lines wait``."""
    counted = f"{number:,} {plural(number, word)}"
    return f"{counted} {verb(number, does)}" if does else counted


def orders(numbers: Sequence[str]) -> str:
    """``order 1001``, ``3 orders``; as it is, for a title or a message of the page."""
    return f"order {numbers[0]}" if len(numbers) == 1 else count(len(numbers), "order")


def count_column(name: str, word: Markdown) -> pl.Expr:
    """A column of numbers in the words of ``count``; null stays null."""
    ending = pl.when(pl.col(name) == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    return pl.format("{} {}{}", spelled_column(pl.col(name)), pl.lit(word), ending)


def verb(number: Decimal | int, many: Markdown) -> Markdown:
    """What several do, said of ``number`` of them: ``wait`` is ``waits`` of one."""
    return _OF_ONE.get(many, f"{many}s") if number == 1 else many


def them(number: int) -> Markdown:
    """What several things are called once they were named: ``them``; ``it`` of one."""
    return verb(number, "them")


_OF_ONE: Final = {"are": "is", "go": "goes", "have": "has", "were": "was", "them": "it"}


def times(number: int) -> Markdown:
    """``once``, ``3 times``."""
    return "once" if number == 1 else count(number, "time")


def listed(names: Sequence[object], most: int) -> Markdown:
    """``A, B and C``; of more than ``most``, ``A, B and 7 more``. The names are shown as they are."""
    return in_cell(names, most, literal)


def in_cell(names: Sequence[object], most: int, shown_as: Callable[[object], str] = str) -> str:
    """``listed`` for a cell of a table, which shows text as it stands."""
    shown = [shown_as(name) for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most:,} more")
    return in_a_row(shown)


def bullets(sentences: Sequence[str], most: int, one: Markdown = "more sentence") -> Markdown:
    """The first ``most`` of many sentences as a list, and how many more there are, with what ``one`` of them
    is called: ``and 7 more sentences``. They are shown as they are."""
    more = len(sentences) - most
    rest = [f"- and {count(more, one)}"] if more > 0 else []
    return "\n".join([f"- {literal(sentence)}" for sentence in sentences[:most]] + rest)


def heading(name: str) -> Markdown:
    """A quantity of a pool as a column is headed by it: ``On hand``; ``Waiting`` is what is backordered."""
    return _HEADED.get(name, name.replace("_", " ").capitalize())


_HEADED: Final = {"backordered": "Waiting"}


def begun_large(name: str) -> pl.Expr:
    """A column of words with a large first letter, as a cell that stands alone begins."""
    words = pl.col(name)
    return (words.str.head(1).str.to_uppercase() + words.str.slice(1)).alias(name)


def total(column: pl.Series) -> Decimal:
    """The sum of a column of decimals; zero for none. What is not known adds nothing."""
    return Decimal(column.sum() or 0)


def worth(value: Decimal | float | None) -> Markdown:
    """``EUR 1,234.50``: a sum in the desk's currency, or that no prices are known."""
    return "–" if value is None else literal(desk.sums().worth(value))


def rough_worth(value: Decimal | float) -> Markdown:
    """A sum in the desk's currency at a glance: ``EUR 128.4k``."""
    size = float(value)
    number = rough(size) if abs(size) >= ROUGH_FROM else f"{size:,.2f}".removesuffix(".00")
    return literal(desk.sums().worth(value, number))


def worth_clause(value: Decimal | float) -> Markdown:
    """A sum inside a sentence: ``worth **EUR 128.4k**``, or ``no prices known``."""
    money = rough_worth(value)
    return money if money == UNKNOWN else f"worth **{money}**"


def priority(number: int) -> str:
    """``Normal`` for 0, else the number itself."""
    return "Normal" if number == 0 else str(number)


def when(instant: datetime | None) -> str:
    """``22 Nov, 09:15`` in the desk's time zone."""
    return "–" if instant is None else days.Clock(desk.zone(), today()).spelled(instant)


def day(on: date | None) -> str:
    """``22 Nov``, with its year if it is not this one; of an instant its day at the desk; none is a dash."""
    if on is None:
        return "–"
    if isinstance(on, datetime):
        on = days.day_of(on, desk.zone())
    return days.spelled(on, today())


def read_day(text: str | None) -> date | None:
    """The day that an address names as 2026-03-31; None where it names none."""
    try:
        return days.day_typed(text or "")
    except ValueError:
        return None


def day_words(name: str) -> pl.Expr:
    """A column of days in the words of ``day``; null stays null."""
    column = pl.col(name)
    of_this_year = column.dt.year() == today().year
    short, long = column.dt.strftime("%-d %b"), column.dt.strftime("%-d %b %Y")
    return pl.when(of_this_year).then(short).otherwise(long).alias(name)


def due_words(name: str, is_late: pl.Expr) -> pl.Expr:
    """A column of days on which something is due, of what is late with a mark: ``⚠ late, 27 Nov``."""
    due = day_words(name)
    return pl.when(is_late).then(pl.format("⚠ late, {}", due)).otherwise(due).alias(name)


def now() -> datetime:
    """What the clocks at the desk show."""
    return days.local(datetime.now(UTC), desk.zone())


def today() -> date:
    """The day it is in the desk's time zone."""
    return now().date()


def hour() -> str:
    """The hour it is at the desk. What changes with the clock, such as ages, is kept under it."""
    return f"{now():%Y-%m-%d %H}"


def ago(instant: datetime | None) -> str:
    """``just now``, ``5 min ago``, ``3 h ago``, ``12 days ago``."""
    if instant is None:
        return "never"
    return span((datetime.now(UTC) - instant.replace(tzinfo=UTC)).total_seconds(), "{} ago", "just now")


def until(instant: datetime | None) -> str:
    """``now``, ``in 5 min``, ``in 3 h``, ``in 2 days``."""
    if instant is None:
        return "not planned"
    return span((instant.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds(), "in {}", "now")


def span(seconds: float, form: Markdown, nothing: Markdown) -> str:
    """A stretch of time in one rough word, put into ``form``; under a minute it is ``nothing``."""
    for size, word in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size:
            number = int(seconds // size)
            return form.format(count(number, word) if word == "day" else f"{number} {word}")
    return nothing


def local_column(name: str) -> pl.Expr:
    """A column of instants (naive UTC) as the desk's clocks show them."""
    column = pl.col(name).dt.replace_time_zone("UTC").dt.convert_time_zone(desk.zone().key)
    return column.dt.replace_time_zone(None).alias(name)


def day_column(name: str) -> pl.Expr:
    """A column of instants (naive UTC) as days at the desk."""
    return local_column(name).dt.date().alias(name)


def words(name: str, mapping: Mapping[Any, str]) -> pl.Expr:
    """A column of states in words, e.g. ``words("state", ORDER_STATE)``."""
    by_text = {str(key): word for key, word in mapping.items()}
    return pl.col(name).replace_strict(by_text, default=pl.col(name)).alias(name)


ROUGH_FROM: Final = 100
"""The number from which on places say nothing at a glance."""


def rough(value: Decimal | float) -> str:
    """A number to grasp at a glance: ``12``, ``1,234``, ``128.4k``, ``5.2M``; a minus stays in front."""
    size = abs(float(value))
    for least, unit, sign in ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e5, 1e3, "k")):
        if size >= least:
            return f"{float(value) / unit:,.1f}{sign}"
    return f"{float(value):,.0f}" if size >= ROUGH_FROM else f"{float(value):,.10g}"
