"""Which lines wait, why, and what shall be done about them?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.backorders import filters, table
from pages.parts.backorders.views import WHOLE

shell.begin("Backorder review")

every = table.read()
if not every.height:
    st.success("Nothing is waiting: every open line has its stock.", icon=":material/check_circle:")
    shell.end()

counts = table.counts()
found = filters.show(every, counts)
table.summary(found, every, counts[WHOLE])
if found.height:
    table.selection_bar(table.table(found))
else:
    st.info("No line matches. Remove a filter.")
    if st.button("Clear the filters"):
        filters.clear()
