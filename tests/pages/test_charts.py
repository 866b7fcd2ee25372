"""Axes of charts: no halves of what is counted in whole units, and room for every number beside a bar."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import polars as pl
import pytest

from pages.parts import charts, style
from pages.parts.any_day import pictures
from tests.house import here, of

DAY = date(2026, 3, 2)
STEPS = pl.DataFrame(
    {
        "step": [1],
        "order": ["1001"],
        "line": [1],
        "granted_qty": [1.0],
        "held": [False],
        "at_hand_qty": [1.0],
    }
)
STRETCH = pl.DataFrame([("Waiting", 0, 1, "1001", "Given")], charts.STRETCH, orient="row")
PER_DAY = pl.DataFrame({"day": [DAY], "qty": [1.0]})
OF_LIC = pl.DataFrame({"day": [DAY], "on_hand": [1.0], "waiting": [0.0]})


def drawn() -> dict[str, Any]:
    """Charts of one unit, as the browser is told to draw them."""
    return {
        "a run": pictures.shelf(STEPS, 1).to_dict(),
        "the backlog": pictures.backlog(PER_DAY, DAY).to_dict(),
        "a LIC": pictures.lic(OF_LIC, DAY).to_dict(),
        "a queue": charts.stretches(STRETCH, {"Given": charts.GIVEN}).to_dict(),
    }


@pytest.mark.parametrize(
    ("units", "step"), [([0.0, 3.0], 1.0), ([2.5], 0.1), ([0.25, 1], 0.01), ([1.0, None], 1.0), ([], 1.0)]
)
def test_an_axis_names_no_finer_parts_of_a_unit_than_are_drawn(
    units: list[float | None], step: float
) -> None:
    axis = charts.units_axis(4, pl.Series(units, dtype=pl.Float64)).to_dict()
    assert axis["tickMinStep"] == pytest.approx(step)


@pytest.mark.parametrize("name", drawn())
def test_a_chart_of_one_unit_names_no_half_of_it(name: str) -> None:
    assert set(re.findall(r"'tickMinStep': ([0-9.]+)", str(drawn()[name]))) == {"1.0"}


@pytest.mark.parametrize("name", drawn())
def test_the_first_and_the_last_number_of_an_axis_have_room(name: str) -> None:
    assert drawn()[name]["padding"] == charts.PADDING


def test_the_bar_of_a_run_leaves_room_for_the_numbers_below_it() -> None:
    chart = drawn()["a run"]
    assert chart["height"] > charts.AROUND
    assert chart["mark"]["height"] == {"band": 0.8}


def test_every_axis_over_units_is_made_in_one_place() -> None:
    where = [here(file) for file in of("pages") for _ in re.findall("tickCount", file.read_text("utf-8"))]
    assert where == ["pages/parts/charts.py"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_lies_between_two_bars_is_the_ground_of_the_page(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """The bars had a white frame in the dark."""
    monkeypatch.setattr(style, "mode", lambda: mode)
    bars, _ = drawn()["a queue"]["layer"]
    assert bars["mark"]["stroke"] == style.ground()
    assert (style.ground() == "#ffffff") == (mode == "light")
