"""Lines walked some at a time, or all at once, by what memory holds."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan import walking
from engine.plan.refusals import MemoryShort, TooMuchAtOnce
from tests.engine.plan.lake import Lake, lines, stock

WHOLE = {"whole": True}
MIXED: tuple[dict[str, Any], ...] = (WHOLE, {"state": "allotted"})


def test_pools_that_are_walked_in_parts_give_what_they_give_together(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    want: list[dict[str, Any]] = [
        {"lic": f"lic{no % 7}", "priority": no % 3, **MIXED[no % 2]} for no in range(60)
    ]
    lake.fill(lines(*want), stock(**{f"lic{no}": 31 + no for no in range(7)}))
    together = lake.plan()
    monkeypatch.setattr(walking, "LINES_AT_ONCE", 10)
    out = str(lake.folder / "parts")
    assert lake.plan(out=out) == together
    assert lake.allotted(f"{out}/*.parquet") == lake.allotted()
    assert len(lake.allotted()) == 60


def test_a_plan_that_memory_cannot_hold_at_all_is_refused_in_a_sentence(lake: Lake) -> None:
    lake.fill(lines({}), stock(book=5))
    with pytest.raises(MemoryShort, match=r"allow more with --memory"):
        lake.plan(memory="1KB")
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}


def test_orders_that_decide_about_each_other_must_fit_into_memory_at_once(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "BYTES_OF_A_LINE", 10**9)
    lake.fill(lines({"order": "A", "age_days": 20, **WHOLE}, {"order": "B"}), stock(book=8))
    with pytest.raises(TooMuchAtOnce, match=r"Under skip, 2 of these lines .* 2\.0 GB .* --policy strict"):
        lake.plan(policy="skip", memory="1GB")
