"""Words that had to be learnt before they were understood stay away from screens, commands and documents."""

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.store import open_desk
from tests.house import HOUSE, SOURCES, here, tree

ALONE = {
    "Bring in": "Import",
    "Take away": "Export and backup",
    "Told": "Sent",
    "Drop": "Delete draft",
    "Carries": "Units",
    "Aboard": "On this shipment",
    "Left": "Shipped at, or of stock: Still there",
    "Made": "Created",
    "Begun by": "By",
    "Started by": "By",
    "Who": "By",
    "Waits": "Waiting",
    "Wants": "Wanted",
    "Backordered": "Waiting",
    "Back ordered": "Waiting",
    "Units that wait": "Waiting",
    "Worth": "Value",
    "Pool": "LIC",
    "Pools": "LICs",
    "Has stock": "Stocked item",
    "No supply": "Not on order",
}
"""A name that stands by itself, over a column, on a button or as a state, and what it is called now."""
ANYWHERE = {
    r"who gets scarce stock": "Allocation policy",
    r"stepping over": "Skip what cannot be filled",
    r"look(ing)? for news": "Check for changes",
    r"add to the trial": "Add change",
    r"(apply|do) exactly this": "Apply",
    r"\baboard\b": "on this shipment",
    r"\bcall(ed|s|ing)? (\S+ ){0,3}off\b": "cancel; of shipments and receipts: void",
    r"it comes late …": "New delivery date …",
    r"keep another lic filled": "Add a replenishment level …",
    r"every so often …?$": "Repeating",
    r"\bno supply\b": "not on order",
    r"\bis told by [A-Z]": "was marked as sent by",
}
"""What no sentence says, and what is said instead."""
MARKS = "●◐◔✓✕⚠✉◑? …"


def texts() -> Iterator[tuple[str, str]]:
    """Where each text is that a person may read, and the text."""
    for file in SOURCES:
        unread = {id(text) for text in documentation(file)}
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
                yield f"{here(file)}:{node.lineno}", " ".join(node.value.split())
    for query in sorted((HOUSE / "db" / "sql").glob("*.sql")):
        for number, line in enumerate(query.read_text("utf-8").splitlines(), 1):
            if not line.lstrip().startswith("--"):
                yield from ((f"{here(query)}:{number}", text) for text in re.findall(r"'([^']*)'", line))
    for name, definition in definitions():
        yield from ((name, text) for text in re.findall(r"'([^']*)'", definition))


def definitions() -> list[tuple[str, str]]:
    """The views and macros of a desk, as its migrations have left them: each by name."""
    asked = (
        "select view_name, sql from duckdb_views() where not internal union all "
        "select function_name, macro_definition from duckdb_functions() "
        "where not internal and macro_definition is not null"
    )
    with closing(open_desk(None, name="a test")) as desk, desk.snapshot() as tx:
        found: list[tuple[str, str]] = tx._cursor.execute(asked).fetchall()
    assert {"keeps_open", "in_words"} <= {name for name, _ in found}
    return found


def documentation(file: Path) -> Iterator[ast.Constant]:
    """The texts of a file that only who reads the source sees: not the sentence of a refusal, not the help of
    a command."""
    for node in ast.walk(tree(file)):
        match node:
            case ast.ClassDef(bases=[_, *_]) if any("Error" in ast.unparse(base) for base in node.bases):
                continue
            case ast.FunctionDef(name=name) if here(file).startswith("engine/cli/") and name[0] != "_":
                continue
            case ast.Module() | ast.ClassDef() | ast.FunctionDef():
                yield from (
                    below.value
                    for below in node.body
                    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                )


def prose() -> Iterator[tuple[str, str]]:
    """The paragraphs of the documents for people."""
    for file in [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").glob("*.md"))]:
        for paragraph in file.read_text("utf-8").split("\n\n"):
            yield here(file), " ".join(re.sub(r"`[^`]*`", "`", paragraph).split())


def old_words(text: str) -> list[str]:
    """The old words in a text, each with the new one."""
    if re.fullmatch(r"[a-z_.]+", text):
        return []  # a name in the program
    alone = ALONE.get(text.strip(MARKS))
    named = [f"{text}: {alone}"] if alone else []
    searched = ((re.search(old, text, re.IGNORECASE), new) for old, new in ANYWHERE.items())
    return named + [f"{found[0]}: {new}" for found, new in searched if found]


def test_no_screen_command_sentence_or_document_has_an_old_word() -> None:
    places = [*texts(), *prose()]
    assert [f"{place} {old}" for place, text in places for old in old_words(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Call off",
        "◔ Backordered",
        "Transfer TR1 was called off.",
        "call the order off",
        "Wants",
        "What is aboard",
        "Yes: do exactly this",
    ],
)
def test_an_old_word_is_found(text: str) -> None:
    assert old_words(text) != []


@pytest.mark.parametrize(
    "text", ["Why it waits", "Who waits", "it carries a code", "left", "aboard", "Sweeps are off"]
)
def test_words_that_are_like_old_ones_are_none(text: str) -> None:
    assert old_words(text) == []


COUNTED = re.compile(r'tables\.number\(\s*"(Waiting|Allotted|Picking|Shipped|Wanted|Ordered|Received)"')
"""A column of whole numbers, which counts lines or records, under a word that means units."""


def test_a_word_that_means_units_stands_over_no_column_of_lines() -> None:
    found = {
        f"{here(file)}: {name}"
        for file in SOURCES
        for name in COUNTED.findall(file.read_text("utf-8"))
        if "pages" in file.parts
    }
    assert found == set()


NOT_ORDERED = re.compile(r'"(?:uncovered|not_ordered)_qty": tables\.qty\("([^"]*)"')


def test_what_waits_and_nobody_ordered_stands_under_one_word_in_every_table() -> None:
    """All that waits is *Waiting*: the same word over a part of it was a second number for it."""
    pages = [file for file in SOURCES if "pages" in file.parts]
    words = [word for file in pages for word in NOT_ORDERED.findall(file.read_text("utf-8"))]
    assert len(words) > 1
    assert set(words) == {"Not ordered"}


def test_no_name_of_a_class_stands_on_a_screen() -> None:
    """A class that gets another name may take a label with it that is spelled alike."""
    classes = {
        node.name for file in SOURCES for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef)
    }
    of_code = {name for name in classes if re.fullmatch(r"([A-Z][a-z]+){2,}", name)}
    assert "RecordKind" in of_code
    shown = [(where, text) for where, text in texts() if where.startswith("pages/")]
    assert shown
    assert [(where, text) for where, text in shown if of_code & set(re.findall(r"\w+", text))] == []
