"""Tables of architectures in which some cells are left for the student."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from string import ascii_uppercase
from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable, ops
from examgen.answers import Integer, Real, Shape
from examgen.network import Network, Node
from examgen.question import Ask, Question, misconception
from examgen.question_bank.architecture._rows import Row, network, shapes

TABLE = r"""
| Layer | What it is | Output | Parameters |
|:------|:-----------|:------:|:----------:|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
Outputs are written height × width × channels. Every convolution and every dense layer has biases. Stride 1 and no padding unless
said otherwise; a window that does not fit entirely is left out. Activation functions are not listed: they change no shape
and no count.
"""
"""The second half of a stem: the table, and the conventions for reading it."""

TOTALS = {"convolutions": "conv", "dense layers": "dense"}
"""Lines below the table that add up the parameters of all rows of a kind."""

_MAPS = ("conv", "max", "average")


class ArchitectureTable(Question):
    """A table of an architecture in which some cells are asked for; which architecture, its subclasses say."""

    asked: tuple[str, ...] = Field(min_length=1, max_length=20)
    """Cells such as ``C1 output``, ``C1 side``, ``C1 parameters``, ``convolutions parameters``."""
    millions: bool = False
    """Whether the total is asked in millions, to two decimals."""

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
            raise ValueError(f"the table has no cell {unknown[0]!r}; there is {', '.join(known)}")
        if len(set(self.asked)) < len(self.asked):
            raise ValueError(f"a cell is asked for twice: {', '.join(self.asked)}")
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
        outputs = {row: letter for letter, row, column in self.blanks if column == "output"}
        summed = {name: observable.total(*self._parameters(kind)) for name, kind in TOTALS.items()}
        found: dict[str, Ask] = {}
        for letter, name, column in self.blanks:
            if name in TOTALS:
                found[letter] = Ask(
                    f"**{letter}**: the parameters of all {name}", Integer(), of=summed[name], follows=tuple(found)
                )
                continue
            # what stands in an earlier row is gone on from; every answer is that of the last row answered before this one
            before = tuple(letter for row, letter in outputs.items() if letter in found and row != name)[-1:]
            if column == "output":
                given = observable.shape(f"{name}_out")
                found[letter] = Ask(f"**{letter}**: the shape that {name} gives", Shape(), of=given, follows=before)
            elif column == "side":
                given = observable.shape(name, axis=0)
                found[letter] = Ask(f"**{letter}**: the side of the map that {name} gives", Integer(), of=given, follows=before)
            else:
                of = observable.parameters(name)
                found[letter] = Ask(f"**{letter}**: the parameters of {name}", Integer(), of=of, follows=before)
        asked = {TOTALS[name]: summed[name] for _, name, _ in self.blanks if name in TOTALS}
        rest = self._parameters(*{row.kind for row in self.rows}.difference(asked))
        everything = observable.total(*asked.values(), *rest)
        if self.millions:
            text, of_all = "How many million parameters has the whole network?", observable.scaled(everything, Fraction(1, 10**6))
            found["total"] = Ask(text, Real(decimals=2), of=of_all, follows=tuple(found), weight=2)
        else:
            text = "How many parameters has the whole network?"
            found["total"] = Ask(text, Integer(), of=everything, follows=tuple(found), weight=2)
        return found

    def _parameters(self, *kinds: str) -> Iterator[observable.Parameters]:
        """The parameters of each row of these kinds; a sum of them goes on from those that were answered."""
        return (observable.parameters(row.name) for row in self.rows if row.kind in kinds)

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
        return network(self.reads, rows, parted={row for _, row, column in self.blanks if column == "output"})

    @misconception("Parameters were counted for pooling. Pooling has none: it only picks or averages.")
    def pooling_counted(self) -> Network:
        rows = [
            row._replace(kind="conv", units=read[-1]) if row.kind in ("max", "average") else row
            for row, read, _ in shapes(self.reads, self.rows)
        ]
        return self.of(rows)

    @misconception(
        "The first dense layer was connected to the channels only. It reads the whole flattened map: height × width × channels."
    )
    def only_channels_flattened(self) -> Network:
        rows = [row._replace(kind="global") if row.kind == "flatten" else row for row in self.rows]
        return self.of(rows)

    @misconception("The depth of the filters was left out. A filter is as deep as what it reads: height × width × channels.")
    def flat_filters(self) -> Network:
        nodes: list[Node] = []
        for node in self.network.nodes:
            if node.layer.kind in (layers.Conv1D, layers.Conv2D):
                one = f"one channel for {node.outputs[0]}"
                nodes.append(Node((one,), ops.max(axis=-1, keepdims=True), node.inputs))
                nodes.append(replace(node, inputs=(one,), layer=node.layer.but(groups=1)))
            else:
                nodes.append(node)
        return Network(self.network.arrays, tuple(nodes))


def cells(rows: Iterable[Row]) -> tuple[str, ...]:
    """The cells of a table that can be asked for, in order."""
    listed = (f"{row.name} {column}" for row in rows for column in _columns(row))
    return (*listed, *(f"{name} parameters" for name in TOTALS))


def _columns(row: Row) -> tuple[str, ...]:
    return ("output", "side", "parameters") if row.kind in _MAPS else ("output", "parameters")


def telling(rows: Iterable[Row]) -> tuple[str, ...]:
    """The cells to draw from: not the shape of a dense layer, and no layer that obviously owns nothing."""
    outputs, owners = ("conv", "max", "average", "flatten", "global"), ("conv", "dense", "normalise", "embedding", "max", "average")
    return tuple(
        f"{row.name} {column}"
        for row in rows
        for column, kinds in (("output", outputs), ("parameters", owners))
        if row.kind in kinds
    )


def in_words(row: Row) -> str:
    """``convolution, 6 filters of 5 × 5, padding 2``."""
    window = f"{row.window} × {row.window}"
    if row.kind == "conv":
        words = f"convolution, {row.units} filters of {window}"
        words += f", stride {row.strides}" if row.strides > 1 else ""
        words += f", padding {row.padding}" if row.padding else ""
        return words + (f", {row.groups} groups" if row.groups > 1 else "")
    return {
        "max": f"maximum pooling {window}, stride {row.strides}",
        "average": f"average pooling {window}, stride {row.strides}",
        "dense": f"dense, {row.units} units",
        "global": "global average pooling",
        "flatten": "flattening",
    }[row.kind]
