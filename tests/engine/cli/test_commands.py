"""Which commands there are: each has its file and its tests, and says what it does without being read in."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from engine.cli import app, commands
from tests.engine.cli.command_line import HOUSE, Backorder

OWN = {"__init__", "__main__", "answers", "app", "arguments", "commands", "confirm", "context", "output"}
OWN |= {"edit_texts", "naming", "typed"}
"""The files of the package that are no command."""


def test_every_file_is_a_command_or_one_of_the_packages_own() -> None:
    files = {file.stem for file in (HOUSE / "engine/cli").glob("*.py")}
    assert OWN - files == set()
    assert files - OWN == {commands.module_of(name) for name in commands.NAMES}
    assert len(set(commands.NAMES)) == len(commands.NAMES)


def test_every_command_has_a_file_of_tests() -> None:
    tests = {file.stem for file in Path(__file__).parent.glob("test_*.py")}
    assert {f"test_{commands.module_of(name).rstrip('_')}" for name in commands.NAMES} - tests == set()


@pytest.mark.parametrize("name", commands.NAMES)
def test_what_is_told_of_a_command_is_what_its_own_help_begins_with(name: str) -> None:
    group: Any = get_command(app.app)
    told = inspect.cleandoc(group.commands[name].help).partition("\n\n")[0]
    assert commands.summary_of(name) == told != ""


@pytest.mark.parametrize("name", commands.NAMES)
def test_an_argument_is_called_by_its_bare_name(name: str) -> None:
    """What may be left out or repeated is marked by Typer: a mark of our own would be a second one."""
    group: Any = get_command(app.app)
    told = [one.metavar or "" for one in group.commands[name].params if one.param_type_name == "argument"]
    assert [one for one in told if set(one) & set("[].")] == []


def test_help_lists_every_command_with_what_it_does(backorder: Backorder) -> None:
    lines = backorder("--help").out.splitlines()
    for name in commands.NAMES:
        [line] = [line for line in lines if line.startswith(f"  {name} ")]
        # What is longer than the line is cut after a word.
        assert commands.summary_of(name).startswith(line.split(maxsplit=1)[1].removesuffix("..."))


def test_a_name_that_is_nearly_a_command_is_answered_with_it(backorder: Backorder) -> None:
    answer = backorder("recieve")
    assert answer.err == "No such command 'recieve'. Did you mean 'receive'? See backorder --help.\n"


def test_a_command_reads_in_no_other(tmp_path: Path) -> None:
    asked = (
        "import sys; from engine import cli; cli.run(['receive', '--help']);"
        " print(*sorted(name for name in sys.modules if name.startswith('engine.cli.')), file=sys.stderr)"
    )
    read = subprocess.run(
        [sys.executable, "-c", asked], cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60
    )
    others = {f"engine.cli.{commands.module_of(name)}" for name in commands.NAMES} - {"engine.cli.receive"}
    assert "engine.cli.receive" in read.stderr
    assert others & set(read.stderr.split()) == set()


def _options() -> list[tuple[str, Any]]:
    """Every option that takes a value, with its command."""
    return [
        (name, option)
        for name in commands.NAMES
        for option in commands.CommandGroup().commands[name].params
        if option.param_type_name == "option" and not option.is_flag
    ]


def _needed(name: str, but: object) -> list[str]:
    """What a command cannot do without, but for one option."""
    every = [one for one in commands.CommandGroup().commands[name].params if one.required and one is not but]
    options = [word for one in every if one.param_type_name == "option" for word in (one.opts[0], "1")]
    arguments = [one.name for one in every if one.param_type_name == "argument"]
    return [*options, *("secondary" if name == "sweep" else "1" for _ in arguments)]


@pytest.mark.parametrize(("name", "option"), _options(), ids=lambda one: getattr(one, "name", one))
@pytest.mark.parametrize("empty", ["", "  "])
def test_an_option_that_says_nothing_is_refused_in_a_sentence_and_not_taken_as_left_out(
    desk: Backorder, name: str, option: Any, empty: str
) -> None:
    answer = desk(name, *_needed(name, option), option.opts[0], empty)
    assert answer.code in (1, 2)
    assert answer.out == ""
    said = ("empty", "An empty text is not", "without a reason", option.opts[0])
    assert any(words in answer.err for words in said), answer.err


def _optional_arguments() -> list[tuple[str, int]]:
    """Every argument that may be left out: its command, and how many stand before it."""
    return [
        (name, at) for name in commands.NAMES for at, one in enumerate(_arguments(name)) if not one.required
    ]


def _arguments(name: str) -> list[Any]:
    every = commands.CommandGroup().commands[name].params
    return [one for one in every if one.param_type_name == "argument"]


@pytest.mark.parametrize(("name", "at"), _optional_arguments())
@pytest.mark.parametrize("empty", ["", "  "])
def test_an_argument_that_says_nothing_is_refused_and_not_taken_as_left_out(
    desk: Backorder, name: str, at: int, empty: str
) -> None:
    needed = [word for word in _needed(name, None) if word != "secondary"]
    options = needed[: len(needed) - sum(one.required for one in _arguments(name))]
    answer = desk(name, *options, *["1"] * at, empty)
    assert answer.code in (1, 2)
    assert answer.out == ""
    said = ("empty", "An empty text is not", "whole number", "is not one of")
    assert any(words in answer.err for words in said), answer.err


@pytest.mark.parametrize("option", ["--db", "--actor"])
def test_an_option_before_the_command_that_says_nothing_is_refused(desk: Backorder, option: str) -> None:
    answer = desk(option, "", "check")
    assert (answer.code, answer.out, answer.err) == (1, "", f"The value of {option} is empty; name one.\n")
