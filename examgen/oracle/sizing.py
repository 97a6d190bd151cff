"""The sizes of a layer: the shapes of its outputs and of its weights, for inputs of given shapes, as Keras infers them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from examgen.model.network import Layer
from examgen.oracle.building import operation, shapes_only, symbol
from examgen.oracle.instance import Shapes, Weight, built
from examgen.oracle.kept import Kept
from examgen.oracle.refusal import said


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shapes of a layer's outputs for one example, and its weights in Keras's order."""

    outputs: Shapes
    weights: tuple[Weight, ...] = ()


_sizes: Kept[tuple[Layer, Shapes, Shapes], Sizes | str] = Kept(25_000_000, lambda sizes: 1_000)


def sizes(layer: Layer, inputs: Shapes, states: Shapes = ()) -> Sizes:
    """The sizes of a layer, an operation or a loss that reads one example of these shapes.

    Raises:
        ValueError: Keras refuses to build it for them; the message is Keras's.
    """
    if (found := _sizes.get((layer, inputs, states))) is None:
        layer = _first_such(layer)
        try:
            found = _found(layer, inputs, states)
        except Exception as error:  # Keras raises of every type, TensorFlow's own among them
            found = said(error)
        _sizes.put((layer, inputs, states), found)
    if isinstance(found, str):
        raise ValueError(found)
    return found


@lru_cache(maxsize=4096)
def _first_such(layer: Layer) -> Layer:
    """The first of equal layers, in place of all others that would be kept in memory."""
    return layer


def _found(layer: Layer, inputs: Shapes, states: Shapes) -> Sizes:
    if layer.type.namespace == "losses":
        return Sizes(((),))
    if layer.type.namespace == "ops":
        with shapes_only():
            return Sizes((tuple(operation(layer)([symbol(lengths) for lengths in inputs]).shape),))
    found = built(layer, inputs)
    return Sizes(found.outputs(states), found.weights)
