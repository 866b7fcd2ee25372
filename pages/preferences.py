"""How does the desk behave, and when do its sweeps run?"""

from __future__ import annotations

import streamlit as st

from pages.parts import import_files, shell
from pages.parts.preferences import export_desk, mail, policy, rules, schedules, warehouses

shell.begin("Preferences", "Every change is written into the record log with your name.")

PARTS = {
    "Rules": rules.show,
    "Schedules": schedules.show,
    "Allocation policy": policy.show,
    "Warehouses": warehouses.show,
    "Mail": mail.show,
    "Import": import_files.show,
    "Export": export_desk.show,
}
for tab, draw in zip(
    st.tabs(list(PARTS), key="tab", bind="query-params", on_change="rerun"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
