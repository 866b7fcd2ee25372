"""Which customers should hear or be asked what, who did not answer, and where are they written to?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.notices import addresses, drafts, past, questions

shell.begin(
    "Notices",
    "E-mails to customers: how a short order was taken, what changed, and questions when a day slipped. "
    "Nothing is sent by itself.",
)
PARTS = {
    "Drafts": drafts.show,
    "Questions": questions.show,
    "Sent": past.show,
    "E-mail addresses": addresses.show,
}
for tab, draw in zip(
    st.tabs(list(PARTS), key="tab", bind="query-params", on_change="rerun"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
