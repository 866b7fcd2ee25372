"""What did the desk look like on a day, what changed since another, and how did a run go?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages.parts import shell
from pages.parts.any_day import film, one_day, two_days

DRAWS: Final[dict[str, Callable[[], None]]] = {
    "One day": one_day.show,
    "Two days": two_days.show,
    "A run, step by step": film.show,
}

shell.begin(
    "Any day", "The desk as it was at the end of any day, what changed between two, and how a run went."
)
for tab, draw in zip(
    st.tabs(list(DRAWS), key="tab", bind="query-params", on_change="rerun"), DRAWS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
