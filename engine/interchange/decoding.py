"""The text of a CSV file, whatever encoding it was saved in.

A file does not say its encoding. UTF-8 and UTF-16 are recognised by their bytes; of the others Windows-1252
is assumed and reported, unless the bytes speak against it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from engine.interchange.bad_rows import BadRow, refuse_rows
from engine.interchange.refusals import NotUtf8, NulCharacter, OtherEncoding, Unreadable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OTHERS = (
    (b"PK\x03\x04", "it is a workbook or an archive and not text"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel file and not text"),
    (b"PAR1", "it is a Parquet file and not text"),
)
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DOS_OR_MAC = re.compile(
    r"[^\W\d_][\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u2039\u2022\u02dc\u203a][^\W\d_]"
    r"|[a-z\xdf-\xff][\u0152\u0160\u0178\u017d][a-z\xdf-\xff]"
)
"""What Windows does not have between two letters: there DOS and old Macs have their ä, é, ö and ü."""
ASSUMED = "The file is not in UTF-8 and was read as Windows-1252 (Western European): look at its accents."


def decoded(file: Path, content: bytes) -> tuple[str, list[str]]:
    """The text of ``content`` and what was assumed about it; a refusal where nothing can be assumed."""
    for start, what in _OTHERS:
        if content.startswith(start):
            raise Unreadable(file=file.name, detail=what)
    mark, encoding = next((one for one in _MARKS if content.startswith(one[0])), (b"", _by_nuls(content)))
    body = content[len(mark) :]
    assumed: list[str] = []
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            detail = f"it begins as {encoding} and does not go on so, as if it had been cut off"
            raise Unreadable(file=file.name, detail=detail) from error
        text, assumed = _windows(body, error.start), [ASSUMED]
    text = text.lstrip("\ufeff")
    if "\0" in text:
        refuse_rows([BadRow(_row(text, text.index("\0")), NulCharacter())])
    return text, assumed


def _by_nuls(content: bytes) -> str:
    """UTF-16 without its mark has a NUL beside each plain letter of its first words."""
    start = content[:64]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if not even and odd * 4 > len(start):
        return "utf-16-le"
    if not odd and even * 4 > len(start):
        return "utf-16-be"
    return "utf-8"


def _windows(body: bytes, broken: int) -> str:
    """The text as Windows-1252; a refusal of what is UTF-8 with a broken byte, and of what DOS or a Mac
    wrote."""
    whole = _MANY_BYTES.findall(body)
    accents = any(one[0] in b"\xc2\xc3" for one in whole)  # to Windows a capital and a sign: never seen
    if accents or len(whole) >= body.decode("utf-8", "replace").count("\ufffd"):
        refuse_rows([BadRow(_row(body.decode("latin-1"), broken), NotUtf8())])
    try:
        text, at = body.decode("cp1252"), None
    except UnicodeDecodeError as error:
        text, at = body.decode("latin-1"), error.start
    if at is None and (sign := _DOS_OR_MAC.search(text)):
        at = sign.start()
    if at is not None:
        refuse_rows([BadRow(_row(text, at), OtherEncoding())])
    return text


def _row(text: str, at: int) -> int:
    """The row of a character; line ends inside quotes are none of a row."""
    try:
        return sum(1 for _ in csv.reader(io.StringIO(text[:at] + "x", newline="")))
    except csv.Error:
        return text.count("\n", 0, at) + 1
