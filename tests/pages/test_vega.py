"""Charts on their way to the browser: checked here, kept for the same rows, in the colours of the theme."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl
import pytest
import streamlit as st
from altair.utils import schemapi

from pages.parts import charts, style, vega

ROWS = pl.DataFrame({"lic": ["book", "pen"], "qty": [1_250.0, 3.0]})


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "mode", lambda: "light")
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    vega._specs.clear()


def bars(rows: pl.DataFrame, chosen: tuple[str, ...] = ()) -> vega.Spec:
    return vega.cached(charts.bars, rows, code="lic", label="lic", measure="qty", chosen=chosen)


def test_a_chart_of_the_same_rows_is_made_once() -> None:
    assert bars(ROWS) is bars(ROWS.clone())


@pytest.mark.parametrize("other", [ROWS.with_columns(qty=pl.col("qty") + 1), ROWS.reverse(), ROWS.head(1)])
def test_a_chart_of_other_rows_is_another(other: pl.DataFrame) -> None:
    assert bars(ROWS) is not bars(other)


def test_a_chart_in_another_theme_or_of_another_choice_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    light = bars(ROWS)
    assert bars(ROWS, ("pen",)) is not light
    monkeypatch.setattr(style, "mode", lambda: "dark")
    assert bars(ROWS).content["config"] != light.content["config"]


def test_no_more_than_the_last_are_kept() -> None:
    for qty in range(vega.MOST + 5):
        vega.cached(lambda qty: alt.Chart(ROWS).mark_bar().encode(x=alt.value(qty)), qty)
    assert len(vega._specs) == vega.MOST


def test_rows_go_to_the_browser_once_for_all_layers_of_a_chart() -> None:
    spec = bars(ROWS)
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


def test_drawing_does_not_change_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(content: dict[str, Any], **_: Any) -> None:
        content["layer"][0].clear()
        content.clear()

    monkeypatch.setattr(st, "vega_lite_chart", careless)
    vega.draw(bars(ROWS), alt="Bars")
    assert bars(ROWS).content["layer"][0]
