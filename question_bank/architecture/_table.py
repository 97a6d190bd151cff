"""Tables of architectures in which some cells are left for the student."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase
from typing import Any, Self

from pydantic import Field, model_validator

from examgen import layers, observable, ops
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Network, Node
from examgen.observable import Observable
from examgen.question import Ask, Question, misconception
from examgen.question_bank._counted import MAC, Unit, counting
from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row, network, shapes

TABLE = (
    r"""
| Layer | What it is | Output | Parameters |
|:------|:-----------|:------:|:----------:|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
Outputs are written height × width × channels. {{ biases }} Stride 1 and no padding unless
said otherwise; a window that does not fit entirely is left out. Activation functions are not listed: they change no shape
and no count.
{%- if macs or flops %} """
    + MAC
    + """{{ " It is two floating-point operations." if flops }}{% endif %}
"""
)
"""The second half of a stem: the table, and the conventions for reading it."""

TOTALS = {"convolutions": "conv", "dense layers": "dense"}
"""Lines below the table that add up the parameters of all rows of a kind."""

_MAPS = (*CONVOLUTIONS, "max", "average")


class ArchitectureTable(Question):
    """A table of an architecture in which some cells are asked for; which architecture, its subclasses say."""

    asked: tuple[str, ...] = Field(min_length=1, max_length=20)
    """Cells such as ``C1 output``, ``C1 side``, ``C1 parameters``, ``convolutions parameters``."""
    millions: bool = False
    """Whether the total is asked in millions, to two decimals."""
    macs: Unit = ""
    """Whether the multiply-accumulates are asked for, and in which unit."""
    flops: Unit = ""
    """The same of floating-point operations, two for a multiply-accumulate."""

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
        sums = {name: observable.total(*self._parameters(kind)) for name, kind in TOTALS.items()}
        outputs: dict[str, str] = {}  # the shapes that were asked for so far, by row
        found: dict[str, Ask] = {}
        for letter, name, column in self.blanks:
            if name in sums:
                found[letter] = _cell(letter, f"the parameters of all {name}", sums[name], tuple(found))
                continue
            # what a row reads was answered by the last shape above it
            before = tuple(shape for row, shape in outputs.items() if row != name)[-1:]
            if column == "parameters":
                found[letter] = _cell(letter, f"the parameters of {name}", observable.parameters(name), before)
            elif column == "side":
                found[letter] = _cell(
                    letter, f"the side of a map of {name}", observable.shape(f"{name}_out", axis=0), before
                )
                outputs[name] = letter
            else:
                found[letter] = _cell(letter, f"the shape that {name} gives", observable.shape(f"{name}_out"), before)
                outputs[name] = letter
        return {**found, "total": self._total(sums, tuple(found)), **dict(self._besides(sums))}

    def _besides(self, sums: Mapping[str, Observable]) -> Iterator[tuple[str, Ask]]:
        """The asks below the total: what of it is trained, and how much is computed."""
        if any(row.kind == "normalise" for row in self.rows):
            # All of them but the fixed ones, so that a wrong total is carried on.
            fixed = observable.difference(observable.parameters(), observable.parameters(trainable=True))
            text = "How many {}of them are trainable?"
            yield "trainable", self._counting(text, observable.difference(self._whole(sums), fixed), follows="total")
        products = observable.multiplications()
        for name, unit, of, called in (
            ("macs", self.macs, products, "multiply-accumulates does the network take for one input"),
            ("flops", self.flops, observable.scaled(products, 2), "floating-point operations are that"),
        ):
            if unit:
                yield name, counting(f"How many {{}}{called}?", of, unit)

    def _whole(self, sums: Mapping[str, Observable]) -> Observable:
        """The parameters of all rows, in so far as they were asked for from those answers."""
        asked = {TOTALS[name]: sums[name] for _, name, _ in self.blanks if name in sums}
        rest = self._parameters(*{row.kind for row in self.rows}.difference(asked))
        return observable.total(*asked.values(), *rest)

    def _total(self, sums: Mapping[str, Observable], follows: tuple[str, ...]) -> Ask:
        """The parameters of all rows, added up from what was asked for so far."""
        text = "How many {}parameters has the whole network?"
        return self._counting(text, self._whole(sums), follows=follows, weight=2)

    def _counting(self, text: str, of: Observable, **options: Any) -> Ask:
        return counting(text, of, "millions" if self.millions else "ones", **options)

    def _parameters(self, *kinds: str) -> Iterator[Observable]:
        return (observable.parameters(row.name) for row in self.rows if row.kind in kinds)

    @property
    def biases(self) -> str:
        """Which layers have biases, in a sentence."""
        if all(row.bias for row in self.rows):
            return "Every convolution and every dense layer has biases."
        bare = all(row.bias != (row.kind in CONVOLUTIONS) for row in self.rows)
        return "Convolutions have no biases, dense layers have." if bare else "Layers without biases are marked."

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

    @misconception(
        "The depth of the filters was left out. A filter is as deep as what it reads: height × width × channels."
    )
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


def _cell(letter: str, text: str, of: Observable, follows: tuple[str, ...]) -> Ask:
    whole = isinstance(of, observable.Shape) and of.axis is None
    return Ask(f"**{letter}**: {text}", Shape() if whole else Integer(), of=of, follows=follows)


def cells(rows: Sequence[Row]) -> tuple[str, ...]:
    """The cells of a table that can be asked for, in order."""
    listed = (f"{row.name} {column}" for row in rows for column in _columns(row))
    kinds = {row.kind for row in rows}
    return (*listed, *(f"{name} parameters" for name, kind in TOTALS.items() if kind in kinds))


def _columns(row: Row) -> tuple[str, ...]:
    return ("output", "side", "parameters") if row.kind in _MAPS else ("output", "parameters")


def telling(rows: Iterable[Row]) -> tuple[str, ...]:
    """The cells to draw from: not the shape of a dense layer, and no layer that obviously owns nothing."""
    kinds = {"output": (*_MAPS, "flatten", "global"), "parameters": (*_MAPS, "dense", "normalise", "embedding")}
    return tuple(f"{row.name} {column}" for row in rows for column in kinds if row.kind in kinds[column])


def in_words(row: Row) -> str:
    """``convolution, 6 filters of 5 × 5, padding 2``."""
    window = f"{row.window} × {row.window}"
    if row.kind in CONVOLUTIONS:
        words = f"convolution, {row.units} filters of {window}" if row.units else f"depthwise convolution {window}"
        words += f", stride {row.strides}" if row.strides > 1 else ""
        words += f", padding {row.padding}" if row.padding else ""
        return words + (f", {row.groups} groups" if row.groups > 1 else "")
    return {
        "max": f"maximum pooling {window}, stride {row.strides}",
        "average": f"average pooling {window}, stride {row.strides}",
        "dense": f"dense, {row.units} units",
        "global": "global average pooling",
        "flatten": "flattening",
        "normalise": "batch normalisation",
    }[row.kind]
