"""Who wants this LIC, who holds it, and what is on its way?"""

from __future__ import annotations

import streamlit as st

from pages.parts import shell
from pages.parts.demand import search, view

lic = st.query_params.get("lic", "")
if lic:
    shell.begin(f"LIC {lic}")
    view.show(lic)
else:
    shell.begin("LIC demand")
    search.show()
