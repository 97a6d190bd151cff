"""Layers written as Keras code, read as data: ``Conv2D(8, 3, strides=2, padding="same")``.

The text may be a student's. It is parsed by a grammar of its own (keras_code.lark), never as Python and never evaluated: calls of
layers that we know, with literal options, and nothing else. Whatever is left out is known to change neither shapes nor counts.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Layer, LayerType, Option, code

if TYPE_CHECKING:
    from lark import Lark


Node: TypeAlias = Any
"""A tree of the grammar, or one of its tokens: which of them a child is, the grammar says and no type."""

MOST_LAYERS = 20
_PER_LAYER = 100
"""So many characters of code are read for each layer; it needs fewer."""
LONGEST = MOST_LAYERS * _PER_LAYER
LARGEST = 100_000
"""The largest number that an option may be."""
_DEEPEST = 12
_MOST_WITHIN = 3
_MOST_VALUES = 4
_MOST_PLACES = 100

_MODULE = re.compile(
    r"(?:(?:tf|tensorflow)\.)?(?:keras\.(?:api\.)?)?layers\.|(?:tf|tensorflow)\.keras\.|keras\."
    r"|(?:L|l|KL|kl|K|k|tfl|tfkl|[Ll]ayers?)\.(?=[A-Z])"
)
"""What may stand before the name of a layer: its module, or a short name for it. PyTorch's ``nn`` is another library."""
_INPUTS = {"Input", "InputLayer"}
_MODELS = {"Sequential", "models.Sequential"}
_FUNCTIONAL = {"Model", "models.Model", "Functional"}
_WITHOUT_EFFECT = {
    "fit",
    "evaluate",
    "summary",
    "compile",
    "build",
    "get_config",
    "count_params",
    "plot_model",
    "print",
}
_SHORT = {name.replace("Average", "Avg").replace("Pooling", "Pool"): name for name in layers.KINDS}
_SHORT |= {re.sub(r"Conv(?=\dD)", "Convolution", name): name for name in layers.KINDS if "Conv" in name}
"""Keras's second names: ``MaxPool2D``, ``Convolution2D``."""
_ANY_CASE = {name.lower(): name for name in (*layers.KINDS, *_SHORT)}
_STANDS_ALONE = re.compile(r"Flatten|ReLU|Softmax|(?:Batch|Layer)Normalization|(?:Global)?(?:Max|Average)Pooling")
"""Layers that need no option, so that their name says all."""
_BY_PYTORCH = re.compile(r"(?i:conv|maxpool|avgpool)[123]d")
"""Layers that PyTorch has too; it takes the channels of the input first."""

