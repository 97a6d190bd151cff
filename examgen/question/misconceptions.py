"""The automatic misconceptions: edits of a network that apply wherever their layer stands, without a word from a question's author.

Each takes a network and returns the network that a mistaken student computes instead, or ``None`` where it makes no sense there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from examgen.arrays import Array, shape, transposed
from examgen.model import layers, ops
from examgen.model.network import Input, Layer, Network, Node, Option
from examgen.model.observable import (
    AfterStep,
    Gradient,
    Multiplications,
    Observed,
    OutputShape,
    Parameters,
    Value,
    parts,
)
from examgen.question.question import Misconception, Question
from examgen.question.shown import introduces, multiplied_by, shows
from examgen.wording import listed

Edit = Callable[[Network], Network | None]
Text = Callable[[Question], str]
"""What a student is told who has a misconception in a variant; empty where the variant does not show what it speaks of."""

CONVOLUTIONS = {"Conv1D", "Conv2D", "Conv3D"}
DEPTHWISE = {"DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"}
POOLING = {"MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"}
ZEROS = {"ZeroPadding1D", "ZeroPadding2D"}
UPSAMPLING = {"UpSampling1D", "UpSampling2D"}
SLIDING = CONVOLUTIONS | DEPTHWISE | POOLING
"""Layers whose windows move over the input."""
WINDOWS = "image.extract_patches"
"""The operation that gives the windows themselves."""
CELLS = {"SimpleRNNCell", "LSTMCell", "GRUCell"}
GATED = {"LSTM", "LSTMCell", "GRU", "GRUCell"}

NUMBERS: tuple[type[Observed], ...] = (Value, Gradient, AfterStep)
EVERYTHING: tuple[type[Observed], ...] = Observed.__args__
SHAPES: tuple[type[Observed], ...] = (OutputShape,)


@dataclass(frozen=True)
class Automatic:
    """A misconception of any network, and what is said of it in a variant.

    Attributes:
        text: what a student is told; empty where the variant does not show what it speaks of.
        observed: of which observables it changes the answer for its own reason.
        of_structure: whether it changes the answer wherever it makes sense, so that an unchanged answer is no coincidence.
        only: whether all that an ask observes must be of these kinds, not just some of it.
    """

    name: str
    edit: Edit
    text: Text
    observed: tuple[type[Observed], ...]
    of_structure: bool
    only: bool

    def of(self, variant: Question) -> Misconception | None:
        """The misconception in a variant; ``None`` where no ask shows it or the variant does not show what it speaks of."""
        asks = frozenset(name for name, kinds in _observed_kinds(variant).items() if self._concerns(kinds))
        feedback = self.text(variant.stated_by) if asks else ""
        if not feedback:
            return None
        return Misconception(
            self.name,
            feedback,
            lambda seen: self.edit(seen.network),
            of_structure=self.of_structure,
            of_network=self.edit,
            asks=asks,
        )

    def _concerns(self, kinds: frozenset[type]) -> bool:
        """Whether an ask can show it that observes these kinds."""
        return kinds.issubset(self.observed) if self.only else not kinds.isdisjoint(self.observed)


AUTOMATIC: list[Automatic] = []
"""Every automatic misconception, in the order in which they explain a wrong answer."""


def automatic(
    text: str | Text,
    *,
    of_structure: bool = False,
    observed: tuple[type[Observed], ...] | None = None,
    only: bool = False,
) -> Callable[[Edit], Edit]:
    """Add an edit to the catalogue under its function's name.

    Args:
        text: what a student is told, or how it is chosen for a variant.
        of_structure: whether the edit changes sizes or counts, and every number with them, wherever it makes sense.
        observed: the kinds of observables whose answers show it: numbers, or everything for an edit of the structure.
        only: whether an ask must observe nothing else.
    """

    def enter(edit: Edit) -> Edit:
        chosen = (lambda variant: text) if isinstance(text, str) else text
        kinds = observed or (EVERYTHING if of_structure else NUMBERS)
        AUTOMATIC.append(Automatic(edit.__name__, edit, chosen, kinds, of_structure, only))
        return edit

    return enter


def all_of(variant: Question) -> tuple[Misconception, ...]:
    """The question's own misconceptions, then the automatic ones that it shows, but for inapplicable ones and names of its own."""
    if "all misconceptions" not in variant.__dict__:
        own = variant.own_misconceptions()
        untaken = _untaken((type(variant), type(variant.stated_by)), len(AUTOMATIC))
        found = (each.of(variant) for each in untaken)
        variant.__dict__["all misconceptions"] = (*own, *(each for each in found if each))
    applicable: tuple[Misconception, ...] = variant.__dict__["all misconceptions"]
    return applicable


