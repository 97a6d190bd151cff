"""Layers written as Keras code: drawn, as plain data, and mistaken for others."""

import re

from examgen.authoring import Draw, Layer, Option, layers
from examgen.model.keras_code import written as as_code

_RECURRENT = ("SimpleRNN", "LSTM", "GRU")


def frozen(layer: Layer) -> bool:
    """Whether a layer, or the layer inside it, is not trained."""
    inner = layer["layer"] if layer.knows("layer") else None
    return not layer["trainable"] or (isinstance(inner, Layer) and frozen(inner))


def drawn(d: Draw) -> tuple[tuple[int, ...], str]:
    """The shape of an input, and the code of two layers for it."""
    first = d.choice("first", ("Conv", "ConvTranspose", "DepthwiseConv", "SeparableConv", "recurrent"))
    axes, side, channels = d.choice("axes", (1, 2, 2)), d.integer("side", 15, 40), d.choice("channels", (4, 6, 8, 12))
    units = d.choice("units", (10, 14, 16, 20))
    if first == "recurrent":
        return (side, channels), as_code((_recurrent(d, units), layers.Dense(d.integer("classes", 3, 9))))
    shape = (side, d.integer("width", 15, 40), channels) if axes == 2 else (side, channels)
    kernel, strides = d.choice("kernel_size", (2, 3, 4, 5)), d.choice("strides", (1, 2, 2))
    kind = layers.KINDS[re.sub("Conv", f"Conv{axes}D", first)]
    options: dict[str, Option] = {"strides": strides, "padding": d.choice("padding", ("valid", "valid", "same"))}
    if first != "DepthwiseConv":
        options["filters"] = units
    if first == "Conv":
        options["groups"] = 2
    return shape, as_code((kind(kernel_size=kernel, **options), _resizing(d, axes)))


def _recurrent(d: Draw, units: int) -> Layer:
    one = layers.KINDS[d.choice("recurrent", _RECURRENT)](units, return_sequences=d.choice("all", (True, False)))
    return layers.Bidirectional(one) if d.choice("bidirectional", (True, False)) else one


def _resizing(d: Draw, axes: int) -> Layer:
    """A layer without parameters that changes the sides."""
    name = d.choice("second", ("Cropping", "ZeroPadding", "UpSampling", "MaxPooling"))
    kind, ends = layers.KINDS[f"{name}{axes}D"], d.sample("ends", range(1, 4), 2)
    if name in ("UpSampling", "MaxPooling"):
        return kind(ends[0] + 1)
    return kind(ends if axes == 1 else (ends, (ends[1], ends[1])))


def plain(layer: Layer, channels: int) -> Layer:
    """The plain convolution that a layer can be mistaken for."""
    named = re.fullmatch(r"(?:Depthwise|Separable)?(Conv\dD)(?:Transpose)?", layer.type.name)
    if not named:
        return layer
    kind = layers.KINDS[named[1]]
    kept = {name: value for name, value in layer.given if name in (*kind.required, *kind.defaults)}
    return kind(**{"filters": channels, **kept, "groups": 1})


def with_other_states(layer: Layer) -> Layer:
    """A recurrent layer that gives all its states for the last one, or the last one for all."""
    inner = layer["layer"] if layer.knows("layer") else None
    if isinstance(inner, Layer):
        return layer.but(layer=with_other_states(inner))
    return layer.but(return_sequences=not layer["return_sequences"]) if layer.knows("return_sequences") else layer


def one_direction(layer: Layer) -> Layer:
    """What is inside a bidirectional layer."""
    inner = layer["layer"] if layer.type == layers.Bidirectional else layer
    assert isinstance(inner, Layer)
    return inner
