"""What tests of notices ask of a desk."""

from __future__ import annotations

from datetime import date

import polars as pl

from engine import notices
from tests.story import Story

SOON, LATER = date(2026, 3, 10), date(2026, 3, 20)


def drafted(desk: Story, since: str = "") -> dict[str, str]:
    """Write drafts; customer -> what the letter lists, without its frame."""
    with desk.act() as tx:
        found = notices.draft(tx, since)
    return {row["customer"]: listed(row["body"]) for row in found.to_dicts()}


def listed(body: str) -> str:
    return "\n".join(line.removeprefix("- ") for line in body.splitlines() if line.startswith("- "))


def tell(desk: Story) -> None:
    """Mark every draft as told."""
    with desk.act() as tx:
        notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())


def every_draft(desk: Story) -> pl.DataFrame:
    """The drafts that lie there; they are counted as they are listed, and one by one they are the same."""
    found: pl.DataFrame = desk.ask(notices.drafts)
    assert desk.ask(notices.draft_count) == found.height
    alone = [desk.ask(notices.drafts, [number]) for number in found["notice_id"]]
    assert pl.concat([found.clear(), *alone]).equals(found)
    return found


def lying(desk: Story) -> dict[str, str]:
    """The drafts that lie there without anybody having looked; customer -> what the letter lists."""
    return {row["customer"]: listed(row["body"]) for row in every_draft(desk).to_dicts()}
