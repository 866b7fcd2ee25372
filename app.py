"""The front door: ``streamlit run app.py``. Lists the pages, draws the sidebar, lets one page in."""

from __future__ import annotations

import streamlit as st

from pages.parts import desk, shell, sidebar

shell.open_door()
desk.read_zone()
page = st.navigation(shell.pages())
sidebar.show()
page.run()