@lru_cache(maxsize=1024)
def _untaken(questions: tuple[type[Question], ...], count: int) -> tuple[Automatic, ...]:
    """The automatic misconceptions, ``count`` in all, that each of these questions leaves to be one."""
    taken = {each.name for question in questions for each in question.own_misconceptions()}
    taken.update(*(question.inapplicable for question in questions))
    return tuple(each for each in AUTOMATIC[:count] if each.name not in taken)


def _observed_kinds(variant: Question) -> Mapping[str, frozenset[type]]:
    """What kinds of observables each ask observes; a choice is left out: what a student ticks says too little of how it was found."""
    if "observed kinds" not in variant.__dict__:
        seen = {name: ask.observes(name) for name, ask in variant.asks.items() if ask.type.is_numeric}
        variant.__dict__["observed kinds"] = {
            name: frozenset(map(type, parts(one))) for name, one in seen.items() if one is not None
        }
    found: Mapping[str, frozenset[type]] = variant.__dict__["observed kinds"]
    return found


# what is said -------------------------------------------------------------------------------------------------------


def _kinds(variant: Question) -> Set[str]:
    """The names of the layers of a variant, those inside a wrapper included."""
    return {layer.type.name for layer in _layers(variant.network)}


def _layers(net: Network) -> Iterator[Layer]:
    return (layer for node in net.nodes for layer in _within(node.layer))


def _within(layer: Layer) -> Iterator[Layer]:
    """A layer and, where it is a wrapper, the layer in it."""
    yield layer
    if layer.knows("layer") and isinstance(layer["layer"], Layer):
        yield layer["layer"]


def _kernel_text(done: str, right: str) -> Text:
    """What was done to the kernels of a convolution, all of them, and what is right of ``{each}`` or ``{a}`` of them."""

    def chosen(variant: Question) -> str:
        net = variant.network
        if not any(shows(variant, net.arrays.get(name)) for name in _kernel_names(net)):
            return ""
        sizes = {name: (*shape(kernel)[axes:], 1, 1)[:2] for name, kernel, axes in _kernels(net)}
        filters, depth = sum(count for _, count in sizes.values()), max(channels for channels, _ in sizes.values())
        word = "kernel" if "kernel" in variant.stem or "filter" not in variant.stem else "filter"
        if depth > 1:
            whose = {1: "the filter", 2: "both filters"}.get(filters, "the filters")
            kernels = f"{'both kernels' if (filters, depth) == (1, 2) else 'the kernels'} of {whose}"
            each, one = "each kernel", "a kernel"
        else:
            kernels = {1: f"the {word}", 2: f"both {word}s"}.get(filters, f"the {word}s")
            each, one = (f"the {word}",) * 2 if filters == 1 else (f"each {word}", f"a {word}")
        first = "top-left" if any(axes == 2 for _, _, axes in _kernels(net)) else "first"
        return f"You {done} {kernels}. {right.format(each=each, a=one, first=first)}"

    return chosen


def _kernel_names(net: Network) -> Iterator[str]:
    return (name for name, _, _ in _kernels(net))


def _gate_names(net: Network) -> Iterator[str]:
    return (name for node in net.nodes if node.layer.type.name in GATED for name in node.weights)


