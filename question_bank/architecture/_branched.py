"""Modules with parallel branches whose outputs are concatenated: inception modules, fire modules."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from examgen.authoring import BeforeValidator, Input, Network, layers
from examgen.question_bank.architecture._built import layer, shapes
from examgen.question_bank.architecture._rows import Row, named

Shape = tuple[int, ...]


def _read(written: Iterable[object]) -> tuple[tuple[Row, ...], ...]:
    """Branches from short rows, named ``a_conv1``, ``a_conv2``, ``b_conv1`` and so on."""
    branches = []
    for letter, branch in zip("abcdefghij", written, strict=False):
        rows = named(branch)  # type: ignore[arg-type]
        branches.append(
            tuple(
                row if row.name.startswith(f"{letter}_") else row._replace(name=f"{letter}_{row.name}") for row in rows
            )
        )
    return tuple(branches)


Branches = Annotated[tuple[tuple[Row, ...], ...], BeforeValidator(_read)]
"""Branches that may be pinned in short, each a list of rows."""


def module(shape: Shape, before: Sequence[Row], branches: Sequence[Sequence[Row]]) -> Network:
    """Some rows one after the other, then the branches in parallel, then ``output``, their concatenation."""
    net, read = Network(x=Input(*shape)), "x"
    for row in before:
        net, read = net.add(row.name, layer(row, len(shape)), read), row.name
    ends, start = [], read
    for branch in branches:
        read = start
        for row in branch:
            net, read = net.add(row.name, layer(row, len(shape)), read), row.name
        ends.append(read)
    return net.add("output", layers.Concatenate(), *ends)


def weighted(rows: Iterable[Row]) -> tuple[str, ...]:
    """Names of the rows that have parameters."""
    return tuple(row.name for row in rows if row.kind in ("conv", "depthwise", "normalise"))


def refuse_unfit(shape: Shape, before: Sequence[Row], branches: Sequence[Sequence[Row]]) -> None:
    """The branches must give outputs of equal height and width.

    Raises:
        ValueError: they do not, or a layer cannot be built.
    """
    *_, start = (shape, *(given for _, _, given in shapes(shape, before)))
    ends = []
    for branch in branches:
        *_, (_, _, end) = shapes(start, branch)
        ends.append(end)
    if len({end[:-1] for end in ends}) > 1:
        raise ValueError(
            f"the outputs of all branches must have the same height and width; got {', '.join(map(str, ends))}"
        )


def code(rows: Iterable[Row], rank: int = 3) -> str:
    """The layers of a branch as Keras code, one after the other."""
    return ", then ".join(f"`{layer(row, rank)}`" for row in rows)
