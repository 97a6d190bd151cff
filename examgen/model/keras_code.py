"""Layers written as Keras code, read as data: ``Conv2D(8, 3, strides=2, padding="same")``.

The text may be a student's. It is parsed, never evaluated: calls of layers that we know, with literal options, and nothing else.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Layer, LayerType, Option, code

LONGEST = 2_000
"""Characters of code that are read; a network of twenty layers needs less."""
MOST_LAYERS = 20
LARGEST = 100_000
"""The largest number that an option may be."""
_DEEPEST = 3
_MODULES = {"layers", "keras.layers", "tf.keras.layers", "tensorflow.keras.layers"}
_INPUTS = {
    "Input",
    "keras.Input",
    "tf.keras.Input",
    *(f"{m}.{name}" for m in _MODULES for name in ("Input", "InputLayer")),
}
_MODELS = {
    "Sequential",
    "keras.Sequential",
    "keras.models.Sequential",
    "tf.keras.Sequential",
    "tf.keras.models.Sequential",
}
_SHORT = {name.replace("Average", "Avg").replace("Pooling", "Pool"): name for name in layers.KINDS}
"""Keras's second names: ``MaxPool2D``."""
_NEEDLESS = {"name", "dtype", "input_shape", "input_dim", "batch_input_shape"}
"""Options of every layer of Keras that change neither its shape nor its count; so does how weights start."""
_MODULE = re.compile(r"\b(?:(?:tf|tensorflow)\.)?(?:keras\.)?layers\.")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "`": "'", "‘": "'", "’": "'"})


class CodeError(ValueError):
    """The text is no code of layers that we read; it says what was expected and what came."""


