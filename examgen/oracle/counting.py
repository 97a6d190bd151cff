"""Counts of parameters, and of multiply-accumulates by the profile of TensorFlow's graph."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator

from examgen.model.network import Layer, Node
from examgen.oracle.building import Lengths, Tensor
from examgen.oracle.instance import Shapes, built
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import float_operations, libraries
from examgen.oracle.refusal import OracleError
from examgen.oracle.sizing import sizes
from examgen.oracle.wiring import Wired, maker

_PRODUCTS = {"MatMul", "BatchMatMulV2", "Conv2D", "Conv3D", "DepthwiseConv2dNative", "Conv2DBackpropInput"}
"""TensorFlow's operations that multiply weights with values; its profile counts two for a product and its addition."""
_UNCOUNTED = {"Conv3DBackpropInputV2", "SpaceToBatchND", "While", "StatelessWhile"}
"""Where one of these stands, the profile does not count what a person would."""


def parameter_count(wired: Wired, names: Iterable[str], *, trainable: bool) -> int:
    """The parameters of the named layers, or of all; a layer that is used again counts once."""
    wanted = {id(maker(wired.network, name)) for name in names}
    # Nodes of the same layer and the same named weights are one layer used again.
    layers = {
        (node.layer, node.weights) if node.weights else id(node): found.weights
        for node, found in wired.nodes
        if not wanted or id(node) in wanted
    }
    return sum(
        math.prod(weight.shape)
        for weights in layers.values()
        for weight in weights
        if weight.trainable or not trainable
    )


def multiplication_count(wired: Wired, names: Iterable[str]) -> int:
    """The multiply-accumulates of the named layers for one example, or of all.

    Raises:
        OracleError: TensorFlow's profile does not count one of them.
    """
    wanted = {id(maker(wired.network, name)) for name in names}
    return sum(_of_node(wired, node) for node in wired.network.nodes if not wanted or id(node) in wanted)


def _of_node(wired: Wired, node: Node) -> int:
    count = _multiplications(node.layer, *wired.read_by(node))
    taken_over = wired.network.taken_over(node)
    if taken_over is None or node.layer.type.name.endswith("Transpose"):
        return count
    # Every value that a layer gives takes as many products, so an output said to be larger takes as many more.
    return count * math.prod(wired.shapes[taken_over]) // math.prod(wired.shapes[node.outputs[0]])


def _multiplications(layer: Layer, inputs: Shapes, states: Shapes) -> int:
    """The products of a layer: those at one position of its output, or of one time step, times how many there are.

    A layer does the same everywhere, and each of its filters or units does, so the profile of a small graph tells what a graph of
    millions of cells would, and one profile serves layers that differ in nothing else.
    """
    found = sizes(layer, inputs, states)
    if not found.weights or layer.type.namespace != "layers":
        return 0
    (read, *_), (given, *_) = inputs, found.outputs
    if layer.type.name == "TimeDistributed" and isinstance(inner := layer["layer"], Layer):
        return read[0] * _multiplications(inner, (read[1:],), ())
    if layer.type.name.endswith("Transpose"):  # cropping its output saves no product
        everywhere = layer.but(padding="same", output_padding=None, dilation_rate=1, filters=1)
        return math.prod(read[:-1]) * given[-1] * _profiled(everywhere, (_at_one(read),), ())
    if layer.knows("kernel_size"):  # as many products without holes, whatever the stride
        anywhere = layer.but(padding="same", strides=1, dilation_rate=1)
        if layer.knows("groups") and layer["groups"] == 1:
            return math.prod(given) * _profiled(anywhere.but(filters=1), (_at_one(read),), ())
        return math.prod(given[:-1]) * _profiled(anywhere, (_at_one(read),), ())
    if layer.type.name == "Dense":
        return math.prod(given) * _profiled(layer.but(units=1), (read[-1:],), ())
    if layer.type.name in ("SimpleRNN", "LSTM", "GRU", "Bidirectional"):
        return read[0] * _profiled(layer, (_at_one(read),), ())  # the states it starts from change no count
    return _profiled(layer, inputs, states)


def _at_one(lengths: tuple[int, ...]) -> tuple[int, ...]:
    """A shape with one position, or one time step, and all its channels."""
    return (*(1 for _ in lengths[:-1]), lengths[-1])


_profiles: Kept[tuple[Layer, Shapes, Shapes], int] = Kept(8_000_000, lambda count: 500)


def _profiled(layer: Layer, inputs: Shapes, states: Shapes) -> int:
    bare = {"use_bias": False, "activation": None, "recurrent_activation": None}  # which multiply no weight
    layer = layer.but(**{name: value for name, value in bare.items() if layer.knows(name)})
    key = (layer, inputs, states)
    known = _profiles.get(key)
    return _profiles.put(key, _profile(layer, inputs, states)) if known is None else known


def _profile(layer: Layer, inputs: Shapes, states: Shapes) -> int:
    """The multiply-accumulates of a layer for one example of these shapes, by the FLOP profile of its graph."""
    tf = libraries().tf
    with _inlined(), tf.Graph().as_default() as graph:

        def empty(lengths: Lengths) -> Tensor:
            return tf.raw_ops.Placeholder(dtype="float64", shape=lengths)

        read, before = ([empty((1, *lengths)) for lengths in shapes] for shapes in (inputs, states))
        # The profile does not see the inside of a loop.
        built(layer, inputs).call(read, before, empty, unrolled=True)
    kinds = {operation.name: operation.type for operation in graph.get_operations()}
    if strange := _UNCOUNTED.intersection(kinds.values()):
        raise OracleError(f"the multiplications of {layer} cannot be counted: it runs as {', '.join(sorted(strange))}")
    return int(sum(o.total_float_ops for o in float_operations(graph) if kinds.get(o.name) in _PRODUCTS)) // 2


@contextlib.contextmanager
def _inlined() -> Iterator[None]:
    """Let a compiled function that Keras calls (for a grouped convolution) write its operations into our graph."""
    lib = libraries()
    before = lib.tf.config.functions_run_eagerly()
    lib.tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        lib.tf.config.run_functions_eagerly(before)