def _weight_names(net: Network) -> Iterator[str]:
    kinds = {"Dense", "SimpleRNNCell", "SimpleRNN"}
    return (name for node in net.nodes if node.layer.type.name in kinds for name in node.weights)


_BIASES = {
    "filter": "You left out the biases. Every filter has one.",
    "channel": "You left out the biases. Every channel has one.",
    "unit": "You left out the biases. Every unit has one.",
    "gate": "You left out the biases. Every unit has a bias in each gate and in the candidate.",
    "filter unit": "You left out the biases. Every filter and every unit has one.",
}


def _bias_text(variant: Question) -> str:
    """By their symbols where the statement has them, else by what has a bias."""
    symbols = [symbol for symbol in _bias_symbols(variant.network, variant.symbols) if introduces(variant, symbol)]
    if len(symbols) > 1:
        return f"You left out the biases {listed(f'${symbol}$' for symbol in symbols)}. They are added to the weighted sums."
    if symbols or introduces(variant, "b"):
        return f"You left out the bias ${(symbols or ['b'])[0]}$. It is added to every weighted sum."
    everyone = [*_layers(variant.network)]
    biased = [layer for layer in everyone if layer.knows("use_bias") and layer["use_bias"]]
    if [layer["filters"] for layer in biased if layer.knows("filters")] == [1] and len(biased) == 1:
        return "You left out the bias. The filter has one."
    owners = " ".join(sorted(set(map(_owner, biased))))
    families = [family for family in _FAMILIES if any(_FAMILIES[family](layer.type.name) for layer in biased)]
    if families == ["recurrent"] and owners == "gate unit":
        return (
            "You left out the biases. A simple recurrent layer has one per unit; a gated layer has them in each gate and in the "
            "candidate."
        )
    if families == ["dense"] and any(layer.knows("use_bias") and not layer["use_bias"] for layer in everyone):
        return "You left out the biases. Every unit of a dense layer has one."
    if owners in _BIASES and {_owner(layer) for layer in everyone if layer.knows("use_bias")} == set(owners.split()):
        bare = any(layer.knows("use_bias") and not layer["use_bias"] for layer in everyone)
        return _BIASES[owners].removesuffix(".") + (", unless stated otherwise." if bare else ".")
    if owners in _BIASES or not families:
        return _BIASES.get(owners, "You left out the biases. Layers have biases unless stated otherwise.")
    return f"You left out the biases. The {listed(families)} layers have biases."


def _bias_symbols(net: Network, symbols: Mapping[str, str]) -> Sequence[str]:
    """The symbols of the biases that layers are given, in the order of the layers."""
    given = (node.weights[-1] for node in net.nodes if node.weights and any(map(_is_biased, _within(node.layer))))
    return tuple(symbols.get(name, name) for name in dict.fromkeys(given))


def _is_biased(layer: Layer) -> bool:
    return layer.knows("use_bias") and bool(layer["use_bias"])


_FAMILIES: Mapping[str, Callable[[str], bool]] = {
    "convolutional": lambda name: "Conv" in name,
    "recurrent": lambda name: name.removesuffix("Cell") in {"SimpleRNN", "LSTM", "GRU"},
    "dense": lambda name: name == "Dense",
}
"""The layers that have a bias, by their names in Keras."""


def _owner(layer: Layer) -> str:
    name = layer.type.name
    if "Depthwise" in name:
        return "channel"
    if "Conv" in name:
        return "filter"
    return "gate" if name in GATED else "unit"


def _sliding(variant: Question) -> list[Layer]:
    return [layer for layer in _layers(variant.network) if layer.type.name in SLIDING]


