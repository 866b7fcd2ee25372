"""A desk full of texts that Markdown would make links, images and headings of: every page, as it is sent."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pages.parts import shell
from tests.hostile import CODE, HostileDesk
from tests.pages.screen import Screen
from tests.story import Story

PLAIN = {
    "arrow_data",
    "code_text",
    "value",
    "default",
    "set_value",
    "placeholder",
    "options",
    "alt",
    "id",
    "query_string",
    "page",
    "url",
    "data",
    "columns",
    "spec",
    "raw_values",
    "raw_value",
    "default_values",
    "string_value",
    "page_script_hash",
    "script_path",
    "datasets",
}
"""Fields of Streamlit's messages in which it reads no Markdown."""
PLAIN_IN = {"Text.body"}
"""Fields that are plain in one message and Markdown in others: st.text shows what it is given."""
BARE = re.compile(
    r"(?<!\\)\[a\]|(?<!\\)\[p\]|https?:(?!\u2060)//|www(?!\u2060)\.|(?<!\\)<b>|:(?!\u2060)red\["
)
"""What was typed and is not shielded, in a text that may have been shortened."""
SHIELD = re.compile(r"\u2060|\\\[")
"""What ``literal`` puts into a text."""
SHELL = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]
TABS = {
    "supply": ("tab", ["Receipts", "Adjustments", "Returns"]),
    "promises": ("tab", ["Late purchase orders", "Vendors", "Customers"]),
    "notices": ("tab", ["Sent", "E-mail addresses"]),
    "orders": ("q", [CODE]),
    "shipments": ("state", ["All"]),
    "demand": ("find", []),
}


def everywhere(hostile: HostileDesk) -> list[tuple[str, dict[str, str]]]:
    """Every page, its tabs, and what opens of the records of a desk."""
    places: list[tuple[str, dict[str, str]]] = [(page, {}) for page in SHELL] + hostile.places()
    return places + [(page, {param: value}) for page, (param, values) in TABS.items() for value in values]


def texts(message: Any) -> Iterator[str]:
    """Every text of a message that may be read as Markdown."""
    for field, value in message.ListFields():
        if field.name in PLAIN:
            continue
        several = value if field.is_repeated else [value]
        for one in several:
            if field.message_type is not None:
                if hasattr(one, "ListFields"):
                    yield from texts(one)
            elif isinstance(one, str) and (name := f"{message.DESCRIPTOR.name}.{field.name}") not in PLAIN_IN:
                yield f"{name}: {one}"


def sent(block: Any) -> Iterator[str]:
    """Every text that a page sends to the browser, with the field that carries it."""
    if getattr(block, "proto", None) is not None:
        yield from texts(block.proto)
    for child in getattr(block, "children", {}).values():
        yield from sent(child)


def live(screen: Screen) -> list[str]:
    """What is sent to be read as Markdown of what was typed, and is not shielded."""
    found = []
    for text in sent(screen.test._tree):
        if "<script>" in text:
            continue
        if BARE.search(text):
            found.append(text[:300])
    return found


@pytest.fixture
def hostile(story: Story) -> HostileDesk:
    return HostileDesk(story)


def test_no_page_reads_what_was_typed_as_markdown(hostile: HostileDesk) -> None:
    screen = Screen()
    screen.type("Who are you?", CODE).again()
    read = {}
    for page, params in everywhere(hostile):
        read[page, str(params)[:40]] = live(screen.go(page, **params))
    assert {where: found for where, found in read.items() if found} == {}


def test_no_cell_of_a_table_shows_what_shields_a_text_from_markdown(hostile: HostileDesk) -> None:
    screen = Screen()
    shielded = {}
    for page, params in everywhere(hostile):
        screen.go(page, **params)
        cells = [cell for table in screen.test.dataframe for cell in table.value.to_numpy().ravel()]
        shielded[page, str(params)[:40]] = [cell for cell in cells if SHIELD.search(str(cell))]
    assert {where: found for where, found in shielded.items() if found} == {}


def test_the_desk_shows_what_was_typed_at_all(hostile: HostileDesk) -> None:
    screen = Screen("orders", order=hostile.order)
    assert CODE in screen.text
    assert "strange.example" in str(screen.table(0))
