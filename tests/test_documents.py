"""The documents lead somewhere: their links, the files that they name, the commands that they show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.cli.commands import NAMES
from tests.house import HOUSE

DOCUMENTS = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
EXAMPLES = {"engine/a/b.py", "tests/engine/a/test_b.py", "engine/cli/NAME.py", "pages/NAME.py"}
"""Paths that stand for any other of their kind."""


def anchors(document: Path) -> set[str]:
    """The names under which GitHub reaches the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(document: Path) -> Iterator[str]:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", document.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


def shown_commands(document: Path) -> set[str]:
    """The names of the commands in a document's indented examples."""
    blocks = re.findall(r"^ {4}\S.*$", document.read_text("utf-8"), re.MULTILINE)
    before = r"(?: --json| --(?:db|actor) \S+)*"  # what is given before a command
    return {name for line in blocks for name in re.findall(rf"\bbackorder{before} ([a-z][\w-]*)", line)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    assert list(dead_links(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_file_of_the_program_that_is_named_is_there(document: Path) -> None:
    named = re.findall(r"`((?:engine|db|pages|tests|docs)/[\w/]+\.\w+)`", document.read_text("utf-8"))
    assert {path for path in named if not (HOUSE / path).exists()} - EXAMPLES == set()


def test_every_command_of_an_example_is_one() -> None:
    shown = {document.name: shown_commands(document) for document in DOCUMENTS}
    assert {"explain", "whatif", "receive", "export"} <= shown["README.md"]
    assert {name: commands - {*NAMES} for name, commands in shown.items() if commands - {*NAMES}} == {}