_NEEDLESS = {
    "name",
    "dtype",
    "input_shape",
    "input_dim",
    "input_length",
    "batch_input_shape",
    "batch_size",
    "seed",
    "autocast",
}
"""Options of every layer that change neither shapes nor counts."""
_WEIGHTS = {
    "kernel": ("Conv", "Dense", "Depthwise", "SimpleRNN", "LSTM", "GRU"),
    "bias": ("Conv", "Dense", "Depthwise", "Separable", "SimpleRNN", "LSTM", "GRU"),
    "recurrent": ("SimpleRNN", "LSTM", "GRU", "ConvLSTM"),
    "depthwise": ("Depthwise", "Separable"),
    "pointwise": ("Separable",),
    "embeddings": ("Embedding",),
    "beta": ("BatchNorm", "LayerNorm", "GroupNorm"),
    "gamma": ("BatchNorm", "LayerNorm", "GroupNorm"),
    "moving_mean": ("BatchNorm",),
    "moving_variance": ("BatchNorm",),
    "alpha": ("PReLU",),
    "activity": ("Conv", "Dense", "Depthwise", "Separable", "SimpleRNN", "LSTM", "GRU", "Embedding"),
}
_ABOUT_WEIGHTS = re.compile(r"(.+)_(?:initializer|regularizer|constraint)")
"""How weights start, and what holds them small; by the names of the weights that a layer has."""
_RECURRENT = ("SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM")
_CHANNELS_LAST = "channels come last here; leave out data_format"
_ACTIVATION_LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}
_ACTIVATIONS = re.compile(
    r"(?:[a-z_.]*\.)?(relu6?|leaky_relu|elu|selu|celu|gelu|silu|swish|sigmoid|hard_sigmoid|hard_silu|hard_swish|log_sigmoid|softmax|"
    r"log_softmax|softplus|softsign|tanh|exponential|mish|linear)"
)
_WRAPPERS = {"Bidirectional": ("layer", "backward_layer"), "TimeDistributed": ("layer",), "RNN": ("cell",)}
"""The options that take a layer."""
_SQUARE = re.compile(
    r"(Conv[A-Za-z0-9]*\([^()\n]*, *(?:kernel_size *= *)?|Pool[A-Za-z0-9]*\( *(?:pool_size *= *)?)([1-9]\d?) ?[x×] ?\2(?= *[,)])"
)
"""The side of a kernel or window that is written twice: 3x3."""
_CALLED = re.compile(r" {1,3}(?:[a-z]{1,10}\.){0,3}[A-Z][A-Za-z0-9]{3,30}\(")
"""A layer that nothing but a space separates from the one before it."""
_OF_A_LAYER = re.compile(
    r"(?i)(?:(?:layers?|blocks?|conv[a-z0-9]*|(?:max|avg|average|global)?[a-z]*pool[a-z0-9]*|max|average|avg|global|dense|fc|fully|connected|hidden"
    r"|outputs?|input|heads?|body|base|backbone|encoder|decoder|features?|extractor|classif[a-z]+|flatten[a-z]*|dropout|batch|norm[a-z]*"
    r"|activation|relu|softmax|sigmoid|lstm|gru|rnn|simplernn|recurrent|bidirectional|embedding|steps?|stage|part|level|first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|final(?:ly)?|last|next|then|schicht|ebene|couche|capa|camada|the|and|nr|number"
    r"|\d{1,2}(?:st|nd|rd|th)?[a-z]?)[ _]*)+:"
)
"""What a label behind the first layers may say: of which layer it is, and nothing of another design."""
_DENIED = re.compile(
    "(?i)(?<![a-z])(?:not|no|never|wrong|false|incorrect|bad|old|without|instead|crossed|deleted|ignore|draft|given|examples?|hint|question"
    "|original|before|plan|try|attempt|idea)(?![a-z])"
)
"""What a label says of a design that is not meant, or not the only one."""
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\t": " ", "\u00a0": " "}
)


class CodeError(ValueError):
    """The text is no code of layers that we read; it says what was expected and what came."""


@dataclass(frozen=True)
class Vocabulary:
    """What may be called in a text.

    Attributes:
        kinds: the types of layers by their names.
        trusted: whether the text is part of a bank and not a student's: longer tuples are read, and options that Keras takes when a
            layer is called, such as ``training=True``.
    """

    kinds: Mapping[str, LayerType]
    trusted: bool = False


LAYERS = Vocabulary(layers.KINDS)
EVERYTHING = Vocabulary(
    {
        **layers.KINDS,
        **ops.KINDS,
        **{
            each.name: each
            for module in (losses, optimizers)
            for each in vars(module).values()
            if isinstance(each, LayerType)
        },
    },
    trusted=True,
)
"""Layers, operations of ``keras.ops``, losses and optimizers."""


def read_layers(text: str, most: int = MOST_LAYERS) -> tuple[Layer, ...]:
    """The layers of a text, one after the other, so many at most.

    A layer stands alone or in a list, in ``Sequential([…])``, in ``model.add(…)``, on a line of its own, or is called on the output
    of the previous one. What tells only the shape of the input is left out.

    Raises:
        CodeError: it is something else, an option is not a literal, the layers do not form one stack, or it is far too long.
    """
    return tuple(_layer(node) for node in _stack(text, most))


