"""The automatic misconceptions: edits of a network that apply wherever their layer stands, without a word from a question's author.

Each takes a network and returns the network that a mistaken student computes instead, or ``None`` where it makes no sense there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from examgen.arrays import Array, shape, transposed
from examgen.model import layers, ops
from examgen.model.network import Input, Network, Node
from examgen.model.observable import AfterStep, Gradient, Value, parts
from examgen.question.question import Misconception, Question

Edit = Callable[[Network], Network | None]
AUTOMATIC: list[Misconception] = []
"""Every automatic misconception, in the order in which they explain a wrong answer."""

CONVOLUTIONS = {"Conv1D", "Conv2D"}
POOLING = {"MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"}
ZEROS = {"ZeroPadding1D", "ZeroPadding2D"}
CELLS = {"SimpleRNNCell", "LSTMCell", "GRUCell"}
GATED = {"LSTM", "LSTMCell", "GRU", "GRUCell"}


def automatic(feedback: str, *, of_structure: bool = False) -> Callable[[Edit], Edit]:
    """Add an edit to the catalogue under its function's name.

    ``of_structure`` marks an edit that changes sizes or counts, and every number with them, wherever it makes sense.
    """

    def enter(edit: Edit) -> Edit:
        def of_variant(variant: Question) -> Network | None:
            return edit(variant.network)

        AUTOMATIC.append(
            Misconception(
                edit.__name__,
                feedback,
                of_variant,
                of_numbers=not of_structure,
                of_structure=of_structure,
                of_network=edit,
            )
        )
        return edit

    return enter


def all_of(variant: Question) -> Iterator[Misconception]:
    """The question's own misconceptions, then the automatic ones whose names it has not taken, or set to ``None``."""
    yield from variant.own_misconceptions()
    observed = [seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None]
    if observed:
        numeric = any(isinstance(part, Value | Gradient | AfterStep) for seen in observed for part in parts(seen))
        yield from (m for m in AUTOMATIC if not hasattr(type(variant), m.name) and (numeric or not m.of_numbers))


def _each_node(net: Network, kinds: set[str], edit: Callable[[Node], Node | None]) -> Network | None:
    """The network with every node of these kinds edited; ``None`` where nothing changed."""
    nodes = tuple((edit(n) if n.layer.type.name in kinds else None) or n for n in net.nodes)
    return Network(net.arrays, nodes) if nodes != net.nodes else None


def _each_array(net: Network, arrays: dict[str, Array]) -> Network | None:
    changed = {name: value for name, value in arrays.items() if value != net.arrays[name]}
    return net.with_arrays(**changed) if changed else None


def _numbers(net: Network, name: str) -> Array | None:
    """A named array, where its numbers are known."""
    value = net.arrays.get(name)
    return None if value is None or isinstance(value, Input) else value


def _kernels(net: Network) -> Iterator[tuple[str, Array, int]]:
    """Every kernel of a convolution: its name, its numbers, and how many axes are spatial."""
    for node in net.nodes:
        if node.layer.type.name in CONVOLUTIONS and node.weights:
            kernel = _numbers(net, node.weights[0])
            if kernel is not None:
                yield node.weights[0], kernel, 1 if node.layer.type.name == "Conv1D" else 2


def _flipped(value: Array, axes: int) -> Array:
    if axes == 0 or not isinstance(value, tuple):
        return value
    return tuple(_flipped(item, axes - 1) for item in reversed(value))


@automatic(
    "The kernel was flipped before it was laid on. In neural networks it is used as it stands (cross-correlation): "
    "its first weight meets the first cell of the window."
)
def flipped_kernel(net: Network) -> Network | None:
    """Convolution in the sense of signal processing."""
    return _each_array(net, {name: _flipped(kernel, axes) for name, kernel, axes in _kernels(net)})


@automatic("The kernel was transposed: its rows lie on the rows of the window, its columns on the columns.")
def transposed_kernel(net: Network) -> Network | None:
    """Rows of the kernel taken for columns."""
    square = {name: k for name, k, axes in _kernels(net) if axes == 2 and shape(k)[0] == shape(k)[1]}
    return _each_array(net, {name: transposed(kernel) for name, kernel in square.items()})


