"""Tables of architectures with cells to fill in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import Any, ClassVar, Self

from examgen.authoring import (
    AnswerType,
    Ask,
    Draw,
    Field,
    Integer,
    Network,
    Observable,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
)
from examgen.question_bank._counted import MAC, Unit, counting
from examgen.question_bank.architecture._built import network, shapes
from examgen.question_bank.architecture._cells import TOTALS, cells, in_words
from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row

TABLE = r"""
| Layer | Type | Output shape | Parameters |
|:------|:-----------|:------:|:----------:|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
{{ biases }} Stride 1 and no padding unless stated otherwise. Activation functions are not listed.
{%- if macs or flops %} {{ mac }}{{ " One MAC counts as two floating-point operations (FLOPs)." if flops }}{% endif %}
"""
"""The second half of a stem: the table and how to read it."""


ASKED: Mapping[str, tuple[str, AnswerType]] = {
    "output": ("the output shape of {}", Shape()),
    "side": ("the side of the feature maps of {}", Integer()),
    "parameters": ("the parameters of {}", Integer()),
}
"""What is asked in each column, and the answer type."""


class ArchitectureTable(Question):
    """A table of an architecture with cells to fill in."""

    mac: ClassVar[str] = MAC
    asked: tuple[str, ...] = Field(min_length=1, max_length=20)
    """Cells such as ``C1 output``, ``C1 side``, ``C1 parameters``, ``convolutions parameters``."""
    millions: bool = False
    """Whether the total is asked in millions, to two decimals."""
    macs: Unit = ""
    """Unit in which the multiply–accumulate operations are asked for, empty for none."""
    flops: Unit = ""
    """Unit in which the floating-point operations are asked for, empty for none."""

    @staticmethod
    def counts(d: Draw, macs: Unit = "") -> dict[str, Any]:
        """What is counted, and in which unit, by name."""
        return {
            "millions": d.choice("millions", (False,)),
            "macs": d.choice("macs", (macs,)),
            "flops": d.choice("flops", ("",)),
        }

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
        for _ in shapes(self.reads, self.rows):
            pass
        known = cells(self.rows)
        if unknown := [cell for cell in self.asked if cell not in known]:
            raise ValueError(f"asked must name cells of the table ({', '.join(known)}); got {unknown[0]!r}")
        if len(set(self.asked)) < len(self.asked):
            raise ValueError(f"every cell can be asked for once; got {', '.join(self.asked)}")
        return self

    def admissible(self) -> bool:
        return {cell.rsplit(" ", 1)[1] for cell in self.asked} >= {"output", "parameters"}

    @property
    def blanks(self) -> tuple[tuple[str, str, str], ...]:
        """The cells that are asked for, in the order of the table: letter, row and column."""
        asked = (cell.rsplit(" ", 1) for cell in cells(self.rows) if cell in self.asked)
        return tuple((letter, row, column) for letter, (row, column) in zip(ascii_uppercase, asked, strict=False))

    @property
    def asks(self) -> Mapping[str, Ask]:
        sums = {name: observable.total(*self._parameters(kind)) for name, kind in TOTALS.items()}
        shapes: dict[str, str] = {}  # rows whose shapes were asked for so far, by letter
        found: dict[str, Ask] = {}
        for letter, name, column in self.blanks:
            # what a row reads was answered by the last shape above it
            follows = tuple(found) if name in sums else tuple(above for above in shapes if shapes[above] != name)[-1:]
            text, kind = ASKED[column]
            of = {
                "parameters": sums.get(name) or observable.parameters(name),
                "side": observable.shape(f"{name}_out", axis=0),
                "output": observable.shape(f"{name}_out"),
            }[column]
            called = f"all {name}" if name in sums else name
            found[letter] = Ask(f"**{letter}**: {text.format(called)}", kind, of=of, follows=follows)
            if column != "parameters":
                shapes[letter] = name
        return {**found, "total": self._total(sums, tuple(found)), **dict(self._besides(sums))}

    def _besides(self, sums: Mapping[str, Observable]) -> Iterator[tuple[str, Ask]]:
        """The asks below the total: what of it is trained, and how much is computed."""
        if any(row.kind == "normalise" for row in self.rows):
            # All of them but the fixed ones, so that a wrong total is carried on.
            fixed = observable.difference(observable.parameters(), observable.parameters(trainable=True))
            text = "How many {}of them are trainable?"
            yield "trainable", self._counting(text, observable.difference(self._whole(sums), fixed), follows="total")
        products = observable.multiplications()
        shapes = tuple(letter for letter, _, column in self.blanks if column != "parameters")
        for name, unit, of, called in (
            ("macs", self.macs, products, "multiply–accumulate operations does the network take for one input"),
            ("flops", self.flops, observable.scaled(products, 2), "floating-point operations is that"),
        ):
            if unit:
                yield name, counting(f"How many {{}}{called}?", of, unit, follows=shapes)

    def _whole(self, sums: Mapping[str, Observable]) -> Observable:
        """The parameters of all rows, in so far as they were asked for from those answers."""
        asked = {TOTALS[name]: sums[name] for _, name, _ in self.blanks if name in sums}
        rest = self._parameters(*{row.kind for row in self.rows}.difference(asked))
        return observable.total(*asked.values(), *rest)

    def _total(self, sums: Mapping[str, Observable], follows: tuple[str, ...]) -> Ask:
        """The parameters of all rows, added up from what was asked for so far."""
        text = "How many {}parameters does the whole network have?"
        return self._counting(text, self._whole(sums), follows=follows, weight=2)

    def _counting(self, text: str, of: Observable, **options: Any) -> Ask:
        return counting(text, of, "millions" if self.millions else "ones", **options)

    def _parameters(self, *kinds: str) -> Iterator[Observable]:
        return (observable.parameters(row.name) for row in self.rows if row.kind in kinds)

    @property
    def biases(self) -> str:
        """Which layers have biases, in a sentence."""
        if all(row.bias for row in self.rows):
            return "All convolutional and dense layers have biases."
        bare = all(row.bias != (row.kind in CONVOLUTIONS) for row in self.rows)
        return "Convolutional layers have no biases, dense layers do." if bare else "Layers without biases are marked."

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The lines of the table, with letters in the cells that are asked for."""
        letters = {(row, column): f"**{letter}**" for letter, row, column in self.blanks}

        def line(name: str, what: str, first: str) -> tuple[str, ...]:
            shape = letters.get((name, "output"), letters.get((name, "side"), ""))
            return (first, what, shape, letters.get((name, "parameters"), ""))

        top = ("input", "", " × ".join(map(str, self.reads)), "")
        below = (line(name, "", f"all {name}") for name in TOTALS if (name, "parameters") in letters)
        return (top, *(line(row.name, self.described(row), row.name) for row in self.rows), *below)

    def described(self, row: Row) -> str:
        """What a row says of its layer."""
        return in_words(row)

    @property
    def network(self) -> Network:
        return self.of(self.rows)

    def of(self, rows: Iterable[Row]) -> Network:
        """The network of other rows that can be asked the same."""
        return network(self.reads, rows, parted={row for _, row, column in self.blanks if column != "parameters"})

    @misconception("You counted parameters for pooling. Pooling has none.")
    def pooling_counted(self) -> Network:
        rows = [
            row._replace(kind="conv", units=read[-1]) if row.kind in ("max", "average") else row
            for row, read, _ in shapes(self.reads, self.rows)
        ]
        return self.of(rows)

    @misconception(
        "You connected the first dense layer to the channels only. Its input is the flattened volume: height × width × channels."
    )
    def only_channels_flattened(self) -> Network:
        rows = [row._replace(kind="global") if row.kind == "flatten" else row for row in self.rows]
        return self.of(rows)

    @misconception("You left out the input channels. A filter has height × width × input channels weights.")
    def flat_filters(self) -> Network:
        net = self.network
        for node in net.nodes:
            if node.layer.type in (layers.Conv1D, layers.Conv2D):
                (name,), (read,) = node.outputs, node.inputs
                net = net.insert_between(read, name, ops.max(axis=-1, keepdims=True)).but(name, groups=1)
        return net
