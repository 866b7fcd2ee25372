"""What are customers to be told, who was told, and where are they written to?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.notices import addresses, drafts, past

shell.begin(
    "Notices", "What changed for customers: newly ready, taken back, later than told. Nothing sends itself."
)
PARTS = {"Drafts": drafts.show, "Told": past.show, "E-mail addresses": addresses.show}
for tab, draw in zip(
    st.tabs(list(PARTS), key="tab", bind="query-params", on_change="rerun"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
