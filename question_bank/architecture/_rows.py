"""Architectures as rows of plain data, and the networks that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from examgen import layers
from examgen.network import Input, Kind, Layer, Network, Option

Count = Annotated[int, Field(ge=1, le=100_000)]
"""How many channels, filters, units or cells there are."""


Short = tuple[str | int, ...]
"""A row as it is pinned, see `named`."""


CONVOLUTIONS = ("conv", "depthwise")


class Row(NamedTuple):
    """One layer of a table.

    Attributes:
        kind: ``conv``, ``depthwise``, ``max``, ``average``, ``up``, ``global``, ``flatten``, ``dense``, ``normalise``, ``dropout``,
            ``embedding``.
        units: filters of a convolution, units of a dense layer, length of an embedding.
        window: side of the kernel or of the pooling window; how many times larger ``up`` makes a side; the vocabulary of an
            embedding.
        padding: so many cells on each side, or ``same``.
    """

    name: str
    kind: str
    units: int = 0
    window: int = 0
    strides: int = 1
    padding: int | str = 0
    groups: int = 1
    bias: bool = True


def conv(
    name: str,
    filters: int,
    kernel: int,
    strides: int = 1,
    padding: int | str = 0,
    groups: int = 1,
    bias: bool = True,
) -> Row:
    return Row(name, "conv", filters, kernel, strides, 0 if padding == "valid" else padding, groups, bias)


def depthwise(name: str, kernel: int, strides: int = 1, padding: int | str = 0, bias: bool = True) -> Row:
    return Row(name, "depthwise", 0, kernel, strides, 0 if padding == "valid" else padding, bias=bias)


def max_pool(name: str, window: int, strides: int | None = None) -> Row:
    return Row(name, "max", 0, window, strides or window)


def average_pool(name: str, window: int, strides: int | None = None) -> Row:
    return Row(name, "average", 0, window, strides or window)


def dense(name: str, units: int, bias: bool = True) -> Row:
    return Row(name, "dense", units, bias=bias)


def normalise(name: str) -> Row:
    return Row(name, "normalise")


def flatten(name: str = "flatten") -> Row:
    return Row(name, "flatten")


def embedding(name: str, vocabulary: int, length: int) -> Row:
    return Row(name, "embedding", length, vocabulary)


def with_norms(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with batch normalisation behind every convolution."""
    behind = ((row, normalise(f"{row.name}_norm")) if row.kind in CONVOLUTIONS else (row,) for row in rows)
    return tuple(part for parts in behind for part in parts)


_SHORT: Mapping[str, tuple[str, Callable[..., Row]]] = {
    "conv": ("conv", conv),
    "depthwise": ("depthwise", depthwise),
    "max": ("pool", max_pool),
    "average": ("pool", average_pool),
    "up": ("up", lambda name, size: Row(name, "up", 0, size)),
    "dense": ("dense", dense),
    "embedding": ("embedding", embedding),
    "global": ("global", lambda name: Row(name, "global")),
    "flatten": ("flatten", flatten),
    "normalise": ("norm", normalise),
    "dropout": ("dropout", lambda name: Row(name, "dropout")),
}


def named(written: Iterable[Any]) -> tuple[Row, ...]:
    """Rows from short ones such as ``("conv", 32, 3)``, ``("max", 2)``, ``("flatten",)`` and ``("dense", 10)``, named and numbered.

    Raises:
        ValueError: a row is of no known kind, has not the numbers of its kind, or is more than one layer of Keras.
    """
    rows: list[Row] = []
    for row in written:
        if len(row) == len(Row._fields) and row[1] in _SHORT:
            rows.append(Row(*row))
            continue
        kind, *numbers = row
        if kind not in _SHORT:
            raise ValueError(f"a layer is one of {', '.join(_SHORT)}, got {kind!r}")
        name, made = _SHORT[kind]
        count = 1 + sum(r.name.rstrip("0123456789") == name for r in rows)
        try:
            rows.append(made(name if kind in ("flatten", "global") else f"{name}{count}", *numbers))
        except TypeError:
            raise ValueError(f"a {kind} layer cannot be written as {row}") from None
        if rows[-1].padding not in (0, "same") and not _keeps(rows[-1]):
            raise ValueError(f"the padding of {rows[-1].name} must be valid or same, got {rows[-1].padding}")
    return tuple(rows)


Rows = Annotated[tuple[Row, ...], BeforeValidator(named)]
"""Rows that may be pinned in short."""


