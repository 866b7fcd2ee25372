"""Workbooks are archives: what is in one is unpacked within bounds, whatever its directory claims."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from engine.errors import DeskError
from engine.interchange import unpacking
from engine.interchange.unpacking import Archive

FILE = Path("book.xlsx")


def archive(**parts: str) -> BytesIO:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(f"{name}.xml", text)
    return stream


def texts(stream: BytesIO, name: str = "a.xml") -> list[str | None]:
    return [element.text for element in Archive(FILE, stream).elements(name, "v")]


def test_the_elements_of_a_part_are_read_whatever_their_namespace() -> None:
    stream = archive(a='<x xmlns="urn:x"><v>1</v><w>2</w><v>3</v></x>')
    assert texts(stream) == texts(stream, "A.XML") == ["1", "3"]
    assert "a.xml" in Archive(FILE, stream)
    assert "b.xml" not in Archive(FILE, stream)


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (BytesIO(b"hello"), "it is no Excel workbook"),
        (archive(b="<x/>"), "a.xml is missing"),
        (archive(a='<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'), "words of its own"),
        (archive(a="<x><v>1</x>"), "a.xml is damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(stream: BytesIO, why: str) -> None:
    with pytest.raises(DeskError, match=why):
        texts(stream)


@pytest.mark.parametrize("more", [0, 1, 2, 100, 257, 258])
def test_a_part_is_read_to_its_end_wherever_that_falls_in_what_is_read_at_once(more: int) -> None:
    """Of a part that is a little longer, all is taken in when some of it is still to be given out."""
    frame = "<x><v></v></x>"
    for chunks in (1, 2, 3):
        text = "1" * (chunks * unpacking._CHUNK + more - len(frame))
        assert texts(archive(a=f"<x><v>{text}</v></x>")) == [text]


def test_a_part_that_was_cut_is_damaged() -> None:
    whole = archive(a="<x>" + "".join(f"<v>{number**9}</v>" for number in range(1_000)) + "</x>").getvalue()
    broken = bytearray(whole)
    broken[1_000:1_020] = bytes(20)
    with pytest.raises(DeskError, match=r"a\.xml is damaged"):
        texts(BytesIO(bytes(broken)))
