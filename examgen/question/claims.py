"""Witnesses of statements: a network, and a comparison that holds exactly when the statement is true.

Each entry of ``network`` is a layer as Keras code, or a list of layers in sequence. Its input is the first array unless another one
is named. Layers and comparisons are read as data; nothing is evaluated as Python.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from examgen.arrays import AGREEMENT, Array, Scalar, array, cells, shape
from examgen.model import observable
from examgen.model.keras_code import read_call
from examgen.model.network import Input, Layer, Network
from examgen.model.observable import Observable, Observed

_ORDERED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COUNTS: Mapping[str, Callable[..., Observed]] = {
    "parameters": observable.parameters,
    "trainable": partial(observable.parameters, trainable=True),
    "multiplications": observable.multiplications,
}
"""What is counted over the layers of one part of a witness, or of several."""
_OBSERVABLES: Mapping[tuple[str, int], Callable[..., Observed]] = {
    ("value", 1): observable.value,
    ("shape", 1): observable.shape,
    ("gradient", 2): observable.gradient,
    ("receptive_field", 2): observable.receptive_field,
    ("pixel_use", 2): observable.pixel_use,
}
"""What is observed of named tensors, with the number of names that it takes."""


def layer(text: str) -> Layer:
    """A layer from its Keras code, such as ``Conv2D(8, 3, padding="same")``; it is read, not evaluated.

    Raises:
        ValueError: it is not a layer that we know with options that are plain values.
    """
    return read_call(text)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(f"cannot be read: {text!r}") from None


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise ValueError(f"expected a plain value, got {ast.unparse(node)!r}") from None


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _inputs(value: Any) -> Any:
    return {"input": value} if isinstance(value, list) else value


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]
Arrays = Annotated[Any, BeforeValidator(array)]


class Part(_Model):
    """Layers of a witness, in sequence.

    Attributes:
        input: names of the tensors that are the input of the first layer; the network's first array unless given.
        weights: names of the arrays that are its weights, for a single layer.
        state: names of its initial states.
    """

    layers: Names = Field(min_length=1)
    input: Names = ()
    weights: Names = ()
    state: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"layers": value} if isinstance(value, str | list) else value

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        _ = self.made
        if len(self.layers) > 1 and (self.weights or self.state):
            raise ValueError(
                "weights and a state belong to one layer; give each layer of the sequence a name of its own"
            )
        return self

    @cached_property
    def made(self) -> tuple[Layer, ...]:
        """The layers as data."""
        return tuple(map(layer, self.layers))


class Relation:
    """``parameters(lstm) == 4 * parameters(rnn)``: what it observes, and whether it holds for what was observed."""

    def __init__(self, text: str, sequences: Mapping[str, tuple[str, ...]]) -> None:
        self.text = text
        tree = _parsed(text)
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            raise ValueError(f"expected one comparison such as parameters(a) == 4 * parameters(b), got {text!r}")
        self._relation = type(tree.ops[0])
        if self._relation not in {ast.Eq, ast.NotEq, *_ORDERED}:
            raise ValueError(f"expected one of == != < <= > >= in {text!r}")
        self._sequences = sequences
        self._observed: dict[str, Observed] = {}
        self._sides = self._side(tree.left), self._side(tree.comparators[0])

    @property
    def observables(self) -> tuple[Observed, ...]:
        """What must be observed to decide it."""
        return tuple(dict.fromkeys(self._observed.values()))

    def holds(self, answers: Mapping[Observable, Array]) -> bool:
        """Whether it holds.

        Raises:
            ValueError: arrays of several numbers are ordered, or calculated with.
        """
        left, right = (side(answers) for side in self._sides)
        if self._relation not in _ORDERED:
            return _equal(left, right) == (self._relation is ast.Eq)
        one, other = _number(left), _number(right)
        if _equal(left, right):
            return self._relation in (ast.LtE, ast.GtE)
        return _ORDERED[self._relation](one, other)

    def _side(self, node: ast.expr) -> Callable[[Mapping[Observable, Array]], Array]:
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            work, left, right = _ARITHMETIC[type(node.op)], self._side(node.left), self._side(node.right)
            return lambda answers: work(_number(left(answers)), _number(right(answers)))
        if isinstance(node, ast.Call):
            observed = self._observable(node)
            return lambda answers: answers[observed]
        literal = array(_literal(node))
        return lambda answers: literal

    def _observable(self, node: ast.Call) -> Observed:
        text = ast.unparse(node)
        if text not in self._observed:
            self._observed[text] = self._read(node)
        return self._observed[text]

    def _read(self, node: ast.Call) -> Observed:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        names = [argument.id for argument in node.args if isinstance(argument, ast.Name)]
        plain = len(names) == len(node.args) and not node.keywords
        counted = [each for part in names for each in self._sequences.get(part, (part,))]
        if name in _COUNTS and plain:
            return _COUNTS[name](*counted)
        if name == "after_step" and len(names) == 2 and len(node.args) == 4 and not node.keywords:
            weight, loss = names
            return observable.after_step(weight, loss, read_call(ast.unparse(node.args[2])), _literal(node.args[3]))
        if plain and (name, len(names)) in _OBSERVABLES:
            return _OBSERVABLES[name, len(names)](*names)
        known = [*(f"{count}(a, …)" for count in _COUNTS), *(f"{n}({'a, b'[: 3 * k - 2]})" for n, k in _OBSERVABLES)]
        raise ValueError(
            f"cannot observe {ast.unparse(node)!r}; expected one of {', '.join(known)}, after_step(weight, loss, SGD(…), steps)"
        )


def _number(value: Array) -> Scalar:
    """The only number of an array."""
    found = list(cells(value))
    if len(found) != 1:
        raise ValueError(f"expected one number to compare or to calculate with, got shape {shape(value)}")
    return found[0]


def _equal(one: Array, other: Array) -> bool:
    """Whether all numbers are the same; axes of length 1 do not count."""
    mine, its = (tuple(length for length in shape(value) if length != 1) for value in (one, other))
    pairs = zip(cells(one), cells(other), strict=False)
    return mine == its and all(math.isclose(a, b, rel_tol=AGREEMENT, abs_tol=AGREEMENT) for a, b in pairs)


class Witness(_Model):
    """A network, and a comparison that holds exactly when the statement is true.

    Attributes:
        input: the shape of the input of every part, where its values do not matter; or several shapes by name.
        arrays: arrays by name, where the values matter.
    """

    network: dict[str, Part] = Field(min_length=1)
    holds: str
    input: Annotated[dict[str, tuple[int, ...]], BeforeValidator(_inputs)] = {}
    arrays: dict[str, Arrays] = {}

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        _ = self.observables
        return self

    @cached_property
    def built(self) -> Network:
        """The network."""
        net = Network({**{name: Input(*lengths) for name, lengths in self.input.items()}, **self.arrays})
        if not net.arrays:
            raise ValueError("a network needs an input (a shape) or arrays")
        first = next(iter(net.arrays))
        for name, part in self.network.items():
            inputs = part.input or (first,)
            *inner, last = part.made
            for inside, each in zip(self.sequences[_outputs(name)[0]], inner, strict=False):
                net, inputs = net.add(inside, each, *inputs), (inside,)
            net = net.add(_outputs(name), last, *inputs, weights=part.weights, state=part.state)
        return net

    @property
    def sequences(self) -> dict[str, tuple[str, ...]]:
        """The names of all layers of each part, by the name of the part, which is that of its last layer."""
        numbered = {n: [f"{n} {i}" for i in range(1, len(part.layers))] for n, part in self.network.items()}
        return {_outputs(name)[0]: (*before, _outputs(name)[0]) for name, before in numbered.items()}

    @cached_property
    def comparison(self) -> Relation:
        """What must hold."""
        return Relation(self.holds, self.sequences)

    @property
    def observables(self) -> tuple[Observed, ...]:
        """What must be observed of the network."""
        _ = self.built
        return self.comparison.observables


def _outputs(name: str) -> tuple[str, ...]:
    """The names of the outputs of a layer: ``h, c`` for a cell with two states."""
    return tuple(part.strip() for part in name.split(","))