@automatic(
    "The bias is missing. Every filter and every unit adds a bias of its own unless the layer says otherwise.",
    of_structure=True,
)
def bias_left_out(net: Network) -> Network | None:
    """No layer has a bias."""

    def unbiased(node: Node) -> Node | None:
        if not node.layer.knows("use_bias") or not node.layer["use_bias"]:
            return None
        return replace(node, layer=node.layer.but(use_bias=False), weights=node.weights[:-1])

    return _each_node(net, set(layers.KINDS), unbiased)


@automatic(
    "The stride was taken for 1. With stride $s$ the window jumps $s$ cells at a time"
    "{% if 'Pooling' in network.listing %}; pooling jumps by the size of its window unless a stride is given{% endif %}.",
    of_structure=True,
)
def stride_ignored(net: Network) -> Network | None:
    """Every window moves by one cell."""
    return _each_node(net, CONVOLUTIONS | POOLING, lambda n: replace(n, layer=n.layer.but(strides=1)))


@automatic("The padding was left out: windows also reach over the edges of what the layer reads.", of_structure=True)
def padding_left_out(net: Network) -> Network | None:
    """No window reaches over an edge."""

    def bare(node: Node) -> Node | None:
        return replace(node, layer=layers.Identity()) if node.layer["padding"] != 0 else None

    unpadded = _each_node(net, ZEROS, bare)
    base = unpadded or net
    valid = _each_node(base, CONVOLUTIONS | POOLING, lambda n: replace(n, layer=n.layer.but(padding="valid")))
    return valid or unpadded


@automatic("The padding was counted once. It is added on both sides.", of_structure=True)
def padding_once(net: Network) -> Network | None:
    """Zeros before, none behind."""

    def halved(node: Node) -> Node:
        padding = node.layer["padding"]
        spatial = padding if isinstance(padding, tuple) else (padding,) * ((node.layer.type.rank or 2) - 1)
        once = tuple((axis[0] if isinstance(axis, tuple) else axis, 0) for axis in spatial)
        return replace(node, layer=node.layer.but(padding=once if len(once) > 1 else once[0]))

    # Along one axis a pair is what stands on either side, not two axes.
    symmetric = all(
        not isinstance(n.layer["padding"], tuple) or (n.layer.type.rank or 2) > 2
        for n in net.nodes
        if n.layer.type.name in ZEROS
    )
    return _each_node(net, ZEROS, halved) if symmetric else None


@automatic(
    "A layer was taken to pad (*same*) that pads nothing (*valid*): a window that does not fit entirely is left out.",
    of_structure=True,
)
def same_for_valid(net: Network) -> Network | None:
    """Every window is padded, but for those on zeros that are counted already."""
    zeros = {n.outputs[0] for n in net.nodes if n.layer.type.name in ZEROS and n.layer["padding"] != 0}

    def padded(node: Node) -> Node | None:
        return None if zeros.intersection(node.inputs) else replace(node, layer=node.layer.but(padding="same"))

    return _each_node(net, CONVOLUTIONS | POOLING, padded)


@automatic("The average was taken where the maximum was asked for.")
def average_for_maximum(net: Network) -> Network | None:
    """Average pooling for maximum pooling."""
    return _swapped_pooling(net, "Max", "Average")


@automatic("The maximum was taken where the average was asked for.")
def maximum_for_average(net: Network) -> Network | None:
    """Maximum pooling for average pooling."""
    return _swapped_pooling(net, "Average", "Max")


def _swapped_pooling(net: Network, old: str, new: str) -> Network | None:
    edited: Network | None = None
    for node in net.nodes:
        name = node.layer.type.name
        if "Pooling" in name and old in name:
            edited = (edited or net).swap(node.outputs[0], layers.KINDS[name.replace(old, new)])
    return edited


