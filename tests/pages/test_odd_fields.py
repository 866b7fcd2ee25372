"""Every field with what nobody would type: done or refused in a sentence, and nothing by halves."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pytest
import streamlit as st

from db.session import Session, Transaction
from engine import catalogue, proof, stock
from engine.model import WhyShort
from engine.supply import transfers
from pages.parts import desk, pickers, shell
from tests.examples import examples
from tests.pages.fields import FIELDS, Drawn, Thing, beside, calls
from tests.pages.screen import Screen

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = examples(1)
STEPS = 20
"""How many things are done in a row by somebody who wanders about."""
LONGEST = 2_000
RAW = re.compile(
    r"did not foresee|Traceback|could not be read or written just now"
    r"|\b(?:Conversion|Binder|Out of Range|Invalid Input|Constraint|Catalog|Parser|Internal) Error"
)
"""What only a program says."""

Step = Callable[[Screen], object]


def press(label: str) -> Step:
    return lambda screen: screen.click(label)


def choose(label: str, option: str) -> Step:
    return lambda screen: screen.choose(label, option)


def tick(grid: str) -> Step:
    return lambda screen: screen.pick(grid, 0)


def go_to(tab: str) -> Step:
    """The tab of a LIC, which is not in the address."""

    def _open(screen: Screen) -> None:
        screen.test.session_state["more"] = tab
        screen.again()

    return _open


def grow(screen: Screen) -> None:
    """Have more LICs than a list can show, so that they are typed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pickers, "MOST_OPTIONS", 0)
        screen.again()


def leave_all_behind(screen: Screen) -> None:
    """Ship nothing of the first line, for a reason of one's own (R46)."""
    next(box for box in screen.test.text_input if str(box.key).startswith("ships-")).input("0")
    screen.click("Ship these quantities").choose("Why?", WhyShort.OTHER)


def drop_a_file(screen: Screen) -> None:
    """A file with columns of its own: what each is gets chosen, one is always the same, and one is a rule."""
    screen.choose("What is in the file?", "stock").upload("list.csv", "Article,Pieces,State\nbook,3,void\n")
    screen.choose("Warehouse", "Always the same …").choose("Leave out where", "State")


def move_goods(screen: Screen) -> None:
    """Have another warehouse, and goods on their way from it, so that transfers are shown (R47)."""
    with desk.session().transaction(actor="Ann") as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", Decimal(9), reason="count", warehouse="EAST")
        transfers.send(tx, transfers.make(tx, {"book": Decimal(2)}, "EAST"))
    screen.again()


Way = tuple[str, dict[str, str], tuple[Step, ...]]
WAYS: tuple[Way, ...] = (
    *((page, {}, ()) for listed in shell.SECTIONS.values() for page, _, _ in listed),
    ("order_entry", {}, (press("New customer"),)),
    ("orders", {"order": "1002"}, (tick("order_lines"),)),
    ("order_entry", {"draft": "1004"}, (tick("draft_lines"),)),
    ("orders", {"order": "1002"}, (press("Edit"),)),
    ("orders", {"order": "1002"}, (press("Hold"),)),
    ("orders", {"order": "1002"}, (press("Not before"),)),
    ("order_entry", {"draft": "1004"}, (press("Paste lines"),)),
    ("orders", {"order": "1001"}, (tick("order_lines"), press("Return goods"))),
    ("order_entry", {"draft": "1004"}, (press("New location"),)),
    ("demand", {}, (press("New LIC"),)),
    ("supply", {"tab": "Adjustments"}, ()),
    ("demand", {"lic": "book"}, (go_to("Adjust stock"),)),
    ("demand", {"lic": "book"}, (go_to("Receive"),)),
    ("supply", {}, (press("New vendor"),)),
    ("demand", {"lic": "book"}, (go_to("Facts"),)),
    ("supply", {"po": "PO101"}, (tick("po-lines"),)),
    ("shipments", {"shipment": "2"}, (press("Ship"),)),
    ("shipments", {"shipment": "2"}, (press("Ship"), leave_all_behind)),
    ("supply", {"po": "PO101"}, (press("New expected day"),)),
    ("replenishment", {}, (press("Add a replenishment level"),)),
    ("promises", {"tab": "Late purchase orders"}, ()),
    ("notices", {"tab": "E-mail addresses"}, (tick("addresses"),)),
    ("preferences", {"tab": "Schedules"}, ()),
    ("whatif", {}, (choose("What would change", "An order gets one more line"),)),
    ("preferences", {"tab": "Allocation policy"}, ()),
    ("whatif", {}, (choose("What would change", "A line gets another quantity"),)),
    ("whatif", {}, (choose("What would change", "An order or a line is put on hold"),)),
    ("whatif", {}, (choose("What would change", "All that a customer wants is put on hold"),)),
    ("whatif", {}, (choose("What would change", "An order or a line is not wanted before a day"),)),
    ("preferences", {"tab": "Mail"}, ()),
    ("whatif", {}, (choose("What would change", "A purchase order gets another expected day"),)),
    ("whatif", {}, (choose("What would change", "Units are bought for a day"),)),
    ("preferences", {"tab": "Import"}, ()),
    ("preferences", {"tab": "Import"}, (drop_a_file,)),
    ("preferences", {"tab": "Warehouses"}, (press("Add a warehouse"),)),
    ("preferences", {"tab": "Warehouses"}, (tick("warehouses"), press("Rename"))),
    ("whatif", {}, (choose("What would change", "Stock is found or lost"), grow)),
    ("any_day", {}, (grow,)),
    ("demand", {"lic": "book"}, (move_goods,)),
    ("supply", {"tab": "Transfers"}, (move_goods, go_to("Transfers"))),
    ("supply", {"transfer": "TR101"}, (move_goods,)),
    ("replenishment", {}, (move_goods, press("Add a replenishment level"))),
    ("whatif", {}, (move_goods, choose("What would change", "Units are sent from another warehouse"))),
)
"""Where fields show: the page, its address, and what is done there. A field on none of them fails a test."""


