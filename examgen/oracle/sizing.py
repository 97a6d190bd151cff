"""The sizes of a layer: the shapes of its outputs and of its weights, for inputs of given shapes.

A layer is made and built in full once. For other shapes the same object is asked again, in a tenth of the time: Keras's own
`build` says which weights it would add, Keras's own inference what would come out. Nothing is ever allocated.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, called, flat, made, operation, parameters, shapes_only, symbol, together
from examgen.oracle.kept import Kept
from examgen.oracle.refusal import said

Shapes = tuple[Lengths, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of a layer: its shape, and whether training changes it."""

    shape: Lengths
    trainable: bool = True


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shapes of a layer's outputs for one example, and its weights in Keras's order."""

    outputs: Shapes
    weights: tuple[Weight, ...] = ()


class Built:
    """A layer of Keras, built in full for inputs of some shapes."""

    def __init__(self, layer: Layer, inputs: Shapes, states: Shapes) -> None:
        self.layer, self.inputs, self.states = layer, inputs, states
        with shapes_only():
            self.keras = made(layer)
            self._spec = getattr(self.keras, "input_spec", None)
            self.sizes = Sizes(((),)) if layer.type.namespace == "losses" else self._called()

    def _called(self) -> Sizes:
        symbols = [[symbol((1, *lengths)) for lengths in shapes] for shapes in (self.inputs, self.states)]
        outputs = called(self.layer, self.keras, *symbols)
        trainable = set(map(id, self.keras.trainable_weights))
        weights = (Weight(tuple(v.shape), id(v) in trainable) for v in parameters(self.keras))
        return Sizes(_without_batch(outputs), tuple(weights))

    @cached_property
    def is_steady(self) -> bool:
        """Whether the layer, asked again for the shapes that it was built for, says what it said then."""
        try:
            return not self.states and self.asked_again(self.inputs) == self.sizes
        except Exception:  # some layers are not made for it
            return False

    def asked_again(self, inputs: Shapes) -> Sizes:
        """The sizes that the layer has for inputs of other shapes; it stays as it was.

        Raises:
            Exception: Keras refuses these inputs, in whatever type its error has.
        """
        symbols = together([symbol((1, *lengths)) for lengths in inputs])
        with shapes_only(), self._unbuilt() as weights:
            self.keras._assert_input_compatibility(symbols)
            self.keras.build(together([(1, *lengths) for lengths in inputs]))
            self.keras._assert_input_compatibility(symbols)
            outputs = flat(self.keras.compute_output_spec(symbols, **self.layer.at_call))
            return Sizes(_without_batch(outputs), weights.in_order)

    @contextlib.contextmanager
    def _unbuilt(self) -> Iterator[_Noted]:
        """The layer as if it were not built yet, and whatever weights are added to it noted down."""
        parts = self.keras._flatten_layers()
        before = [dict(vars(part)) for part in parts]
        noted = _Noted(self.keras.trainable, [_NotedPart() for _ in parts])
        try:
            for part, note in zip(parts, noted.parts, strict=True):
                vars(part).update(built=False, add_weight=note.add_weight)
            self.keras.input_spec = self._spec
            yield noted
        finally:
            for part, state in zip(parts, before, strict=True):
                vars(part).clear()
                vars(part).update(state)


class _NotedPart:
    """The weights that one layer would add, trainable ones first, as Keras lists them."""

    def __init__(self) -> None:
        self.trained: list[Lengths] = []
        self.fixed: list[Lengths] = []

    def add_weight(self, *, shape: Lengths, trainable: bool = True, **_: Any) -> Any:
        """Stands for `keras.Layer.add_weight`."""
        (self.trained if trainable else self.fixed).append(tuple(shape))
        return symbol(tuple(shape))


@dataclass(frozen=True)
class _Noted:
    """The weights that a layer would add, part by part."""

    trainable: bool
    parts: list[_NotedPart]

    @property
    def in_order(self) -> tuple[Weight, ...]:
        return tuple(
            Weight(shape, self.trainable and trainable)
            for part in self.parts
            for trainable, shapes in ((True, part.trained), (False, part.fixed))
            for shape in shapes
        )


def _without_batch(outputs: list[Any]) -> Shapes:
    return tuple(tuple(output.shape)[1:] for output in outputs)


# what is kept -------------------------------------------------------------------------------------------------------

Key = tuple[Layer, Shapes, Shapes]

_sizes: Kept[Key, Sizes | str] = Kept(32_000_000, lambda sizes: 1_000)
_first: Kept[Layer, Built] = Kept(64_000_000, lambda built: 100_000)


def sizes(layer: Layer, inputs: Shapes, states: Shapes = ()) -> Sizes:
    """The sizes of a layer, an operation or a loss that reads one example of these shapes.

    Raises:
        ValueError: Keras refuses to build it for them; the message is Keras's.
    """
    key = (layer, inputs, states)
    found = _sizes.get(key)
    if found is None:
        found = _sizes.put(key, _found(layer, inputs, states))
    if isinstance(found, str):
        raise ValueError(found)
    return found


def _found(layer: Layer, inputs: Shapes, states: Shapes) -> Sizes | str:
    """The sizes, or why Keras refuses them."""
    try:
        if layer.type.namespace == "ops":
            with shapes_only():
                return Sizes((tuple(operation(layer)([symbol(lengths) for lengths in inputs]).shape),))
        first = _first.get(layer)
        if first is not None and not states and first.is_steady:
            with contextlib.suppress(
                Exception
            ):  # what Keras refuses is built afresh, so that its reason is the true one
                return first.asked_again(inputs)
        return built(layer, inputs, states).sizes
    except Exception as error:  # Keras raises of every type, TensorFlow's own among them
        return said(error)


def built(layer: Layer, inputs: Shapes, states: Shapes = ()) -> Built:
    """A layer of Keras built for inputs of these shapes: the one that was built first, if it was for these, or a new one."""
    first = _first.get(layer)
    if first is not None and (first.inputs, first.states) == (inputs, states):
        return first
    new = Built(layer, inputs, states)
    return new if first is not None else _first.put(layer, new)