def read_call(text: str, vocabulary: Vocabulary = EVERYTHING) -> Layer:
    """The layer, operation, loss or optimizer of one call: ``SGD(0.1)``.

    Raises:
        CodeError: it is something else, or an option is not a literal.
    """
    items = _items(text)
    if len(items) != 1 or items[0].data != "call":
        raise CodeError(f"expected a layer such as Dense(10), got {_cut(text)}")
    return _layer(items[0], vocabulary)


def calls(text: str, most: int = MOST_LAYERS) -> tuple[str, ...]:
    """The layers of a text as they are written there, each by itself: ``Conv2D(8, 3)``, ``ZeroPadding2D(1)``.

    Raises:
        CodeError: as for `read_layers`.
    """
    read_layers(text, most)
    return tuple(_MODULE.sub("", _source(node)).replace("'", '"') for node in _stack(text, most))


def written(found: tuple[Layer, ...]) -> str:
    """Layers as the code that is read back as the same layers: ``Conv2D(8, 3), Flatten()``."""
    return ", ".join(code(layer).replace("keras.layers.", "") for layer in found)


# from text to calls ---------------------------------------------------------------------------------------------------


@cache
def _grammar() -> Lark:
    from lark import Lark

    path = Path(__file__).with_suffix(".lark")
    return Lark(path.read_text(encoding="utf-8"), parser="lalr", maybe_placeholders=False)


def _items(text: str, longest: int = LONGEST) -> list[Node]:
    from lark import UnexpectedInput

    if len(text) > longest:
        raise CodeError(f"{len(text)} characters are too many; {longest} are read")
    flush = _SQUARE.sub(lambda size: (size[1] + size[2]).ljust(len(size[0])), _blanked(text.translate(_QUOTES).strip()))
    quoted = re.fullmatch(r"""(["'])(.*)\1""", flush, re.DOTALL)
    if quoted and quoted[1] not in quoted[2]:
        flush = f" {quoted[2]}"
    try:
        (items,) = _grammar().parse(flush.rstrip()).children
    except UnexpectedInput as error:
        place = error.pos_in_stream
        rest: list[str] = flush[place:].split() if place is not None and 0 <= place < len(flush) else []
        if not rest or getattr(error, "token", None) == "":
            raise CodeError("it is incomplete: a bracket or a quotation mark may be missing") from None
        raise CodeError(
            f"{_cut(rest[0])} could not be interpreted; a bracket, a comma or a quotation mark may be missing"
        ) from None
    found: list[Node] = []
    node: Node = items
    while True:
        inner = [part for part in node.children if not isinstance(part, str)]
        found.extend(part for part in reversed(inner) if part.data != "items")
        if not inner or inner[0].data != "items":
            return found[::-1]
        node = inner[0]


def _blanked(text: str) -> str:
    """The text with comments, and line breaks within brackets, as blanks; every other character keeps its place.

    Raises:
        CodeError: brackets are nested far too deeply.
    """
    found = list(text)
    depth, quote, comment, call, closed = 0, "", False, False, -1
    for place, character in enumerate(text):
        if character in "\n\r":
            comment, quote = False, ""
            if depth or text[max(place - 1, 0)] == "\\":
                found[place] = " "
        elif comment:
            found[place] = " "
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#":
            comment, found[place] = True, " "
        else:
            call = text[place - 1 : place].isalnum() if depth == 0 and character == "(" else call
            closed = place if depth == 1 and character == ")" and call else closed
            depth = max(0, depth + (character in "([{") - (character in ")]}"))
            if character == "\\" and text[place + 1 : place + 2] in ("\n", "\r"):
                found[place] = " "
        if depth > _DEEPEST:
            raise CodeError("the brackets are nested too deeply")
        if not (depth or quote or comment) and 0 <= closed == place - 1 and _CALLED.match(text, place):
            found[place] = ";"
    return "".join(found)


