"""Workbooks are archives: what is in one, unpacked within bounds whatever its directory claims."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from engine.interchange.limits import check_unpacked
from engine.interchange.refusals import Unreadable

_CHUNK = 1 << 18
_MOST_PARTS = 10_000
_ONE_ROW = 16_000_000
"""Bytes of one row, beyond which it is no row."""


class Archive:
    """The parts of a workbook by their names, lower case."""

    def __init__(self, file: Path, stream: BinaryIO) -> None:
        """Read the directory of ``file``; TooBig for what it claims, Unreadable if it is no archive."""
        self.file = file
        self._stream = stream
        self._unpacked = 0
        try:
            parts = ZipFile(stream).infolist()
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(file=file.name, detail="it is no Excel workbook") from error
        check_unpacked(file, sum(part.file_size for part in parts))
        if len(parts) > _MOST_PARTS:
            raise Unreadable(file=file.name, detail=f"it has {len(parts):,} parts")
        self._parts = {part.filename.lstrip("/").lower(): part for part in parts}

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._parts

    def elements(self, name: str, *kinds: str) -> Iterator[ET.Element]:
        """The elements of a part that are one of ``kinds``, by their names without namespace, each when it
        ends. Whoever has read one clears it."""
        parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("end",))
        since = 0
        for chunk in self._chunks(name):
            if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                raise Unreadable(file=self.file.name, detail=f"{name} defines words of its own")
            try:
                parser.feed(chunk)
                ended = [e for e in _ended(parser) if e.tag.rpartition("}")[2] in kinds]
            except (ET.ParseError, ValueError, LookupError) as error:
                raise Unreadable(file=self.file.name, detail=f"{name} is damaged: {error}") from error
            since = 0 if ended else since + len(chunk)
            if since > _ONE_ROW:
                raise Unreadable(file=self.file.name, detail=f"{name} has a row beyond all bounds")
            yield from ended

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part in portions; counted as they come, since a directory can lie."""
        part = self._parts.get(name.lower())
        if part is None:
            raise Unreadable(file=self.file.name, detail=f"it is no Excel workbook: {name} is missing")
        try:
            for chunk in _inflated(self._stream, part):
                self._unpacked += len(chunk)
                check_unpacked(self.file, self._unpacked)
                yield chunk
        except (zlib.error, ValueError, OSError) as error:
            raise Unreadable(file=self.file.name, detail=f"{name} is damaged") from error


def _ended(parser: ET.XMLPullParser[ET.Element]) -> Iterator[ET.Element]:
    for _, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
        yield element


def _inflated(stream: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ValueError
    stream.seek(part.header_offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise ValueError
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = part.compress_size
    unpack = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
    while left and (packed := stream.read(min(_CHUNK, left))):
        left -= len(packed)
        if unpack is None:
            yield packed
            continue
        while packed:
            yield unpack.decompress(packed, _CHUNK)
            packed = unpack.unconsumed_tail
    while unpack and not unpack.eof and (rest := unpack.decompress(b"", _CHUNK)):
        yield rest  # of what it took in it gives no more at once than it is asked for
    if left or (unpack and not unpack.eof):
        raise ValueError
