"""The text of a CSV file in any encoding: what is assumed is said, and what cannot be known is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import DeskError, Refused
from engine.interchange.decoding import ASSUMED, decoded

FILE = Path("some.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-8-sig"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    content = "lic,description\nB-1,Bücher ½ 書\n"
    assert decoded(FILE, content.encode(encoding)) == (content, [])


def test_what_is_assumed_of_an_encoding_is_said() -> None:
    content = "lic,description\nB-1,Bücher – Kid’s\n"
    assert decoded(FILE, content.encode("cp1252")) == (content, [ASSUMED])


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("a,b\n1,München\n2,Köln \xff\n".encode("latin-1").replace(b"\xfc", "ü".encode()), 3),
        ("a,b\n1,x\n2,Köln und Käse\n".encode("cp437"), 3),
        ("a,b\n1,x\n2,Kleid für Käthe\n".encode("mac_roman"), 3),
        ("a,b\n1,x\n2,Ål\n".encode("cp850"), 3),
    ],
)
def test_an_encoding_that_cannot_be_known_is_refused_by_the_row(content: bytes, row: int) -> None:
    with pytest.raises(Refused) as caught:
        decoded(FILE, content)
    (problem,) = caught.value.problems
    assert problem.startswith(f"Row {row}: ")
    assert "save" in problem


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04zip", b"PAR1", b"\xd0\xcf\x11\xe0", "a,b\n".encode("utf-16")[:-1]]
)
def test_what_is_no_text_is_refused_for_that(content: bytes) -> None:
    with pytest.raises(DeskError, match=r"and not text|cut off"):
        decoded(FILE, content)
