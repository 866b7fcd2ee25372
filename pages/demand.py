"""Who wants this LIC, who holds it, and what is on its way?"""

from __future__ import annotations

import streamlit as st

from pages.parts import demand_search, demand_view, shell

lic = st.query_params.get("lic", "")
shell.begin("LIC demand", shows=lic and f"LIC {lic}")

if lic:
    demand_view.show(lic)
else:
    demand_search.show()
