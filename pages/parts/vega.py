"""Altair's charts as the browser draws them, in the colours of the theme.

Streamlit's own way from a chart to its specification checks it against the schema of Vega-Lite and copies it
many times over: on the home page that was four fifths of the work. Here a chart is checked where tests draw
it, and its specification is kept: for the same rows, or for all if it only names the rows that it draws.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from threading import Lock
from typing import Any, Final

import altair as alt
import polars as pl
import streamlit as st
from altair.utils import schemapi

from pages.parts import style

schemapi.DEBUG_MODE = False
MOST: Final = 400
"""How many specifications are kept."""
_FRAMES: Final = "backorder-frames"
_lock: Final = Lock()
"""Altair's choice of what becomes of rows is one for all threads."""
_specs: Final[OrderedDict[Hashable, Spec]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Spec:
    """What Vega-Lite is told to draw, and the rows it draws, by the names that it has for them."""

    content: Mapping[str, Any]
    frames: Mapping[str, pl.DataFrame]

    def showing(self, **frames: pl.DataFrame) -> Spec:
        """This specification with rows under the names that it has for them (``alt.NamedData``)."""
        return replace(self, frames={**self.frames, **frames})


def draw(chart: Any, *, alt: str, words: str = "", **how: Any) -> Any:
    """Draw an Altair chart, or what ``cached`` answers; ``how``: as ``st.vega_lite_chart`` is told.

    ``alt`` names it to whoever does not see it. Where its rows change and nothing else, it names them in
    ``words``: a browser draws other rows into the chart that stands there, but a chart of another name anew.
    """
    spec = chart if isinstance(chart, Spec) else _spec(chart)
    if words:
        with st.container(key=f"{style.IN_WORDS}{alt.lower().replace(' ', '-')}"):
            st.text(words)
    content = {**copy.deepcopy(dict(spec.content)), "datasets": dict(spec.frames)}
    return st.vega_lite_chart(content, alt=alt, **how)


def cached(chart_of: Callable[..., Any], *of: Any, **named: Any) -> Spec:
    """The specification of the chart that a function makes of something; made once for the same rows.

    ``of``, ``named``: frames, mappings, sequences, dataclasses and values; the function may depend on nothing
    else.
    """
    key = (chart_of.__module__, chart_of.__qualname__, style.mode(), _content(of), _content(named))
    with _lock:
        if found := _specs.get(key):
            _specs.move_to_end(key)
            return found
    made = _spec(chart_of(*of, **named))
    with _lock:
        _specs[key] = made
        while len(_specs) > MOST:
            _specs.popitem(last=False)
    return made


def _content(value: Any) -> Hashable:
    match value:
        case pl.DataFrame():
            return tuple(value.schema.items()), tuple(value.iter_rows())
        case Mapping():
            return tuple((name, _content(each)) for name, each in value.items())
        case tuple() | list() | set() | frozenset():
            return tuple(_content(each) for each in value)
        case _ if is_dataclass(value):
            return tuple(_content(getattr(value, field.name)) for field in fields(value))
        case _:
            found: Hashable = value
            return found


def _spec(chart: Any) -> Spec:
    """The specification, with words and rules in the colour of the theme's text: Streamlit's grey is too pale
    to be read, and the black of rules is not seen on dark."""
    frames: dict[str, pl.DataFrame] = {}
    with _lock, alt.theme.enable("none"), alt.data_transformers.enable(_FRAMES, frames=frames):
        content = chart.to_dict(validate=schemapi.DEBUG_MODE)
    ink = style.colour("textColor")
    words = {"labelColor": ink, "titleColor": ink}
    plain = {"title": {"color": ink}, "text": {"color": ink}, "rule": {"color": ink}}
    content["config"] = {**content.get("config", {}), "axis": words, "legend": words, **plain}
    return Spec(content, frames)


def _named(data: Any = None, *, frames: dict[str, pl.DataFrame]) -> Any:
    """What Altair writes for rows: a name, under which they go to the browser."""
    name = next((name for name, frame in frames.items() if frame is data), f"rows-{len(frames)}")
    frames[name] = data
    return {"name": name}


alt.data_transformers.register(_FRAMES, _named)
