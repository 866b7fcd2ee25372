"""The front door: ``streamlit run app.py``. Lists the pages, draws the sidebar, lets one page in."""

from __future__ import annotations

from pages.parts import desk, shell, sidebar

shell.open_door()
standing = desk.standing()
page = shell.choose_page(new=standing.new)
sidebar.show(new=standing.new, demo=standing.demo)
page.run()
