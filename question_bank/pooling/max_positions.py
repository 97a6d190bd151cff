"""Max pooling keeps the largest cell of each window: at which places of the map do these cells stand?"""

from __future__ import annotations

from typing import Any, Literal, Self

from examgen.authoring import Ask, Draw, Grid, Matrix, Network, cells, layers, misconception, model_validator, ops
from examgen.question_bank._sizes import option
from examgen.question_bank.pooling._windowed import Windowed


class MaxPositions(Windowed):
    """The maxima and where they stand, which max pooling must remember for its gradient and for unpooling."""

    topic, level, title = "pooling", 2, "Where the maxima stand"
    stem = r"""
The layer `{{ network.node("p").layer }}` reads the map

$$X = {{ x | matrix }}$$

For the way back it remembers where each maximum stood. The cells of the map are numbered from 0,
{{ "row by row" if order == "rows" else "column by column" }}: {{ "the second cell of the first row" if order == "rows" else
"the second cell of the first column" }} is number 1.
"""
    p = Ask("What does the layer give?", Matrix())
    places = Ask("Which numbers have the cells that it took?", Matrix(), weight=2)

    order: Literal["rows", "columns"]

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        layer = cls.drawn_layer(d, (2,), (1, 2, 2))
        orders: tuple[Literal["rows", "columns"], ...] = ("rows",)
        size = d.integer("rows", 4, 4), d.integer("columns", 4, 5)
        return dict(x=d.grid("x", size, range(-9, 40)), order=d.choice("order", orders), **layer)

    @model_validator(mode="after")
    def _numbers_differ(self) -> Self:
        if len(set(cells(self.x))) < len(list(cells(self.x))):
            raise ValueError("the numbers of the map must differ, so that each window has one largest cell")
        if self.padding == "same":
            raise ValueError("the windows must lie on the map: padding is valid")
        return self

    def admissible(self) -> bool:
        answers = [list(cells(answer)) for answer in self.derivation().answers.values()]
        return len(answers[0]) <= 12 and len(set(answers[1])) > 2

    @property
    def numbered(self) -> Grid:
        """The map with the numbers of its cells."""
        rows, columns = self.size
        down, right = (columns, 1) if self.order == "rows" else (1, rows)
        return tuple(tuple(down * r + right * c for c in range(columns)) for r in range(rows))

    @property
    def network(self) -> Network:
        return self.looked_up(self.numbered)

    def looked_up(self, numbers: Grid) -> Network:
        """The pooling, and of every window the number of the cell that is as large as its maximum."""
        windows = ops.extract_patches(option(self.pool_size), strides=option(self.strides))
        return (
            Network(x=self.x, numbers=numbers)
            .add("p", self.pooling(layers.MaxPooling2D), "x")
            .add("windows", windows, "x")
            .add("largest", ops.max(axis=-1, keepdims=True), "windows")
            .add("taken", ops.greater_equal(), "windows", "largest")
            .add("their numbers", windows, "numbers")
            .add("number taken", ops.multiply(), "taken", "their numbers")
            .add("places", ops.sum(axis=-1))
        )

    @misconception("The cells were numbered along the other axis. Number 1 is the cell that the statement names.")
    def other_order(self) -> Self | None:
        return self.but(order="columns" if self.order == "rows" else "rows")

    @misconception("The cells were numbered from 1. The first one is number 0.")
    def from_one(self) -> Network:
        return self.looked_up(tuple(tuple(number + 1 for number in row) for row in self.numbered))
