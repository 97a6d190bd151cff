"""A network laid open, so that its gradient with every weight and every cell 1 tells which cells a cell is made of.

That does not depend on any number; but a maximum would pass the slope to one cell of its window, and a saturated
activation to none. So pooling becomes a sum, and activations go; so do biases, which change no slope.
"""

from __future__ import annotations

from dataclasses import replace

from examgen.model import layers, ops
from examgen.model.network import Layer, Network, Node, Option

_POINTWISE = {"Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "Dropout", "BatchNormalization"}
_POINTWISE_OPS = {"negative", "absolute", "square", "sqrt", "exp", "log", "tanh", "sigmoid", "relu", "clip"}
_BARE: dict[str, Option] = {"activation": None, "use_bias": False}
_CROPPING = {1: layers.Cropping1D, 2: layers.Cropping2D, 3: layers.Cropping3D}
_SUMMING = {"Subtract": layers.Add, "Maximum": layers.Add, "Multiply": layers.Add}
_SUMMING_OPS = {"subtract": ops.add, "maximum": ops.add, "minimum": ops.add, "multiply": ops.add, "divide": ops.add}


def linearised(network: Network) -> Network:
    """The network with sums for its pooling and its comparisons, and without activations, biases and named weights."""
    return Network(network.arrays, tuple(replace(n, layer=_open(n.layer), weights=()) for n in network.nodes))


def thin(network: Network) -> Network:
    """The linearised network with one filter for each convolution: all of them reach over the same cells."""
    return Network(network.arrays, tuple(replace(n, layer=_thin(n.layer)) for n in network.nodes))


def _thin(layer: Layer) -> Layer:
    return layer.but(filters=1) if layer.knows("filters") and layer.options.get("groups", 1) == 1 else layer


def central(network: Network, name: str, lengths: tuple[int, ...]) -> tuple[Network, str]:
    """The network with a node for the central cell of a tensor of this shape, all its channels; and the node's name."""
    if len(lengths) < 2:
        return network, name
    around = tuple(((length - 1) // 2, length // 2) for length in lengths[:-1])
    cropping = _CROPPING[len(around)](around if len(around) > 1 else around[0])
    cell = f"{name} at its centre"
    return network.add(cell, cropping, name), cell


def is_padded(network: Network) -> bool:
    """Whether a window of the network may hang over a border."""
    return any(_is_padded(node) for node in network.nodes)


def _is_padded(node: Node) -> bool:
    return node.layer.type.name.startswith("ZeroPadding") or (
        node.layer.knows("padding") and node.layer["padding"] != "valid"
    )


def _open(layer: Layer) -> Layer:
    kind, is_operation = layer.type.name, layer.type.namespace == "ops"
    if kind in (_POINTWISE_OPS if is_operation else _POINTWISE):
        return layers.Identity()
    if kind in (_SUMMING_OPS if is_operation else _SUMMING):
        return (_SUMMING_OPS if is_operation else _SUMMING)[kind]()
    if kind.startswith("GlobalMax"):
        return layers.KINDS[kind.replace("Max", "Average")]()
    if kind.startswith(("MaxPooling", "AveragePooling")):
        pool, strides = layer["pool_size"], layer["strides"]
        summing = layers.DepthwiseConv1D if kind.endswith("1D") else layers.DepthwiseConv2D
        return summing(pool, strides=pool if strides is None else strides, padding=layer["padding"], use_bias=False)
    return layer.but(**{name: value for name, value in _BARE.items() if layer.knows(name)})