def _stride_text(variant: Question) -> str:
    moved = _sliding(variant)
    given = {layer["strides"] for layer in moved} - {None, 1, (1, 1)}
    by_default = any(layer.type.name in POOLING and layer["strides"] is None for layer in moved)
    if by_default and "stride" not in variant.stem.casefold():
        where, where_given = (
            ("", " Where a stride is given, the window moves by this stride.") if given else (" for pooling", "")
        )
        default = "The stride of a pooling layer equals its pool size unless stated otherwise."
        return f"You used a stride of 1{where}. {default}{where_given}"
    if (
        len(given) == 1
        and all(layer["strides"] in given for layer in moved)
        and isinstance(stride := next(iter(given)), int)
    ):
        return f"You used a stride of 1. The stride is {stride}: the window moves by {stride} positions at a time."
    pools = [layer for layer in moved if layer.type.name in POOLING]
    steps = set(map(_stride, pools))
    others = {layer["strides"] for layer in moved if layer not in pools} - {None, 1, (1, 1)}
    if len(moved) > 1 and len(steps) == 1 and not others and isinstance(stride := next(iter(steps)), int):
        which = "layers have" if len(pools) > 1 else "layer has"
        return f"You used a stride of 1 in every layer. The pooling {which} stride {stride}."
    if len(moved) > 1:
        return "You used a stride of 1 in every layer. Where a stride is given, the window moves by this stride."
    return "You used a stride of 1. The window moves by the given stride, not by one position at a time."


def _padding_text(variant: Question) -> str:
    """By what is asked of a padded layer: its size, or its values."""
    padded = [
        layer
        for layer in _layers(variant.network)
        if layer.type.name in SLIDING | ZEROS and layer["padding"] not in ("valid", 0)
    ]
    kinds = {layer.type.name for layer in padded}
    if any(layer["padding"] == "causal" for layer in padded):
        return "You left out the padding. With *causal* padding, zeros are added before the first time step."
    if kinds <= POOLING:
        return "You left out the padding. With padding, windows at the border extend beyond the input."
    if kinds & ZEROS:
        if any(getattr(variant, "blank", ())):
            return "You left out the padding. With padding, windows at the border extend beyond the input."
        if introduces(variant, "n") and introduces(variant, "p"):
            return "You left out the padding. Padding $p$ is added on both sides, so the padded side is $n + 2p$."
        if len(_sliding(variant)) > 1:
            return "You left out the zero padding. Zeros are added around the input of every layer with padding, which makes it larger."
        return "You left out the zero padding. Zeros are added around the input, which makes it larger."
    lengths = "length" if any(layer.type.name.endswith("1D") for layer in padded) else "height and width"
    everywhere = len(padded) == len(_sliding(variant))
    if any(_stride(layer) not in (1, (1, 1)) for layer in padded):
        sides = "length" if lengths == "length" else "side"
        where = "With *same* padding" if everywhere else "Where *same* padding is given"
        return f"You left out the padding. {where}, the output {sides} is the input {sides} divided by the stride, rounded up."
    if len(_sliding(variant)) == 1:
        return f"You left out the padding. With *same* padding, the output has the same {lengths} as the input."
    where = "With this padding and stride 1" if everywhere else "Where padding is given"
    return f"You left out the padding. {where}, a layer keeps the {lengths} of its input."


def _stride(layer: Layer) -> Option:
    """The stride of a sliding layer; that of a pooling layer equals its pool size where none is given."""
    return layer["strides"] or layer["pool_size"]


def _same_text(variant: Question) -> str:
    zeros = [layer for layer in _layers(variant.network) if layer.type.name in ZEROS]
    if all(layer["padding"] in ("valid", 0) for layer in (*_sliding(variant), *zeros)):
        return "You used *same* padding, but there is no padding here. Every window must lie inside the input."
    if len(_sliding(variant)) == 1:
        *_, last = (layer for layer in _layers(variant.network) if layer.type.name in SLIDING | ZEROS)
        if last.type.name in ZEROS:  # they are added to its output
            name = _sliding(variant)[0].type.name
            return f"You used *same* padding, but `{name}` has no padding here. Every window must lie inside its input."
        return "You used *same* padding. Only the given number of zeros is added on each side."
    return "You used *same* padding in every layer. Where no padding is given, every window must lie inside the input."


