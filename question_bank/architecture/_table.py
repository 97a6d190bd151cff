"""Tables of architectures with cells to fill in."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from examgen.authoring import Ask, Count, Field, Network, Question, misconception
from examgen.question_bank._counted import MAC, Unit
from examgen.question_bank.architecture._blanks import Blank
from examgen.question_bank.architecture._blanks import biases_in_words, blanks_of, cell_asks, count_asks, printed
from examgen.question_bank.architecture._blanks import refuse_unknown_cells
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

    mac: ClassVar[str] = MAC
    asked: tuple[str, ...] = Field(
        min_length=1,
        max_length=20,
        description="Cells to fill in, such as `conv1 output`, `conv1 side` or `conv1 parameters`; `convolutions parameters` is a sum.",
    )
    millions: bool = Field(False, description="Whether the total is asked for in millions, to two decimals.")
    macs: Unit = Field("", description="Unit for the multiply–accumulate operations; an empty string omits this part.")
    flops: Unit = Field("", description="Unit for the floating-point operations; an empty string omits this part.")

    @property
    @abstractmethod
    def reads(self) -> tuple[int, ...]:
        """The shape of one input."""

    @property
    @abstractmethod
    def rows(self) -> tuple[Row, ...]:
        """The layers."""

    def check(self) -> None:
        tuple(shapes(self.reads, self.rows))
        refuse_unknown_cells(self.rows, self.asked)

    def admissible(self) -> bool:
        return {cell.rsplit(" ", 1)[1] for cell in self.asked} >= {"output", "parameters"}

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The cells that are asked for, in the order of the table."""
        return blanks_of(self.rows, self.asked)

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
    def unpadded(self) -> str:
        """Which convolutions make their input smaller for want of padding, in a sentence."""
        *names, last = (row.name for row in self.rows if _shrinks(row))
        if not names:
            return f"{last} has no padding, so its output is smaller than its input."
        return f"{', '.join(names)} and {last} have no padding, so their outputs are smaller than their inputs."


class ImageClassifierTable(ArchitectureTable):
    """A table of a network that classifies square images."""

    side: Count = Field(224, description="Height and width of the input image.")
    channels: Count = Field(3, description="Number of channels of the input image.")
    classes: Count = Field(1000, description="Number of classes.")

    @property
    def reads(self) -> tuple[int, ...]:
        return (self.side, self.side, self.channels)


def cells_and_counts(q: ArchitectureTable) -> dict[str, Ask]:
    """The cells that are left blank, then the counts of the whole network."""
    below = count_asks(q.rows, q.blanks, q.millions, q.macs, q.flops)
    return {**cell_asks(q.rows, q.blanks), **below}


def network_of(q: ArchitectureTable, rows: Iterable[Row]) -> Network:
    """The layers of these rows, with the outputs that are asked for."""
    return network(q.reads, rows, parted={row for _, row, column in q.blanks if column != "parameters"})


def with_convolutions_for(q: ArchitectureTable, *kinds: str) -> Network:
    """The network with a convolution for each row of these kinds that keeps its number of channels."""
    pairs = ((row, read[-1]) for row, read, _ in shapes(q.reads, q.rows))
    return network_of(q, (row._replace(kind="conv", units=n) if row.kind in kinds else row for row, n in pairs))


@misconception("You used *same* padding in every layer. {{ unpadded }}")
def same_for_valid(q: ArchitectureTable) -> Network | None:
    """The network with *same* padding, where that makes a difference."""
    if not any(map(_shrinks, q.rows)):
        return None
    same = (row._replace(padding="same") if row.kind in MAPS and not row.padding else row for row in q.rows)
    return network_of(q, same)


@misconception("You counted parameters for pooling layers. They have none.")
def pooling_counted(q: ArchitectureTable) -> Network:
    """The network with a convolution for each pooling layer."""
    return with_convolutions_for(q, "max", "average")


@misconception(
    "You took the number of channels as the input size of the first dense layer. "
    "Its input is the flattened volume with height × width × channels values."
)
def only_channels_flattened(q: ArchitectureTable) -> Network:
    """The network with global pooling for flattening."""
    return network_of(q, (row._replace(kind="global") if row.kind == "flatten" else row for row in q.rows))
