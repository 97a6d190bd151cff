"""A 3 × 3 kernel is applied to a 7 × 7 image: which value is in row 2, column 4 of the feature map?"""

from examgen.authoring import Ask, Draw, Field, Integer, Network, PositiveInt, Question, Real
from examgen.authoring import cells, layers, misconception, ops
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, feature_map
from examgen.question_bank.convolution._sliding import drawn_layer


class OneCell(KernelOnImage):
    """One value of a large feature map: find its window, then compute it."""

    topic, level, title = "convolution", 2, "One value of a feature map"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE + "\nRows and columns of the feature map are counted from 1.\n"
    places: tuple[tuple[PositiveInt, PositiveInt], ...] = Field(
        min_length=1, description="Positions as row and column, counted from 1."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side = d.integer("side", 7, 7)
        return dict(
            image=d.grid("image", (side, side), range(10)),
            kernel=d.grid("kernel", (3, 3), (-1, 0, 1, 2)),
            bias=d.number("bias", (0, 1, -2)),
            places=((d.integer("row", 1, 4), d.integer("column", 1, 4)),),
            **drawn_layer(d, strides=(1, 2), padding=("valid", 1)),
        )

    def check(self) -> None:
        rows, columns = self.slide.output
        if misfit := next((place for place in self.places if place[0] > rows or place[1] > columns), None):
            raise ValueError(f"row and column must lie in the feature map of {rows} × {columns}; got {misfit}")

    def admissible(self) -> bool:
        return super().admissible() and all(row != column for row, column in self.places)

    @property
    def asks(self) -> dict[str, Ask]:
        numbers = (*cells(self.image), *cells(self.kernel), self.bias)
        kind = Integer() if all(isinstance(number, int) for number in numbers) else Real(decimals=2)
        return {
            f"cell_{i}": Ask(f"Compute the value in row {row}, column {column} of the feature map.", kind)
            for i, (row, column) in enumerate(self.places, start=1)
        }

    @property
    def network(self) -> Network:
        net = feature_map(self)
        for i, (row, column) in enumerate(self.places, start=1):
            net = net.add(f"from {i} on", layers.Cropping2D(((row - 1, 0), (column - 1, 0))), "z")
            net = net.add(f"row {i}", ops.take(indices=0, axis=0)).add(f"cell_{i}", ops.take(indices=0, axis=0))
        return net

    @misconception("You swapped row and column. Rows are counted from the top, columns from the left.")
    def row_for_column(self) -> Question | None:
        return self.but(places=tuple((column, row) for row, column in self.places))

    @misconception("You counted rows and columns from 0. Here they are counted from 1.")
    def counted_from_zero(self) -> Question | None:
        return self.but(places=tuple((row + 1, column + 1) for row, column in self.places))