def _source(node: Node) -> str:
    """The code of a call as it would be written by hand."""
    name, children = str(node.data), node.children
    match name:
        case "call":
            callee, arguments = children
            return f"{_source(callee)}({_source(arguments)})"
        case "option":
            return f"{children[0]}={_source(children[1])}"
        case "arguments" | "list" | "tuple":
            inner = ", ".join(_source(child) for child in children if not isinstance(child, str))
            if name == "tuple":
                return f"({inner},)" if len(_values(node)) == 1 else f"({inner})"
            return f"[{inner}]" if name == "list" else inner
    return re.sub(r" *\. *", ".", str(children[0]))


# from calls to a stack ------------------------------------------------------------------------------------------------


def _stack(text: str, most: int) -> list[Node]:
    """The calls of the layers of a text, in the order in which they follow each other."""
    stack = _Stack()
    for node in _items(text, most * _PER_LAYER):
        stack.take(node)
    found = stack.finished()
    if not found:
        raise CodeError("it contains no layer")
    if len(found) > most:
        raise CodeError(f"{len(found)} layers are too many; at most {most} are accepted")
    return found


@dataclass
class _Stack:
    """The layers so far, and what the names in the code stand for."""

    calls: list[Node] = field(default_factory=list)
    tensors: dict[str, int] = field(default_factory=dict)
    """After how many layers a tensor of this name stands."""
    defined: list[tuple[str, Node]] = field(default_factory=list)
    """Layers with a name that were not used yet."""
    models: set[str] = field(default_factory=set)
    """Names of models to which layers were added."""

    def take(self, node: Node) -> None:
        """Take in a statement."""
        name, value = "", node
        if node.data == "assigned":
            name, value = str(node.children[0]), node.children[1]
        elif node.data in ("labelled", "returned"):
            value = node.children[1]
        if node.data == "labelled" and _DENIED.search(str(node.children[0])):
            raise CodeError(f"it is not certain what {_cut(str(node.children[0]))} means; write only your design")
        if self.calls and node.data == "labelled" and not _OF_A_LAYER.fullmatch(str(node.children[0])):
            raise CodeError(f"there may be two designs; write only one, without {_cut(str(node.children[0]))}")
        if value.data == "path" and node.data == "returned" and f"{_path(value)}.add" in self.models:
            pass
        elif value.data == "path" and node.data == "returned":
            self._at_end(value)
        elif name and value.data == "call" and _is_layer(value):
            self.defined.append((name, value))
        else:
            after = self._of(value)
            if name:
                self.tensors[name] = after

    def finished(self) -> list[Node]:
        """All layers.

        Raises:
            CodeError: some have names and were never used.
        """
        if self.defined and self.calls:
            raise CodeError(f"the layer {_cut(self.defined[0][0])} is defined but not used")
        return self.calls or [node for _, node in self.defined]

    def _of(self, node: Node, depth: int = 0) -> int:
        """Add what an expression stands for; after how many layers its output stands."""
        if depth > _MOST_WITHIN:
            raise CodeError("the brackets are nested too deeply")
        match str(node.data):
            case "list" | "tuple":
                for item in _values(node):
                    self._of(item, depth + 1)
            case "path" if _path(node).lower() in ("input", "inputs") and not self.calls:  # input -> Flatten()
                pass
            case "path" if named := self._used(_path(node)) or _without_brackets(node):
                self.calls.append(named)
            case "call":
                self._called(node, depth)
            case _:
                raise CodeError(f"expected a layer such as Dense(10), got {_cut(_source(node))}")
        return len(self.calls)

    def _called(self, node: Node, depth: int) -> None:
        callee = node.children[0]
        path, values = _path(callee), _values(node)
        method = path.rpartition(".")[2]
        if path in _MODELS:
            if self.calls and not depth:
                raise CodeError("a second model begins after the first layers; write only one")
            listed = _options(node).get("layers")
            for item in values or [listed] * (listed is not None):
                self._of(item, depth + 1)
        elif path in _INPUTS:
            if self.calls:
                raise CodeError("the input comes after a layer; write the layers in order")
        elif path in _FUNCTIONAL:
            self._model(node)
        elif "." in path and method == "add" and len(values) == 1 and not _options(node):
            self.models.add(path)
            if len(self.models) > 1:
                raise CodeError(f"layers are added to two models, got {_cut(_source(node))}")
            self._of(values[0], depth + 1)
        elif method in _WITHOUT_EFFECT and (path in _WITHOUT_EFFECT or "." in path):
            return
        elif isinstance(callee, str) or callee.data == "call" or path in {name for name, _ in self.defined}:
            self._applied(callee, node, depth)
        else:
            self.calls.append(node)

    def _applied(self, layer: Node, node: Node, depth: int) -> None:
        """``Dense(10)(x)``: a layer called on the output of the previous one."""
        values = _values(node)
        if len(values) != 1 or _options(node):
            raise CodeError(f"a layer is called on one tensor, got {_cut(_source(node))}")
        (value,) = values
        if value.data == "path":
            name = _path(value)
            start = self.tensors.setdefault(name, 0) if not self.calls else self.tensors.get(name, -1)
            if start != len(self.calls):
                raise CodeError(
                    f"{_cut(_source(node))} is not called on the output of the previous layer; only a stack of layers is accepted"
                )
        elif value.data == "call" and not _is_layer(value):
            self._of(value, depth + 1)
        else:
            raise CodeError(f"a layer is called on a tensor, got {_cut(_source(value))}")
        used = self._used(_path(layer))
        self.calls.append(used or layer)

    def _used(self, name: str) -> Node | None:
        """A layer with a name, which is used now."""
        for place, (defined, node) in enumerate(self.defined):
            if defined == name:
                del self.defined[place]
                return node
        return None

    def _model(self, node: Node) -> None:
        """``Model(inputs, outputs)``: the tensors that it names must be the first and the last."""
        values = [*_values(node), *_options(node).values()]
        paths = [value for value in values if value.data == "path"]
        if len(paths) != 2 or self.tensors.get(_path(paths[0]), 0) != 0:
            raise CodeError(f"expected Model(inputs, outputs), got {_cut(_source(node))}")
        self._at_end(paths[1])

    def _at_end(self, node: Node) -> None:
        if self.tensors.get(_path(node), len(self.calls)) != len(self.calls):
            raise CodeError(
                f"{_cut(_path(node))} is not the output of the last layer; only a stack of layers is accepted"
            )


