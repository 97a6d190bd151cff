"""Max pooling of a feature map: what are the maxima, and at which positions do they occur?"""

from typing import Literal

from examgen.authoring import Ask, Draw, Field, Grid, Matrix, Network, Question, cells, layers, misconception, ops
from examgen.question_bank._sizes import option
from examgen.question_bank.pooling._windowed import Windowed


class MaxPositions(Windowed):
    """The maxima and their positions, which are stored for the backward pass and for unpooling."""

    topic, level, title = "pooling", 2, "Positions of the maxima"
    conventions = ("floor", "valid_padding", "pool_stride")
    stem = r"""
The layer `{{ network.node("p").layer }}` is applied to the feature map

$$X = {{ x | matrix }}$$

For the backward pass it stores the position of each maximum. The positions of the feature map are numbered from 0,
{{ "row by row" if order == "rows" else "column by column" }}: {{ "the second entry of the first row" if order == "rows" else
"the second entry of the first column" }} has number 1.
"""
    p = Ask("Compute the output of the pooling layer.", Matrix())
    places = Ask(
        "At which positions do the maxima occur? Give their numbers in a matrix with one entry per window.",
        Matrix(),
        weight=2,
    )
    order: Literal["rows", "columns"] = Field(
        "rows", description="Whether positions are numbered row by row or column by column."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        layer = cls.drawn_layer(d, (2,), (1, 2, 2))
        orders: tuple[Literal["rows", "columns"], ...] = ("rows",)
        columns = d.integer("columns", 4, 5)
        values = d.sample("values", range(-9, 40), 4 * columns)
        x = tuple(values[row * columns : (row + 1) * columns] for row in range(4))
        return dict(x=x, order=d.choice("order", orders), **layer)

    def check(self) -> None:
        if len(set(cells(self.x))) < len(list(cells(self.x))):
            raise ValueError("the values of the feature map must differ, so that each window has one maximum")

    def admissible(self) -> bool:
        answers = [list(cells(answer)) for answer in self.derivation().answers.values()]
        return len(answers[0]) <= 12 and len(set(answers[1])) > 2

    @property
    def numbered(self) -> Grid:
        """The numbers of the positions."""
        rows, columns = self.size
        down, right = (columns, 1) if self.order == "rows" else (1, rows)
        return tuple(tuple(down * r + right * c for c in range(columns)) for r in range(rows))

    @property
    def network(self) -> Network:
        return self.looked_up(self.numbered)

    def looked_up(self, numbers: Grid) -> Network:
        """The pooling, and for every window the number of the position of its maximum."""
        windows = ops.extract_patches(option(self.pool_size), strides=option(self.strides), padding=self.padding)
        net = Network(x=self.x, numbers=numbers).add("p", self.pooling(layers.MaxPooling2D), "x")
        if self.padding == "same":  # the zeros of the windows are below all values that are raised above 0
            net = net.with_arrays(lowest=((min(0, *cells(self.x)) - 1,),)).add("above 0", ops.subtract(), "x", "lowest")
        return (
            net.add("windows", windows, "above 0" if self.padding == "same" else "x")
            .add("largest", ops.max(axis=-1, keepdims=True), "windows")
            .add("taken", ops.greater_equal(), "windows", "largest")
            .add("their numbers", windows, "numbers")
            .add("number taken", ops.multiply(), "taken", "their numbers")
            .add("places", ops.sum(axis=-1))
        )

    @misconception(
        "You numbered the positions along the {{ 'columns' if order == 'rows' else 'rows' }}. They are numbered along the {{ order }}."
    )
    def other_order(self) -> Question | None:
        return self.but(order="columns" if self.order == "rows" else "rows")

    @misconception("You numbered the positions from 1. The first position has number 0.")
    def from_one(self) -> Network:
        return self.looked_up(tuple(tuple(number + 1 for number in row) for row in self.numbered))
