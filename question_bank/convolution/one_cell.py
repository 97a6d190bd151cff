"""Which number stands in row 2, column 4 of the map that a 3 × 3 kernel makes of this 7 × 7 image?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from examgen import layers, ops
from examgen.answers import Integer, Real
from examgen.arrays import cells
from examgen.draw import Draw
from examgen.network import Network
from examgen.question import Ask, misconception
from examgen.question_bank.convolution._map import LaidOn


class OneCell(LaidOn):
    """One cell of a map that is too large to work out: which window is it, and what does it give?"""

    topic, level, title = "convolution", 2, "One cell of a feature map"
    stem = LaidOn.stem + "\nRows and columns are counted from 1, at the top left.\n"
    row: int = Field(ge=1)
    column: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        side = d.integer("side", 6, 7)
        return cls(
            image=d.grid("image", (side, side), range(10)),
            kernel=d.grid("kernel", (3, 3), (-1, 0, 1, 2)),
            bias=d.number("bias", (0, 1, -2)),
            strides=d.option("strides", (1, 2)),
            padding=d.option("padding", ("valid", 1)),
            dilation_rate=d.option("dilation_rate", (1,)),
            row=d.integer("row", 1, 4),
            column=d.integer("column", 1, 4),
        )

    @model_validator(mode="after")
    def _stands_in_the_map(self) -> Self:
        rows, columns = self.output
        if self.row > rows or self.column > columns:
            raise ValueError(f"the map has {rows} rows and {columns} columns, so no row {self.row}, column {self.column}")
        return self

    def admissible(self) -> bool:
        return super().admissible() and self.row != self.column

    @property
    def asks(self) -> Mapping[str, Ask]:
        numbers = (*cells(self.image), *cells(self.kernel), self.bias)
        kind = Integer() if all(isinstance(number, int) for number in numbers) else Real(decimals=2)
        return {"cell": Ask("Which number stands in row {{ row }}, column {{ column }} of the feature map?", kind)}

    @property
    def network(self) -> Network:
        before = ((self.row - 1, 0), (self.column - 1, 0))
        net = super().network.add("from the cell on", layers.Cropping2D(before))
        return net.add("first row", ops.take(indices=0, axis=0)).add("cell", ops.take(indices=0, axis=0))

    @misconception("Row and column were exchanged: the row counts downwards, the column to the right.")
    def row_for_column(self) -> Self | None:
        return self.but(row=self.column, column=self.row)

    @misconception("The cells were counted from 0. Here the first row and the first column have number 1.")
    def counted_from_zero(self) -> Self | None:
        return self.but(row=self.row + 1, column=self.column + 1)
