"""``backorder whatif``: every kind of edit from the command line, shown or applied (R42)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import catalogue, cli, stock
from engine.store import open_desk
from tests.story import Story

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A desk, made once, and its numbers. 20 books on hand: first has them, second wants 20, whole 25 in one
    piece, draft would take 5 of them; 30 are on order. 4 pens came.
    """
    path = tmp_path_factory.mktemp("whatif") / "desk.duckdb"
    with closing(open_desk(path, name="a test")) as session:
        desk = Story(session, book=20, pen=0)
        names = {"first": desk.order("book 20"), "second": desk.order("book 20")}
        names["whole"] = desk.order("book 25 whole")
        names["po"] = desk.purchase("book", 30)
        names["draft"] = desk.draft("book 5", priority=7)
        desk.supply("pen", 4)
    return path, names


@pytest.fixture
def numbers(
    told: tuple[Path, dict[str, str]], desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The numbers on a desk of the test's own."""
    monkeypatch.setenv("BACKORDER_DB", str(desk_path))
    shutil.copy(told[0], desk_path)
    return told[1]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        return code, *capsys.readouterr()

    return call


def data(answer: tuple[int, str, str]) -> dict[str, Any]:
    assert answer[0] == 0, answer[2]
    found: dict[str, Any] = json.loads(answer[1])
    return found


def test_nothing_is_written_without_apply(numbers: dict[str, str], ask: Ask) -> None:
    raised = f"--priority={numbers['second']}=5"
    told = data(ask("--json", "whatif", raised))
    assert [(row["order"], row["change_qty"]) for row in told["winners"]] == [(numbers["second"], 20)]
    assert (told["won_qty"], told["lost_qty"], told["applied"]) == (20, 20, False)
    assert data(ask("--json", "whatif", raised, "--apply"))["applied"]
    assert data(ask("--json", "whatif", raised))["winners"] == []


def test_every_option_names_an_edit(numbers: dict[str, str], ask: Ask) -> None:
    first, second, whole, po = (numbers[name] for name in ("first", "second", "whole", "po"))
    told = data(
        ask(
            *("--json", "whatif", "--cancel", f"{first}/1", "--cancel", second),
            *("--receive", f"{po}:book=5", "--adjust", "book=-1", "--date", f"{po}=2199-01-01"),
            *("--ship-type", f"{whole}=complete", "--split", f"{whole}/1", "--policy", "skip"),
        )
    )
    assert told["edits"] == [
        f"Line 1 of order {first} is cancelled",
        f"Order {second} is cancelled",
        f"Order {whole} ships only complete",
        f"Line 1 of order {whole} may be split",
        f"{po} brings 5 of book",
        "On hand of book falls by 1",
        f"{po} is expected on 1 Jan 2199",
        "The policy becomes Skip what cannot be filled",
    ]
    more = data(ask("--json", "whatif", "--whole", f"{second}/1", "--release", f"{first}/1"))
    assert len(more["edits"]) == 2


def test_demand_and_voids_are_tried_as_well(numbers: dict[str, str], ask: Ask) -> None:
    first, second, draft = (numbers[name] for name in ("first", "second", "draft"))
    told = data(
        ask(
            *("--json", "whatif", "--open", draft, "--add", f"{first}:book=2", "--qty", f"{second}/1=22"),
            *("--void-receipt", "1", "--void", "1"),
        )
    )
    assert told["edits"] == [
        f"Order {draft} is opened",
        f"Order {first} gets one more line: 2 of book",
        f"Line 1 of order {second} is changed to 22",
        "Receipt 1 is voided",
        "Shipment 1 is voided",
    ]
    opened = data(ask("--json", "whatif", "--open", draft))
    assert [(row["order"], row["change_qty"]) for row in opened["losers"]] == [(first, -5)]


def test_people_read_sentences_and_tables(numbers: dict[str, str], ask: Ask) -> None:
    code, out, _ = ask("whatif", "--receive", f"{numbers['po']}:book=30")
    assert code == 0
    assert "20 units gained" in out
    assert "Orders that have all they want then:" in out
    assert "Nothing was written" in out
    assert "no date moves" in ask("whatif", "--priority", f"{numbers['first']}=1")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "name at least one edit"),
        (("--hold-customer", "nobody"), 1, "no customer nobody"),
        (("--hold-customer", "school=soon"), 2, "CODE=YYYY-MM-DD"),
        (("--lift-customer", "school"), 1, "holds customer school itself"),
        (("--transfer", "book=5@EAST@soon"), 2, "@YYYY-MM-DD"),
        (("--transfer", "book=5"), 2, "LIC=QTY@FROM"),
        (("--priority", "none=5"), 1, "no order none"),
        (("--priority", "5"), 2, "ORDER=N"),
        (("--receive", "book=5"), 2, "PO:LIC=QTY"),
        (("--split", "7"), 2, "ORDER/LINE"),
        (("--date", "7=soon"), 2, "YYYY-MM-DD"),
        (("--policy", "luck"), 2, "complete-first"),
        (("--open", "none"), 1, "no order none"),
        (("--add", "book=5"), 2, "ORDER:LIC=QTY"),
        (("--qty", "7=5"), 2, "ORDER/LINE=QTY"),
        (("--void-receipt", "9"), 1, "no receipt 9"),
        (("--void-receipt", "last"), 2, "the number of a receipt"),
        (("--void", "9"), 1, "no shipment 9"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    numbers: dict[str, str], ask: Ask, arguments: tuple[str, ...], code: int, said: str
) -> None:
    answered, out, err = ask("whatif", *arguments)
    assert (answered, out) == (code, "")
    assert said in err


