"""Several of a kind: answers in their order, and all refusals at once."""

from __future__ import annotations

import ast

import pytest

from engine import together
from engine.errors import EmptyText, Refused, refuse
from tests.house import here, of, tree

TRIED: list[str] = []


def length(text: str) -> int:
    """How long a text is; refused for what is wrong with it."""
    TRIED.append(text)
    refuse([EmptyText(what=word) for word in text.split() if word.startswith("no")])
    return len(text)


def test_answers_stand_in_the_order_of_what_they_answer() -> None:
    assert together.each(length, ["book", "a", ""]) == [4, 1, 0]


def test_every_one_is_tried_and_all_that_is_refused_is_told_line_by_line() -> None:
    TRIED.clear()
    with pytest.raises(Refused) as caught:
        together.each(length, ["nothing nowhere", "book", "nobody"])
    assert TRIED == ["nothing nowhere", "book", "nobody"]
    assert caught.value.problems == [str(EmptyText(what=one)) for one in ("nothing", "nowhere", "nobody")]


def test_one_refusal_is_raised_as_it_is() -> None:
    with pytest.raises(EmptyText):
        together.each(length, ["book", "nothing"])


def gathers_refusals(loop: ast.AST) -> bool:
    """Whether a loop tries each and appends what is refused to a list of its own."""
    handlers = (node for node in ast.walk(loop) if isinstance(node, ast.ExceptHandler))
    return isinstance(loop, ast.For) and any(
        ast.unparse(handler.type or loop) == "DeskError"
        and len(handler.body) == 1
        and ast.unparse(handler.body[0]).endswith(f".append({handler.name})")
        for handler in handlers
    )


def test_refusals_of_each_are_gathered_in_one_place() -> None:
    own = [here(file) for file in of("engine") if any(map(gathers_refusals, ast.walk(tree(file))))]
    assert own == []