@automatic("The activation function was forgotten: what you give is the value that goes into it.")
def activation_forgotten(net: Network) -> Network | None:
    """No non-linearity anywhere."""

    def linear(node: Node) -> Node | None:
        if node.layer.type.name in ("ReLU", "LeakyReLU", "ELU"):
            return replace(node, layer=layers.Identity())
        if node.layer.knows("activation") and node.layer["activation"] not in (None, "linear"):
            return replace(node, layer=node.layer.but(activation="linear"))
        return None

    return _each_node(net, set(layers.KINDS) - {"Softmax"}, linear)


@automatic("A weight matrix was transposed: the input is a row and stands to the left of the matrix, $x W$.")
def transposed_weights(net: Network) -> Network | None:
    """Every square weight matrix of a dense or recurrent layer transposed."""
    names = {w for n in net.nodes if n.layer.type.name in {"Dense", "SimpleRNNCell", "SimpleRNN"} for w in n.weights}
    square: dict[str, Array] = {}
    for name in names:
        value = _numbers(net, name)
        if value is not None and len(shape(value)) == 2 and shape(value)[0] == shape(value)[1] > 1:
            square[name] = transposed(value)
    return _each_array(net, square)


@automatic("Every step started from the first state again. The state that a step leaves is where the next step starts.")
def state_reset(net: Network) -> Network | None:
    """The recurrent memory forgotten at every step."""
    chain = [node for node in net.nodes if node.layer.type.name in CELLS and node.state]
    if len(chain) < 2:
        return None
    first = {node.layer: node.state for node in reversed(chain)}
    return _each_node(net, CELLS, lambda n: replace(n, state=first[n.layer]) if n.state else None)


@automatic(
    "The input weights and the recurrent weights were exchanged. The ones meet the step's own input, the others the "
    "state before it."
)
def weights_exchanged(net: Network) -> Network | None:
    """The recurrent kernel meets the input, the kernel meets the state."""

    def exchanged(node: Node) -> Node | None:
        if len(node.weights) < 2:
            return None
        shapes = dict(net.shapes)
        kernel, recurrent, *rest = node.weights
        alike = kernel in shapes and shapes[kernel] == shapes.get(recurrent)
        return replace(node, weights=(recurrent, kernel, *rest)) if alike else None

    return _each_node(net, {"SimpleRNNCell", "SimpleRNN"}, exchanged)


@automatic(
    "The columns of the first two gates were exchanged. Keras keeps an LSTM's in the order input, forget, candidate, output, "
    "and a GRU's in the order update, reset, candidate."
)
def gates_in_another_order(net: Network) -> Network | None:
    """Forget gate for input gate, reset gate for update gate."""
    exchanged: dict[str, Array] = {}
    for node in net.nodes:
        if node.layer.type.name in GATED:
            units = node.layer["units"]
            for name in node.weights:
                value = _numbers(net, name)
                if value is not None and isinstance(units, int):
                    exchanged[name] = _columns_exchanged(value, units)
    return _each_array(net, exchanged)


def _columns_exchanged(value: Array, units: int) -> Array:
    """The first ``units`` numbers of every row in the place of the next."""
    if isinstance(value, tuple) and isinstance(value[0], tuple):
        return tuple(_columns_exchanged(row, units) for row in value)
    return (*value[units : 2 * units], *value[:units], *value[2 * units :]) if isinstance(value, tuple) else value


@automatic(
    "The sign of the loss is wrong: a loss is the larger, the worse the answer, and training makes it smaller.",
    of_structure=True,
)
def loss_with_the_wrong_sign(net: Network) -> Network | None:
    """The minus of a cross-entropy forgotten; any other loss with a minus before it."""
    nodes: list[Node] = []
    for node in net.nodes:
        (name, *_), kind = node.outputs, node.layer.type
        if kind.namespace == "losses":
            nodes += [
                replace(node, outputs=(f"{name} unsigned",)),
                Node((name,), ops.negative(), (f"{name} unsigned",)),
            ]
        elif kind.name == "negative" and any(n.layer.type.name == "log" for n in net.needed_for(node.inputs).nodes):
            nodes.append(replace(node, layer=layers.Identity()))
        else:
            nodes.append(node)
    return Network(net.arrays, tuple(nodes)) if tuple(nodes) != net.nodes else None


