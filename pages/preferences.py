"""How does the desk behave, and when do its sweeps run?"""

from __future__ import annotations

import streamlit as st

from pages.parts import data_out, import_files, prefs_mail, prefs_policy, prefs_rules, schedule_cards, shell

shell.begin("Preferences", "Every change is written into the record log with your name.")

PARTS = {
    "Rules": prefs_rules.show,
    "Schedules": schedule_cards.show,
    "Who gets scarce stock": prefs_policy.show,
    "Mail": prefs_mail.show,
    "Bring in": import_files.show,
    "Take away": data_out.show,
}
for tab, draw in zip(
    st.tabs(list(PARTS), key="tab", bind="query-params", on_change="rerun"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            draw()
