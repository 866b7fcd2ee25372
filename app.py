"""The front door: ``streamlit run app.py``. Lists the pages, draws the sidebar, lets one page in.

Streamlit reads this file twice: once as a module, for the server, and for each visitor as a script.
"""

from __future__ import annotations

import streamlit as st

from pages.parts import desk, doorkeeper, shell, sidebar, static_files

if __name__ == "__main__":
    shell.open_door()
    kind = desk.kind()
    page = shell.choose_page(new=kind.new)
    sidebar.show(new=kind.new, demo=kind.demo)
    shell.run(page)
else:
    before = [*doorkeeper.middleware(), *static_files.middleware()]
    app = st.App(__file__, middleware=before, on_script_error=shell.say_unforeseen)
