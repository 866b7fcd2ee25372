"""The front door: ``streamlit run app.py``. Lists the pages, draws the sidebar, lets one page in."""

from __future__ import annotations

import streamlit as st

from pages.parts import desk, shell, sidebar

st.set_page_config(page_title="Backorder Desk", page_icon="📦", layout="wide")
shell.came_through_the_door()
desk.read_zone()
page = st.navigation(shell.pages())
sidebar.show()
page.run()
