"""Which expressions of the pages reach a place where Streamlit reads Markdown: read off the source, not run.

An expression may be read if it is written in the program, a number or a day, or went through ``literal``.
Names are followed to what they were set to, functions to what they return, parameters to their type.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from tests.syntax import has_name, names_of, own_nodes, parts_of, type_names

_BODY = ("0", "label", "body", "title", "text", "help")
_OPTIONS = ("0", "1", "label", "options", "help", "format_func")
_SENTENCES = """markdown caption info warning error success header subheader title toast badge write spinner
    status expander popover dialog button toggle checkbox form_submit_button download_button link_button
    text_input text_area number_input date_input selectbox multiselect file_uploader"""
READ = {
    **dict.fromkeys(_SENTENCES.split(), _BODY),
    **dict.fromkeys(("pills", "segmented_control", "radio"), _OPTIONS),
    "page_link": ("label", "help"),
    "metric": ("0", "1", "2", "label", "value", "delta", "help", "delta_description"),
    "tabs": ("0", "tabs"),
    "table": ("0", "data"),
}
"""Streamlit's calls, and those of their arguments that are read as Markdown, by place or by name."""

SAFE_TYPES = {"bool", "int", "float", "Decimal", "Qty", "date", "datetime", "Markdown", "None", "Field"}
"""Types of which nothing was typed; every text of a Field is the program's own."""
_NUMBERS = """height line_no line run_id receipt_id shipment_id qty lines rank ahead_orders changes row_no
    orders port priority late_pos pos_created pos_topped_up shipments_created shipments_appended version days
    now others"""
SAFE_FIELDS = set(_NUMBERS.split())
"""Fields and columns that hold numbers, wherever they stand."""
SAFE_CALLS = {"literal", "len", "int", "sum", "min", "max", "round", "plain", "spelled"}
SAFE_METHODS = {"n_unique", "spelled"}
"""What gives a number, or a day or instant in words, whatever it is asked of."""
PASSING = {"str", "sorted", "list", "dict", "zip", "reversed", "range", "plural"}
"""What makes nothing that it was not given."""
PASSED = {
    "get",
    "lower",
    "upper",
    "capitalize",
    "strip",
    "rstrip",
    "replace",
    "keys",
    "values",
    "items",
    "date",
}


def dotted(file: Path) -> str:
    """``pages.parts.demand.tabs``; the stem of a file that stands elsewhere."""
    parts = file.with_suffix("").parts
    return ".".join(parts[len(parts) - parts[::-1].index("pages") - 1 :]) if "pages" in parts else file.stem


class Module:
    """A file of the pages."""

    def __init__(self, file: Path) -> None:
        self.name = dotted(file)
        self.tree = ast.parse(file.read_text(encoding="utf-8"))
        self.inside: dict[ast.AST, ast.AST] = {
            child: parent for parent in ast.walk(self.tree) for child in ast.iter_child_nodes(parent)
        }

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions of a module by name, nested ones as well."""
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def imported(self) -> dict[str, str]:
        """What it takes from other modules: the name here, and the dotted one."""
        taken = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        return {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in taken
            for alias in node.names
        }

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The scopes around a node, from the nearest function to the module."""
        while (node := self.inside.get(node, self.tree)) is not self.tree:
            if isinstance(node, ast.FunctionDef | ast.Lambda):
                yield node
        yield self.tree


