"""A pretrained convolutional base, alone or with a new head."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from examgen.authoring import Count, Draw, Field, Network, Question
from examgen.question_bank.architecture._built import code, network, shapes
from examgen.question_bank.architecture._rows import Row, Rows, Short, named


class PretrainedBase(Question):
    """A convolutional base that was trained on other images, as a table of layers."""

    input_shape: tuple[Count, ...] = Field(
        min_length=2, max_length=3, description="Input shape: height × width × channels, or steps × channels."
    )
    base: Rows = Field(
        min_length=1, max_length=60, description='Layers of the base, such as [["conv", 16, 3], ["max", 2]].'
    )

    def check(self) -> None:
        tuple(shapes(self.input_shape, self.rows))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The layers."""
        return self.base

    @property
    def table(self) -> str:
        """The layers by name as Keras code."""
        rows = "\n".join(f"| {name} | {layer} |" for name, layer in code(self.input_shape, self.rows).items())
        return f"| Name | Layer |\n|:-----|:------|\n{rows}"

    @property
    def whole(self) -> Network:
        """The network with nothing frozen."""
        return network(self.input_shape, self.rows)


class FrozenBase(PretrainedBase):
    """A pretrained base with a new head."""

    head: Rows = Field(
        min_length=1, max_length=10, description='Layers of the head, such as [["flatten"], ["dense", 10]].'
    )

    def check(self) -> None:
        if owners := [row.name for row in self.base if row.kind in ("normalise", "dense", "embedding")]:
            raise ValueError(f"the base must consist of convolutional and pooling layers, got {owners[0]}")

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.base, *self.head)

    @property
    def weighted(self) -> tuple[str, ...]:
        """The convolutional layers of the base."""
        return tuple(row.name for row in self.base if row.kind == "conv")

    @property
    def classifiers(self) -> tuple[str, ...]:
        """The dense layers of the head."""
        return tuple(row.name for row in self.head if row.kind == "dense")

    def frozen(self, names: Iterable[str]) -> Network:
        """The network with some of its layers frozen."""
        return self.whole.but(*names, trainable=False)


def drawn(d: Draw, convolutions: Sequence[int]) -> tuple[tuple[int, ...], tuple[Row, ...], tuple[Row, ...]]:
    """An input shape, a base of blocks with these numbers of convolutional layers, and a head."""
    side, filters = d.choice("side", (64, 96, 128, 160, 224)), d.choice("filters", (8, 16, 32))
    body: list[Short] = []
    for block, count in enumerate(convolutions):
        body += [("conv", filters * 2**block, 3, 1, "same")] * count + [("max", 2)]
    head: tuple[Short, ...] = (
        (d.choice("bridge", ("flatten", "global")),),
        ("dense", d.choice("classes", (2, 3, 5, 10, 20))),
    )
    base = d.choice("base", (tuple(body),))
    return d.choice("input_shape", ((side, side, 3),)), named(base), named(d.choice("head", (head,)))


def owned(
    input_shape: tuple[int, ...], rows: Iterable[Row], *, bias: int = 1, one_channel: bool = False
) -> dict[str, int]:
    """The parameters of the convolutional and dense layers; to draw by and for misconceptions, never the key."""
    return {
        row.name: (row.window ** (len(read) - 1) * (1 if one_channel and row.kind == "conv" else read[-1]) + bias)
        * row.units
        for row, read, _ in shapes(input_shape, rows)
        if row.kind in ("conv", "dense")
    }


def trained_counts(
    input_shape: tuple[int, ...], base: tuple[Row, ...], head: tuple[Row, ...], **counted: Any
) -> list[int]:
    """Trainable parameters of each choice, from the head only to all layers; to draw by and for misconceptions, never the key."""
    own = owned(input_shape, (*base, *head), **counted)
    unfrozen = [own[row.name] for row in reversed(base) if row.name in own]
    return list(accumulate(unfrozen, initial=sum(own[row.name] for row in head if row.name in own)))


def round_between(low: int, high: int) -> int:
    """The roundest number from ``low`` up to, but not including, ``high``."""
    for unit in (int(10**power) * factor for power in range(8, -1, -1) for factor in (5, 2, 1)):
        if (number := -(-low // unit) * unit) < high:
            return number
    return low
