"""Architectures as rows of plain data."""

from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from typing import Annotated, Any, NamedTuple

from examgen.authoring import BeforeValidator

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

    @property
    def same(self) -> bool:
        """Whether its padding is what Keras calls ``same``, by name or by so many zeros on each side."""
        if self.padding in (0, "same"):
            return self.padding == "same"
        return self.strides == 1 and self.window == 2 * int(self.padding) + 1


def conv(
    name: str, filters: int, kernel: int, strides: int = 1, padding: int | str = 0, groups: int = 1, bias: bool = True
) -> Row:
    return Row(name, "conv", filters, kernel, strides, 0 if padding == "valid" else padding, groups, bias)


def depthwise(name: str, kernel: int, strides: int = 1, padding: int | str = 0, bias: bool = True) -> Row:
    return Row(name, "depthwise", 0, kernel, strides, 0 if padding == "valid" else padding, bias=bias)


def max_pool(name: str, window: int, strides: int | None = None, padding: int | str = 0) -> Row:
    return Row(name, "max", 0, window, strides or window, 0 if padding == "valid" else padding)


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
    """The rows with batch normalisation after every convolution."""
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
            raise ValueError(f"a layer begins with one of {', '.join(_SHORT)}, got {kind!r}")
        name, made = _SHORT[kind]
        count = 1 + sum(r.name.rstrip("0123456789") == name for r in rows)
        try:
            rows.append(made(name if kind in ("flatten", "global") else f"{name}{count}", *numbers))
        except TypeError:
            form = ", ".join((f'"{kind}"', *list(signature(made).parameters)[1:]))
            raise ValueError(
                f"a {kind} layer is written [{form}], later entries may be left out; got {list(row)}"
            ) from None
        if rows[-1].padding and not rows[-1].same:
            raise ValueError(f"the padding of {rows[-1].name} must be valid or same, got {rows[-1].padding}")
    return tuple(rows)


Rows = Annotated[tuple[Row, ...], BeforeValidator(named)]
"""Rows that may be pinned in short."""
