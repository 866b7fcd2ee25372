"""``backorder profile``, and files that are read by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.rules.shops import SHOPS
from tests.engine.cli.command_line import Backorder
from tests.shop_files import order, shopify_orders

MINE = {"kind": "items", "columns": {"lic": "Article"}, "known_by": ["Article"]}


def test_a_profile_is_kept_from_a_file_shown_listed_and_taken_away(desk: Backorder, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(MINE), encoding="utf-8")
    assert desk("profile", "mine", "--keep", file).out == "The profile mine for files of items is kept.\n"
    assert json.loads(desk("profile", "mine").out) == {"name": "mine"} | MINE
    assert [row["profile"] for row in desk("--json", "profile").json] == ["mine", *SHOPS]
    assert desk("profile").out.splitlines()[1].split() == ["mine", "items"]
    assert desk("profile", "mine", "--delete").out == "The profile mine for files of items was taken away.\n"
    assert [row["profile"] for row in desk("--json", "profile").json] == [*SHOPS]


def test_what_a_profile_of_the_program_prints_is_kept_under_another_name(
    desk: Backorder, tmp_path: Path
) -> None:
    file = tmp_path / "shop.json"
    file.write_text(desk("profile", "shopify-orders").out, encoding="utf-8")
    desk("profile", "our shop", "--keep", file)
    assert desk("--json", "profile", "our shop").json["columns"]["qty"] == "Lineitem quantity"


def test_a_file_of_a_shop_is_read_by_the_profile_that_the_refusal_names(
    desk: Backorder, tmp_path: Path
) -> None:
    file = tmp_path / "orders_export.csv"
    file.write_text(shopify_orders(order("#1", "amy@shop.example", ("mug", 2))), encoding="utf-8")
    refused = desk("import", "orders", file)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "orders_export.csv looks like a Shopify order export; read it with --profile shopify-orders.\n"
    )
    done = desk("import", "orders", file, "--profile", "shopify-orders")
    assert done.out.splitlines() == [
        "orders: 1 added, 0 updated, 0 unchanged (1 row).",
        "items: 1 made of the same rows.",
        "customers: 1 made of the same rows.",
    ]
    assert desk("--json", "import", "orders", file, "--profile", "shopify-orders").json["unchanged"] == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("profile", "mine"), 1, "There is no profile mine (there are shopify-orders"),
        (("profile", "--delete"), 2, "name the profile that is meant"),
        (("profile", "mine", "--keep", "x", "--delete"), 2, "--keep and --delete exclude each other"),
        (("profile", "mine", "--keep", "nowhere.json"), 1, "There is no file nowhere.json; check its name"),
        (("profile", "mine", "--keep", "."), 1, ". is a folder; name a file in it."),
        (
            ("profile", "mine", "--keep", "{bad}"),
            1,
            "The profile mine does not fit (orders has no column colour",
        ),
        (("profile", "mine", "--keep", "{binary}"), 1, "binary.json is no text in UTF-8); correct it"),
        (("profile", "shopify-orders", "--keep", "{good}"), 1, "comes with the program and stays as it is"),
        (("import", "orders", "{good}", "--profile", "none"), 1, "There is no profile none"),
        (
            ("import", "items", "{good}", "--profile", "shopify-orders"),
            1,
            "reads files of orders, not of items",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    desk: Backorder, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    files = {name: tmp_path / f"{name}.json" for name in ("bad", "good", "binary")}
    files["bad"].write_text('{"kind": "orders", "columns": {"colour": "Colour"}}', encoding="utf-8")
    files["good"].write_text(json.dumps(MINE), encoding="utf-8")
    files["binary"].write_bytes(b"\xff\xfe\xfd")
    answer = desk(*(word.format(**files) for word in words))
    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err