_TRIAL = "Nothing was saved of this file. Correct it and import it again."


class Clerk:
    """Somebody who types what nobody would, at a desk that is put back when they changed it."""

    def __init__(self, made: Path, seed: int, pages: Drawn, saved: list[Transaction]) -> None:
        self._made, self._pages, self._saved = made, pages, saved
        self._drawn = random.Random(seed)
        self._done: list[str] = []

    def round(self, way: Way) -> str:
        """Fill every field there, those that save themselves alone, and press a button; what is wrong."""
        page, params, steps = way

        def _round() -> None:
            screen = Screen(page, **params)
            for step in steps:
                step(screen)
            self._type_alone(screen)
            self._type_and_press(screen)

        return self._told(f"{page} {params}", _round)

    def wander(self, page: str) -> str:
        """Press, choose and type whatever there is, from a page on; what is wrong."""

        def _wander() -> None:
            screen = Screen(page)
            for _ in range(STEPS):
                thing = self._drawn.choice(self._pages.on(screen))
                if thing.kind in FIELDS:
                    self._fill([thing])
                elif options := thing.options():
                    self._done.append(f"{thing.name}, {(option := self._drawn.randrange(options))}")
                    thing.use(option)
                self._look(screen)

        return self._told(page, _wander)

    def _told(self, where: str, act: Callable[[], None]) -> str:
        self._done.clear()
        try:
            act()
        except (AssertionError, RuntimeError) as fault:  # AppTest raises the latter when a page never ends
            return "\n  ".join([where, *self._done, str(fault)])
        finally:
            self._put_back()
        return ""

    def draw(self, pages: list[str]) -> str:
        """One of them."""
        return self._drawn.choice(pages)

    def _type_alone(self, screen: Screen) -> None:
        for site in [field.site for field in self._fields(screen) if field.saves_itself]:
            self._fill(field for field in self._fields(screen)[:1] if field.site == site)
            self._look(screen)

    def _type_and_press(self, screen: Screen) -> None:
        self._fill(field for field in self._fields(screen) if not field.saves_itself and not field.waits)
        self._look(screen)
        fields = self._fields(screen)
        buttons = {
            id(button.node): button for field in fields for button in beside(field, self._pages.on(screen))
        }
        if buttons:
            self._fill(field for field in fields if field.waits)
            button = self._drawn.choice(list(buttons.values()))
            button.use(0)
            self._done.append(button.name)
            self._look(screen)

    def _fields(self, screen: Screen) -> list[Thing]:
        return [thing for thing in self._pages.on(screen) if thing.kind in FIELDS]

    def _fill(self, fields: Iterable[Thing]) -> None:
        self._done += [f"{field.name}: {field.fill(self._drawn)!a:.80}" for field in fields]

    def _look(self, screen: Screen) -> None:
        """Draw the page; what it refuses is refused in a sentence, and nothing was saved of it."""
        said, saved = set(screen.refusals), len(self._saved)
        screen.again()
        fresh = [refusal for refusal in screen.refusals if refusal not in said | self._of_the_file(screen)]
        assert not any(RAW.search(refusal) or len(refusal) > LONGEST for refusal in fresh), fresh
        assert not fresh or len(self._saved) == saved, f"Something was saved, though: {fresh}"

    def _of_the_file(self, screen: Screen) -> set[str]:
        """What is said of a dropped file once a profile is kept, by which it is read anew."""
        kept = any("'Keep'" in done for done in self._done[-1:])
        return {said for said in screen.refusals if kept and said.startswith(_TRIAL)}

    def _put_back(self) -> None:
        """Leave the desk as it was, which is consistent whatever was done."""
        if not self._saved:
            return
        self._saved.clear()
        with desk.session().snapshot() as tx:
            assert proof.problems(tx)["sentence"].to_list() == []
        desk.session().close()
        st.cache_resource.clear()
        shutil.copy(self._made, desk.path())


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return Drawn(monkeypatch)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[Transaction]:
    """The transactions that were kept, as they come."""
    kept: list[Transaction] = []
    begin = Session.transaction

    @contextmanager
    def noted(session: Session, **facts: Any) -> Iterator[Transaction]:
        with begin(session, **facts) as tx:
            yield tx
        if not facts.get("dry_run"):
            kept.append(tx)

    monkeypatch.setattr(Session, "transaction", noted)
    return kept


@pytest.fixture
def clerks(
    made: Path, busy_desk: Path, pages: Drawn, saved: list[Transaction], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clerk]:
    """One for each round. No mail server answers them."""

    def _unreached(*_: object, **__: object) -> NoReturn:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", _unreached)
    return (Clerk(made, seed, pages, saved) for seed in range(SEED, SEED + ROUNDS))


def test_every_field_takes_what_nobody_would_type(clerks: Iterator[Clerk], pages: Drawn) -> None:
    faults = [fault for clerk in clerks for way in WAYS if (fault := clerk.round(way))]
    assert not faults, "\n\n".join(faults)
    unmet = calls() - {site[0] for site in pages.sites.values()}
    assert not unmet, f"No way in WAYS leads to the fields at {sorted(unmet)}; add one."


def test_whatever_is_pressed_at_random_is_answered(clerks: Iterator[Clerk]) -> None:
    pages = [page for listed in shell.SECTIONS.values() for page, _, _ in listed]
    faults = [fault for clerk in clerks if (fault := clerk.wander(clerk.draw(pages)))]
    assert not faults, "\n\n".join(faults)
