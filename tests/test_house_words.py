"""The house checks its words: nothing is named by a small word that could stand for anything."""

import ast
from collections.abc import Iterator

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
