"""Tables of architectures with cells to fill in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from examgen.authoring import Ask, Count, Field, Network, Question, misconception, model_validator
from examgen.question_bank._counted import MAC, Unit
from examgen.question_bank.architecture._blanks import (
    Blank,
    biases_in_words,
    blanks_of,
    cell_asks,
    count_asks,
    printed,
    refuse_unknown_cells,
)
from examgen.question_bank.architecture._built import network, shapes
from examgen.question_bank.architecture._cells import MAPS, in_words
from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row

TABLE = r"""
| Layer | Type | Output shape | Parameters |
|:------|:-----------|:------:|:----------:|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
{{ biases }} The stride is 1 and there is no padding unless stated otherwise. Activation functions are not listed.
{%- if macs or flops %} {{ mac }}{{ " One MAC counts as two floating-point operations (FLOPs)." if flops }}{% endif %}
"""
"""The second half of a stem: the table and how to read it."""


def _shrinks(row: Row) -> bool:
    """Whether a convolution makes its input smaller for want of padding."""
    return row.kind in CONVOLUTIONS and row.window > 1 and not row.padding


class ArchitectureTable(Question):
    """A table of an architecture with cells to fill in."""

    conventions: ClassVar[tuple[str, ...]] = ("floor",)
    mac: ClassVar[str] = MAC
    asked: tuple[str, ...] = Field(min_length=1, max_length=20)
    """Cells to fill in, such as `conv1 output`, `conv1 side` or `conv1 parameters`; `convolutions parameters` is a sum."""
    millions: bool = False
    """Whether the total is asked for in millions, to two decimals."""
    macs: Unit = ""
    """Unit for the multiply–accumulate operations; an empty string omits this part."""
    flops: Unit = ""
    """Unit for the floating-point operations; an empty string omits this part."""

    @property
    @abstractmethod
    def reads(self) -> tuple[int, ...]:
        """The shape of one input."""

    @property
    @abstractmethod
    def rows(self) -> tuple[Row, ...]:
        """The layers."""

    @model_validator(mode="after")
    def _can_be_built(self) -> Self:
        tuple(shapes(self.reads, self.rows))
        refuse_unknown_cells(self.rows, self.asked)
        return self

    def admissible(self) -> bool:
        return {cell.rsplit(" ", 1)[1] for cell in self.asked} >= {"output", "parameters"}

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The cells that are asked for, in the order of the table."""
        return blanks_of(self.rows, self.asked)

    @property
    def asks(self) -> Mapping[str, Ask]:
        below = count_asks(self.rows, self.blanks, self.millions, self.macs, self.flops)
        return {**cell_asks(self.rows, self.blanks), **below}

    @property
    def biases(self) -> str:
        """Which layers have biases, in a sentence."""
        return biases_in_words(self.rows)

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The lines of the table, with letters in the cells that are asked for."""
        return printed(self.reads, self.rows, self.blanks, self.described)

    def described(self, row: Row) -> str:
        """What a row says of its layer."""
        return in_words(row)

    @property
    def network(self) -> Network:
        return self.of(self.rows)

    def of(self, rows: Iterable[Row]) -> Network:
        """The network of other rows that can be asked the same."""
        return network(self.reads, rows, parted={row for _, row, column in self.blanks if column != "parameters"})

    @property
    def unpadded(self) -> str:
        """Which convolutions make their input smaller for want of padding, in a sentence."""
        *names, last = (row.name for row in self.rows if _shrinks(row))
        if not names:
            return f"{last} has no padding, so its output is smaller than its input."
        return f"{', '.join(names)} and {last} have no padding, so their outputs are smaller than their inputs."

    @misconception("You used *same* padding in every layer. {{ unpadded }}")
    def same_for_valid(self) -> Network | None:
        if not any(map(_shrinks, self.rows)):
            return None
        return self.of(
            row._replace(padding="same") if row.kind in MAPS and not row.padding else row for row in self.rows
        )

    @misconception("You counted parameters for pooling layers. They have none.")
    def pooling_counted(self) -> Network:
        rows = [
            row._replace(kind="conv", units=read[-1]) if row.kind in ("max", "average") else row
            for row, read, _ in shapes(self.reads, self.rows)
        ]
        return self.of(rows)

    @misconception(
        "You took the number of channels as the input size of the first dense layer. "
        "Its input is the flattened volume with height × width × channels values."
    )
    def only_channels_flattened(self) -> Network:
        rows = [row._replace(kind="global") if row.kind == "flatten" else row for row in self.rows]
        return self.of(rows)


class ImageClassifierTable(ArchitectureTable):
    """A table of a network that classifies square images."""

    side: Count = 224
    """Height and width of the input image."""
    channels: Count = 3
    """Number of channels of the input image."""
    classes: Count = 1000
    """Number of classes."""

    @property
    def reads(self) -> tuple[int, ...]:
        return (self.side, self.side, self.channels)