@automatic("The input was left out after the first step: every step reads its own $x_t$ besides the state.")
def input_forgotten(net: Network) -> Network | None:
    """From the second step on only the state counts."""
    chain = [node for node in net.nodes if node.layer.type.name in CELLS and node.state]
    if len(chain) < 2:
        return None
    zeros = {f"no {name}": _zeros(dict(net.shapes)[name]) for n in chain[1:] for name in n.inputs if name in net.arrays}
    if not zeros:
        return None
    later = {id(node) for node in chain[1:]}
    edited = _each_node(
        net, CELLS, lambda n: replace(n, inputs=tuple(f"no {i}" for i in n.inputs)) if id(n) in later else None
    )
    return edited.with_arrays(**zeros) if edited else None


def _zeros(lengths: tuple[int, ...]) -> Array:
    return 0 if not lengths else tuple(_zeros(lengths[1:]) for _ in range(lengths[0]))


@automatic(
    "Only one channel was counted. A filter is as deep as its input and adds up over all channels.", of_structure=True
)
def one_channel_only(net: Network) -> Network | None:
    """Every convolution sees the first channel of its input alone."""
    shallow: dict[str, Array | Input] = {}
    for node in net.nodes:
        if node.layer.type.name not in CONVOLUTIONS:
            continue
        rank = node.layer.type.rank or 0
        for name in (node.inputs[0], *node.weights[:1]):
            lengths = dict(net.shapes).get(name, ())
            value = net.arrays.get(name)
            axis = rank - 1  # the input's last axis, and the kernel's last but one
            if value is None or len(lengths) <= axis or lengths[axis] == 1:
                continue
            shallow[name] = _first(value, axis)
    return net.with_arrays(**shallow) if shallow else None


def _first(value: Array | Input, axis: int) -> Array | Input:
    """The first slice along an axis, which stays with length 1."""
    if isinstance(value, Input):
        return Input(*(1 if i == axis else n for i, n in enumerate(value.shape)))
    if not isinstance(value, tuple):
        return value
    return value[:1] if axis == 0 else tuple(_first(item, axis - 1) for item in value)  # type: ignore[misc]


@automatic("The scores were divided by their sum. Softmax divides their exponentials: $e^{z_i} / \\sum_j e^{z_j}$.")
def softmax_without_exponential(net: Network) -> Network | None:
    """Scores over their sum."""
    return _rewritten_softmax(
        net,
        lambda source, name: (
            Node((f"{name} sum",), ops.sum(axis=-1, keepdims=True), (source,)),
            Node((name,), ops.divide(), (source, f"{name} sum")),
        ),
    )


@automatic("The powers were taken to base 2. Softmax takes them to base $e$.")
def softmax_base_two(net: Network) -> Network | None:
    """Softmax of the scores times ln 2."""
    edited = _rewritten_softmax(
        net,
        lambda source, name: (
            Node((f"{name} scaled",), ops.multiply(), (source, "ln 2")),
            Node((name,), layers.Softmax(), (f"{name} scaled",)),
        ),
    )
    return edited and Network({**edited.arrays, "ln 2": 0.6931471805599453}, edited.nodes)


@automatic("The exponentials were not divided by their sum. Probabilities add up to 1.")
def softmax_without_sum(net: Network) -> Network | None:
    """The exponentials alone."""
    return _rewritten_softmax(net, lambda source, name: (Node((name,), ops.exp(), (source,)),))


def _rewritten_softmax(net: Network, rewrite: Callable[[str, str], tuple[Node, ...]]) -> Network | None:
    nodes: list[Node] = []
    for node in net.nodes:
        is_softmax = node.layer.type.name == "Softmax"
        nodes.extend(rewrite(node.inputs[0], node.outputs[0]) if is_softmax else (node,))
    return Network(net.arrays, tuple(nodes)) if tuple(nodes) != net.nodes else None
