"""The few things that no option of the theme reaches; all else is in ``.streamlit/config.toml``."""

from __future__ import annotations

from typing import Final

import streamlit as st

_CHOSEN: Final = """
    button:is([aria-checked="true"], [aria-pressed="true"]) p,
    [role="tab"]:is(:hover, [aria-selected="true"]) p,
    [data-testid="stSliderThumbValue"]
"""
"""What is chosen of a row of buttons, the open tab, and what stands above the handle of a slider."""


UNSEEN: Final = "lic_figures"
"""The key of what watches the tables of a page: nothing of it is seen until it says something."""
IN_WORDS: Final = "in-words-"
"""How the key of a container begins that says in words what a chart shows: it is heard, and not seen."""
TABLE: Final = "table-"
TICKED: Final = "ticked-"
"""How the key of a container of a table begins, and of one that has boxes to tick in its first column."""
GROWING: Final = "growing-"
"""How the key of a container begins whose table grows with a window taller than on an office screen."""
LEAST_GROWING: Final = 498
MOST_GROWN: Final = 540
"""The pixels that such a table has at least, and the most that it has beside them."""
_BOXES: Final = {"light": "invert(1) brightness(1.9) invert(1)", "dark": "contrast(1.1) brightness(1.6)"}
"""How boxes to tick are drawn in a table: they have two fifths of the colour of the text, out of reach of a
style. This leaves the ground as it is, and takes what lies between nearer to the text."""
_GRID: Final = f'[class*="st-key-{TICKED}"] [data-testid="stDataFrame"]'


_TOOLS: Final = '[data-testid="stElementToolbar"]'
"""What a table or chart offers while the mouse is on it: Streamlit puts it above, onto buttons, and so firmly
that a style has to insist. Here it stands between: in the gap of 1rem, and in the air above the names of
columns. Where there is no mouse it would stand there for good."""
_WIDE: Final = ':is([data-testid="stMainBlockContainer"], [data-testid="stBottomBlockContainer"])'
"""The page beside the list of pages: Streamlit leaves an eighth of its width empty, which tables need."""

FOLDED: Final = "folded-"
"""How the key of a container begins that a phone shows only once it is asked for all."""
LATER: Final = "later-"
"""How the key of a container begins that a phone shows after what is not marked so, while the rest is
folded."""
UNFOLD: Final = "unfold"
"""The key of the switch that shows on a phone what is folded there; nobody else sees it."""
_PHONE: Final = "max-width: 600px"

COMMAND: Final = "command"
"""The key of the field in which one goes or does: how much is typed there would lie over its words."""
_COUNTED: Final = f':is([data-testid="stForm"], .st-key-{COMMAND}) [data-testid="InputInstructions"]'
FACTS: Final = "facts-"
"""How the key of a container begins whose columns stand two in a row on a phone, in place of one."""
FIGURE: Final = "figure-"
"""How the key of a button begins that is a card: a small name above a figure, which opens its rows."""
_DELTA: Final = '[data-testid="stMetric"] div:has(> [data-testid="stMetricDelta"])'
"""A change in a card, and since when: on a phone the words go below a long number, where they were cut."""
DONE: Final = "done-just-now"
"""The key of the container of what was done just now, or was refused by a question that is gone."""
_GROUND: Final = {"light": "#ffffff", "dark": "#171614"}
_MESSAGE: Final = f'[data-testid="stLayoutWrapper"]:has(> .st-key-{DONE})'
"""What was done just now, or was not: it lies over the empty strip above the title, so that nothing moves
when it comes, and is seen however far the page is scrolled."""
_WORDS: Final = f'[data-testid="stLayoutWrapper"]:has(> [class*="st-key-{IN_WORDS}"])'
_CHOICES: Final = '[data-testid="stButtonGroup"] button:is([role="radio"], [aria-pressed])'
_FIELD: Final = "2.5rem"
"""How tall a field is: a row of buttons stands beside fields, and is as tall."""
_ROW: Final = '[data-testid="stHorizontalBlock"]:has(> * > [data-testid="stButton"])'
_LINK: Final = '[data-testid="stPageLink"]'
"""A link among buttons is as tall as they are, for else it stands lower where they stand on the ground."""


def mode() -> str:
    """``light`` or ``dark``: what the person at the screen looks at."""
    return "dark" if st.context.theme.type == "dark" else "light"


def colour(name: str) -> str:
    """A colour of the theme in the mode of the person at the screen, by its name in the configuration."""
    return str(st.get_option(f"theme.{mode()}.{name}"))


def ground() -> str:
    """The ground of the page in the mode of the person at the screen: what lies between two bars."""
    return _GROUND[mode()]


def wear() -> None:
    """Put the styles on the page.

    In dark mode a primary button is written in white, so its blue cannot be light, and Streamlit writes what
    is chosen in the same blue, too dark to be read on a dark ground: here it has the colour of links. Keys
    that Streamlit writes into a button are half transparent, whatever its ground: here they are not.
    """
    st.html(f"<style>{_TEXTS}{_tables()}{_layout()}{_figures()}{_message()}{_FOLDS}</style>")


