"""Errors a person can read: the sentence of a class, with facts that neither run on nor break the line."""

import pytest

from db.errors import LONGEST_FACT, DeskError, DeskForeign, cut


def test_an_error_says_the_sentence_of_its_class_with_its_facts() -> None:
    assert (
        str(DeskForeign(path="a.duckdb"))
        == "a.duckdb is a DuckDB database but not a desk; name another file."
    )


def test_a_fact_that_is_long_is_cut_and_one_that_breaks_the_line_does_not() -> None:
    told = str(DeskForeign(path="x" * (LONGEST_FACT + 1)))
    assert told.startswith("x" * (LONGEST_FACT // 2 - 1) + "…" + "x" * (LONGEST_FACT // 2) + " is a DuckDB")
    assert str(DeskForeign(path="a\nb\u200bc")).startswith(r"a\nb\u200bc is")


def test_a_long_fact_loses_its_middle_and_never_the_remedy_at_its_end() -> None:
    why = f"stock lies there ({'book ' * 200}); ship it, or adjust it to zero first"
    assert len(cut(why)) == LONGEST_FACT
    assert cut(why).startswith("stock lies there (book")
    assert cut(why).endswith("; ship it, or adjust it to zero first")
    assert cut("short") == "short"


def test_an_error_without_a_fact_of_its_sentence_is_a_mistake_in_the_program() -> None:
    with pytest.raises(TypeError, match="DeskForeign needs the fact 'path'"):
        DeskForeign()


def test_an_error_that_says_nothing_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="needs a docstring"):
        type("Mute", (DeskError,), {})
