"""The bugs that can be planted in a module: one small change each, inside the body of a function.

A mutant is the code object of a function, compiled from the changed module, so that it can take the place of the original in a
running process. Messages (f-strings, and what is raised), annotations, docstrings and assertions are left as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHERS = {"any": "all", "all": "any", "min": "max", "max": "min"}
UNTOUCHED = (ast.JoinedStr, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.Nonlocal, ast.Global)


@dataclass(frozen=True)
class Mutant:
    """One planted bug.

    Attributes:
        path: the module's file.
        function: the qualified name of the outermost function around it, and the line of that function's first statement or decorator.
        line: where it stands.
        before: the source of what was changed.
        after: the source of what took its place.
        place: its number among all mutants of the module.
    """

    path: Path
    function: tuple[str, int]
    line: int
    before: str
    after: str
    place: int

    @property
    def name(self) -> str:
        """What it is listed under; two equal changes in one function share it."""
        return f"{self.path.parent.name}/{self.path.name} {self.function[0]}: {self.before} → {self.after}"

    def code(self) -> CodeType:
        """The changed function."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        for place, (_, _, _, plant) in enumerate(_changes(tree)):
            if place == self.place:
                plant()
                break
        module = compile(ast.fix_missing_locations(tree), str(self.path), "exec", dont_inherit=True)
        return next(code for code in _codes(module) if (code.co_qualname, code.co_firstlineno) == self.function)


def mutants(path: Path) -> list[Mutant]:
    """Every bug that can be planted in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Mutant(path, function, node.lineno, _source(node), after, place)
        for place, (function, node, after, _) in enumerate(_changes(tree))
    ]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _source(node: ast.AST) -> str:
    """A node's source on one line; of a branch or a loop its condition."""
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


Plant = Callable[[], None]
Change = tuple[tuple[str, int], ast.expr | ast.stmt, str, Plant]


def _changes(tree: ast.Module) -> Iterator[Change]:
    """Every change, with what it would read and how to make it; made before the next one is asked for, or not at all."""
    for function, name in _functions(tree, ""):
        first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        for statement in body:
            for node, after, plant in _within(statement, function):
                yield (name, first), node, after, plant


def _functions(tree: ast.AST, prefix: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """The outermost functions, with their qualified names."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _within(node: ast.AST, parent: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str, Plant]]:
    if isinstance(node, UNTOUCHED):
        if isinstance(node, ast.Raise) and isinstance(parent, ast.stmt | ast.match_case | ast.ExceptHandler):
            yield node, "pass", lambda: _replace(parent, node, ast.Pass())
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_stripped(parent):
        yield node, _source(ast.Constant("X")), lambda: _replace(parent, node, ast.Constant("X"))
    elif isinstance(node, ast.expr | ast.stmt):
        for after in _replacements(node):
            yield node, _source(after), lambda after=after: _replace(parent, node, after)  # type: ignore[misc]
    if isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield condition, "True", lambda c=condition: _replace(node, c, ast.Constant(value=True))  # type: ignore[misc]
    for field, child in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "pattern", "type", "type_comment"):
            continue
        if isinstance(node, ast.keyword) and node.arg == "strict":
            continue
        for inner in child if isinstance(child, list) else [child]:
            if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant):
                continue  # a docstring
            if isinstance(inner, ast.AST):
                yield from _within(inner, node)


def _is_stripped(call: ast.AST) -> bool:
    """Whether the characters of its argument are a set of which more would change nothing."""
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("strip", "lstrip", "rstrip")
    )


def _replace(parent: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for field, child in ast.iter_fields(parent):
        if child is old:
            setattr(parent, field, ast.copy_location(new, old))
        elif isinstance(child, list):
            child[:] = [ast.copy_location(new, old) if inner is old else inner for inner in child]


def _negated(test: ast.expr) -> ast.expr:
    return (
        test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else ast.UnaryOp(ast.Not(), test)
    )


def _replacements(node: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    """What a node may be changed to."""
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                if type(operator) in COMPARISONS:
                    changed = deepcopy(node)
                    changed.ops[i] = COMPARISONS[type(operator)]()
                    yield changed
        case ast.BinOp() if type(node.op) in OPERATIONS and not (
            isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
        ):
            yield ast.BinOp(node.left, OPERATIONS[type(node.op)](), node.right)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()) if not isinstance(node.operand, ast.Constant):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value * 2 if isinstance(node.value, float) and node.value else node.value + 1)
        case ast.Constant(value=str()) if node.value:
            yield ast.Constant(f"XX{node.value}XX")
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)
        case ast.If() | ast.While():
            changed = deepcopy(node)
            changed.test = _negated(changed.test)
            yield changed
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return() if node.value is not None and not (
            isinstance(node.value, ast.Constant) and not node.value.value
        ):
            yield ast.Return(ast.Constant(None))
        case ast.Call():
            ordered = not (isinstance(node.func, ast.Name) and node.func.id in ("min", "max"))
            if ordered and len(node.args) > 1 and not any(isinstance(arg, ast.Starred) for arg in node.args[:2]):
                yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
            for keyword in node.keywords:
                if keyword.arg not in (None, "strict"):  # a check of ours, of what cannot be
                    yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])
            if isinstance(node.func, ast.Name) and node.func.id in OTHERS:
                yield ast.Call(ast.Name(OTHERS[node.func.id], ast.Load()), node.args, node.keywords)
