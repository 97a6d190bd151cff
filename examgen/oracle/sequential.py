"""Whether Keras builds a stack of layers as a `Sequential` model, and its reason where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import made, shapes_only
from examgen.oracle.libraries import libraries
from examgen.oracle.refusal import said


def refusal(input_shape: tuple[int, ...], layers: Sequence[Layer]) -> str:
    """Why `keras.Sequential` refuses these layers, in Keras's words; nothing where it builds them."""
    return _refusal(tuple(input_shape), tuple(layers))


@lru_cache(maxsize=256)
def _refusal(input_shape: tuple[int, ...], layers: tuple[Layer, ...]) -> str:
    keras = libraries().keras
    with shapes_only():
        if _is_built(keras, input_shape, layers):
            return ""
        model = keras.Sequential([keras.Input(input_shape, dtype="float64")])
        for place, layer in enumerate(layers, start=1):
            try:
                model.add(made(layer))
            except Exception as error:
                return f"Keras refuses layer {place}, {_named(layer)}: {said(error)}"
            if len(model.outputs) > 1:
                return f"layer {place}, {_named(layer)}, has {len(model.outputs)} outputs; in a Sequential model each layer has one"
    return ""


def _is_built(keras: Any, input_shape: tuple[int, ...], layers: tuple[Layer, ...]) -> bool:
    """Whether the model is built as a whole, each layer with one output: to add layers one by one builds it anew each time."""
    try:
        model = keras.Sequential([keras.Input(input_shape, dtype="float64"), *map(made, layers)])
        return bool(model.built) and not any(isinstance(layer.output, list | tuple) for layer in model.layers)
    except Exception:  # which layer is at fault is found when they are added one by one
        return False


def _named(layer: Layer) -> str:
    return str(layer).replace("keras.layers.", "")