# from calls to layers -------------------------------------------------------------------------------------------------


def _is_layer(node: Node) -> bool:
    callee = node.children[0]
    return not isinstance(callee, str) and callee.data == "path" and _named(_path(callee)) in layers.KINDS


def _without_brackets(node: Node) -> Node | None:
    """``Flatten`` as ``Flatten()``: a layer that needs no option, named without brackets."""
    from lark import Tree

    kind = layers.KINDS.get(_named(_path(node)))
    return Tree("call", [node, Tree("arguments", [])]) if kind is not None and _STANDS_ALONE.match(kind.name) else None


def _layer(node: Node, vocabulary: Vocabulary = LAYERS, depth: int = 0) -> Layer:
    path = _path(node.children[0]) if node.data == "call" else ""
    if not path or "." in path:
        raise CodeError(f"expected a layer such as Dense(10), got {_cut(_source(node))}")
    name = _known(path) if vocabulary.trusted else _named(path)
    if name != path and _BY_PYTORCH.fullmatch(path) and not re.search("[A-Z]D", path) and len(_values(node)) > 2:
        raise CodeError(f"{_cut(path)} may be a layer of PyTorch; write {name} as in Keras")
    if name not in vocabulary.kinds:
        close = difflib.get_close_matches(name, vocabulary.kinds, n=1)
        raise CodeError(f"there is no layer {_cut(name)}" + (f"; is {close[0]} meant?" if close else ""))
    if depth > _MOST_WITHIN:
        raise CodeError("the layers are nested too deeply")
    kind = vocabulary.kinds[name]
    named = {key: value for key, value in _options(node).items() if not _is_needless(kind, key, value)}
    if name == "LeakyReLU" and "alpha" in named:
        named["negative_slope"] = named.pop("alpha")
    places = tuple(dict.fromkeys((*kind.required, *kind.defaults)))
    read = _Reader(kind, vocabulary, depth)
    values = [
        read.option(key, value)
        for key, value in zip((*places, *[""] * len(_values(node))), _values(node), strict=False)
    ]
    if any(value in ("channels_first", "channels_last") for value in values):
        raise CodeError(_CHANNELS_LAST)
    options = {key: read.option(key, value) for key, value in named.items()}
    if not vocabulary.trusted and (at_call := kind.at_call & options.keys()):
        raise CodeError(f"{name} has no option {min(at_call)!r}")
    try:
        made = kind(*values, **options)
    except TypeError as error:
        raise CodeError(str(error)) from None
    paddings = ("valid", "same", "causal") if name == "Conv1D" else ("valid", "same")
    if kind.defaults.get("padding") == "valid" and made["padding"] not in paddings:
        raise CodeError(f"the padding of {name} is {' or '.join(paddings)}, got {_cut(str(made['padding']))}")
    return made


