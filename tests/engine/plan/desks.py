"""Desks that have lived a while, as the files of a lake, and what their sweeps give."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.interchange import exporting
from engine.model import LineState, Policy
from tests.acts import acts, perform
from tests.engine.plan.lake import Lake
from tests.story import Story

LIFE = (
    st.lists(acts, min_size=10, max_size=20),
    st.sampled_from(Policy),
    st.sampled_from(Policy),
    st.integers(1, 30),
)
"""What ``lived`` is given, drawn at random."""


def lived(script: list[tuple[Any, ...]], was: Policy, policy: Policy, came: int) -> Story:
    """A desk that lived by one policy, then got more books than it gave away; then another is chosen."""
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=was)
    numbers: list[str] = []
    for act in script:
        try_to(desk, numbers, act)
    desk.adjust("book", came)
    desk.prefer(allocation_policy=policy)
    return desk


def try_to(desk: Story, numbers: list[str], act: tuple[Any, ...]) -> None:
    try:
        perform(desk, numbers, *act)
    except DeskError:
        desk.prove()


def exported(desk: Story, folder: Path) -> Lake:
    """The open lines of a desk and its balances as files."""
    lake = Lake(folder)
    queue, balances = (
        exporting.export_frame(desk.session, kind, now=desk.now) for kind in ("queue", "balances")
    )
    lake.fill(queue, balances)
    return lake


def allotted(desk: Story) -> dict[int, Decimal]:
    """What every open line of the desk has allotted now."""
    frame = exporting.export_frame(desk.session, "queue", now=desk.now)
    qty = pl.when(pl.col("state") == LineState.ALLOTTED).then("qty").otherwise(0).cast(pl.Decimal(18, 4))
    return dict(frame.select("line_id", qty).iter_rows())
