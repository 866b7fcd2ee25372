"""The house checks its words: nothing is named by a small word that could stand for anything."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house import SOURCES, here, tree
from tests.statements import touched

SMALL_WORDS = {"told", "said", "kept"}
"""Participles: they say that something was done with a thing, and not what it is (docs/architecture.md)."""


def small_names_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The small words that a node makes the name of a function, class, parameter, attribute or variable."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Attribute(attr=name, ctx=ast.Store()):
            small = SMALL_WORDS
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            small = SMALL_WORDS - {"told"}  # what customers were told may be the rows of the promise ledger
        case _:
            return
    if name.lower().strip("_") in small:
        yield node.lineno, name


WHERE_ALONE = {
    "found": (),
    "wanted": ("engine/plan/", "engine/orders/"),
    "place": (
        "engine/orders/",
        "engine/undo/orders.py",
        "pages/parts/explain_drawer.py",
    ),
    "places": ("engine/rules/queue.py", "engine/interchange/parsing.py", "pages/parts/demand/facts.py"),
    "address": (
        "engine/catalogue.py",
        "engine/demo/world.py",
        "engine/notices/",
        "engine/paper/",
        "engine/plan/",
        "engine/rows.py",
        "engine/rules/addresses.py",
        "pages/parts/order_entry/customer_dialog.py",
    ),
    "draft": (
        "engine/notices/",
        "engine/cli/notices.py",
        "engine/demo/desk.py",
        "engine/undo/orders.py",
        "pages/parts/notices/",
    ),
    "known": ("engine/interchange/cleaning.py",),
}
"""The rooms in which a small word has its one meaning (docs/architecture.md) and may be a name by itself."""


def names_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """What a node names: a function, a class, an attribute, a parameter, a variable."""
    match node:
        case (
            ast.FunctionDef(name=name)
            | ast.ClassDef(name=name)
            | ast.Attribute(attr=name, ctx=ast.Store())
            | ast.arg(arg=name)
            | ast.Name(id=name, ctx=ast.Store())
        ):
            yield node.lineno, name


def is_look_up(node: ast.AST) -> bool:
    """Whether a name may be `found`: a variable or a parameter holds what a look-up came upon."""
    return isinstance(node, ast.Name | ast.arg)


def test_a_small_word_is_a_name_only_in_the_rooms_where_it_has_its_meaning() -> None:
    astray = {
        f"{here(file)}:{line} {name}"
        for file in SOURCES
        for node in ast.walk(tree(file))
        for line, name in names_in(node)
        if (word := name.lower().strip("_")) in WHERE_ALONE
        if not here(file).startswith(WHERE_ALONE[word]) and not (word == "found" and is_look_up(node))
    }
    assert sorted(astray) == []


def test_a_small_word_is_a_name_in_each_of_its_rooms() -> None:
    """A room that has none any more is struck off the list."""
    used = {
        (name.lower().strip("_"), here(file))
        for file in SOURCES
        for node in ast.walk(tree(file))
        for _, name in names_in(node)
    }
    rooms = {(word, room) for word, rooms in WHERE_ALONE.items() for room in rooms}
    assert {
        (word, room) for word, room in rooms if not any(w == word and f.startswith(room) for w, f in used)
    } == set()


def test_nothing_is_called_by_a_small_word_alone() -> None:
    small = {
        f"{here(file)}:{line} {name}"
        for file in SOURCES
        for node in ast.walk(tree(file))
        for line, name in small_names_in(node)
    }
    assert sorted(small) == []


def test_no_expression_in_a_query_is_called_by_a_small_word_alone() -> None:
    words = SMALL_WORDS | {"found"}
    small = {name: words.intersection(found.expressions) for name, found in touched().items()}
    assert {name: names for name, names in small.items() if names} == {}


def types_in(file: Path) -> Iterator[str]:
    """The classes that a module defines, and the names that it gives to other types."""
    for node in tree(file).body:
        match node:
            case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                if re.match(r"_?[A-Z]\w*[a-z]", name):
                    yield name


def test_a_class_or_type_is_defined_under_its_name_once() -> None:
    """One name means one thing; where two things are the same, one module takes it from the other."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for file in SOURCES:
        for name in types_in(file):
            rooms[name].append(here(file))
    assert {name: files for name, files in rooms.items() if len(files) > 1} == {}
