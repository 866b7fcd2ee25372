"""What a row of the promise ledger says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.parts import Part, Source
from engine.reports.explanation import PromiseEntry
from tests.story import START

TOLD = date(2026, 3, 2)


def entry(**facts: object) -> PromiseEntry:
    plain = {"since_at": START, "told_on": TOLD, "state": "open", "promised_on": None}
    return PromiseEntry(**plain | {"cause": "", "actor": "Ann"} | facts)  # type: ignore[arg-type]


def test_an_entry_says_its_parts_or_the_day_that_was_kept_before_there_were_any() -> None:
    on = date(2026, 3, 5)
    assert entry(promised_on=on).in_words == "all by 5 Mar"
    parts = [Part(Decimal(2), Source.PO, on, "PO1"), Part(Decimal(3), Source.HOLD, None, None)]
    assert entry(parts=parts).in_words == "2 by 5 Mar (PO1), 3 on hold"
    assert entry(parts=parts).days == [on]
    assert entry(state="kept").in_words == "kept"
