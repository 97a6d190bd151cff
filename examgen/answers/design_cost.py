"""What building a student's design would cost, from above: told from its code alone, before anything is built."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from examgen.model.network import Layer, Option

MOST_PARAMETERS = 10**7
MOST_CELLS = 10**7
"""A design with more parameters, or of more values in all its layers together, is not built: no question needs it."""
MOST_CALLS = 1_000
"""So often may the layers inside others be called: `TimeDistributed` calls its layer at every time step."""

Lengths = tuple[int, ...]

_CONVOLUTION = re.compile(r"(?:Depthwise|Separable)?Conv(\d)D(Transpose)?")
_GATES = {"SimpleRNN": 1, "SimpleRNNCell": 1, "GRU": 3, "GRUCell": 3, "LSTM": 4, "LSTMCell": 4}


@dataclass
class DesignCost:
    """Bounds from above on what a stack of layers needs; it may need less."""

    cells: int = 0
    parameters: int = 0
    calls: int = 0


def too_costly(layers: Sequence[Layer], input_shape: Lengths) -> str:
    """Why a design is not built; nothing where it is small enough."""
    cost, lengths = DesignCost(cells=math.prod(input_shape)), tuple(input_shape)
    for layer in layers:
        lengths = _through(layer, lengths, cost)
        cost.cells += math.prod(lengths)
        if cost.cells > MOST_CELLS:
            return f"its layers output more than {MOST_CELLS:,} values in all"
        if cost.parameters > MOST_PARAMETERS:
            return f"it may have more than {MOST_PARAMETERS:,} parameters"
        if cost.calls > MOST_CALLS:
            return f"the layers within its layers are called more than {MOST_CALLS:,} times"
    return ""


def _through(layer: Layer, lengths: Lengths, cost: DesignCost) -> Lengths:
    """The output shape of a layer, or one that is larger; what the layer costs is added."""
    name = layer.type.name
    if convolution := _CONVOLUTION.fullmatch(name):
        return _convolved(layer, lengths, int(convolution[1]), cost, is_transposed=bool(convolution[2]))
    if name.startswith("ConvLSTM"):
        steps, inner = lengths[:1], lengths[1:]
        made = _convolved(layer, inner, int(name[-2]), cost, is_transposed=False)
        cost.parameters *= 8
        cost.cells += math.prod(steps) * math.prod(made)
        return (*steps, *made) if layer["return_sequences"] else made
    if name in _GATES or name == "RNN":
        return _recurrent(layer, lengths, cost)
    if name == "Bidirectional":
        inside = layer["layer"]
        made = _through(inside, lengths, cost) if isinstance(inside, Layer) else lengths
        cost.parameters *= 2
        return (*made[:-1], 2 * made[-1]) if made else made
    if name == "TimeDistributed":
        inside = layer["layer"]
        times = lengths[0] if lengths else 1
        each = DesignCost()
        made = _through(inside, lengths[1:], each) if isinstance(inside, Layer) else lengths[1:]
        cost.calls += times * max(1, each.calls)
        cost.cells += times * (each.cells + math.prod(made))
        cost.parameters += each.parameters
        return (*lengths[:1], *made)
    return _plain(layer, lengths, cost)


def _convolved(layer: Layer, lengths: Lengths, axes: int, cost: DesignCost, *, is_transposed: bool) -> Lengths:
    channels = lengths[-1] if lengths else 1
    kernel, strides = _each(layer["kernel_size"], axes), _each(layer["strides"], axes)
    deep = channels * _whole(layer["depth_multiplier"]) if layer.knows("depth_multiplier") else channels
    filters = _whole(layer["filters"]) if layer.knows("filters") else deep
    cost.parameters += math.prod(kernel) * (deep if layer.knows("depth_multiplier") else channels * filters)
    cost.parameters += (deep * filters if layer.type.name.startswith("Separable") else 0) + filters
    dilation = _each(layer["dilation_rate"], axes)
    sides = zip(lengths[:axes], kernel, strides, dilation, strict=False)
    if is_transposed:
        return (*(n * s + d * f for n, f, s, d in sides), filters)
    is_valid = layer["padding"] == "valid"
    return (*(_slid(n, d * (f - 1) + 1, s, is_valid=is_valid) for n, f, s, d in sides), filters)


def _recurrent(layer: Layer, lengths: Lengths, cost: DesignCost) -> Lengths:
    features, units = (lengths[-1] if lengths else 1), 1
    cell = layer["cell"] if layer.type.name == "RNN" else layer
    if isinstance(cell, Layer) and cell.type.name in _GATES:
        units = _whole(cell["units"])
        cost.parameters += _GATES[cell.type.name] * units * (features + units + 2)
    steps = lengths[:-1]
    cost.cells += math.prod(steps) * units
    return (*steps, units) if layer.knows("return_sequences") and layer["return_sequences"] else (units,)


def _plain(layer: Layer, lengths: Lengths, cost: DesignCost) -> Lengths:
    name = layer.type.name
    channels = lengths[-1] if lengths else 1
    axes = int(name[-2]) if re.search(r"\dD$", name) else 0
    match name:
        case "Dense":
            cost.parameters += (channels + 1) * _whole(layer["units"])
            return (*lengths[:-1], _whole(layer["units"]))
        case "Embedding":
            cost.parameters += _whole(layer["input_dim"]) * _whole(layer["output_dim"])
            return (*lengths, _whole(layer["output_dim"]))
        case "Flatten" | "Reshape":
            return (math.prod(lengths),)
        case "RepeatVector":
            return (_whole(layer["n"]), *lengths)
        case "PReLU":
            cost.parameters += math.prod(lengths)
        case _ if "Normalization" in name:
            cost.parameters += 4 * channels
        case _ if name.startswith("Global"):
            return (*((1,) * axes if layer["keepdims"] else ()), channels)
        case _ if re.match("(?:Max|Average)Pooling", name):
            size = _each(layer["pool_size"], axes)
            strides = _each(layer["strides"], axes) if layer["strides"] else size
            is_valid = layer["padding"] == "valid"
            sides = zip(lengths[:axes], size, strides, strict=False)
            return (*(_slid(n, f, s, is_valid=is_valid) for n, f, s in sides), *lengths[axes:])
        case _ if name.startswith("UpSampling"):
            return (*(n * k for n, k in zip(lengths, _each(layer["size"], axes), strict=False)), *lengths[axes:])
        case _ if name.startswith("ZeroPadding"):
            added = sum(_numbers(layer["padding"])) * 2
            return (*(n + added for n in lengths[:axes]), *lengths[axes:])
    return lengths


def _slid(length: int, window: int, strides: int, *, is_valid: bool) -> int:
    """So often does a window stand along an axis; at least once, as Keras refuses the others by itself."""
    return max(1, (length - window) // strides + 1) if is_valid else -(-length // strides)


def _each(value: Option, axes: int) -> tuple[int, ...]:
    """An option for every axis, given once or for each."""
    found = tuple(max(1, number) for number in _numbers(value)) or (1,)
    return found if len(found) == axes else (max(found),) * axes


def _whole(value: Option) -> int:
    return max(1, *_numbers(value), 1)


def _numbers(value: Option) -> list[int]:
    if isinstance(value, tuple):
        return [number for item in value for number in _numbers(item)]
    return [abs(math.ceil(value))] if isinstance(value, int | float) and not isinstance(value, bool) else []
