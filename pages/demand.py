"""Who wants this LIC, who holds it, and what is on its way?"""

from __future__ import annotations

import streamlit as st

from pages.parts import demand_search, demand_view, shell

shell.begin("LIC demand")

lic = st.query_params.get("lic")
if lic:
    demand_view.show(lic)
else:
    demand_search.show()