def _padding_once_text(variant: Question) -> str:
    if introduces(variant, "n") and introduces(variant, "p"):
        return "You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$."
    amounts = {node.layer["padding"] for node in variant.network.nodes if node.layer.type.name in ZEROS}
    if len(amounts) == 1 and isinstance(amount := next(iter(amounts)), int):
        both = f"2 · {amount} = {2 * amount}"
        return (
            f"You added the padding on one side only. It is added on both sides, so every side length grows by {both}."
        )
    return "You added the padding on one side only. It is added on both sides."


def _activation_text(variant: Question) -> str:
    functions = set(_activations(variant.network))
    if _kinds(variant) & GATED:
        return "You left out the activation functions. The gates and the candidate each have one."
    if functions == {"relu"}:
        return "You left out ReLU. It replaces negative values with 0."
    if functions == {"tanh"}:
        return r"You left out $\tanh$. It is applied to every pre-activation."
    if functions == {"sigmoid"}:
        return "You left out the sigmoid function. It is applied to every pre-activation."
    return "You left out the activation function. It is applied to every pre-activation." if functions else ""


def _activations(net: Network) -> Iterator[object]:
    """The activation functions of a network by Keras's names, without the softmax."""
    for layer in _layers(net):
        if layer.type.name in ("ReLU", "LeakyReLU", "ELU"):
            yield "relu" if layer.type.name == "ReLU" and not layer["negative_slope"] else layer.type.name
        elif layer.knows("activation") and layer["activation"] not in (None, "linear", "softmax"):
            yield layer["activation"]


def _gate_text(variant: Question) -> str:
    if not any(shows(variant, variant.network.arrays.get(name)) for name in _gate_names(variant.network)):
        return ""
    if _kinds(variant) & {"LSTM", "LSTMCell"}:
        order = "an LSTM in the order input, forget, candidate, output"
    else:
        order = "a GRU in the order update, reset, candidate"
    return f"You swapped the columns of the first two gates. Keras stores the gates of {order}."


def _loss_text(variant: Question) -> str:
    if any(
        "crossentropy" in layer.type.name.casefold() or layer.type.name == "log" for layer in _layers(variant.network)
    ):
        return "You left out the minus sign in the loss. The logarithm of a probability is negative, so the loss is positive."
    return "You reversed the sign of the loss. The worse the prediction, the larger the loss."


def _pooling_text(taken: str, asked: str, kind: str) -> Text:
    def chosen(variant: Question) -> str:
        is_global = any(name.startswith("Global") for name in _kinds(variant))
        called, every = (f"Global {kind.lower()}", "channel") if is_global else (kind, "window")
        return f"You took the {taken} of each {every}. {called} pooling takes the {asked}."

    return chosen


def _bias_counted_text(variant: Question) -> str:
    could = [layer for layer in _layers(variant.network) if layer.knows("use_bias")]
    if len(could) == 1:
        return "You counted biases, but the layer has none."
    if not any(layer["use_bias"] for layer in could):
        return "You counted biases, but the layers have none."
    return "You counted biases for layers that have none. Their parameters are their weights only."


def _channel_text(variant: Question) -> str:
    counted = any(
        isinstance(part, Parameters | Multiplications)
        for name, ask in variant.asks.items()
        if (seen := ask.observes(name)) is not None
        for part in parts(seen)
    )
    if counted and not any(isinstance(ask.observes(name), Value) for name, ask in variant.asks.items()):
        every = [*_layers(variant.network)]
        grouped = any(layer.knows("groups") and layer["groups"] != 1 for layer in every)
        of_its_group = ", in a grouped convolution for every channel of its group" if grouped else ""
        whose = ""
        if any(layer.type.name in DEPTHWISE for layer in every):  # whose kernels have one channel
            pointwise = {layer["kernel_size"] in (1, (1, 1)) for layer in every if layer.type.name in CONVOLUTIONS}
            kinds = [kind for kind, is_met in (("standard", False), ("1 × 1", True)) if is_met in pointwise]
            whose = f" of a {' or '.join(kinds)} convolution"
        return f"You left out the input channels. A filter{whose} has weights for every input channel{of_its_group}."
    return "You used only one input channel. A filter has weights for every input channel, and all products are summed."