def _is_needless(kind: LayerType, key: str, value: Node) -> bool:
    """Whether an option changes neither shapes nor counts.

    Raises:
        CodeError: it is one of those, with a value that it cannot have here.
    """
    if key in kind.required or key in kind.defaults:
        return False
    name = kind.name
    if key == "data_format":
        if _source(value).strip("\"'") not in ("channels_last", "None"):
            raise CodeError(_CHANNELS_LAST)
        return True
    if key == "axis" and "Normalization" in name:
        if _source(value) != "-1":
            raise CodeError(f"{name} normalises along the channels here; leave out axis")
        return True
    if key in ("dropout", "recurrent_dropout") and name.startswith(_RECURRENT) and not name.startswith("RNN"):
        if not re.fullmatch(r"0|0?\.\d+|0\.", _source(value)):
            raise CodeError(f"expected a number from 0 to 1 for {key}, got {_cut(_source(value))}")
        return True
    if key in ("stateful", "unroll", "zero_output_for_mask", "use_cudnn") and name.startswith(_RECURRENT):
        return True
    if key in ("noise_shape", "interpolation", "mask_zero"):
        return name.startswith({"noise_shape": "Dropout", "interpolation": "UpSampling", "mask_zero": "Embedding"}[key])
    about = _ABOUT_WEIGHTS.fullmatch(key)
    if (
        about
        and name.startswith(_WEIGHTS.get(about[1], ()))
        and not (about[1] == "kernel" and name.startswith("Separable"))
    ):
        return True
    return key in _NEEDLESS and kind.namespace == "layers"


