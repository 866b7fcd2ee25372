"""How a refusal repeats what stands in a file: a short piece, on one line, and not all of many."""

from __future__ import annotations

from engine.interchange.refusals import excerpt, listed


def test_a_cell_is_repeated_in_a_short_piece_on_one_line() -> None:
    assert excerpt("blue\npen") == r"blue\x0apen"
    assert len(excerpt("9" * 30_000)) < 100
    assert not set("\n\x1b\u202e") & set(excerpt("a\n\x1b[31m\u202e"))


def test_of_many_names_the_first_are_listed() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 others"
