"""What would help a line that waits, in sentences (R41)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.model import PoolNo
from engine.quantities import counted, written
from engine.rows import ListedLine
from engine.rules.counterfactuals import Ahead, WouldFill
from engine.rules.enumeration import in_a_row

MOST_NAMED: Final = 5
"""How many LICs of an order are named."""


def names(pools: Mapping[PoolNo, ListedLine]) -> dict[PoolNo, str]:
    """What the pools of an order are called, each given as a line that wants it: ``book``; ``book in EAST``
    where its lines come from several warehouses."""
    is_apart = len({line["warehouse"] for line in pools.values()}) > 1
    return {
        pool: f"{line['lic']} in {line['warehouse']}" if is_apart else line["lic"]
        for pool, line in pools.items()
    }


def in_words(helps: WouldFill, ahead: Ahead, unpinning: str, names: Mapping[PoolNo, str]) -> str:
    """What would help, as sentences; ``unpinning``: that of the pins in the way; ``names``: of pools."""
    sentences = []
    if helps.more_qty:
        own = f"the {written(ahead.own_qty)} of other lines of its order" if ahead.own_qty else ""
        before = f"the {written(ahead.qty)} ahead of it" if ahead.qty else ""
        counted = " and ".join(filter(None, (before, own))) if helps.counts_ahead else ""
        after = f", counting {counted}" if counted else ""
        sentences.append(f"{written(helps.more_qty)} more on hand would fill it{after}.")
    if helps.together:
        sentences.append(_together(helps, names))
    if helps.priority is not None:
        sentences.append(f"Priority {helps.priority} would take it from others.")
    if unpinning:
        sentences.append(unpinning)
    if helps.split_qty is not None:
        sentences.append(f"If it could be split, {written(helps.split_qty)} of it could go now.")
    if helps.in_parts_qty is not None:
        sentences.append(
            f"If its order shipped in parts, the next sweep would give it {written(helps.in_parts_qty)}."
        )
    return " ".join(sentences)


def _together(helps: WouldFill, names: Mapping[PoolNo, str]) -> str:
    """What of several LICs would fill an order that is filled whole or not at all."""
    if len(helps.together) > MOST_NAMED:
        lics = counted(len(helps.together), "LIC")
        return f"More of {lics} on hand, all of it together, would fill its order."
    more = [f"{written(qty)} more of {names[pool]}" for pool, qty in helps.together.items()]
    both = ", all of it together," if len(more) > 1 else ""
    return f"{in_a_row(more)} on hand{both} would fill its order."
