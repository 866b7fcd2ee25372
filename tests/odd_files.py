"""Files that nobody would bring: empty, binary, cut off, huge, renamed, of another kind, with odd names."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from engine.interchange import limits, writing

GOOD = pl.DataFrame({"lic": ["book", "pen"], "qty": ["7", "8"], "vendor": ["press", "press"]})
ENDINGS = ("csv", "xlsx", "parquet")
NAMES = (
    "..",
    ".",
    ".csv",
    "x.",
    "items",
    "prices.xls",
    "x.CSV",
    "x.csv.exe",
    "a/b.csv",
    "..\\..\\b.csv",
    "/etc/passwd.csv",
    "x" * 300 + ".csv",
    "\u0436" * 200 + ".csv",
    "x." + "y" * 300,
    "con.csv",
    "a:b?.csv",
    " .csv",
    "a\nb.csv",
    "a\0b.csv",
    "\u202e.csv",
    "{x} %s.csv",
    "<b>![p](http://strange.example).csv",
)


def odd_files() -> dict[str, bytes]:
    """The odd files: name -> what is in it."""
    good = {ending: _good(ending) for ending in ENDINGS}
    drawn = random.Random(1)
    found = {"many columns.csv": b",".join(b"c%d" % i for i in range(limits.MOST_COLUMNS + 1)) + b"\n1\n"}
    for ending in ENDINGS:
        found[f"empty.{ending}"] = b""
        found[f"random.{ending}"] = drawn.randbytes(3000)
        found[f"zeros.{ending}"] = bytes(3000)
        found[f"text.{ending}"] = b"This is a letter.\n\nDear Ann,\n"
        found[f"ole.{ending}"] = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
        found[f"image.{ending}"] = b"\x89PNG\r\n\x1a\n" + drawn.randbytes(500)
        found[f"a desk.{ending}"] = bytes(8) + b"DUCK" + bytes(4000)
        found[f"half.{ending}"] = good[ending][: len(good[ending]) // 2]
        found[f"twice.{ending}"] = good[ending] * 2
        found[f"bits.{ending}"] = _flipped(good[ending], drawn)
        for other in ENDINGS:
            found[f"{other} renamed.{ending}"] = good[other]
    found |= {
        "mark.csv": b"\xef\xbb\xbf",
        "names only.csv": b"lic,qty\n",
        "nul.csv": b"lic,qty\n\0,\0\n",
        "no names.csv": b",,\n1,2,3\n",
        "twins.csv": b"lic,LIC\n1,2\n",
        "unclosed.csv": b'lic,qty\n"a,1\nb,2\n',
        "half a letter.csv": "lic,qty\né,1\n".encode("utf-16-le")[:-3],
        "long cell.csv": b"lic,qty\n" + b"x" * 100_000 + b",1\n",
        "long name.csv": b"x" * 100_000 + b",qty\n1,1\n",
        "quotes.csv": b'"' * 5_000,
    }
    return found | dict.fromkeys(NAMES, good["csv"])


def _good(ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"good.{ending}"
        writing.write(GOOD, file)
        return file.read_bytes()


def _flipped(content: bytes, drawn: random.Random) -> bytes:
    """The content with a tenth of its bytes changed."""
    changed = bytearray(content)
    for place in drawn.sample(range(len(changed)), len(changed) // 10):
        changed[place] ^= 1 << drawn.randrange(8)
    return bytes(changed)
