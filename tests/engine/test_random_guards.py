"""Whatever lets stock fall or changes what the proof allows: the desk stays consistent or the act is refused,
and its preview had said which."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import undo, whatif
from engine.errors import DeskError
from engine.interchange import importing
from engine.whatif import edits
from engine.whatif.edits import Edit
from tests.acts import LICS, ONE, Act, acts_named, perform
from tests.examples import examples
from tests.story import Story

guarded_acts = st.one_of(
    st.tuples(st.just("fall"), st.sampled_from(LICS), st.integers(1, 40)),
    st.tuples(st.just("count by file"), st.sampled_from(LICS), st.integers(-40, 20).filter(bool)),
    st.tuples(st.just("void a receipt"), ONE),
    st.tuples(st.just("void a shipment"), ONE),
    st.tuples(st.just("return"), st.just(0), st.integers(1, 5)),
    st.tuples(st.just("negative"), st.sampled_from(["on", "off"])),
    st.tuples(st.just("negative by file"), st.sampled_from(["on", "off"])),
    st.tuples(st.just("undo"), st.just(1)),
    st.tuples(st.just("redo"), st.just(1)),
)
moving_acts = acts_named(
    *("order", "supply", "sweep", "ship", "short", "pick", "unpick", "pin", "void", "return", "qty", "cancel")
)


@settings(
    max_examples=examples(3),
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
@given(st.lists(st.one_of(moving_acts, guarded_acts), min_size=6, max_size=14))
def test_the_proof_holds_or_the_act_was_refused_and_its_preview_said_so(script: list[Act]) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for picked in (False, True):
        numbers.append(desk.order("book 8", "pen 3"))
        desk.supply("book", 5)
        (desk.pick if picked else desk.ship)(numbers[-1])
    for act, *args in script:
        if act in TRIED:
            asked, done = TRIED[act](desk, *args)
            refused = _refused(asked)
            assert _refused(done) == refused, (act, args, refused)
        else:
            _refused(partial(perform, desk, numbers, act, *args))
        desk.prove()


def _refused(step: Callable[[], object]) -> str:
    """The sentence of a refusal, or nothing."""
    try:
        step()
    except DeskError as refusal:
        return str(refusal)
    return ""


Steps = tuple[Callable[[], object], Callable[[], object]]


def _edit(desk: Story, edit: Edit) -> Steps:
    def done() -> None:
        with desk.act() as tx:
            edits.make(tx, edit)

    return lambda: whatif.preview(desk.session, desk.actor, [edit], desk.now), done


def _file(desk: Story, kind: str, rows: str) -> Steps:
    def brought(*, dry_run: bool) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{kind}.csv")
            file.write_text(rows)
            importing.import_file(desk.session, kind, file, actor=desk.actor, now=desk.now, dry_run=dry_run)

    return lambda: brought(dry_run=True), lambda: brought(dry_run=False)


def _undo(desk: Story, *, redo: bool) -> Steps:
    found = desk.ask(lambda tx: tx.value("undo.last_action", after_log_id=0))
    runs = desk.ask(lambda tx: tx.value("sweeps.last_run_id"))
    target: dict[str, Any] = {"run_id": runs} if redo and runs else {"log_id": found}
    return lambda: undo.preview(desk.session, actor=desk.actor, **target), lambda: desk.undo(**target)


TRIED: dict[str, Callable[..., Steps]] = {
    "fall": lambda desk, lic, qty: _edit(desk, edits.Adjust(lic, Decimal(-qty))),
    "void a receipt": lambda desk, which: _edit(desk, edits.VoidReceipt(1 + which % 3)),
    "void a shipment": lambda desk, which: _edit(desk, edits.VoidShipment(1 + which % 4)),
    "count by file": lambda desk, lic, qty: _file(
        desk, "adjustments", f"reference,lic,qty,reason\n{desk.now:%d%H%M},{lic},{qty},count\n"
    ),
    "negative by file": lambda desk, on: _file(
        desk, "preferences", f"name,value\nallow_negative_stock,{on}\n"
    ),
    "negative": lambda desk, on: (lambda: None, lambda: _flip(desk, on)),
    "undo": lambda desk, _: _undo(desk, redo=False),
    "redo": lambda desk, _: _undo(desk, redo=True),
}


def _flip(desk: Story, on: str) -> None:
    _refused(lambda: desk.prefer(allow_negative_stock=on))
