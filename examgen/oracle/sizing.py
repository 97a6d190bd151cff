"""The sizes of a layer: the shapes of its outputs and of its weights, for inputs of given shapes.

A layer is made once and asked for every shape: Keras's own `build` says which weights it would add, Keras's own inference what
would come out. No weight is ever allocated. Only what is run is built in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, called, made, operation, parameters, shapes_only, symbol, together
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


class _Asked:
    """A layer of Keras that is asked what it would own and give, as often as one likes, and never built.

    Keras checks the inputs, says which weights it adds and infers the outputs, as when the layer is called; what is spared is
    to make the layer and its variables anew for every shape. What it notes about one shape is forgotten before the next.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        with shapes_only():
            self._keras = made(layer)
        self._parts = self._keras._flatten_layers()
        # The plain `build` of its class, without the name scopes and the bookkeeping that Keras wraps around it.
        self._fresh = [{**vars(part), "build": partial(type(part).build, part)} for part in self._parts]

    def sizes(self, inputs: Shapes) -> Sizes:
        """The sizes for inputs of these shapes.

        Raises:
            Exception: Keras refuses them, in whatever type its error has.
        """
        keras, symbols = self._keras, together([symbol((1, *lengths)) for lengths in inputs])
        notes = [_Noted() for _ in self._parts]
        for part, fresh, note in zip(self._parts, self._fresh, notes, strict=True):
            vars(part).clear()
            vars(part).update(fresh, add_weight=note.add_weight)
        with shapes_only():
            keras._assert_input_compatibility(symbols)
            keras.build(together([(1, *lengths) for lengths in inputs]))
            keras._assert_input_compatibility(symbols)
            shapes = keras.compute_output_shape(together([(1, *lengths) for lengths in inputs]))
        outputs = shapes if isinstance(shapes[0], tuple | list) else [shapes]
        weights = (Weight(shape, trainable and keras.trainable) for note in notes for shape, trainable in note.weights)
        return Sizes(tuple(tuple(lengths)[1:] for lengths in outputs), tuple(weights))


class _Noted:
    """The weights that one layer would add."""

    def __init__(self) -> None:
        self._trained: list[Lengths] = []
        self._fixed: list[Lengths] = []

    def add_weight(self, *, shape: Lengths, trainable: bool = True, **_: Any) -> Any:
        """Stands for `keras.Layer.add_weight`."""
        (self._trained if trainable else self._fixed).append(tuple(shape))
        return symbol(tuple(shape))

    @property
    def weights(self) -> list[tuple[Lengths, bool]]:
        """Trainable ones first, as Keras lists them."""
        return [(shape, True) for shape in self._trained] + [(shape, False) for shape in self._fixed]


# what is kept -------------------------------------------------------------------------------------------------------

Key = tuple[Layer, Shapes, Shapes]

_asked: Kept[Layer, _Asked] = Kept(64_000_000, lambda asked: 60_000)
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
    if (asked := _asked.get(layer)) is None:
        asked = _asked.put(layer, _Asked(layer))
    return asked.sizes(inputs)


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
        symbols = [[symbol((1, *lengths)) for lengths in shapes] for shapes in (inputs, states)]
        outputs = [tuple(output.shape)[1:] for output in called(layer, keras, *symbols)]
    trainable = set(map(id, keras.trainable_weights))
    weights = (Weight(tuple(v.shape), id(v) in trainable) for v in parameters(keras))
    return Built(keras, Sizes(tuple(outputs), tuple(weights)))
