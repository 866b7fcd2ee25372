"""The house checks itself: facts are said once, temporary tables declared."""

import ast
import itertools
import re
from functools import cache

from db import queries
from tests.house import (
    of,
    tree,
)
from tests.statements import stored, touched

# What 0014_facts.sql, 0015_carried_forward.sql and later ones say, and how it would be said again.
FACTS = {
    "received": r"select (\w+\.)?po_line_id, sum\((\w+\.)?qty\)( as \w+)? from movement",
    "on_hand": r"select item_id, warehouse_id, sum\(qty\)( as \w+)? from movement group by",
    "aboard": r"from shipment_line( \w+)? join shipment( \w+)? using \(shipment_id\) where [^)]*\blive and",
    "is_open": r"\bin \('(allotted', 'backordered|backordered', 'allotted)'\)",
    "is_firm": r"\bpinned or ",
    "worth": r"coalesce\([^()]*unit_price[^()]*, [^()]*unit_cost",
    "home_warehouse": r"min_by\(code, warehouse_id\)|min\(warehouse_id\) from w|by warehouse_id limit 1",
    "home_location": r"min(_by\(\w+, location_id\)|\(location_id\)) (as \w+ )?from location",
    "movement_since": r"from movement( \w+)? where movement_id > \(",
    "newest_log_id": r"coalesce\(max\(log_id\), 0\) from record_log\b(?! where)",
    "newest_movement_id": r"coalesce\(max\(movement_id\), 0\) from movement\b(?! where)",
    "newest_promise_id": r"coalesce\(max\(promise_id\), 0\) from every_promise\b(?! where)",
    "whole_days": r"date_(diff|sub)\(",
    "dated": r"strftime\([^()]*%b",
    "headed": r"upper\((\w+\.)?record\[1\]\)",
    "reached_from": r"union select other\.item_id, other\.warehouse_id from",
}


SAID_AGAIN = {  # Where a query asks for another moment, or stands for the fact itself.
    "stock.add_balances": {"on_hand"},
    "proof.received_disagrees": {"received"},
    "history.carry_forward": {"newest_log_id", "newest_movement_id", "newest_promise_id"},
}


def test_a_fact_that_has_a_view_or_a_macro_is_not_said_again() -> None:
    again = {}
    for name, query in queries.everything().items():
        text = " ".join(re.sub(r"--[^\n]*", "", query.sql).split())
        if facts := {fact for fact, words in FACTS.items() if re.search(words, text)}:
            again[name] = facts
    assert again == SAID_AGAIN


@cache
def named_by(*ways: str) -> frozenset[str]:
    """The temporary tables that the engine fills or lends: `tx.load("decision", frame)`, `Later(table=…)`."""
    found = set[str]()
    for node in itertools.chain.from_iterable(ast.walk(tree(file)) for file in of("engine")):
        match node:
            case ast.Call(func=ast.Attribute(attr=way), args=[first, _]) if way in ways:
                named = first
            case ast.Call(func=ast.Name(id=way), keywords=[_, ast.keyword(arg="table", value=named), *_]) if (
                way in ways
            ):
                pass
            case _:
                continue
        if isinstance(named, ast.Constant):
            found.add(str(named.value))
    return frozenset(found)


LENT = ("lend", "lent", "Later")


def loaded() -> frozenset[str]:
    return named_by("load", *LENT)