def _upsampling_text(variant: Question) -> str:
    sizes = {layer["size"] for layer in _layers(variant.network) if layer.type.name in UPSAMPLING}
    by = f" by {size}" if len(sizes) == 1 and isinstance(size := next(iter(sizes)), int) else ""
    return f"You left out the upsampling layer. It multiplies height and width{by}, so its output is larger than its input."


# the edits ----------------------------------------------------------------------------------------------------------


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
                yield node.weights[0], kernel, int(node.layer.type.name[4])


def _flipped(value: Array, axes: int) -> Array:
    if axes == 0 or not isinstance(value, tuple):
        return value
    return tuple(_flipped(item, axes - 1) for item in reversed(value))


@automatic(
    _kernel_text(
        "flipped",
        "Kernels are applied without flipping (cross-correlation): the {first} weight of {each} is multiplied by the {first} value of "
        "the window.",
    )
)
def flipped_kernel(net: Network) -> Network | None:
    """Convolution in the sense of signal processing."""
    return _each_array(net, {name: _flipped(kernel, axes) for name, kernel, axes in _kernels(net)})


@automatic(_kernel_text("transposed", "Each row of {a} is multiplied by the corresponding row of the window."))
def transposed_kernel(net: Network) -> Network | None:
    """Rows of the kernel taken for columns."""
    square = {name: k for name, k, axes in _kernels(net) if axes == 2 and shape(k)[0] == shape(k)[1]}
    return _each_array(net, {name: transposed(kernel) for name, kernel in square.items()})


@automatic(_bias_text, of_structure=True, observed=(*NUMBERS, Parameters))
def bias_left_out(net: Network) -> Network | None:
    """No layer has a bias."""

    def unbiased(node: Node) -> Node | None:
        *_, layer = _within(node.layer)
        if not _is_biased(layer):
            return None
        bare, each = (
            layer.but(use_bias=False),
            len(node.weights) // (2 if node.layer.type.name == "Bidirectional" else 1),
        )
        weights = [name for place, name in enumerate(node.weights, start=1) if place % each]
        return replace(node, layer=bare if layer is node.layer else node.layer.but(layer=bare), weights=tuple(weights))

    return _each_node(net, set(layers.KINDS), unbiased)


@automatic(_stride_text, of_structure=True)
def stride_ignored(net: Network) -> Network | None:
    """Every window moves by one cell."""
    return _each_node(net, SLIDING | {WINDOWS}, lambda n: replace(n, layer=n.layer.but(strides=1)))


@automatic(_padding_text, of_structure=True)
def padding_left_out(net: Network) -> Network | None:
    """No window reaches over an edge."""

    def bare(node: Node) -> Node | None:
        return replace(node, layer=layers.Identity()) if node.layer["padding"] != 0 else None

    unpadded = _each_node(net, ZEROS, bare)
    base = unpadded or net
    valid = _each_node(base, SLIDING, lambda n: replace(n, layer=n.layer.but(padding="valid")))
    return valid or unpadded


@automatic(_padding_once_text, of_structure=True)
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


@automatic(_same_text, of_structure=True)
def same_for_valid(net: Network) -> Network | None:
    """Every window is padded, but for those on zeros that are counted already."""
    zeros = {n.outputs[0] for n in net.nodes if n.layer.type.name in ZEROS and n.layer["padding"] != 0}

    def padded(node: Node) -> Node | None:
        return None if zeros.intersection(node.inputs) else replace(node, layer=node.layer.but(padding="same"))

    return _each_node(net, SLIDING, padded)


@automatic(_pooling_text("average", "maximum", "Max"), observed=(Value,))
def average_for_maximum(net: Network) -> Network | None:
    """Average pooling for maximum pooling."""
    return _swapped_pooling(net, "Max", "Average")


