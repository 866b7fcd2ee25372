"""What is on its way in, and what arrived?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.supply import lists, po_view

number, transfer = st.query_params.get("po", ""), st.query_params.get("transfer", "")
if transfer:
    shell.begin(f"Transfer {transfer}")
    po_view.show(transfer)
elif number:
    shell.begin(f"Purchase order {number}")
    po_view.show(number)
else:
    arrived = shell.begin(
        "Supply", "Purchase orders, receipts, and every other change of what lies on the shelf."
    )
    lists.show(arrived=arrived)
