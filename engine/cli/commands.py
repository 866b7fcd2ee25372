"""Which commands there are; each is read in when it is asked for, so that none pays for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from engine.errors import EmptyText, refuse

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter, Parameter

NAMES: Final = (
    *("up", "init", "sweep", "check", "schedule"),
    *("import", "profile", "watch", "export", "backup", "restore"),
    *("priority", "cancel", "pick", "ship", "void", "print"),
    *("hold", "lift", "not-before", "split", "whole", "release", "pin", "unpin"),
    *("order-it", "open-po", "receive", "adjust", "return", "warehouse", "transfer", "send"),
    *("report", "explain", "late", "slips", "compare", "whatif", "plan"),
    *("asof", "replay", "undo", "notices", "answer"),
)
"""In the order in which ``backorder --help`` lists them."""
_SIGNED: Final = {"adjust": {"ignore_unknown_options": True}}
"""A command of which an argument may be -5, which looks like an option."""
_HERE: Final = Path(__file__).parent


def module_of(name: str) -> str:
    """The file and the function of a command: its name as Python can have it, ``return_`` of "return"."""
    plain = name.replace("-", "_")
    return f"{plain}_" if iskeyword(plain) or plain == "print" else plain


@cache
def summary_of(name: str) -> str:
    """What a command does, in a sentence: the first paragraph of its function, which is not run for that."""
    module = module_of(name)
    tree = ast.parse((_HERE / f"{module}.py").read_text(encoding="utf-8"))
    [function] = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == module]
    return (ast.get_docstring(function) or "").partition("\n\n")[0]


def refuse_empty(ctx: Context) -> None:
    """Refuse what was given and says nothing, all together: a command would take it as not given.

    What a command cannot do without it refuses itself, beside whatever else is wrong.
    """
    refuse(
        [
            EmptyText(what=f"value of {_called(given)}")
            for given in ctx.command.params
            if not given.required
            if _is_typed(ctx, given.name or "") and _is_empty(ctx.params.get(given.name or ""))
        ]
    )


def _called(given: Parameter) -> str:
    """What an option or an argument is called on the command line: ``--until``, ``ORDER``."""
    if given.param_type_name == "option":
        return given.opts[0]
    return str(getattr(given, "metavar", None) or given.name or "").upper()


def _is_typed(ctx: Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _is_empty(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(one is not None and not str(one).strip() for one in values)


class Command(TyperCommand):
    """One command, which is not run where something that it is given says nothing."""

    def invoke(self, ctx: Context) -> Any:
        """Run the command."""
        refuse_empty(ctx)
        return super().invoke(ctx)


class CommandGroup(TyperGroup):
    """``backorder``: all commands, of which only those are read in that somebody asks for."""

    def invoke(self, ctx: Context) -> Any:
        """Run the command that was named."""
        refuse_empty(ctx)
        return super().invoke(ctx)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands: Any = _Commands()

    def format_commands(self, _: Context, formatter: HelpFormatter) -> None:
        """List the commands, from what their files say."""
        width = formatter.width - 6 - max(map(len, NAMES))  # as Typer has it
        rows = [(name, TyperCommand(name, help=summary_of(name)).get_short_help_str(width)) for name in NAMES]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class _Commands(Mapping[str, Any]):
    """Name -> command of Typer, made when it is first asked for."""

    def __getitem__(self, name: str) -> Any:
        if name not in NAMES:
            raise KeyError(name)
        return _read_in(name)

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


@cache
def _read_in(name: str) -> Any:
    module = module_of(name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    function = getattr(import_module(f"engine.cli.{module}"), module)
    alone.command(name, cls=Command, context_settings=_SIGNED.get(name))(function)
    return get_command(alone)
