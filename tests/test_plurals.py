"""A number and its noun agree: 1 line waits, 2 lines wait."""

import re

from tests.house import here, of

NUMBERED = re.compile(r"\}\s(?:units|lines|orders|days|rows|shipments|customers|LICs)\b")
ALWAYS_MANY = {"MOST_IN_EXCEL:,", "MOST_POOLS", "rows", "days", "number"}
"""Numbers that are larger than one: those written in the program, and those of refusals of too many."""


def test_no_sentence_writes_many_behind_a_number_that_may_be_one() -> None:
    """``counted``, ``plural`` and what ``formats`` makes of them write the noun."""
    bare = [
        f"{here(file)}: {line.strip()}"
        for folder in ("engine", "pages")
        for file in of(folder)
        for line in file.read_text("utf-8").splitlines()
        if NUMBERED.search(line) and not any(f"{{{number}}}" in line for number in ALWAYS_MANY)
    ]
    assert bare == []
