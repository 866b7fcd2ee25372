"""The bad rows of a file: what a query or a cell found, and many of them in few sentences (section 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from engine.days import Clock
from engine.errors import (
    BadLevels,
    DeskError,
    FirmNotCovered,
    HomeWarehouse,
    InactiveCustomer,
    InactiveItem,
    ItemInUse,
    NoLongerInventoried,
    NoSuch,
    NotEnoughStock,
    OverReceipt,
    Refused,
    SourceIsItself,
    TooManyDecimals,
    Unknown,
    WarehouseClosed,
    WarehouseInUse,
    WrongState,
)
from engine.interchange.refusals import (
    BookedOtherwise,
    Disagrees,
    EnteredToCome,
    GivenTwice,
    ItemDisagrees,
    NoState,
    NotFree,
    NumberOfOther,
    OneLevelOnly,
    OrderRowsApart,
    OtherAdjustment,
    OtherContent,
    OtherOpening,
    OtherReason,
    StillToCome,
    excerpt,
)
from engine.quantities import plural
from engine.supply.transfers import NotThere, SameWarehouse

BY_NAME: Final[dict[str, type[DeskError]]] = {
    kind.__name__: kind
    for kind in (
        *(BadLevels, FirmNotCovered, InactiveCustomer, InactiveItem, ItemInUse, NoLongerInventoried),
        NotEnoughStock,
        *(NoSuch, NotThere, OverReceipt, SameWarehouse, TooManyDecimals, Unknown, WrongState),
        *(HomeWarehouse, SourceIsItself, WarehouseClosed, WarehouseInUse),
        *(Disagrees, EnteredToCome, GivenTwice, ItemDisagrees, NoState, NotFree, NumberOfOther, OneLevelOnly),
        *(OtherAdjustment, OtherOpening, OtherReason, OrderRowsApart, StillToCome),
    )
}
"""Every refusal that a query of db/sql/import_*.sql names, by that name."""
_LEVELS: Final = ("replenish_level", "target")
_STOCK: Final = ("qty", "warehouse", "from_warehouse", "transfer")
JUDGED: Final[dict[type[DeskError], tuple[str, ...]]] = {
    BadLevels: _LEVELS,
    FirmNotCovered: _STOCK,
    GivenTwice: ("location", "warehouse"),
    NoState: ("state",),
    NotEnoughStock: _STOCK,
    NotFree: _STOCK,
    NotThere: _STOCK,
    OneLevelOnly: _LEVELS,
    OtherAdjustment: _STOCK,
    OtherOpening: _STOCK,
    OverReceipt: ("qty", "reference"),
    SameWarehouse: ("warehouse", "from_warehouse"),
    WrongState: ("reference",),
}
"""What a refusal that looks at several cells judges by, beside the cells without which it says nothing."""
_WHOLE_RECORDS: Final = (BookedOtherwise, OtherContent)
"""What is compared with all rows of a record, any of which may be the one that cannot be read."""
_WHEN: Final = ("_at", "_on")
"""How the names of what holds an instant or a day end."""
_COMPARED: Final = ("value", "other")
"""What two rows say in the column that a refusal names."""
_OUR_WORDS: Final = ("why", "remedy", "verb")
"""Facts in words of the desk, which end in a remedy: only what stands in cells is cut."""
MOST_ALIKE = 10
"""How many rows that are refused for the same reason have a sentence each."""
MOST_STRETCHES = 100
"""How many stretches of such rows are named by their numbers, before the last of them."""
MOST_SENTENCES = 100
"""How many sentences a refusal has, before one for the rest."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one row of a file, counted as a spreadsheet counts (the column names are row
    1)."""

    row: int
    reason: DeskError
    column: str = ""  # of the cell that holds no such thing; "" where it is about more than a cell

    def __str__(self) -> str:
        return f"Row {self.row}: {self.reason}"


def from_rows(rows: pl.DataFrame, clock: Clock) -> list[BadRow]:
    """The bad rows a query found: columns row, refusal (a name of ``BY_NAME``), facts (a map of them).

    Days and instants among the facts are said as people write them at the desk.
    """
    return [
        BadRow(row, BY_NAME[refusal](**_in_words(facts, clock))) for row, refusal, facts in rows.iter_rows()
    ]


def _in_words(facts: dict[str, str], clock: Clock) -> dict[str, object]:
    is_compared = facts.get("column", "").endswith(_WHEN)
    when = _COMPARED if is_compared else [name for name in facts if name.endswith(_WHEN)]
    spoken = {name: clock.in_text(fact) if name in when and fact else fact for name, fact in facts.items()}
    return {name: fact if name in _OUR_WORDS else excerpt(fact) for name, fact in spoken.items()}


def undoubted(more: Iterable[BadRow], bad: Sequence[BadRow]) -> list[BadRow]:
    """What else is wrong with rows, without what was judged by a cell that is ``bad``: that cell has its own
    sentence, and what it would have been nobody knows."""
    cells: dict[int, set[str]] = defaultdict(set)
    for one in bad:
        cells[one.row].add(one.column)
    return [one for one in more if not _is_doubtful(one, cells)] if cells else list(more)


def _is_doubtful(one: BadRow, bad: Mapping[int, set[str]]) -> bool:
    """Whether a refusal was judged by one of the ``bad`` cells, of its own row or of the one it names."""
    kind, facts = type(one.reason), one.reason.facts
    if kind in _WHOLE_RECORDS:
        return True
    near = bad.get(one.row, set()) | bad.get(int(facts.get("first", one.row)), set())
    if kind is ItemDisagrees:
        return bool(near)
    return not near.isdisjoint((facts["column"],) if kind is Disagrees else JUDGED.get(kind, ()))


def refuse_rows(bad: Iterable[BadRow]) -> None:
    """Refuse the file for all its bad rows at once, summed up; nothing happens when there are none."""
    rows = sorted(bad, key=lambda one: one.row)
    if rows:
        raise Refused(summed(rows))


def summed(rows: Sequence[BadRow]) -> list[str]:
    """What is wrong with ``rows``, which come in order: a sentence each, or one for many that are alike.

    Alike are rows refused for the same reason in the same column. Never more than 101 sentences.
    """
    alike: dict[tuple[object, ...], list[BadRow]] = defaultdict(list)
    for one in rows:
        alike[_kind_of(one)].append(one)
    listed = sorted((one for group in alike.values() for one in _sentences(group)), key=lambda one: one[0])
    more = sum(count for _, count, _ in listed[MOST_SENTENCES:])
    rest = [f"And {more:,} more {plural(more, 'row')}."] if more else []
    return [sentence for _, _, sentence in listed[:MOST_SENTENCES]] + rest


def _kind_of(one: BadRow) -> tuple[object, ...]:
    facts = one.reason.facts
    return type(one.reason), facts.get("column") or facts.get("what"), str(facts.get("kind")).split()[0]


def _sentences(group: list[BadRow]) -> list[tuple[int, int, str]]:
    """The first row, how many rows, and the sentence, for each thing to tell of rows that are alike."""
    if len(group) <= MOST_ALIKE:
        return [(one.row, 1, str(one)) for one in group]
    first, *others = group
    is_same = all(one.reason.facts == first.reason.facts for one in others)
    also = " and" if is_same else ", and in the same way"
    named = f"{len(others):,} others ({_numbers([one.row for one in others])})"
    return [(first.row, len(group), f"Row {first.row}{also} {named}: {first.reason}")]


def _numbers(rows: Sequence[int]) -> str:
    """The numbers of rows in their order, those that follow each other as one stretch; of very many stretches
    the first ones and the last row."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row <= stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    named = ", ".join(
        str(first) if first == last else f"{first} to {last}" for first, last in stretches[:MOST_STRETCHES]
    )
    return named if len(stretches) <= MOST_STRETCHES else f"{named} …; the last is {rows[-1]}"