@automatic(_pooling_text("maximum", "average", "Average"), observed=(Value,))
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


@automatic(_activation_text)
def activation_forgotten(net: Network) -> Network | None:
    """No non-linearity anywhere."""

    def linear(node: Node) -> Node | None:
        if node.layer.type.name in ("ReLU", "LeakyReLU", "ELU"):
            return replace(node, layer=layers.Identity())
        if node.layer.knows("activation") and node.layer["activation"] not in (None, "linear"):
            return replace(node, layer=node.layer.but(activation="linear"))
        return None

    return _each_node(net, set(layers.KINDS) - {"Softmax"}, linear)


def _square_weights(net: Network) -> dict[str, Array]:
    """The square weight matrices of dense and recurrent layers, by their names."""
    found = ((name, _numbers(net, name)) for name in dict.fromkeys(_weight_names(net)))
    return {
        name: value
        for name, value in found
        if value is not None and len(shape(value)) == 2 and shape(value)[0] == shape(value)[1] > 1
    }


def _transposed_text(variant: Question) -> str:
    """With the symbols of the matrices where the statement has them, and with what one matrix is multiplied by."""
    square = _square_weights(variant.network)
    if not any(shows(variant, value) for value in square.values()):
        return ""
    symbols = [variant.symbols.get(name, f"{name[0]}_{name[1:]}" if name[1:] else name) for name in square]
    if not all(introduces(variant, symbol) for symbol in symbols):
        return "You used the transpose of a weight matrix. Each column of the matrix holds the weights of one unit."
    if len(symbols) > 1:
        named = " and ".join(f"${symbol}$" for symbol in symbols)
        return f"You used the transposes of {named}. Each of their columns holds the weights of one unit."
    (symbol,) = symbols
    product = multiplied_by(variant, symbol)
    where = f"In ${product}$, each column of ${symbol}$" if product else f"Each column of ${symbol}$"
    return f"You used the transpose of ${symbol}$. {where} holds the weights of one unit."


@automatic(_transposed_text)
def transposed_weights(net: Network) -> Network | None:
    """Every square weight matrix of a dense or recurrent layer transposed."""
    return _each_array(net, {name: transposed(value) for name, value in _square_weights(net).items()})


@automatic(
    "You started every step from the initial state. Each step starts from the state of the previous step.",
    observed=(Value,),
    only=True,
)
def state_reset(net: Network) -> Network | None:
    """The recurrent memory forgotten at every step."""
    chain = [node for node in net.nodes if node.layer.type.name in CELLS and node.state]
    if len(chain) < 2:
        return None
    first = {node.layer: node.state for node in reversed(chain)}
    return _each_node(net, CELLS, lambda n: replace(n, state=first[n.layer]) if n.state else None)


def _exchanged_text(variant: Question) -> str:
    arrays = variant.network.arrays
    if not any(shows(variant, arrays.get(name)) for name in _weight_names(variant.network)):
        return ""
    case = next((case for case in "wW" if introduces(variant, f"{case}_x") and introduces(variant, f"{case}_h")), "")
    kernel, recurrent = (
        (f"${case}_x$", f"${case}_h$") if case else ("the input-to-hidden weights", "the hidden-to-hidden weights")
    )
    return (
        f"You swapped {kernel} and {recurrent}. An input is multiplied by {kernel}, the previous state by {recurrent}."
    )


@automatic(_exchanged_text)
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


@automatic(_gate_text)
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


@automatic(_loss_text, of_structure=True)
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