def _marked(prefix: str) -> str:
    """Containers whose key begins so, with the air around them."""
    return f'[data-testid="stLayoutWrapper"]:has(> [class*="st-key-{prefix}"])'


_IS_FOLDED: Final = f"body:has(.st-key-{UNFOLD} input:not(:checked))"
_FOLDS: Final = (
    f"@media not all and ({_PHONE}) {{ .st-key-{UNFOLD} {{ display: none; }} }} "
    f"@media ({_PHONE}) {{ "
    f"{_IS_FOLDED} {_marked(FOLDED)} {{ display: none; }} "
    f"{_IS_FOLDED} :is({_marked(LATER)}, .st-key-{UNFOLD}) {{ order: 1; }} "
    '[data-testid="stMetric"] [data-testid="stMetricChart"] { display: none; } '
    f'[class*="st-key-{FACTS}"] [data-testid="stColumn"] '
    "{ flex: 1 1 calc(50% - 1rem) !important; min-width: calc(50% - 1rem) !important; } } "
)
"""A phone, which a page cannot tell from other screens, shows numbers and the short list first: the rest is
folded, and small pictures in cards are left out."""


def unfold() -> None:
    """The switch that shows on a phone what is folded there."""
    st.toggle("Charts and all lists", key=UNFOLD)


_CELL: Final = '[data-testid="stTable"] td [data-testid="stMarkdownContainer"]'
"""A text in a plain table, which would wrap at 350 pixels, however wide its column is."""
_TEXTS: Final = "button kbd[aria-label] { color: inherit; opacity: 1; background: none; } "


def _tables() -> str:
    return (
        f"{_CHOSEN} {{ color: {colour('linkColor')}; }} "
        f"{_GRID} {{ position: relative; }} {_GRID}::after {{ content: ''; position: absolute; "
        f"inset: 0 auto 0 0; width: 33px; pointer-events: none; backdrop-filter: {_BOXES[mode()]}; }} "
        f"{_TOOLS}, {_TOOLS} > div {{ padding: 0; }} {_TOOLS} {{ top: -1rem !important; }} "
        f"{_TOOLS} button {{ height: 20px; min-height: 0; padding-block: 0; }} "
        f'[class*="st-key-{GROWING}"] {{ overflow: visible; }} '
        f"{_CELL} {{ max-width: none; }} "
        f':is({_marked(GROWING)}, [class*="st-key-{GROWING}"]) {{ min-height: calc({LEAST_GROWING}px + '
        f"clamp(0px, 100vh - 900px, {MOST_GROWN}px)); }} "
        f"@media (hover: none) {{ {_TOOLS} {{ display: none !important; }} }} "
    )


def _layout() -> str:
    """The width of the page, rows of buttons and links as tall as fields, no words over what is typed."""
    return (
        f"{_WIDE} {{ padding-left: 2rem; padding-right: 2rem; }} "
        f"{_CHOICES} {{ min-height: {_FIELD}; }} "
        f"{_ROW} > :has(> {_LINK}) {{ margin-block: 0; }} "
        f"{_ROW} > * > {_LINK} {{ min-height: {_FIELD}; display: flex; align-items: center; }} "
        f"{_COUNTED} {{ display: none; }} "
        f"{_DELTA} {{ flex-wrap: wrap; }} "
        f":is(.st-key-{UNSEEN}, {_WORDS}) "
        "{ position: absolute; width: 1px; height: 1px; overflow: hidden; } "
    )


def _figures() -> str:
    """Buttons that are cards: the name above, the figure below as large as any, in the colour of links."""
    button = f'[class*="st-key-{FIGURE}"] button'
    return (
        f"{button} {{ padding: 0.6rem 0.75rem; }} "
        f"{button} :is(div, span) {{ justify-content: flex-start; width: 100%; text-align: left; }} "
        f"{button} p {{ display: flex; flex-direction: column; align-items: flex-start; "
        f"font-size: 1.5rem; line-height: 1.5; color: {colour('linkColor')}; }} "
        f"{button} p > :first-child {{ font-size: 0.875rem; color: {colour('textColor')}; }} "
    )


def _message() -> str:
    return (
        f"{_MESSAGE} {{ position: fixed; top: 0.6rem; right: 4rem; z-index: 999991; width: max-content; "
        f"max-width: min(50rem, calc(100vw - 6rem)); padding: 0.3rem; border-radius: 0.5rem; "
        f"background: {ground()}; border: 1px solid {colour('borderColor')}; "
        f"box-shadow: 0 2px 14px rgba(0, 0, 0, 0.3); }} "
        f".st-key-{DONE} {{ gap: 0.3rem; }} "
        f"@media ({_PHONE}) {{ {_MESSAGE} {{ top: 3.2rem; right: 1rem; left: 1rem; width: auto; "
        "max-width: none; } } "
    )