class Reader:
    """What may be read as Markdown in the modules of the pages."""

    def __init__(self, files: list[Path], enumerations: set[str]) -> None:
        self.modules = {module.name: module for module in map(Module, files)}
        self.types = SAFE_TYPES | enumerations
        self.known: dict[tuple[str, str], bool] = {}
        self.asked: list[tuple[ast.AST, str]] = []

    def places(self) -> Iterator[tuple[str, ast.expr, bool]]:
        """Every expression that is read: where, what, whether it may be."""
        for module in self.modules.values():
            for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
                for arg in self._read(module, call):
                    yield f"{module.name}:{arg.lineno}", arg, self.may(module, arg)

    def _read(self, module: Module, call: ast.Call) -> Iterator[ast.expr]:
        names = self._names(module, call)
        if any(keyword.arg == "format_func" for keyword in call.keywords):
            names -= {"1", "options"}
        for place, arg in enumerate(call.args):
            if str(place) in names:
                yield arg
        yield from (keyword.value for keyword in call.keywords if keyword.arg in names)

    def _names(self, module: Module, call: ast.Call) -> set[str]:
        """The arguments of a call that are read: of Streamlit's own, or of a parameter annotated Markdown."""
        if isinstance(call.func, ast.IfExp):
            return set(_BODY)
        found = self._function(module, call.func)
        if found is None:
            match call.func:
                case ast.Attribute(value=ast.Name(owner), attr=name) if not self._is_strange(module, owner):
                    return set(READ.get(name, ()))
                case ast.Attribute(value=ast.Subscript(), attr=name):
                    return set(READ.get(name, ()))
            return set()
        args = [*found[1].args.args, *found[1].args.kwonlyargs]
        read = [(str(place), arg.arg) for place, arg in enumerate(args) if "Markdown" in type_names(arg)]
        return {name for pair in read for name in pair}

    def _function(self, module: Module, func: ast.expr) -> tuple[Module, ast.FunctionDef] | None:
        """The function of the pages that is called, and its module."""
        match func:
            case ast.Name(name) if name in module.functions:
                return module, module.functions[name]
            case ast.Attribute(value=ast.Name(name), attr=attr) if other := self._other(module, name):
                return (other, other.functions[attr]) if attr in other.functions else None
        return None

    def _other(self, module: Module, name: str) -> Module | None:
        """The module of the pages that goes by this name here."""
        return self.modules.get(module.imported.get(name, ""))

    def _is_strange(self, module: Module, name: str) -> bool:
        """Whether the name is of something taken from elsewhere than the pages, which draws nothing."""
        return name in module.imported and self._other(module, name) is None

    def may(self, module: Module, node: ast.expr) -> bool:
        """Whether an expression may be read as Markdown."""
        if isinstance(node, ast.Constant | ast.Compare):
            return True
        parts = parts_of(node)
        if parts:
            return all(self.may(module, part) for part in parts)
        return self._looked_up(module, node)

    def _looked_up(self, module: Module, node: ast.expr) -> bool:  # noqa: PLR0911 - one for each kind
        """Whether what an expression names or calls may be read."""
        match node:
            case ast.Call():
                return self._call(module, node)
            case ast.Name(name) | ast.Attribute(attr=name) if name.isupper():
                return True  # by the habit of the house a constant of the program
            case ast.Attribute(attr=name) if name in SAFE_FIELDS:
                return True
            case ast.Name(name):
                return name in self.types or self._name(module, node, name)
            case ast.Attribute(value, attr):
                return self._constant(module, value, attr) or self.may(module, value)
            case ast.Subscript(value, key):
                return getattr(key, "value", None) in SAFE_FIELDS or self.may(module, value)
        return isinstance(node, ast.FormattedValue | ast.List | ast.Tuple | ast.Dict | ast.JoinedStr)

    def _constant(self, module: Module, owner: ast.expr, name: str) -> bool:
        """Whether a name of another module of the pages is set to what may be read."""
        other = self._other(module, owner.id) if isinstance(owner, ast.Name) else None
        if other is None:
            return False
        return self._returns(other, name) if name in other.functions else self._set(other, other.tree, name)

    def _call(self, module: Module, call: ast.Call) -> bool:
        found = self._function(module, call.func)
        if found is not None:
            return self._returns(found[0], found[1].name)
        args = [*call.args, *(keyword.value for keyword in call.keywords)]
        match call.func:
            case ast.Name("map"):
                return ast.unparse(call.args[0]) == "literal"
            case ast.Name(name):
                return name in SAFE_CALLS or (name in PASSING and all(self.may(module, a) for a in args))
            case ast.Attribute(value, "join" | "format"):
                return self.may(module, value) and all(self.may(module, arg) for arg in args)
            case ast.Attribute(value, name):
                return name in SAFE_METHODS or (name in PASSED and self.may(module, value))
        return False

    def _returns(self, module: Module, name: str) -> bool:
        """Whether all that a function returns may be read."""
        key = (module.name, name)
        if key not in self.known:
            self.known[key] = True  # a function that calls itself adds nothing of its own
            made = module.functions[name]
            if made.returns is not None and names_of(made.returns) <= self.types:
                return True
            values = [node.value for node in ast.walk(made) if isinstance(node, ast.Return) and node.value]
            self.known[key] = all(self.may(module, value) for value in values)
        return self.known[key]

    def _name(self, module: Module, node: ast.AST, name: str) -> bool:
        for scope in module.around(node):
            if isinstance(scope, ast.FunctionDef | ast.Lambda):
                for arg in [*scope.args.args, *scope.args.kwonlyargs]:
                    if arg.arg == name:
                        return bool(type_names(arg)) and type_names(arg) <= self.types
            if (found := self._set_in(module, scope, name)) is not None:
                return found
        return name in module.functions and self._returns(module, name)

    def _set(self, module: Module, scope: ast.AST, name: str) -> bool:
        return bool(self._set_in(module, scope, name))

    def _set_in(self, module: Module, scope: ast.AST, name: str) -> bool | None:
        """Whether all that a name is set to in a scope may be read; None where it is not set."""
        if (scope, name) in self.asked:
            return True  # set to something made of itself, which adds nothing
        self.asked.append((scope, name))
        values = [*self._values(module, scope, name)]
        self.asked.pop()
        return all(values) if values else None

    def _values(self, module: Module, scope: ast.AST, name: str) -> Iterator[bool]:
        for node in own_nodes(scope):
            match node:
                case ast.Assign(targets, value):
                    yield from (self._part(module, to, value, name) for to in targets if has_name(to, name))
                case ast.AnnAssign(ast.Name(to), value=value) if to == name and value:
                    yield self.may(module, value) or names_of(node.annotation) <= self.types
                case ast.AugAssign(ast.Name(to), value=value) if to == name:
                    yield self.may(module, value)
                case ast.NamedExpr(ast.Name(to), value) if to == name:
                    yield self.may(module, value)
                case ast.For(to, value) | ast.comprehension(to, value) if has_name(to, name):
                    yield self._part(module, to, value, name)
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(to), attr="append" | "insert"), args=args
                ) if to == name:
                    yield from (self.may(module, arg) for arg in args)

    def _part(self, module: Module, to: ast.expr, value: ast.expr, name: str) -> bool:
        """Whether what a target takes of a value may be read; side by side where both are listed."""
        if isinstance(to, ast.Tuple) and isinstance(value, ast.Tuple) and len(to.elts) == len(value.elts):
            pairs = zip(to.elts, value.elts, strict=True)
            return all(self._part(module, left, right, name) for left, right in pairs if has_name(left, name))
        if isinstance(to, ast.Tuple) and name in SAFE_FIELDS | {"place", "number_", "day", "priority"}:
            return True
        return self.may(module, value)
