"""The operations of ``keras.ops`` that stand in a network like layers: ``ops.flip(axis=1)``.

An operation sees one example, without a batch axis.
"""

from __future__ import annotations

from examgen.model.network import LayerType, Option


def _op(name: str, required: str = "", rank: int | None = None, **defaults: Option) -> LayerType:
    return LayerType("ops", name, tuple(required.split()), defaults, rank)


negative = _op("negative")
absolute = _op("absolute")
add = _op("add")
subtract = _op("subtract")
multiply = _op("multiply")
divide = _op("divide")
maximum = _op("maximum")
minimum = _op("minimum")
matmul = _op("matmul")
solve = _op("solve")
greater = _op("greater")
greater_equal = _op("greater_equal")
less_equal = _op("less_equal")
square = _op("square")
sqrt = _op("sqrt")
exp = _op("exp")
log = _op("log")
tanh = _op("tanh")
sigmoid = _op("sigmoid")
relu = _op("relu")
transpose = _op("transpose", axes=None)
flip = _op("flip", axis=None)
rot90 = _op("rot90", k=1, axes=(0, 1))
clip = _op("clip", "x_min x_max")
take = _op("take", "indices", axis=None)
stack = _op("stack", axis=0)
concatenate = _op("concatenate", axis=0)
reshape = _op("reshape", "newshape")
mean = _op("mean", axis=None, keepdims=False)
sum = _op("sum", axis=None, keepdims=False)
max = _op("max", axis=None, keepdims=False)
min = _op("min", axis=None, keepdims=False)
var = _op("var", axis=None, keepdims=False)
std = _op("std", axis=None, keepdims=False)
cumprod = _op("cumprod", axis=None)
argmax = _op("argmax", axis=None)
argmin = _op("argmin", axis=None)
erf = _op("erf")
norm = _op("norm", ord=None, axis=None, keepdims=False)
power = _op("power")
sign = _op("sign")
roll = _op("roll", "shift", axis=None)
pad = _op("pad", "pad_width")
expand_dims = _op("expand_dims", "axis")
squeeze = _op("squeeze", axis=None)
extract_patches = _op("image.extract_patches", "size", 3, strides=None, dilation_rate=1, padding="valid")
stop_gradient = _op("stop_gradient")

KINDS = {kind.name: kind for kind in tuple(globals().values()) if isinstance(kind, LayerType)}
