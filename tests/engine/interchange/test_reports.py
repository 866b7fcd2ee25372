"""What came of an import, as JSON has it."""

from __future__ import annotations

from dataclasses import replace

from engine.interchange.reports import MOST_LISTED, ImportReport, as_data

REPORT = ImportReport(
    kind="orders",
    rows=1,
    added=1,
    updated=0,
    unchanged=0,
    held=[],
    notes=[],
    changed=[],
    left_out=["colour"],
    dry_run=False,
    losses=[],
    assumed=[],
    made={},
)


def test_a_report_is_its_fields() -> None:
    data = as_data(REPORT)
    assert (data["kind"], data["left_out"], data["sweep"]) == ("orders", ["colour"], None)
    assert data["not_shown"] == {}


def test_of_a_long_list_the_first_are_shown_and_the_others_counted() -> None:
    held = [f"Order {number} stays pending." for number in range(MOST_LISTED + 5)]
    data = as_data(replace(REPORT, held=held))
    assert (len(data["held"]), data["not_shown"]) == (MOST_LISTED, {"held": 5})
