"""What a layer of Keras gives, owns and multiplies, for any layer that we know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from examgen.derivation.terms import Scalar, ceil_div, product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

Sizes = tuple[Scalar, ...]
Options = Mapping[str, Any]
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
"""How many sets of weights a recurrent layer has."""


class Owned(NamedTuple):
    """What a layer owns.

    Attributes:
        weights: the weights, each set with how often every one of them multiplies.
        others: biases, and what is trained besides.
        fixed: what is not trained.
    """

    weights: tuple[tuple[Scalar, Scalar], ...] = ()
    others: Scalar = 0
    fixed: Scalar = 0


def axes(kind: str) -> int:
    """How many spatial axes a layer such as Conv2D slides over; 0 for one that does not."""
    return next((int(kind[i - 1]) for i in range(1, len(kind)) if kind[i] == "D" and kind[i - 1].isdigit()), 0)


def along(lengths: Any, count: int) -> tuple[Any, ...]:
    """A length for each axis, where one may stand for all of them."""
    return lengths if isinstance(lengths, tuple) else (lengths,) * count


def around(ends: Any, count: int) -> list[tuple[Any, Any]]:
    """How many cells lie before and after each axis."""
    if count == 1:
        return [ends if isinstance(ends, tuple) else (ends, ends)]
    return [entry if isinstance(entry, tuple) else (entry, entry) for entry in along(ends, count)]


def output(kind: str, o: Options, shape: Sizes, show: Show) -> Sizes:
    """The shape that a layer gives for the shape that it reads."""
    count = axes(kind)
    if kind == "TimeDistributed":
        return (shape[0], *output(o["layer"][0], dict(o["layer"][1]), shape[1:], show))
    if kind == "Bidirectional":
        *steps, units = output(o["layer"][0], dict(o["layer"][1]), shape, show)
        return (
            *steps,
            show("Outputs of both directions, concatenated.", 2 * units) if o["merge_mode"] == "concat" else units,
        )
    if kind in GATES:
        return (shape[0], o["units"]) if o["return_sequences"] else (o["units"],)
    if kind.startswith("ConvLSTM"):
        inner = output(f"Conv{count}D", {**o, "groups": 1}, shape[1:], show)
        return (shape[0], *inner) if o["return_sequences"] else inner
    if count and not kind.startswith(("Global", "SpatialDropout")):
        sides: dict[tuple[Any, ...], Scalar] = {}  # axes that are alike are worked out once
        along_each = list(zip(shape[:-1], lengths(kind, o, count), strict=True))
        for n, numbers in dict.fromkeys(along_each):
            why, length = side(kind, o, n, numbers)
            sides[n, numbers] = show(f"{kind}, input side {n}: {why}", length)
        return (*(sides[each] for each in along_each), _depth(o, shape[-1], show))
    if kind == "Flatten":
        why = f"Flatten: {'height × width × channels' if len(shape) == 3 else 'product of all sizes'}."
        return (show(why, product(shape)),)
    if kind == "Reshape":
        return _reshaped(o["target_shape"], shape, show)
    if kind == "Permute":
        return tuple(shape[int(axis) - 1] for axis in o["dims"])
    if kind == "RepeatVector":
        return (o["n"], *shape)
    if kind == "Dense":
        return (*shape[:-1], o["units"])
    if kind == "Embedding":
        return (*shape, o["output_dim"])
    if kind.startswith("Global"):
        return (*((1,) * count if o["keepdims"] else ()), shape[-1])
    return shape


def lengths(kind: str, o: Options, count: int) -> list[tuple[Any, ...]]:
    """What a layer that changes sides has for each axis: cells before and after, a factor, or window, stride and dilation."""
    if kind.startswith(("ZeroPadding", "Cropping")):
        return around(o["padding" if kind.startswith("Zero") else "cropping"], count)
    if kind.startswith("UpSampling"):
        return [(size,) for size in along(o["size"], count)]
    window = o["pool_size"] if "pool_size" in o else o["kernel_size"]
    strides = window if o["strides"] is None else o["strides"]
    each = (window, strides, o.get("dilation_rate", 1), o.get("output_padding"))
    return list(zip(*(along(lengths, count) for lengths in each), strict=True))


def side(kind: str, o: Options, n: Scalar, numbers: tuple[Any, ...]) -> tuple[str, Scalar]:
    """How long a side of length n becomes, and why."""
    if kind.startswith("ZeroPadding"):
        return "add the zeros on both sides.", n + numbers[0] + numbers[1]
    if kind.startswith("Cropping"):
        return "subtract the rows or columns removed at both ends." if kind.endswith(
            "2D"
        ) else "subtract the values removed at both ends.", n - numbers[0] - numbers[1]
    if kind.startswith("UpSampling"):
        return "every value is repeated.", n * numbers[0]
    f, s, d, more = numbers
    span = d * (f - 1) + 1 if d > 1 else f
    if kind.endswith("Transpose"):
        if more is not None:
            rest = span % 2 if o["padding"] == "same" else span
            return "$(n - 1) s + f$ plus output padding.", ((n - 1) * s + rest + more)
        if o["padding"] == "same":
            return "$n \\cdot s$ with *same* padding.", n * s
        return "$(n - 1) s + f$.", (n - 1) * s + max(span, s)
    if o["padding"] in ("same", "causal"):
        return r"$\lceil n / s \rceil$.", ceil_div(n, s)
    return r"$\lfloor (n - f) / s \rfloor + 1$.", (n - span) // s + 1


def _depth(o: Options, depth: Scalar, show: Show) -> Scalar:
    filters: Scalar | None = o.get("filters")
    if filters is not None:
        return filters
    multiplier: Scalar = o.get("depth_multiplier", 1)
    return show("Channels times depth multiplier.", depth * multiplier) if multiplier > 1 else depth


def _reshaped(target: Sizes, shape: Sizes, show: Show) -> Sizes:
    if -1 not in target:
        return target
    known = product(size for size in target if size != -1)
    open_ = show("The axis with size −1: divide the number of all values by the known sizes.", product(shape) // known)
    return tuple(open_ if size == -1 else size for size in target)


def owned(kind: str, o: Options, shape: Sizes, given: Sizes) -> Owned:
    """What a layer owns that reads one shape and gives the other."""
    depth, biased = shape[-1], o.get("use_bias", False)
    if kind == "TimeDistributed":
        inner = owned(o["layer"][0], dict(o["layer"][1]), shape[1:], given[1:])
        return inner._replace(weights=tuple((count, times * shape[0]) for count, times in inner.weights))
    if kind == "Bidirectional":
        one = owned(o["layer"][0], dict(o["layer"][1]), shape, given)
        return Owned(one.weights * 2, 2 * one.others)
    if kind in GATES:
        sets, units = GATES[kind], o["units"]
        biases = sets * units * (2 if o.get("reset_after") else 1) if biased else 0
        return Owned(((sets * units * (depth + units), shape[0]),), biases)
    if kind == "Dense":
        return Owned(((depth * o["units"], product(shape[:-1])),), o["units"] if biased else 0)
    if kind == "Embedding":
        return Owned(((o["input_dim"] * o["output_dim"], 0),))
    if kind in ("BatchNormalization", "LayerNormalization", "GroupNormalization"):
        trained = (int(o["center"]) + int(o["scale"])) * depth
        return Owned((), trained, 2 * depth if kind == "BatchNormalization" else 0)
    if kind == "PReLU":
        shared = o["shared_axes"] or ()
        return Owned((), product(n for axis, n in enumerate(shape, start=1) if axis not in shared))
    if "kernel_size" not in o:
        return Owned()
    area, places = product(along(o["kernel_size"], axes(kind))), product(given[:-1])
    biases = given[-1] if biased else 0
    if kind.endswith("Transpose"):
        return Owned(((area * depth * o["filters"], product(shape[:-1])),), biases)
    if kind.startswith("ConvLSTM"):
        weights = 4 * area * (depth + o["filters"]) * o["filters"]
        return Owned(((weights, shape[0] * product(given[-1 - axes(kind) : -1])),), 4 * o["filters"] if biased else 0)
    if kind.startswith("Conv"):
        share = depth / o["groups"] if o["groups"] > 1 else depth
        return Owned(((area * share * o["filters"], places),), biases)
    maps = depth * o["depth_multiplier"]
    pointwise = ((maps * o["filters"], places),) if kind.startswith("Separable") else ()
    return Owned(((area * maps, places), *pointwise), biases)
