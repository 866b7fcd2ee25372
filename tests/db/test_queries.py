"""Queries in files: names, sentences, parameters."""

from pathlib import Path

import pytest

from db import queries
from db.queries import QueryError, parse


def only(text: str) -> queries.Query:
    [query] = parse(text, "orders")
    return query


def test_a_block_is_a_name_a_sentence_and_a_statement() -> None:
    query = only("-- name: lines\n-- The lines of an order,\n-- oldest first.\nselect 1;\n")
    assert query == queries.Query(
        "orders.lines",
        "select 1",
        frozenset(),
        "The lines of an order, oldest first.",
        words=frozenset({"select"}),
    )


def test_a_file_holds_several_blocks() -> None:
    text = "-- head of the file\n\n-- name: a\n-- A.\nselect 1;\n\n-- name: b\n-- B.\nselect 2\n"
    assert [(query.name, query.sql) for query in parse(text, "x")] == [
        ("x.a", "select 1"),
        ("x.b", "select 2"),
    ]


def test_comments_inside_a_statement_stay_with_it() -> None:
    query = only("-- name: lines\n-- Lines.\nselect 1 -- one; and $no parameter\nfrom t where id = $id")
    assert (query.params, query.doc) == (frozenset({"id"}), "Lines.")
    assert "one; and" in query.sql


def test_a_dollar_in_a_string_a_name_or_a_comment_is_no_parameter() -> None:
    text = """select '$a', '' '$it''s', "$b", $$ $c $$ /* $d */ from t -- $e
              where x = $real and y = $real and z = $other_1"""
    assert queries.params_of(text) == {"real", "other_1"}


def test_the_tables_a_query_makes_and_needs_stand_above_it() -> None:
    query = only("-- name: fill\n-- Fills.\n-- makes: change\n-- needs: walked, touched_order\nselect 1")
    assert query.makes == {"change"}
    assert query.needs == {"walked", "touched_order"}
    assert query.doc == "Fills."


@pytest.mark.parametrize("line", ["makes: a, a", "makes:", "makes: A b", "makes: a\n-- makes: b"])
def test_tables_that_are_no_list_of_names_are_refused(line: str) -> None:
    with pytest.raises(QueryError, match=r"^orders\.fill (makes|says twice)"):
        only(f"-- name: fill\n-- Fills.\n-- {line}\nselect 1")


def test_two_statements_in_a_block_are_refused() -> None:
    with pytest.raises(QueryError, match=r"orders\.lines holds more than one statement"):
        only("-- name: lines\n-- Lines.\nselect 1; select 2")


def test_a_semicolon_in_a_string_is_no_second_statement() -> None:
    assert only("-- name: lines\n-- Lines.\nselect ';';").sql == "select ';'"


def test_a_block_without_a_statement_is_refused() -> None:
    with pytest.raises(QueryError, match=r"orders\.lines has no statement"):
        only("-- name: lines\n-- Lines.\n")


@pytest.mark.parametrize("name", ["Lines", "order lines", "order-lines", ""])
def test_a_name_is_lower_case(name: str) -> None:
    with pytest.raises(QueryError):
        list(parse(f"-- name: {name}\n-- Lines.\nselect 1", "orders"))


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orders.sql").write_text("-- name: a\n-- A.\nselect 1\n-- name: a\n-- A.\nselect 2")
    with pytest.raises(QueryError, match=r"orders\.a is given twice"):
        queries.load(tmp_path)


def test_a_missing_name_names_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"orders": {"orders.a": only("-- name: a\n-- A.\nselect 1")}}
    monkeypatch.setattr(queries, "of_file", lambda stem: files.get(stem, {}))
    with pytest.raises(QueryError, match=r"no query is called 'orders\.b'; orders\.sql has orders\.a"):
        queries.get("orders.b")
    with pytest.raises(QueryError, match=r"there is no query in stock\.sql"):
        queries.get("stock.b")


def test_the_desks_own_queries_are_read_once() -> None:
    assert queries.everything() is queries.everything()
    assert queries.get("stock.balances") is queries.get("stock.balances")


def test_of_the_files_those_alone_are_read_that_somebody_asks() -> None:
    every = queries.everything()
    stems = {name.partition(".")[0] for name in every}
    assert {name: query for stem in stems for name, query in queries.of_file(stem).items()} == every
