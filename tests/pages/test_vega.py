"""Charts on their way to the browser: checked here, kept for the same rows, in the colours of the theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
import polars as pl
import pytest
import streamlit as st
from altair.utils import schemapi

from engine.rules.running_balance import BalanceStep, Change
from pages.parts import style, vega
from pages.parts.backlog import pictures

ROWS = pl.DataFrame({"lic": ["book", "pen"], "qty": [1_250.0, 3.0]})
SWEPT = pl.DataFrame({"day": [date(2026, 3, 2)], "gave": ["Primary sweep: 3 units to 1 line"]})
PER_DAY = pl.DataFrame(
    {
        "day": [date(2026, 3, 1), date(2026, 3, 2)],
        "qty": [4.0, 1.0],
        "value": [40.0, 10.0],
        "opened_qty": [4.0, 0.0],
        "filled_qty": [0.0, 3.0],
        "cancelled_qty": [0.0, 0.0],
    }
)


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "mode", lambda: "light")
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    vega._specs.clear()


def points(rows: pl.DataFrame, chosen: tuple[str, ...] = ()) -> Any:
    """A chart of two layers over the same rows."""
    base = alt.Chart(rows).encode(x="qty:Q", opacity=alt.value(0.5 if chosen else 1))
    return base.mark_point() + base.mark_rule()


def drawn(rows: pl.DataFrame, chosen: tuple[str, ...] = ()) -> vega.Spec:
    return vega.cached(points, rows, chosen=chosen)


def bars(rows: pl.DataFrame, chosen: tuple[str, ...] = ()) -> vega.Spec:
    shown = pictures.bar_rows(rows, code="lic", label="lic", measure="qty", chosen=chosen)
    return vega.cached(pictures.bars, "lic", count=rows.height).showing(bars=shown)


def over_time(per_day: pl.DataFrame, measure: str) -> vega.Spec:
    spec = vega.cached(pictures.over_time, per_day["day"].to_list(), has_swept=True)
    rows = {"waiting": pictures.waiting(per_day, measure), "flow": pictures.flow(per_day)}
    return spec.showing(**rows, swept=SWEPT)


def test_a_chart_of_the_same_rows_is_made_once() -> None:
    assert drawn(ROWS) is drawn(ROWS.clone())


@pytest.mark.parametrize("other", [ROWS.with_columns(qty=pl.col("qty") + 1), ROWS.reverse(), ROWS.head(1)])
def test_a_chart_of_other_rows_is_another(other: pl.DataFrame) -> None:
    assert drawn(ROWS) is not drawn(other)


def test_a_chart_of_another_record_is_another() -> None:
    def ruled(step: BalanceStep) -> Any:
        return alt.Chart(ROWS).mark_rule().encode(y=alt.value(float(step.firm_qty)))

    step = BalanceStep(Change(date(2026, 3, 1), Decimal(5), "PO 1", "PO1"), Decimal(5), Decimal(5))
    assert vega.cached(ruled, step) is vega.cached(ruled, replace(step))
    assert vega.cached(ruled, step) is not vega.cached(ruled, replace(step, firm_qty=Decimal(4)))


def test_a_chart_in_another_theme_or_of_another_choice_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    light = drawn(ROWS)
    assert drawn(ROWS, ("pen",)) is not light
    monkeypatch.setattr(style, "mode", lambda: "dark")
    assert drawn(ROWS).content["config"] != light.content["config"]


def test_a_chart_that_names_its_rows_is_made_once_for_all_rows() -> None:
    filtered, other = ROWS.reverse(), PER_DAY.with_columns(qty=pl.col("qty") + 1)
    assert bars(ROWS).content is bars(filtered, ("pen",)).content
    assert over_time(PER_DAY, "qty").content is over_time(other, "value").content
    assert bars(filtered, ("pen",)).frames["bars"]["shade"].to_list() == [1.0, 0.35]


@pytest.mark.parametrize("spec", [lambda: bars(ROWS), lambda: over_time(PER_DAY, "qty")])
def test_a_chart_that_names_its_rows_is_given_those(spec: Callable[[], vega.Spec]) -> None:
    assert drawn_with(spec().content) == spec().frames.keys()
    read = fields_of(spec().content)
    assert read.keys() == spec().frames.keys()
    for name, columns in read.items():
        assert columns <= set(spec().frames[name].columns)


def test_no_more_than_the_last_are_kept() -> None:
    for qty in range(vega.MOST + 5):
        vega.cached(lambda qty: alt.Chart(ROWS).mark_bar().encode(x=alt.value(qty)), qty)
    assert len(vega._specs) == vega.MOST


def test_rows_go_to_the_browser_once_for_all_layers_of_a_chart() -> None:
    spec = drawn(ROWS)
    assert len(spec.frames) == 1
    assert drawn_with(spec.content) == set(spec.frames)


def drawn_with(content: Any) -> set[str]:
    """The names of the rows that a specification draws."""
    if isinstance(content, list):
        return set().union(*map(drawn_with, content))
    if not isinstance(content, dict):
        return set()
    here = {content["data"]["name"]} if "data" in content else set()
    return here.union(*map(drawn_with, content.values()))


def fields_of(content: Any, rows: str = "") -> dict[str, set[str]]:
    """The columns that a specification draws, by the name of their rows."""
    found: dict[str, set[str]] = defaultdict(set)
    if isinstance(content, list):
        content = dict(enumerate(content))
    if isinstance(content, dict):
        rows = content["data"]["name"] if "data" in content else rows
        if isinstance(column := content.get("field"), str):
            found[rows].add(column)
        for part in content.values():
            for name, columns in fields_of(part, rows).items():
                found[name] |= columns
    return found


def test_drawing_does_not_change_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(content: dict[str, Any], **_: Any) -> None:
        content["layer"][0].clear()
        content.clear()

    monkeypatch.setattr(st, "vega_lite_chart", careless)
    vega.draw(drawn(ROWS), alt="Points")
    assert drawn(ROWS).content["layer"][0]