def test_r44_a_purchase_is_tried_and_then_made_and_opened(ask: Ask, numbers: dict[str, str]) -> None:
    assert ask("whatif", "--purchase", "book=5@2199-03-10")[0] == 1, "nobody sells books"
    assert ask("whatif", "--purchase", "book=5")[0] == 2
    assert ask("whatif", "--purchase", "book=x@2199-03-10")[0] == 1
    assert numbers["po"]


def test_r44_a_purchase_names_its_day_and_its_purchase_order(
    ask: Ask, numbers: dict[str, str], desk_path: Path
) -> None:
    with closing(open_desk(desk_path, name="a test")) as session, session.transaction(actor="Ann") as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    code, shown, _ = ask("--json", "whatif", "--purchase", "book=5@2199-03-10")
    assert (code, json.loads(shown)["edits"]) == (0, ["5 of book are bought and expected on 10 Mar 2199"])
    assert ask("whatif", "--purchase", "book=5@2199-03-10", "--apply")[0] == 0
    bought = [row for row in ask("export", "purchase-orders")[1].splitlines() if "2199-03-10" in row]
    assert [row.split(",")[1] for row in bought] == ["open"]


def test_r45_a_hold_of_a_customer_and_its_lifting_are_tried_and_done(
    ask: Ask, numbers: dict[str, str]
) -> None:
    waits, hold = numbers["second"], ("--hold-customer", "school=2199-03-10")
    assert data(ask("--json", "whatif", *hold))["edits"] == ["Customer school is on hold until 10 Mar 2199"]
    assert data(ask("--json", "whatif", *hold, "--apply"))["applied"]
    came = ("--receive", f"{numbers['po']}:book=20")
    assert data(ask("--json", "whatif", *came))["winners"] == []
    told = data(ask("--json", "whatif", *came, "--lift-customer", "school"))
    assert [(row["order"], row["change_qty"]) for row in told["winners"]] == [(waits, 20)]


def test_r47_a_transfer_is_tried_with_the_day_on_which_it_would_arrive(
    ask: Ask, numbers: dict[str, str], desk_path: Path
) -> None:
    with closing(open_desk(desk_path, name="a test")) as session, session.transaction(actor="Ann") as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", Decimal(50), reason="found", warehouse="EAST")
    told = data(ask("--json", "whatif", "--transfer", "book=50@EAST:MAIN@2199-03-10"))
    assert told["edits"] == ["50 of book are sent from warehouse EAST into MAIN and expected on 10 Mar 2199"]
    moved = {row["order"]: row["to_on"] for row in told["dates"]}
    assert moved[numbers["whole"]] == "2199-03-10"


def test_a_record_is_named_once_and_a_desk_has_one_policy(ask: Ask, numbers: dict[str, str]) -> None:
    po = numbers["po"]
    twice = ("--receive", f"{po}:book=3", "--receive", f"{po}:book=4")
    code, _, err = ask("whatif", *twice)
    assert (code, "book is named twice; name it once, with all that is meant" in err) == (2, True)
    assert ask("whatif", "--policy", "skip", "--policy", "strict")[0] == 2


def test_r45_what_cannot_ship_any_more_is_fewer(ask: Ask, numbers: dict[str, str]) -> None:
    code, out, _ = ask("whatif", "--hold", numbers["first"])
    assert (code, "20 units fewer can ship" in out, "-" in out.splitlines()[2]) == (0, True, False)
