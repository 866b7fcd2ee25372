"""What is on its way in, and what arrived?"""

from __future__ import annotations

import streamlit as st

from pages.parts import po_view, shell, supply_lists

shell.begin("Supply", "Purchase orders, deliveries, and every other change of what lies on the shelf.")

number = st.query_params.get("po")
if number:
    po_view.show(number)
else:
    supply_lists.show()
po_view.questions()
