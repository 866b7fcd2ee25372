"""What surrounds every page: the list of pages, the way in, the title.

Every page begins with ``shell.begin("Orders", "One sentence that says what this page is for.")``.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from engine.unforeseen import write_down
from pages.parts import (
    about,
    desk,
    dialogs,
    doorkeeper,
    focus,
    formats,
    lic_figures,
    loaded,
    style,
    undo_buttons,
)
from pages.parts.about import NAME
from pages.parts.literal import literal

_ROUTED: Final = "_routed"
HOUSE: Final = Path(__file__).parents[2]

# section -> (file, title, icon)
SECTIONS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "Orders": (
        ("backlog", "Backlog", "insights"),
        ("order_entry", "Order entry", "edit_square"),
        ("orders", "Orders", "receipt_long"),
        ("order_items", "Order items", "format_list_bulleted"),
        ("backorders", "Backorder review", "hourglass_top"),
        ("demand", "LIC demand", "stacked_bar_chart"),
        ("promises", "Promises", "event_available"),
        ("notices", "Notices", "campaign"),
    ),
    "Goods": (
        ("shipments", "Shipments", "local_shipping"),
        ("supply", "Supply", "warehouse"),
        ("replenishment", "Replenishment", "autorenew"),
    ),
    "Analysis": (
        ("morning", "Morning report", "wb_twilight"),
        ("whatif", "What if", "science"),
        ("stranded", "Stranded stock", "anchor"),
        ("policies", "Policies", "balance"),
        ("any_day", "Any day", "calendar_month"),
    ),
    "Desk": (
        ("preferences", "Preferences", "tune"),
        ("run_log", "Run log", "history"),
        ("record_log", "Record log", "manage_search"),
        ("help", "Help", "help"),
    ),
}
DAILY: Final = ("Orders", "Goods")
"""The sections of every day's work. The sidebar lists their pages; *View more* below them unfolds the others,
and the browser remembers it, so that the state of the desk is seen without scrolling."""
ART: Final = HOUSE / "pages" / "art"
HOME: Final = "backlog"
WELCOME: Final = "welcome"


def pages() -> dict[str, list[StreamlitPage]]:
    """The pages by section, as the sidebar lists them."""
    return {
        section: [_page(file, title, icon) for file, title, icon in listed]
        for section, listed in SECTIONS.items()
    }


def welcome() -> list[StreamlitPage]:
    """The one page of a desk that holds nothing yet, at every address."""
    return [
        st.Page(_file(WELCOME), title="Welcome", url_path=file, default=file == HOME)
        for listed in SECTIONS.values()
        for file, _, _ in listed
    ]


def choose_page(*, new: bool) -> StreamlitPage:
    """The page that the address asks for; on a new desk, the welcome."""
    if new:
        return st.navigation(welcome(), position="hidden")
    return st.navigation(pages(), expanded=sum(len(SECTIONS[section]) for section in DAILY))


def called(text: str) -> list[tuple[str, str, str]]:
    """The pages whose title somebody typed, or how it begins, as SECTIONS has them; the exact one alone."""
    typed = "".join(text.casefold().split())
    every = [page for listed in SECTIONS.values() for page in listed] if typed else []
    plain = {page: "".join(page[1].casefold().split()) for page in every}
    exact = [page for page, title in plain.items() if title == typed]
    return exact or [page for page, title in plain.items() if title.startswith(typed)]


def file_of(page: str) -> str:
    """What st.switch_page and st.page_link call a page, by its short name: "orders"."""
    return f"pages/{page}.py"


def require_router() -> None:
    """Come in through the front door, whatever page was asked for first.

    With a folder called pages beside the script, a server whose first visitor follows a deep link runs that
    page without app.py. Naming the pages once ends that, and the same address then opens as it should.
    """
    if not st.session_state.get(_ROUTED):
        dress()
        st.navigation(pages())
        st.rerun()


def dress() -> None:
    """The browser's tab, the width, the menu; first of all, or an icon would come from the internet."""
    icon = str(ART / "icon.png")
    st.set_page_config(page_title=NAME, page_icon=icon, layout="wide", menu_items=about.menu())


def open_door() -> None:
    """What app.py does before it lets a page in: nobody comes in where other machines could."""
    dress()
    if doorkeeper.is_served_beyond():
        st.error(doorkeeper.BEYOND)
        st.stop()
    style.wear()
    st.logo(str(ART / f"logo-{style.mode()}.svg"), size="large", icon_image=str(ART / "icon.png"))
    st.session_state[_ROUTED] = True


def run(page: StreamlitPage) -> None:
    """Draw a page, then the question that is open and the cursor: a page says which, and draws neither.

    What watches its tables comes first: as a part run by itself it is known by where it stands.
    """
    lic_figures.watch()
    with suppress(_PageEnded):
        page.run()
    focus.in_what_opens()
    focus.on_ctrl_enter()
    dialogs.draw()
    focus.move()
    loaded.set_aside()


def say_unforeseen(error: Exception) -> bool:
    """Say that a page met what nobody foresaw, and write it down. True: Streamlit shows nothing of its own,
    which would speak of a cloud and of a redaction."""
    doing = f"a page: {st.context.url or 'of no address'}"
    st.error(literal(write_down(error, doing, desk.path())), icon=":material/error:")
    return True


class _PageEnded(Exception):
    """A page has nothing more to show."""


def end() -> NoReturn:
    """End the page here. Unlike ``st.stop`` it lets the question that is open be drawn."""
    raise _PageEnded


def begin(title: str, hint: str = "", *, shows: str = "") -> bool:
    """The first line of every page: the way in, the title, and what was done just now.

    Title and hint are shown as they are, and never as Markdown. ``shows``: the record that is open, for the
    browser's tab, where the title does not name it. Returns whether somebody just came from another page.
    """
    require_router()
    st.set_page_config(page_title=f"{shows or title} · {NAME}")
    arrived = dialogs.has_arrived(title)
    st.title(literal(title), anchor=False)
    if hint:
        st.caption(literal(hint))
    _alarm()
    undo_buttons.show_done()
    return arrived


def _alarm() -> None:
    """What went wrong at the last closing of the day (R50), on every page until one goes well."""
    if failed := desk.alarm():
        began_at, why = failed
        alarm = f"The closing of the day failed ({formats.when(began_at)}). {why}"
        st.error(literal(alarm), icon=":material/nightlight:")


def _page(file: str, title: str, icon: str) -> StreamlitPage:
    return st.Page(_file(file), title=title, icon=f":material/{icon}:", url_path=file, default=file == HOME)


def _file(page: str) -> Path:
    return HOUSE / file_of(page)
