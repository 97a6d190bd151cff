"""What a line of Keras code says of a layer: its kind, and all its options with Keras's defaults."""

from __future__ import annotations

import ast
import re
from typing import Any

from examgen.derivation.terms import unnamed

PLACES = {
    "DepthwiseConv": ("kernel_size", "strides", "padding", "depth_multiplier"),
    "Conv": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv": ("filters", "kernel_size", "strides", "padding"),
    "ConvLSTM": ("filters", "kernel_size", "strides", "padding"),
    "ZeroPadding": ("padding",),
    "Cropping": ("cropping",),
    "UpSampling": ("size",),
    "MaxPooling": ("pool_size", "strides", "padding"),
    "AveragePooling": ("pool_size", "strides", "padding"),
    "Dense": ("units", "activation", "use_bias"),
    "SimpleRNN": ("units", "activation", "use_bias"),
    "LSTM": ("units", "activation", "recurrent_activation", "use_bias"),
    "GRU": ("units", "activation", "recurrent_activation", "use_bias"),
    "Embedding": ("input_dim", "output_dim"),
    "Reshape": ("target_shape",),
    "Permute": ("dims",),
    "RepeatVector": ("n",),
    "Bidirectional": ("layer", "merge_mode"),
    "TimeDistributed": ("layer",),
    "RNN": ("cell", "return_sequences"),
}
"""The names of options that are given by their place, by how the name of the layer begins."""
DEFAULTS: dict[str, dict[str, Any]] = {
    "DepthwiseConv": {"depth_multiplier": 1},
    "SeparableConv": {"depth_multiplier": 1},
    "Conv": {"groups": 1, "output_padding": None},
    "ZeroPadding": {"padding": 1},
    "Cropping1D": {"cropping": (1, 1)},
    "Cropping2D": {"cropping": ((0, 0), (0, 0))},
    "Cropping3D": {"cropping": ((1, 1), (1, 1), (1, 1))},
    "UpSampling": {"size": 2},
    "MaxPooling": {"pool_size": 2, "strides": None},
    "AveragePooling": {"strides": None},
    "BatchNormalization": {"center": True, "scale": True},
    "LayerNormalization": {"center": True, "scale": True},
    "GroupNormalization": {"center": True, "scale": True},
    "PReLU": {"shared_axes": None},
    "GlobalAveragePooling": {"keepdims": False},
    "GlobalMaxPooling": {"keepdims": False},
    "ConvLSTM": {"return_sequences": False},
    "SimpleRNN": {"return_sequences": False},
    "LSTM": {"return_sequences": False},
    "GRU": {"return_sequences": False, "reset_after": True},
    "Bidirectional": {"merge_mode": "concat"},
}
"""Keras's defaults of options that matter for shapes and counts, by how the name of the layer begins."""
EVERYWHERE = {"trainable": True, "use_bias": True, "strides": 1, "dilation_rate": 1, "padding": "valid"}


def read(code: str) -> list[tuple[str, dict[str, Any]]]:
    """The layers of ``Conv2D(8, 3), Flatten()``: of each its kind and its options."""
    parsed = ast.parse(code, mode="eval").body
    return [_layer(call) for call in (parsed.elts if isinstance(parsed, ast.Tuple) else [parsed])]


def _layer(call: Any) -> tuple[str, dict[str, Any]]:
    kind = call.func.id
    if "Pool" in kind and "Pooling" not in kind:
        kind = kind.replace("Avg", "Average").replace("Pool", "Pooling")
    given = dict(zip(_of(PLACES, kind, ()), map(_value, call.args), strict=False))
    given |= {option.arg: _value(option.value) for option in call.keywords}
    options = {**EVERYWHERE, **_of(DEFAULTS, kind, {}), **given}
    if kind == "RNN":  # the layer of its cell: RNN(LSTMCell(4)) is LSTM(4)
        kind, of_cell = options["cell"][0].removesuffix("Cell"), options["cell"][1]
        options = {**of_cell, **{name: value for name, value in given.items() if name != "cell"}}
    return kind, {name: value if name == "layer" else unnamed(_tuple(value)) for name, value in options.items()}


def _of(table: dict[str, Any], kind: str, otherwise: Any) -> Any:
    stem = re.sub(r"\dD(Transpose)?$|Cell$", "", kind)
    return table.get(kind, table.get(stem, otherwise))


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _layer(node)
    try:
        return ast.literal_eval(node)
    except ValueError:  # a function such as regularizers.l2(0.01) or tf.nn.relu, without parameters
        return ast.unparse(node)


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list | tuple) else value


def frozen(options: dict[str, Any]) -> bool:
    """Whether a layer, or the layer inside it, is not trained."""
    return not options["trainable"] or ("layer" in options and frozen(options["layer"][1]))