@dataclass(frozen=True)
class _Reader:
    """Reads the options of one layer."""

    kind: LayerType
    vocabulary: Vocabulary
    depth: int

    @property
    def most_values(self) -> int:
        """So many values a tuple may hold: one for each axis of a layer; an operation may list places."""
        return _MOST_PLACES if self.vocabulary.trusted else _MOST_VALUES

    def option(self, name: str, node: Node) -> Option:
        if node.data == "call":
            return self._called(name, node)
        if name in _WRAPPERS.get(self.kind.name, ()):
            raise CodeError(f"{self.kind.name} takes a layer, got {_cut(_source(node))}")
        return self._value(name, node)

    def _called(self, name: str, node: Node) -> Option:
        if name in _WRAPPERS.get(self.kind.name, ()):
            return _layer(node, self.vocabulary, self.depth + 1)
        layer = _known(_path(node.children[0]))
        if name in ("activation", "recurrent_activation"):
            if layer in _ACTIVATION_LAYERS:
                return _ACTIVATION_LAYERS[layer]
            raise CodeError(f'expected the name of an activation such as "relu", got {_cut(_source(node))}')
        if layer in self.vocabulary.kinds and self.kind.namespace != "layers":
            return _layer(node, self.vocabulary, self.depth + 1)
        raise CodeError(f"expected a plain value for an option, got {_cut(_source(node))}")

    def _value(self, name: str, node: Node, depth: int = 0) -> Option:
        text = _source(node)
        match str(node.data):
            case "list" | "tuple" if (
                depth < _MOST_WITHIN and len(_values(node)) <= self.most_values and not _options(node)
            ):
                values = tuple(self._value(name, value, depth + 1) for value in _values(node))
                parenthesised = node.data == "tuple" and len(values) == 1 and not _has_comma(node)
                return values[0] if parenthesised else values
            case "string" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,29}", text[1:-1]):
                word = text[1:-1]
                if name in ("activation", "recurrent_activation") and not _ACTIVATIONS.fullmatch(word.lower()):
                    raise CodeError(f"there is no activation {_cut(word)}")
                return word.lower() if name == "padding" else word  # as Keras does
            case "path" if text.capitalize() in ("True", "False", "None"):
                return {"True": True, "False": False, "None": None}[text.capitalize()]
            case "path" if name in ("activation", "recurrent_activation") and (known := _ACTIVATIONS.fullmatch(text)):
                return known[1]
            case "path" if name == "padding" and text in ("same", "valid", "causal"):
                return text
            case "number" if len(text) <= 30 and abs(number := _number(text)) <= LARGEST:
                return number
            case "path" | "call":
                raise CodeError(f"expected a plain value for an option, got {_cut(text)}")
        raise CodeError(f"expected a number up to {LARGEST}, a word or a short tuple of them, got {_cut(text)}")


def _number(text: str) -> int | float:
    digits = text.replace("_", "")
    return int(digits) if re.fullmatch(r"[+-]?\d+", digits) else float(digits)


def _values(node: Node) -> list[Node]:
    """What stands in brackets without a name before it."""
    arguments = next(
        (child for child in node.children[::-1] if not isinstance(child, str) and child.data == "arguments"), node
    )
    return [child for child in arguments.children if not isinstance(child, str) and child.data != "option"]


def _options(node: Node) -> dict[str, Node]:
    """What stands in brackets with a name before it.

    Raises:
        CodeError: a name stands twice, or a value without a name stands after one.
    """
    (arguments,) = (child for child in node.children if not isinstance(child, str) and child.data == "arguments")
    found: dict[str, Node] = {}
    for child in arguments.children:
        if isinstance(child, str):
            continue
        if child.data == "option":
            key, value = child.children
            if str(key) in found:
                raise CodeError(f"{_cut(str(key))} is given twice")
            found[str(key)] = value
        elif found:
            raise CodeError(
                f"positional arguments come first, got {_cut(_source(child))} after {_cut(next(iter(found)))}"
            )
    return found


def _has_comma(node: Node) -> bool:
    (arguments,) = (child for child in node.children if not isinstance(child, str) and child.data == "arguments")
    return any(isinstance(child, str) for child in arguments.children)


def _path(node: Node) -> str:
    """``Dense`` for ``keras.layers.Dense``; nothing for what is no name."""
    if isinstance(node, str) or node.data != "path":
        return ""
    path = re.sub(r" *\. *", ".", str(node.children[0]))
    return _MODULE.sub("", path, count=1) if _MODULE.match(path) else path


def _known(name: str) -> str:
    return _SHORT.get(name, name)


def _named(name: str) -> str:
    """The layer that a student names, small letters or underscores or not: ``conv2d``, ``max_pooling2d``."""
    return _known(name) if _known(name) in layers.KINDS else _known(_ANY_CASE.get(name.replace("_", "").lower(), name))


def _cut(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{line[:37]}...'" if len(line) > 40 else f"'{line}'"
