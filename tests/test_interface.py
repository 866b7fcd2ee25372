"""What commands and files can do stands in docs/interchange.md and the README, and nothing else does."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from engine.cli.app import app
from engine.interchange import exporting, handover, kinds
from engine.preferences import ABOUT, Preferences
from engine.rules.preference import text_of
from engine.store import open_desk
from engine.sweeps import schedule_text, schedules

HOUSE = Path(__file__).parent.parent
CONTRACT = (HOUSE / "docs/interchange.md").read_text(encoding="utf-8")
README = (HOUSE / "README.md").read_text(encoding="utf-8")
OF_THE_SHELL = {"--install-completion", "--show-completion", "--help"}


def commands() -> dict[str, Any]:
    group: Any = get_command(app)  # of a click that typer brings along
    return dict(group.commands)


def options(command: Any) -> set[str]:
    own = (param.opts for param in command.params if param.param_type_name == "option")
    return {option for opts in own for option in opts if option.startswith("--")} - OF_THE_SHELL


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next of its kind."""
    [found] = re.findall(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,3}} |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found[1])


def rows(text: str) -> Iterator[list[str]]:
    """The rows of the tables in a text, cell by cell."""
    for row in re.findall(r"^\| (.+) \|$", text, re.MULTILINE):
        if not set(row) <= set("|- "):
            yield re.split(r"(?<!\\) \| ", row)


def table(text: str) -> Iterator[tuple[str, str]]:
    """The rows of the tables of two columns in a text: first cell, second cell."""
    yield from ((cells[0], cells[1]) for cells in rows(text) if len(cells) == 2)


def told_commands(text: str) -> dict[str, set[str]]:
    """Command -> the options that a table names for it."""
    rows = [re.sub(r"`, `", " , ", first) for first, _ in table(text) if first.startswith("`")]
    told: dict[str, set[str]] = {}
    for row in rows:
        for words in re.findall(r"(?:^`|, )([a-z][a-z-]*)((?:(?! , ).)*)", row):
            told.setdefault(words[0], set()).update(re.findall(r"--[a-z-]+", words[1]))
    return told


def test_the_contract_names_every_command_and_no_other() -> None:
    told = told_commands(section(CONTRACT, "The command"))
    assert told.keys() - commands().keys() == set()
    assert commands().keys() - told.keys() == set()


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_contract_names_every_option_of_a_command_and_no_other(name: str) -> None:
    text = section(CONTRACT, "The command")
    told = told_commands(text)[name]
    if name == "whatif":
        told |= set(re.findall(r"--[a-z-]+", text[text.index("The edits of `whatif`") :]))
    assert told == options(commands()[name])


def test_the_contract_names_what_stands_before_every_command() -> None:
    told = {
        option
        for first, _ in table(section(CONTRACT, "The command"))
        for option in re.findall(r"^`(--[a-z]+)", first)
    }
    assert told == options(get_command(app))


def test_the_readme_names_every_command_and_no_other() -> None:
    told = set(
        re.findall(
            r"`([a-z][a-z-]*)(?=[ `])",
            " ".join(first for first, _ in table(section(README, "The command line"))),
        )
    )
    assert told == commands().keys()


@pytest.mark.parametrize("text", [CONTRACT, README], ids=["docs/interchange.md", "README.md"])
def test_the_columns_of_files_in_stand_in_the_docs(text: str) -> None:
    told = {
        first.strip("`"): columns_of(second)
        for first, second in table(section(text, "Files in"))
        if "`" in first
    }
    told.pop("all", None)
    known = {
        kind: [column.name + "?" * (not column.required) for column in kinds.COLUMNS[kind]]
        for kind in kinds.COLUMNS
    }
    assert told == known


def files_out() -> dict[str, list[str]]:
    """Kind -> the columns that the contract names."""
    kinds_out = {
        first.strip("`"): columns_of(second)
        for first, second in table(section(CONTRACT, "Files out"))
        if "`" in first
    }
    kinds_out.pop("all")
    return kinds_out


def test_the_columns_of_files_out_stand_in_the_contract() -> None:
    own = exporting.EXPORTS.keys() - handover.KINDS.keys()
    with closing(open_desk(None, name="a test")) as desk:
        assert files_out() == {kind: exporting.export_frame(desk, kind).columns for kind in own}


@pytest.mark.parametrize("text", [CONTRACT, README], ids=["docs/interchange.md", "README.md"])
def test_the_files_out_that_are_files_in_stand_in_the_docs(text: str) -> None:
    """Those of a table of their own are not among them."""
    told = re.search(
        r"(?:columns of \*Files in\*: |^)(`warehouses`, [^.(]*)", section(text, "Files out"), re.MULTILINE
    )
    assert told
    assert set(re.findall(r"`([a-z-]+)`", told[1])) - {"purchase-orders"} == set(handover.KINDS)


def test_a_desk_is_handed_over_in_the_order_of_the_contract() -> None:
    cells = [row[0] for row in rows(section(CONTRACT, "Handing a desk over"))][1:]
    assert re.findall(r"`([a-z-]+)`", " ".join(cells)) == list(handover.KINDS)


def columns_of(cell: str) -> list[str]:
    """The column names that a cell lists, each with its question mark, without what is said of them."""
    named = re.sub(r"\([^)]*\)", "", cell.partition(" — ")[0])
    return [word.strip() for word in named.split(",")]


def test_the_readme_names_every_kind_of_file_out_and_no_other() -> None:
    written = re.search(r"^`backorder export KIND \[FILE\]` writes (.*?), or `all`", README, re.MULTILINE)
    assert written
    assert set(re.findall(r"`([a-z-]+)`", written[1])) == exporting.EXPORTS.keys() - handover.KINDS.keys()


def test_the_readme_says_when_the_sweeps_of_a_new_desk_run() -> None:
    told = [(name, when) for name, when, _ in rows(section(README, "Sweeps"))][1:]
    assert told == [(plan.sweep, schedule_text.describe(plan)) for plan in schedules.DEFAULT_SCHEDULES]


def test_every_preference_stands_there_with_what_it_is_in_a_new_desk_and_takes() -> None:
    new = Preferences()
    rows = [
        f"| `{one.name}` | {text_of(getattr(new, one.name)) or 'empty'} | {ABOUT[one.name].reading.takes} "
        f"| {ABOUT[one.name].label} |"
        for one in fields(Preferences)
    ]
    assert "\n".join(rows) in CONTRACT
