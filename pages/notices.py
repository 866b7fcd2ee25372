"""Which customers should hear what changed for them, who did, and where are they written to?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.notices import addresses, drafts, past

shell.begin(
    "Notices",
    "E-mails to customers for whom something changed: stock is ready, was taken back, or comes later. "
    "Nothing is sent by itself.",
)
PARTS = {"Drafts": drafts.show, "Sent": past.show, "E-mail addresses": addresses.show}
for tab, draw in zip(
    st.tabs(list(PARTS), key="tab", bind="query-params", on_change="rerun"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
