"""Operations written as a formula, as a paper has it: ``w - eta * g / sqrt(v)``. Formulas are read as data; nothing is evaluated."""

from __future__ import annotations

import ast

from examgen.arrays import Scalar
from examgen.model import layers, ops
from examgen.model.network import Layer, LayerType, Node

_OPERATORS: dict[type[ast.AST], LayerType] = {
    ast.Add: ops.add,
    ast.Sub: ops.subtract,
    ast.Mult: ops.multiply,
    ast.Div: ops.divide,
    ast.Pow: ops.power,
    ast.MatMult: ops.matmul,
    ast.USub: ops.negative,
}


def parsed(name: str, formula: str) -> tuple[tuple[Node, ...], dict[str, Scalar]]:
    """The nodes that give ``name``, the last of them, and the constants of the formula as arrays named as they are written.

    Raises:
        ValueError: it is no formula of names, constants, operators and operations of ``keras.ops``.
    """
    constants: dict[str, Scalar] = {}
    nodes: list[Node] = []

    def read(part: ast.expr, output: str) -> str:
        match part:
            case ast.Name(id=read_name):
                return read_name
            case ast.Constant(value=int() | float() as value):
                constants[ast.unparse(part)] = value
                return ast.unparse(part)
            case _:
                layer, operands = _operation(part, formula)
                inputs = tuple(read(each, f"{name}: {ast.unparse(each)}") for each in operands)
                if output not in {node.outputs[0] for node in nodes}:
                    nodes.append(Node((output,), layer, inputs))
                return output

    if (output := read(ast.parse(formula, mode="eval").body, name)) != name:
        nodes.append(Node((name,), layers.Identity(), (output,)))
    return tuple(nodes), constants


def _operation(part: ast.expr, formula: str) -> tuple[Layer, list[ast.expr]]:
    match part:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](), [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ops.negative(), [operand]
        case ast.Call(func=ast.Name(id=called), args=operands, keywords=options):
            if isinstance(kind := getattr(ops, called, None), LayerType):
                return kind(**{each.arg or "**": ast.literal_eval(each.value) for each in options}), operands
    raise ValueError(f"{ast.unparse(part)!r} in {formula!r} is not an operation of keras.ops")