@automatic("You left out the input after the first step. Every step has its own input.", observed=(Value,), only=True)
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
    _channel_text,
    of_structure=True,
    observed=(Value, Parameters, Multiplications),
)
def one_channel_only(net: Network) -> Network | None:
    """Every convolution uses the first channel of its input, and no other layer is changed."""
    arrays: dict[str, Array | Input] = {}
    nodes: list[Node] = []
    for node in net.nodes:
        if node.layer.type.name not in CONVOLUTIONS:
            nodes.append(node)
            continue
        rank = node.layer.type.rank or 0
        source, first = node.inputs[0], f"first channel of {node.inputs[0]} for {node.outputs[0]}"
        lengths = dict(net.shapes).get(source)
        if lengths is not None and (len(lengths) < rank or lengths[-1] == 1):
            nodes.append(node)
            continue
        nodes.append(Node((first,), ops.take((0,), axis=rank - 1), (source,)))
        nodes.append(replace(node, layer=node.layer.but(groups=1), inputs=(first,)))
        for name in node.weights[:1]:
            value = net.arrays.get(name)
            if value is not None:
                arrays[name] = _first(value, rank - 1)  # a kernel's last axis but one
    edited = Network(net.arrays, tuple(nodes)).with_arrays(**arrays)
    return edited if edited != net else None


def _first(value: Array | Input, axis: int) -> Array | Input:
    """The first slice along an axis, which stays with length 1."""
    if isinstance(value, Input):
        return Input(*(1 if i == axis else n for i, n in enumerate(value.shape)))
    if not isinstance(value, tuple):
        return value
    return value[:1] if axis == 0 else tuple(_first(item, axis - 1) for item in value)  # type: ignore[misc]


@automatic(
    "You left out the exponential. Softmax divides the exponential of each value by the sum of all exponentials."
)
def softmax_without_exponential(net: Network) -> Network | None:
    """Scores over their sum."""
    return _rewritten_softmax(
        net,
        lambda source, name: (
            Node((f"{name} sum",), ops.sum(axis=-1, keepdims=True), (source,)),
            Node((name,), ops.divide(), (source, f"{name} sum")),
        ),
    )


@automatic("You used powers of 2. Softmax uses powers of $e$.")
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


def _sum_text(variant: Question) -> str:
    shares = "attention weights" if "attention" in variant.stem.casefold() else "probabilities"
    return f"You did not divide by the sum of the exponentials. Divide by it, so that the {shares} add up to 1."


@automatic(_sum_text)
def softmax_without_sum(net: Network) -> Network | None:
    """The exponentials alone."""
    return _rewritten_softmax(net, lambda source, name: (Node((name,), ops.exp(), (source,)),))


def _rewritten_softmax(net: Network, rewrite: Callable[[str, str], tuple[Node, ...]]) -> Network | None:
    nodes: list[Node] = []
    for node in net.nodes:
        is_softmax = node.layer.type.name == "Softmax"
        nodes.extend(rewrite(node.inputs[0], node.outputs[0]) if is_softmax else (node,))
    return Network(net.arrays, tuple(nodes)) if tuple(nodes) != net.nodes else None


@automatic(_bias_counted_text, of_structure=True, observed=(Parameters,))
def bias_counted(net: Network) -> Network | None:
    """A bias in every layer that is said to have none."""

    def biased(node: Node) -> Node | None:
        if node.weights or not node.layer.knows("use_bias") or node.layer["use_bias"]:
            return None
        return replace(node, layer=node.layer.but(use_bias=True))

    return _each_node(net, set(layers.KINDS), biased)


@automatic(
    "You rounded down. With *same* padding the output side is the input side divided by the stride, rounded up.",
    of_structure=True,
    observed=SHAPES,
    only=True,
)
def same_rounded_down(net: Network) -> Network | None:
    """Where a window is padded, only whole strides are counted."""

    def floored(node: Node) -> Node | None:
        strides = _stride(node.layer)
        if node.layer["padding"] != "same" or strides in (1, (1, 1)):
            return None
        size = "pool_size" if node.layer.knows("pool_size") else "kernel_size"
        return replace(node, layer=node.layer.but(padding="valid", strides=strides, **{size: strides}))

    return _each_node(net, SLIDING, floored)


@automatic(_upsampling_text, of_structure=True)
def upsampling_ignored(net: Network) -> Network | None:
    """An upsampling layer passes its input on."""
    return _each_node(net, UPSAMPLING, lambda node: replace(node, layer=layers.Identity()))