def layer(row: Row, rank: int) -> Layer:
    """The layer of Keras that a row stands for; ``rank`` is how many axes its input has."""
    one = rank == 2
    match row.kind:
        case "conv" | "depthwise":
            options: dict[str, Option] = {"strides": row.strides, "use_bias": row.bias}
            if row.padding == "same" or _keeps(row):
                options["padding"] = "same"
            if row.kind == "depthwise":
                return (layers.DepthwiseConv1D if one else layers.DepthwiseConv2D)(row.window, **options)
            return (layers.Conv1D if one else layers.Conv2D)(row.units, row.window, groups=row.groups, **options)
        case "max" | "average":
            pools = (layers.MaxPooling1D, layers.MaxPooling2D, layers.AveragePooling1D, layers.AveragePooling2D)
            pool = pools[2 * (row.kind == "average") + (not one)]
            strides: dict[str, Option] = {} if row.strides == row.window else {"strides": row.strides}
            return pool(row.window, **strides)
        case "up":
            return layers.UpSampling2D(row.window)
        case "dense":
            return layers.Dense(row.units, use_bias=row.bias)
        case "embedding":
            return layers.Embedding(row.window, row.units)
        case "dropout":
            return layers.Dropout(0.5)
    plain: dict[str, Kind] = {
        "global": layers.GlobalAveragePooling1D if one else layers.GlobalAveragePooling2D,
        "flatten": layers.Flatten,
        "normalise": layers.BatchNormalization,
    }
    return plain[row.kind]()


def _keeps(row: Row) -> bool:
    """Whether so many zeros on each side are what Keras calls ``same``."""
    return bool(row.padding) and row.strides == 1 and row.window == 2 * int(row.padding) + 1


def network(shape: tuple[int, ...], rows: Iterable[Row], parted: Iterable[str] = ()) -> Network:
    """The rows one after the other.

    The output of a row named in ``parted`` is ``<name>_out``, a convolution's after its activation: whoever answers what it is goes
    on from there, and the row itself keeps its parameters. Elsewhere activations are left out, for they change no shape.
    """
    net, rank = Network(x=Input(*shape)), len(shape)
    for row in rows:
        made = layer(row, rank)
        if row.kind in CONVOLUTIONS and row.padding and made["padding"] == "valid":
            zeros = layers.ZeroPadding1D if rank == 2 else layers.ZeroPadding2D
            net = net.add(f"{row.name}_padded", zeros(padding=int(row.padding)))
        net = net.add(row.name, made)
        if row.name in parted:
            net = net.add(f"{row.name}_out", layers.ReLU() if row.kind in CONVOLUTIONS else layers.Identity())
        rank = {"flatten": 1, "global": 1, "embedding": 2}.get(row.kind, rank)
    return net


def code(shape: tuple[int, ...], rows: Iterable[Row]) -> dict[str, str]:
    """Every row by its name as Keras code, for a stem."""
    return {row.name: f"`{layer(row, len(read))}`" for row, read, _ in shapes(shape, rows)}


def shapes(shape: tuple[int, ...], rows: Iterable[Row]) -> Iterator[tuple[Row, tuple[int, ...], tuple[int, ...]]]:
    """What every row reads and gives; only to refuse what cannot be built, and to edit it.

    Raises:
        ValueError: a window does not fit, groups do not divide, or a layer cannot read such an input.
    """
    for row in rows:
        *sides, depth = read = shape
        if row.kind in (*CONVOLUTIONS, "max", "average"):
            if not sides:
                raise ValueError(f"{row.name} reads maps, but the layer before it gives a vector of {depth}")
            if row.kind == "conv" and (depth % row.groups or row.units % row.groups):
                raise ValueError(f"{row.groups} groups divide neither {depth} channels nor {row.units} filters evenly")
            if row.padding == "same":
                sides = [-(-side // row.strides) for side in sides]
            else:
                padded = [side + 2 * int(row.padding) for side in sides]
                if row.window > min(padded):
                    raise ValueError(
                        f"the window of {row.name} ({row.window}) is larger than what it reads ({min(padded)})"
                    )
                sides = [(side - row.window) // row.strides + 1 for side in padded]
            shape = (*sides, row.units if row.kind == "conv" else depth)
        elif row.kind == "up":
            shape = (*(side * row.window for side in sides), depth)
        elif row.kind == "dense":
            if sides:
                raise ValueError(f"{row.name} reads a map of shape {shape}; flatten it first")
            shape = (row.units,)
        elif row.kind == "embedding":
            shape = (*shape, row.units)
        elif row.kind in ("flatten", "global"):
            length = depth
            for side in sides if row.kind == "flatten" else ():
                length *= side
            shape = (length,)
        yield row, read, shape
