"""Goods counted as they are scanned: a code is one more of it, a code and a number say how many there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from engine.rules.typed_lines import readings


class Counted(NamedTuple):
    """What was scanned or typed: a LIC, and how many of it there are as it was typed; None: one more."""

    lic: str
    qty: str | None


def counted(text: str, lics: Collection[str]) -> Counted | None:
    """The reading of ``text`` that names one of ``lics``, whatever the case of its letters; else None.

    ``book`` is one more, ``book 25`` and ``book*25`` say that there are 25. A LIC that itself ends in a
    number is found first.
    """
    spelled = {lic.casefold(): lic for lic in lics}
    for nth, reading in enumerate(readings(text)):
        lic = spelled.get(reading.name.casefold())
        if lic is not None:
            return Counted(lic, reading.qty if nth else None)
    return None
