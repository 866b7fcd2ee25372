"""Which lines wait, why, and what shall be done about them?"""

from __future__ import annotations

import streamlit as st

from pages.parts import review, review_filters, shell

shell.begin("Backorder review")

every = review.read()
if not every.height:
    st.success("Nothing is waiting: every open line has its stock.", icon=":material/check_circle:")
    st.stop()

found = review_filters.show(every)
review.summary(found, every)
if found.height:
    review.selection_bar(review.table(found))
else:
    st.info("No line matches. Take a filter away.")
    if st.button("Clear the filters"):
        review_filters.clear()
review.questions()
