"""Many bad rows in few sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.interchange.refusals import BadRow

MOST_ALIKE = 10
"""So many rows that are refused for the same reason are told one by one."""
MOST_SENTENCES = 100
"""So many sentences a refusal has, and one for the rest."""


def summed(rows: Sequence[BadRow]) -> list[str]:
    """What is wrong with ``rows``, which come in order: a sentence each, or one for many that are alike.

    Alike are rows refused for the same reason in the same column. Never more than 101 sentences.
    """
    alike: dict[tuple[object, ...], list[BadRow]] = defaultdict(list)
    for one in rows:
        alike[_kind_of(one)].append(one)
    told = sorted((one for group in alike.values() for one in _told(group)), key=lambda one: one[0])
    more = sum(count for _, count, _ in told[MOST_SENTENCES:])
    rest = [f"And {more:,} more {'row' if more == 1 else 'rows'}."] if more else []
    return [sentence for _, _, sentence in told[:MOST_SENTENCES]] + rest


def _kind_of(one: BadRow) -> tuple[object, ...]:
    facts = one.reason.facts
    return type(one.reason), facts.get("column") or facts.get("what"), str(facts.get("kind")).split()[0]


def _told(group: list[BadRow]) -> list[tuple[int, int, str]]:
    """The first row, how many rows, and the sentence, for each thing to tell of rows that are alike."""
    if len(group) <= MOST_ALIKE:
        return [(one.row, 1, str(one)) for one in group]
    first, last = group[0], group[-1]
    others = f"{len(group) - 1:,} others (the last is row {last.row})"
    return [(first.row, len(group), f"Row {first.row} and {others}: {first.reason}")]
