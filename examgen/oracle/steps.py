"""One layer ready to run: on the tensors of one network, or on those of many networks at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, Tensor, made, operation
from examgen.oracle.instance import built
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import libraries

if TYPE_CHECKING:
    import numpy as np

Shapes = tuple[Lengths, ...]
Ready = Callable[[Sequence[Tensor], Sequence[Tensor], Sequence[Tensor]], Sequence[Tensor]]
"""A layer as a function of its inputs, the states that it starts from, and its weights."""

UNROLLED = 20
"""A recurrent layer takes so many steps faster one after the other than in a loop of TensorFlow's."""

TRACED_FROM = 16
"""A layer that has run so often is traced: a trace takes as long as some twenty runs (measured in benchmarks/tracing.py)."""

_BY_ROW = {
    "Identity", "Flatten", "Reshape", "Permute", "RepeatVector", "ReLU", "LeakyReLU",
    "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "Cropping1D", "Cropping2D", "Cropping3D",
    "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "Add", "Subtract", "Multiply", "Maximum", "Minimum",
}  # fmt: skip
"""Layers that do the same to every example of a batch, to the last bit: they select, or do one exact operation for each cell."""
_BY_CELL = {
    "negative", "absolute", "add", "subtract", "multiply", "divide", "maximum", "minimum", "square", "sqrt", "relu", "clip",
    "sign", "greater", "greater_equal", "less_equal",
}  # fmt: skip
"""Operations that do one exact operation for each cell, and so may see the cells of many examples in a row."""


def ready(layer: Layer, inputs: Shapes) -> Ready:
    """A layer, an operation or a loss as a function of tensors; the shapes are those that it reads, with the batch axis."""
    if layer.type.namespace == "ops":
        operate = operation(layer)
        return lambda read, states, weights: [operate(read)]
    if layer.type.namespace == "losses":
        loss = made(layer)
        return lambda read, states, weights: [loss(*read)]
    keras = built(layer, tuple(lengths[1:] for lengths in inputs))
    first = inputs[0]
    unrolled = bool(first[1:]) and first[1] <= UNROLLED

    def run(read: Sequence[Tensor], states: Sequence[Tensor], weights: Sequence[Tensor]) -> Sequence[Tensor]:
        named = iter(weights)

        def weight(lengths: Lengths) -> Tensor:
            """The next weight of the layer; one without a name belongs to a network that is run on ones."""
            known = next(named, None)
            return libraries().tf.ones(lengths, "float64") if known is None else known

        return keras.call(read, states, weight, unrolled=unrolled)

    return run


@dataclass(frozen=True, slots=True)
class Reads:
    """What a layer reads: the shapes and the types of its inputs, states and weights; inputs and states with their batch axis."""

    layer: Layer
    inputs: Shapes
    states: Shapes
    weights: Shapes
    types: tuple[str, ...]


class Step:
    """A layer that runs on the arrays of many networks, each by itself or all at once, with the same result."""

    def __init__(self, reads: Reads) -> None:
        self._tf, self._np = libraries().tf, libraries().np
        self._run = ready(reads.layer, reads.inputs)
        self._shapes = (*reads.inputs, *reads.states, *reads.weights)
        self._types = reads.types
        self._ends = len(reads.inputs), len(reads.inputs) + len(reads.states)
        kind = reads.layer.type
        # Where shapes differ, Keras may take what is stacked for a bias: the sum of (2, 3, 2) and (2, 1, 1) is one for it.
        alike = not (reads.states or reads.weights) and len(set(reads.inputs)) == 1
        self._by_row = alike and kind.namespace == "layers" and kind.name in _BY_ROW
        self._by_cell = alike and kind.namespace == "ops" and kind.name in _BY_CELL
        self._runs = 0
        self._graph: Any = None

    def many(self, columns: Sequence[Sequence[np.ndarray]]) -> list[np.ndarray]:
        """What it makes of many networks: for each thing that it reads a column of arrays, for each that it gives a stacked one."""
        np, count = self._np, len(columns[0])
        stacked = [
            np.stack(column).reshape(count, *lengths) for column, lengths in zip(columns, self._shapes, strict=True)
        ]
        if self._by_row:
            return [result.numpy() for result in self._of([array[:, 0] for array in stacked])]
        if self._by_cell:
            return [
                result.numpy().reshape(count, *self._shapes[0]) for result in self._of([a.ravel() for a in stacked])
            ]
        self._runs += count
        if self._graph is None and self._runs >= TRACED_FROM and graphs.may_grow():
            self._graph = graphs.add(self._traced())
        if self._graph is not None:
            return mapped(self._graph, stacked)
        rows = [self._of([array[index] for array in stacked]) for index in range(count)]
        return [np.stack([result.numpy() for result in column]) for column in zip(*rows, strict=True)]

    def _of(self, arrays: Sequence[Any]) -> Sequence[Tensor]:
        tensors = [self._tf.constant(array) for array in arrays]
        inputs, states = self._ends
        return self._run(tensors[:inputs], tensors[inputs:states], tensors[states:])

    def _traced(self) -> Any:
        inputs, states = self._ends
        return traced(
            lambda *tensors: self._run(tensors[:inputs], tensors[inputs:states], tensors[states:]),
            self._shapes,
            self._types,
        )


def traced(run: Callable[..., Sequence[Tensor]], shapes: Sequence[Lengths], types: Sequence[str]) -> Any:
    """A function of tensors of these shapes as a graph."""
    tf = libraries().tf
    signature = [tf.TensorSpec(lengths, kind) for lengths, kind in zip(shapes, types, strict=True)]
    return tf.function(run, input_signature=signature, autograph=False).get_concrete_function()


def mapped(graph: Any, stacked: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The graph of one network mapped over stacked arrays by one operation of TensorFlow.

    ``MapDefun`` rather than ``tf.map_fn`` or ``tf.vectorized_map``: it needs the graph of one item and no other, which
    is traced four times as fast as a loop over all, and runs for a fiftieth of what an eager run of one item takes.
    """
    tf = libraries().tf
    results = tf.raw_ops.MapDefun(
        arguments=[tf.constant(array) for array in stacked],
        captured_inputs=graph.captured_inputs,
        output_types=[output.dtype for output in graph.outputs],
        output_shapes=[output.shape for output in graph.outputs],
        f=graph,
        max_intra_op_parallelism=1,
    )
    return [result.numpy() for result in results]


class Graphs:
    """All graphs of the process: TensorFlow never gives back the memory of one that ``MapDefun`` ran, so there is an end to them.

    What comes after runs layer by layer, which is slower and gives the same.

    Attributes:
        limit: the memory that all of them may take, in bytes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken = 0

    def may_grow(self) -> bool:
        """Whether there is room for another one."""
        return self.taken < self.limit

    def add(self, graph: Any) -> Any:
        """Count a graph."""
        self.taken += _GRAPH + _OPERATION * len(graph.graph.get_operations())
        return graph


_GRAPH, _OPERATION = 100_000, 6_000
"""Bytes of a graph and of an operation in it (measured)."""
graphs = Graphs(48_000_000)
_steps: Kept[Reads, Step] = Kept(16_000_000, lambda step: 2_000)


def step(reads: Reads) -> Step:
    """The step of a layer that reads these shapes."""
    return _steps.get(reads) or _steps.put(reads, Step(reads))
