"""A bare Streamlit page with one table: what the pages of the desk are measured beside.

It can do what is measured, with nothing around it: show a table, filter it by a word, add a line that is
typed, draw a chart of the one or the other.
"""

import streamlit as st

ROWS = [
    {"order": f"B{n}", "customer": f"C{n % 50}", "lic": f"L{n % 100}", "qty": n % 20 + 1, "why": "It waits."}
    for n in range(200)
]

st.set_page_config(layout="wide")
st.title("Lines")
st.text_input("Add a line", key="typed")
if st.session_state.typed:
    st.success(f"Line 1: {st.session_state.typed} added.")
word = st.text_input("Find", key="word", type="search")
found = [row for row in ROWS if word in row.values() or not word]
st.caption(f"{len(found)} lines")
st.dataframe(found)


@st.fragment
def _chart() -> None:
    measure = st.segmented_control("Measure", ["Units", "Value"], default="Units", required=True)
    st.bar_chart(
        {"LIC": [row["lic"] for row in ROWS], measure: [row["qty"] for row in ROWS]}, x="LIC", y=measure
    )


_chart()