def temporary(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The temporary tables that a query makes, and those that it needs."""
    found = touched()[name]
    written = frozenset({found.written} if found.written else ())
    return written - stored(), found.read - stored()


def test_every_query_declares_the_temporary_tables_it_makes_and_needs() -> None:
    wrong = []
    for name, query in queries.everything().items():
        makes, needs = temporary(name)
        if (makes, needs) != (query.makes, query.needs):
            wrong.append(f"{name} makes {sorted(makes)} and needs {sorted(needs)}")
    assert wrong == []


SELECTED = "touched_pool|touched_order|touched_shipment|touched_po|guarded_pool"
"""What an event is about, each row once."""


def test_what_an_event_is_about_is_joined() -> None:
    """A semi join is planned as if it left a fifth of any table; a join with few rows, each there once, for
    the few that it leaves. Where nothing is joined after it, it does no harm."""
    semi = re.compile(rf"semi\s+join\s+({SELECTED})\b")
    within = re.compile(rf"^\s*(where|and)\b.*\bin \(select \w+ from ({SELECTED})\)", re.MULTILINE)
    wrong = [
        name
        for name, query in queries.everything().items()
        if semi.search(query.sql) or (within.search(query.sql) and re.search(r"\bjoin\b", query.sql))
    ]
    assert wrong == []


def test_a_temporary_table_that_grows_is_made_anew() -> None:
    """A table that was left empty when it was made joins as an empty one, though 122,880 rows or more were
    inserted since, in the same transaction (DuckDB 2.0)."""
    filled = [
        name
        for name, query in queries.everything().items()
        if (found := re.search(r"\binsert\s+into\s+(\w+)", query.sql)) and found[1] in query.makes
    ]
    assert filled == []


def test_a_query_knows_the_table_it_writes() -> None:
    known = {name: query.writes for name, query in queries.everything().items()}
    assert known == {name: found.written or "" for name, found in touched().items()}


def test_what_says_how_pools_changed_carries_its_action_and_is_never_rewritten() -> None:
    """So that the guard finds it."""
    writers = {
        name: query
        for name, query in queries.everything().items()
        if query.writes in {"movement", "record_log"}
    }
    assert len(writers) > 20
    assert [name for name, query in writers.items() if not query.sql.startswith("insert into")] == []
    assert [
        name for name, query in writers.items() if query.params.isdisjoint({"action_id", "action_so_far"})
    ] == []


def test_every_temporary_table_that_is_needed_is_made_and_the_other_way_round() -> None:
    every = [temporary(name) for name in touched()]
    created = {table for makes, needs in every for table in makes - needs}
    assert {table for _, needs in every for table in needs} == created | loaded()


def test_a_query_that_writes_is_named_by_a_verb_that_names_no_answer() -> None:
    """To find a record by its key, the record log, a mark in it and void things are questions, too."""
    of_deeds: set[str] = set()
    of_answers: set[str] = set()
    for name, found in touched().items():
        (of_deeds if found.written else of_answers).add(name.partition(".")[2].partition("_")[0])
    assert of_deeds & of_answers == {"find", "log", "mark"}


def test_no_name_stands_for_two_tables() -> None:
    """Neither a temporary table for one that is stored, nor an expression in a query for either."""
    temporaries = {table for name in touched() for table in temporary(name)[0]} | loaded()
    assert temporaries & stored() == set()
    taken = temporaries | stored()
    twice = {name: taken.intersection(found.expressions) for name, found in touched().items()}
    assert [name for name, names in twice.items() if names] == []


def test_a_frame_that_is_lent_bears_the_name_of_no_table_that_could_be_there() -> None:
    """A transaction in which both came to be would end in an error of DuckDB."""
    made = {table for name in touched() for table in temporary(name)[0]} | named_by("load")
    assert named_by(*LENT) & made == set()


def test_only_what_asks_of_the_present_leaves_out_what_rests() -> None:
    """8a: whoever looks back reads the view of the whole ledger."""
    readers = {name for name, found in touched().items() if "promise" in found.read}
    assert {name for name in readers if not name.startswith("resting.")} == {
        "notices.ask_lines_of_days",
        "paper.owed",
        "promises.add_news",
        "promises.ledger",
        "questions.acknowledged",
        "questions.find_slipped",
    }


def test_numbers_are_drawn_for_rows_that_are_sorted_already() -> None:
    """A select with an ``order by`` of its own draws them first and sorts then: what is read by its number
    would be read in another order each time."""
    unsorted = [
        name
        for name, query in queries.everything().items()
        if (drawn := re.search(r"select nextval\(", query.sql))
        and re.search(r"\border by\b", outside(query.sql[drawn.start() :]))
    ]
    assert unsorted == []


def test_rows_that_are_numbered_have_an_order() -> None:
    """What is lent has that of its frame; of the others each is one row."""
    one_row = {"line_states.log_flow", "log.next_action", "stock.log_replacement", "stock.move"}
    lent = {"log.add_rows", "promises.add_news", "shipments.move_goods"}
    unordered = {
        name
        for name, query in queries.everything().items()
        if (drawn := re.search(r"select nextval\(", query.sql))
        and not re.search(r"\border by\b", query.sql[drawn.start() :])
    }
    assert unordered == one_row | lent


def outside(sql: str) -> str:
    """A statement without what stands in brackets."""
    while (bare := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = bare
    return sql
