"""The sizes of a layer: the shapes of its outputs and of its weights, for inputs of given shapes.

A layer is made once and asked for every shape: Keras's own `build` says which weights it would add, Keras's own inference what
would come out. No weight is ever allocated. Only what is run is built in full.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MethodType
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, Tensor, called, made, operation, parameters, shapes_only, symbol, together
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


_UNROLLED = 20
"""Recurrent layers write down so many steps."""


class Reusable:
    """A layer of Keras that is made once and built anew for every shape that it is asked about.

    Keras checks the inputs, says which weights it adds and infers the outputs, as when the layer is called; what is spared is
    to make the layer and its variables each time. What it noted about one shape is forgotten before the next.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        with shapes_only():
            self.keras = made(layer)
        self._parts = self.keras._flatten_layers()
        # The plain `build` of its class, without the name scopes and the bookkeeping that Keras wraps around it.
        self._fresh = [{**vars(part), "build": MethodType(type(part).build, part)} for part in self._parts]
        for fresh in self._fresh:
            if "unroll" in fresh:  # the profile of a graph does not see the inside of a loop
                fresh["unroll"] = True

    def sizes(self, inputs: Shapes) -> Sizes:
        """The sizes for inputs of these shapes.

        Raises:
            Exception: Keras refuses them, in whatever type its error has.
        """
        with shapes_only():
            weights = self.build(inputs, symbol)
            shapes = self.keras.compute_output_shape(together([(1, *lengths) for lengths in inputs]))
        outputs = shapes if isinstance(shapes[0], tuple | list) else [shapes]
        return Sizes(tuple(tuple(lengths)[1:] for lengths in outputs), weights)

    def build(self, inputs: Shapes, weight: Callable[[Lengths], Tensor]) -> tuple[Weight, ...]:
        """Build the layer for inputs of these shapes, with weights of the caller's; these are returned in Keras's order."""
        notes = [_Noted(weight) for _ in self._parts]
        for part, fresh, note in zip(self._parts, self._fresh, notes, strict=True):
            vars(part).clear()
            vars(part).update(fresh, add_weight=note.add_weight)
        symbols = together([symbol((1, *lengths)) for lengths in inputs])
        self.keras._assert_input_compatibility(symbols)
        self.keras.build(together([(1, *lengths) for lengths in inputs]))
        self.keras._assert_input_compatibility(symbols)  # some demand more once they are built
        added = (one for note in notes for one in note.in_order)
        return tuple(Weight(shape, trainable and self.keras.trainable) for shape, trainable in added)


class _Noted:
    """The weights that one layer adds when it is built."""

    def __init__(self, weight: Callable[[Lengths], Tensor]) -> None:
        self._weight = weight
        self._added: list[tuple[Lengths, bool]] = []

    def add_weight(self, *, shape: Lengths, trainable: bool = True, **_: Any) -> Tensor:
        """Stands for `keras.Layer.add_weight`."""
        self._added.append((tuple(shape), trainable))
        return self._weight(tuple(shape))

    @property
    def in_order(self) -> list[tuple[Lengths, bool]]:
        """Shapes, and whether they are trainable: those first, as Keras lists them."""
        return sorted(self._added, key=lambda one: not one[1])


# what is kept -------------------------------------------------------------------------------------------------------

Key = tuple[Layer, Shapes, Shapes]

_reusable: Kept[Layer, Reusable] = Kept(64_000_000, lambda layer: 60_000)
_built: Kept[Key, Built] = Kept(64_000_000, lambda built: 80_000)
_sizes: Kept[Key, Sizes | str] = Kept(32_000_000, lambda sizes: 1_000)


def sizes(layer: Layer, inputs: Shapes, states: Shapes = ()) -> Sizes:
    """The sizes of a layer, an operation or a loss that reads one example of these shapes.

    Raises:
        ValueError: Keras refuses to build it for them; the message is Keras's.
    """
    key = (layer, inputs, states)
    if (found := _sizes.get(key)) is None:
        try:
            found = _found(layer, inputs, states)
        except Exception as error:  # Keras raises of every type, TensorFlow's own among them
            found = said(error)
        _sizes.put(key, found)
    if isinstance(found, str):
        raise ValueError(found)
    return found


def _found(layer: Layer, inputs: Shapes, states: Shapes) -> Sizes:
    if layer.type.namespace == "ops":
        with shapes_only():
            return Sizes((tuple(operation(layer)([symbol(lengths) for lengths in inputs]).shape),))
    if states or layer.type.namespace == "losses":
        return built(layer, inputs, states).sizes
    return reusable(layer).sizes(inputs)


def reusable(layer: Layer) -> Reusable:
    """The one object of Keras that stands for a layer where only sizes matter."""
    return _reusable.get(layer) or _reusable.put(layer, Reusable(layer))


@dataclass(frozen=True)
class Built:
    """A layer of Keras that was called on inputs of some shapes and so built in full, and the sizes that it turned out to have."""

    keras: Any
    sizes: Sizes


def built(layer: Layer, inputs: Shapes, states: Shapes = ()) -> Built:
    """A layer of Keras, ready for one example of these shapes; or a loss, which needs no building."""
    key = (layer, inputs, states)
    return _built.get(key) or _built.put(key, _called(layer, inputs, states))


def _called(layer: Layer, inputs: Shapes, states: Shapes) -> Built:
    with shapes_only():
        keras = made(layer)
        if layer.type.namespace == "losses":
            return Built(keras, Sizes(((),)))
        for part in keras._flatten_layers():
            if hasattr(part, "unroll"):  # a few steps run faster one after the other than in a loop of TensorFlow's
                part.unroll = inputs[0][0] <= _UNROLLED
        symbols = [[symbol((1, *lengths)) for lengths in shapes] for shapes in (inputs, states)]
        outputs = [tuple(output.shape)[1:] for output in called(layer, keras, *symbols)]
    trainable = set(map(id, keras.trainable_weights))
    weights = (Weight(tuple(v.shape), id(v) in trainable) for v in parameters(keras))
    return Built(keras, Sizes(tuple(outputs), tuple(weights)))
