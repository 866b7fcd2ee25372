"""What an expression is made of, and which names a target or an annotation has."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def parts_of(node: ast.expr) -> list[ast.expr]:  # noqa: PLR0911 - one for each kind of expression
    """The expressions of which one is made, where it is made of others and nothing else."""
    match node:
        case ast.FormattedValue(value, _, spec):
            return [] if spec and is_number(spec) else [value]
        case ast.BinOp(left, _, right) | ast.IfExp(_, left, right):
            return [left, right]
        case ast.JoinedStr(values=found) | ast.BoolOp(values=found) | ast.Dict(values=found):
            return found
        case ast.List(elts=found) | ast.Tuple(elts=found) | ast.Set(elts=found):
            return found
        case ast.GeneratorExp(elt=made) | ast.ListComp(elt=made) | ast.Lambda(body=made) | ast.Starred(made):
            return [made]
        case ast.NamedExpr(_, made) | ast.UnaryOp(_, made):
            return [made]
    return []


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, and not in a function inside it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, ast.FunctionDef):
            yield node
            yield from own_nodes(node)


def type_names(arg: ast.arg) -> set[str]:
    return names_of(arg.annotation) if arg.annotation else set()


def names_of(annotation: ast.expr) -> set[str]:
    """``int | None``: int and None."""
    return {part.strip() for part in ast.unparse(annotation).split("|")}


def has_name(target: ast.expr, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(target))


def is_number(spec: ast.expr) -> bool:
    """``:,`` and the like take numbers only."""
    last = spec.values[-1] if isinstance(spec, ast.JoinedStr) and spec.values else None
    return isinstance(last, ast.Constant) and str(last.value)[-1:] in set(",dfg%")
