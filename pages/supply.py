"""What is on its way in, and what arrived?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.supply import lists, po_view

number = st.query_params.get("po", "")
shell.begin(
    "Supply",
    "Purchase orders, deliveries, and every other change of what lies on the shelf.",
    shows=number and f"Purchase order {number}",
)

if number:
    po_view.show(number)
else:
    lists.show()
