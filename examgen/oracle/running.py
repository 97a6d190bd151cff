"""Networks run on numbers: one by one, or many of one structure in one traced graph."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from examgen.model.network import Node
from examgen.model.observable import AfterStep, Gradient, Observed, Value
from examgen.oracle.building import Lengths, Tensor
from examgen.oracle.libraries import libraries
from examgen.oracle.sizing import Sizes
from examgen.oracle.steps import graphs, mapped, ready, traced
from examgen.oracle.training import Trainer
from examgen.oracle.wiring import Wired, lifted

if TYPE_CHECKING:
    import numpy as np

Tensors = Mapping[str, Tensor]
Step = Callable[["_Tensors"], Sequence[Tensor]]

_STEP = 10_000
"""Bytes of a layer that is ready to run (measured)."""


def traced_from(layers: int) -> int:
    """So many networks of so many layers are worth a trace; fewer run quicker one by one.

    A trace takes as long as some six runs of the network, and some dozen of a single layer (measured in benchmarks/tracing.py).
    """
    return 6 + 10 // max(1, layers)


class Run:
    """A structure with its layers ready to run: a function from named arrays to what is observed of them."""

    def __init__(self, wired: Wired, observables: Iterable[Observed]) -> None:
        self.observables = tuple(observables)
        self._wired = wired
        self._shapes = wired.shapes
        self._tf = libraries().tf
        self._reads = [_Reads.of(node, sizes, wired.shapes) for node, sizes in wired.nodes]
        self._steps = [
            (node, self._step(node, read)) for node, read in zip(wired.network.nodes, self._reads, strict=True)
        ]
        self._trainers = {o: Trainer(wired, o, self.forward) for o in observables if isinstance(o, AfterStep)}
        self._runs = 0
        self._graph: Any = None
        self._fed: list[Lengths] = []

    @property
    def arrays(self) -> Iterable[str]:
        """The names of the arrays that it starts from."""
        return self._wired.network.arrays

    @property
    def size(self) -> int:
        """The bytes that it takes in memory, about, without its graph."""
        return len(self._steps) * _STEP

    # many -----------------------------------------------------------------------------------------------------------

    def many(self, stacked: Mapping[str, np.ndarray], *, in_graph: bool | None = None) -> list[np.ndarray]:
        """What is observed of many networks, whose arrays are stacked: for each observable an array of as many values.

        They are traced once so many have been run that it pays; ``in_graph`` decides otherwise.
        """
        self._runs += len(next(iter(stacked.values())))
        if in_graph is None:
            enough = self._runs >= traced_from(len(self._steps))
            in_graph = self._graph is not None or (enough and graphs.may_grow())
        # An optimizer keeps its state in variables of its own, which a graph that maps over items would have to share.
        return self._mapped(stacked) if in_graph and not self._trainers else self._one_by_one(stacked)

    def _one_by_one(self, stacked: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        lib = libraries()
        count = len(next(iter(stacked.values())))
        asarray = lib.np.asarray  # one number of an array is no array any more
        rows = [self({name: asarray(array[index]) for name, array in stacked.items()}) for index in range(count)]
        return [lib.np.stack([result.numpy() for result in column]) for column in zip(*rows, strict=True)]

    def _mapped(self, stacked: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """The graph of one network mapped over the stacked arrays."""
        if self._graph is None:
            names, self._fed = list(stacked), [self._fed_as(name) for name in stacked]
            self._graph = graphs.add(
                traced(
                    lambda *tensors: self(dict(zip(names, tensors, strict=True))), self._fed, ["float64"] * len(names)
                )
            )
        fed = (array.reshape(-1, *lengths) for array, lengths in zip(stacked.values(), self._fed, strict=True))
        return mapped(self._graph, list(fed))

    def _fed_as(self, name: str) -> Lengths:
        """The shape in which a graph gets an array: the one that it is read in, which saves the graph a step, if there is only one."""
        own = self._shapes[name]
        if any(
            name in (getattr(o, "name", None), getattr(o, "by", None), getattr(o, "of", None)) for o in self.observables
        ):
            return own
        wanted = {lengths for read in self._reads for one, lengths in read.all if one == name}
        return wanted.pop() if len(wanted) == 1 else own

    # one ------------------------------------------------------------------------------------------------------------

    def __call__(self, arrays: Tensors) -> list[Tensor]:
        """What is observed of one network, from its named arrays (tensors, or numpy's): once through it for all of it."""
        tf = self._tf
        gradients = [o for o in self.observables if isinstance(o, Gradient)]
        values = _Tensors(arrays, self._shapes)
        found: dict[Observed, Tensor] = {}
        several = len({o.of for o in gradients}) > 1
        recording: Any = tf.GradientTape(several, False) if gradients else contextlib.nullcontext()
        with recording as tape:
            if len(self._trainers) < len(self.observables):
                values = self.forward(arrays, tape, {o.by for o in gradients})
            targets = {of: tf.reduce_sum(values[of]) for of in dict.fromkeys(o.of for o in gradients)}
        for of, target in targets.items():
            wanted = [o for o in gradients if o.of == of]
            slopes = tape.gradient(target, [values[o.by] for o in wanted], unconnected_gradients="zero")
            found.update(zip(wanted, slopes, strict=True))
        for observable in self.observables:
            match observable:
                case Value(name):
                    found[observable] = values[name]
                case AfterStep():
                    found[observable] = self._trainers[observable](arrays)
        return [_as_float(found[observable]) for observable in self.observables]

    def forward(self, arrays: Tensors, tape: Any = None, watched: AbstractSet[str] = frozenset()) -> _Tensors:
        """Every tensor of the network by its name; ``tape`` watches those that are named."""
        values = _Tensors(arrays, self._shapes, watched, tape)
        for node, step in self._steps:
            values.give(node, step(values))
        return values

    def _step(self, node: Node, read: _Reads) -> Step:
        """One node as a function of the tensors before it."""
        run = ready(node.layer, tuple(lengths for _, lengths in read.inputs))
        return lambda values: run(
            [values.shaped(*one) for one in read.inputs],
            [values.shaped(*one) for one in read.states],
            [values.shaped(*one) for one in read.weights],
        )


_Named = tuple[str, Lengths]


@dataclass(frozen=True)
class _Reads:
    """What a node reads: the names of tensors, each with the shape that it is read in; layers and losses want a batch axis."""

    inputs: list[_Named]
    states: list[_Named]
    weights: list[_Named]

    @classmethod
    def of(cls, node: Node, sizes: Sizes, shapes: Mapping[str, Lengths]) -> _Reads:
        batch = () if node.layer.type.namespace == "ops" else (1,)
        return cls(
            [(name, (*batch, *lifted(shapes[name], node.layer.type.rank))) for name in node.inputs],
            [(name, (1, *lifted(shapes[name], 1))) for name in node.state],
            [(name, weight.shape) for name, weight in zip(node.weights, sizes.weights, strict=False)],
        )

    @property
    def all(self) -> list[_Named]:
        return [*self.inputs, *self.states, *self.weights]


class _Tensors:
    """The tensors of one run by name; those that layers give keep their batch axis until somebody wants them without."""

    def __init__(
        self, arrays: Tensors, shapes: Mapping[str, Lengths], watched: AbstractSet[str] = frozenset(), tape: Any = None
    ) -> None:
        self._shapes, self._watched, self._tape = shapes, watched, tape
        self._lib = libraries()
        self._held = dict(arrays)
        self._reshaped: dict[tuple[str, Lengths], Tensor] = {}
        for name in watched & self._held.keys():
            self._held[name] = self._lib.tf.convert_to_tensor(self._held[name])
            tape.watch(self._held[name])

    def give(self, node: Node, results: Sequence[Tensor]) -> None:
        """Note what a node gives."""
        for name, result in zip(node.outputs, results, strict=False):
            self._held[name] = result
            if name in self._watched:
                self._held[name] = self[name]  # what reads it must read the tensor that is watched
                self._tape.watch(self._held[name])

    def __getitem__(self, name: str) -> Tensor:
        return self.shaped(name, self._shapes[name])

    def shaped(self, name: str, lengths: Lengths) -> Tensor:
        """A tensor in this shape; weights that several layers share are reshaped once."""
        tensor, key = self._held[name], (name, lengths)
        if (known := self._reshaped.get(key)) is not None:
            return known
        if isinstance(tensor, self._lib.np.ndarray):
            found = self._lib.tf.constant(tensor.reshape(lengths))
        else:
            found = tensor if tensor.shape == lengths else self._lib.tf.reshape(tensor, lengths)
        self._reshaped[key] = found
        return found


def _as_float(tensor: Tensor) -> Tensor:
    tf = libraries().tf
    return tensor if tensor.dtype == tf.float64 else tf.cast(tensor, tf.float64)
