"""A command line typed on a page: the same verbs, previews and sentences, on the desk that is open."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import typer
from typer.main import get_command

from engine import undo
from engine.cli import app, commands, output
from engine.cli.confirm import Asks
from engine.cli.context import Options, TypedCommand
from engine.errors import DeskError
from engine.panics import UNFORESEEN
from engine.past import history

if TYPE_CHECKING:
    from db.session import Session

IN_A_TERMINAL: Final = frozenset(
    {"up", "init", "import", "profile", "watch", "export", "backup", "restore", "plan", "print", "report"}
)
"""What reads or writes files of the machine, lays out paper or never ends: the pages do it in their own
way."""
_FILES: Final = frozenset({"FILE", "FOLDER"})
_HELP: Final = "--help"
_OPEN_QUOTE: Final = "A quotation mark is not closed; close it, or leave it out."


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command came to: what it printed, why it was refused ("" if it was not), or what it asks.

    ``action_id``: the number of the action that it was, if it wrote anything.
    """

    text: str = ""
    problem: str = ""
    asks: Asks | None = None
    action_id: int | None = None


@cache
def verbs() -> dict[str, str]:
    """The verbs that can be typed on a page, each with what it does, in the order of ``backorder --help``."""
    return {verb: commands.summary_of(verb) for verb in commands.NAMES if verb not in IN_A_TERMINAL}


def words_of(line: str) -> list[str]:
    """The words of a typed line, as a shell reads them; ``backorder`` before them may be left out.

    ValueError with a sentence where a quotation mark is not closed.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ValueError(_OPEN_QUOTE) from error
    return words[1:] if words[:1] == ["backorder"] else words


def is_verb(word: str) -> bool:
    """Whether a word is a verb of the command line, here or in a terminal."""
    return word in commands.NAMES


def run(session: Session, actor: str, words: Sequence[str], agreed: str = "") -> Answered:
    """Run a command as ``actor``; never raises.

    ``agreed``: the ``shown`` of what it asked before, once a person said yes: it is done if it would show the
    same now, and asks again if not.
    """
    if problem := _refused(words):
        return Answered(problem=problem)
    if _HELP in words:
        return Answered(text=_help(words[0]))
    given = Options("", json=False, actor=actor, typed=TypedCommand(session, agreed))
    with output.caught() as texts:
        try:
            action_id = _run(session, given, list(words))
        except Asks as asks:
            return Answered(asks=asks)
        except UNFORESEEN as error:  # a person never sees a traceback
            return Answered(problem=app.sentence(error, words))
    return Answered("".join(texts), action_id=action_id)


def _refused(words: Sequence[str]) -> str:
    """Why this cannot be typed on a page; "" if it can."""
    verb = words[0] if words else ""
    if verb in IN_A_TERMINAL:
        return f"{verb} works on files or never ends; type backorder {verb} in a terminal."
    if verb not in verbs():
        return f"There is no verb {verb}; ? lists them."
    option = None if _HELP in words else _file_option(verb, words)
    return f"{option} writes a file of this machine; type it in a terminal." if option else ""


def _run(session: Session, given: Options, words: list[str]) -> int | None:
    """Run a command; the number of the action that it was, if it can be told."""
    with session.reading() as tx:
        before = history.newest(tx).log_id
    app.app(args=words, prog_name="backorder", standalone_mode=False, obj=given)
    with suppress(DeskError), session.reading() as tx:  # what is done is done, if the desk is in use by now
        return undo.action_since(tx, before, given.actor)
    return None


def _help(verb: str) -> str:
    command = _commands()[verb]
    with typer.Context(command, info_name=verb) as ctx:
        return str(command.get_help(ctx))


def _file_option(verb: str, words: Sequence[str]) -> str | None:
    """The option among these words that names a file or a folder."""
    named = [one for one in _commands()[verb].params if getattr(one, "metavar", None) in _FILES]
    options = {option for one in named for option in one.opts}
    return next((name for word in words if (name := word.partition("=")[0]) in options), None)


@cache
def _commands() -> Mapping[str, Any]:
    group: Any = get_command(app.app)
    return cast("Mapping[str, Any]", group.commands)