@dataclass(frozen=True)
class Vocabulary:
    """What may be called in a text.

    Attributes:
        kinds: the types of layers by their names.
        trusted: whether the text is part of a bank and not a student's: any literal is read, and options that Keras takes when a
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


def read_layers(text: str) -> tuple[Layer, ...]:
    """The layers of a text, one behind the other.

    A layer stands alone or in a list, in ``Sequential([…])``, in ``model.add(…)``, on a line of its own, or is called on what is
    before it. What tells only the shape of the input is left out.

    Raises:
        CodeError: it is something else, an option is not a literal, or it is far too long.
    """
    found = tuple(map(_layer, _nodes(text)))
    if not found:
        raise CodeError("there is no layer in it")
    if len(found) > MOST_LAYERS:
        raise CodeError(f"{len(found)} layers are too many; {MOST_LAYERS} are read")
    return found


def calls(text: str) -> tuple[str, ...]:
    """The layers of a text as they are written there, each by itself: ``Conv2D(8, 3)``, ``ZeroPadding2D(1)``.

    Raises:
        CodeError: as for `read_layers`.
    """
    read_layers(text)
    return tuple(_MODULE.sub("", ast.unparse(node)).replace("'", '"') for node in _nodes(text))


def read_call(node: ast.expr, vocabulary: Vocabulary = EVERYTHING) -> Layer:
    """The layer, operation, loss or optimizer of one call.

    Raises:
        CodeError: it is something else, or an option is not a literal.
    """
    return _layer(node, vocabulary)


def written(found: tuple[Layer, ...]) -> str:
    """Layers as the code that is read back as the same layers: ``Conv2D(8, 3), Flatten()``."""
    return ", ".join(map(_in_full, found))


def _in_full(layer: Layer) -> str:
    return code(layer).removeprefix("keras.layers.").replace("keras.layers.", "")


def _parsed(text: str) -> list[ast.stmt]:
    flush = "\n".join(line.strip() for line in text.splitlines())
    try:
        with warnings.catch_warnings(action="ignore"):  # Python warns of code that it could not run
            return ast.parse(flush).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise CodeError("it is not Python code: a bracket, a comma or a quotation mark may be missing") from None


def _nodes(text: str) -> Iterator[ast.expr]:
    """The expressions of a text that stand for a layer each."""
    if len(text) > LONGEST:
        raise CodeError(f"{len(text)} characters are too many; {LONGEST} are read")
    for statement in _parsed(text.translate(_QUOTES).strip()):
        match statement:
            case ast.Expr(value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from _chain(value)
            case ast.AnnAssign(annotation=value, value=None):  # layer: Dense(10)
                yield from _chain(value)
            case _:
                raise CodeError(f"expected layers alone, got {_shown(statement)}")


def _chain(node: ast.expr, depth: int = 0) -> Iterator[ast.expr]:
    """The expressions that stand for a layer each, in one that stands for several."""
    if depth > _DEEPEST:
        raise CodeError("there are too many brackets within each other")
    match node:
        case ast.List(items) | ast.Tuple(items):
            for item in items:
                yield from _chain(item, depth + 1)
        case ast.Call(ast.Attribute(ast.Name(), "add"), [item], []):
            yield from _chain(item, depth + 1)
        case ast.Call(ast.Call() as made, [ast.Name()], []):  # Dense(10)(x)
            yield from _chain(made, depth + 1)
        case ast.Call(func, arguments) if _path(func) in _MODELS:
            for item in arguments:
                yield from _chain(item, depth + 1)
        case ast.Call(func) if _path(func) in _INPUTS:
            return
        case _:
            yield node


def _layer(node: ast.expr, vocabulary: Vocabulary = LAYERS, depth: int = 0) -> Layer:
    path = _path(node.func) if isinstance(node, ast.Call) else ""
    module, _, name = path.rpartition(".")
    if not isinstance(node, ast.Call) or not path or (module and module not in _MODULES):
        raise CodeError(f"expected a layer such as Dense(10), got {_shown(node)}")
    name = _SHORT.get(name, name)
    if name not in vocabulary.kinds:
        close = difflib.get_close_matches(name, vocabulary.kinds, n=1)
        raise CodeError(f"there is no layer {_cut(name)}" + (f"; is {close[0]} meant?" if close else ""))
    if depth > _DEEPEST:
        raise CodeError("there are too many layers within each other")
    kind = vocabulary.kinds[name]
    named = {option.arg: option.value for option in node.keywords if option.arg not in _NEEDLESS}
    if None in named:
        raise CodeError(f"expected options by their names, got {_shown(node)}")
    options = {str(n): _option(v, vocabulary, depth) for n, v in named.items() if not str(n).endswith("_initializer")}
    if not vocabulary.trusted and (at_call := kind.at_call & options.keys()):
        raise CodeError(f"{name} has no option {min(at_call)!r}")
    try:
        made = kind(*(_option(argument, vocabulary, depth) for argument in node.args), **options)
    except TypeError as error:
        raise CodeError(str(error)) from None
    paddings = ("valid", "same", "causal") if name == "Conv1D" else ("valid", "same")
    if kind.defaults.get("padding") == "valid" and made["padding"] not in paddings:
        raise CodeError(f"the padding of {name} is {' or '.join(paddings)}, got {_cut(str(made['padding']))}")
    return made


def _option(node: ast.expr, vocabulary: Vocabulary, depth: int) -> Option:
    if isinstance(node, ast.Call):
        return _layer(node, vocabulary, depth + 1)
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise CodeError(f"expected a plain value for an option, got {_shown(node)}") from None
    return _frozen(value) if vocabulary.trusted else _checked(value)


def _frozen(value: Any) -> Option:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _checked(value: Any, depth: int = 0) -> Option:
    if isinstance(value, list | tuple) and depth < _DEEPEST and len(value) <= _DEEPEST + 1:
        return tuple(_checked(item, depth + 1) for item in value)
    if isinstance(value, str) and value.isidentifier() and len(value) <= 30:
        return value
    if value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= LARGEST):
        return value
    raise CodeError(f"expected a number up to {LARGEST}, a word or a short tuple of them, got {_cut(repr(value))}")


def _path(node: ast.expr) -> str:
    """``keras.layers.Dense``, or nothing for what is no dotted name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def _shown(node: ast.AST) -> str:
    try:
        return _cut(ast.unparse(node))
    except RecursionError:
        return "deeply nested code"


def _cut(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{line[:37]}...'" if len(line) > 40 else f"'{line}'"
