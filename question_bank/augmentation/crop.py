"""The 3 × 2 crop of a 4 × 5 image whose top-left pixel is in row 2, column 1: what is it, and how many such crops are there?"""

from examgen.authoring import Ask, Computed, Draw, Field, Grid, Integer, Matrix, Network, Option, Question
from examgen.authoring import layers, misconception, shape


def _positions(q: "Crop") -> int:
    """The top-left pixels from which a crop stays inside the image, listed one by one."""
    rows, columns = shape(q.image)
    corners = [(top, left) for top in range(rows) for left in range(columns)]
    return sum(top + q.height <= rows and left + q.width <= columns for top, left in corners)


class Crop(Question):
    """A crop by hand, and the number of crops of its size."""

    topic, level, title = "augmentation", 1, "Cropping an image"
    picture = "grids"
    stem = r"""
For data augmentation, crops of {{ height }} × {{ width }} pixels (height × width) are taken from the image $X$. Rows and columns are
counted from 1.

$$X = {{ image | matrix }}$$
"""
    crop = Ask("Give the crop whose top-left pixel is in row {{ top }}, column {{ left }} of $X$.", Matrix())
    places = Ask(
        "At how many different positions can a crop of this size be taken from $X$?", Integer(), of=Computed(_positions)
    )
    image: Grid = Field(description="Image.")
    height: int = Field(ge=1, description="Height of the crop.")
    width: int = Field(ge=1, description="Width of the crop.")
    top: int = Field(ge=1, description="First row of the crop, counted from 1.")
    left: int = Field(ge=1, description="First column of the crop, counted from 1.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        image = d.grid("image", (d.integer("rows", 4, 5), d.integer("columns", 5, 6)), range(10))
        height, width = d.integer("height", 2, 3), d.integer("width", 2, 4)
        top, left = d.integer("top", 1, len(image) - height + 1), d.integer("left", 1, len(image[0]) - width + 1)
        return dict(image=image, height=height, width=width, top=top, left=left)

    def check(self) -> None:
        bottom, right = self.top + self.height - 1, self.left + self.width - 1
        rows, columns = shape(self.image)
        if bottom > rows or right > columns:
            raise ValueError(f"the crop ends in row {bottom}, column {right}, outside the image of {rows} × {columns}")

    def admissible(self) -> bool:
        ends = self.top + self.height > len(self.image), self.left + self.width > len(self.image[0])
        return self.top != self.left and self.height != self.width and not any(ends)

    @property
    def network(self) -> Network:
        rows, columns = shape(self.image)
        bottom, right = rows - self.top - self.height + 1, columns - self.left - self.width + 1
        border: Option = ((self.top - 1, bottom), (self.left - 1, right))
        return Network(x=self.image).add("crop", layers.Cropping2D(cropping=border))

    @misconception("You counted rows and columns from 0. Here they are counted from 1.")
    def counted_from_zero(self) -> Question | None:
        return self.but(top=self.top + 1, left=self.left + 1)

    @misconception("You swapped row and column of the top-left pixel. It is in row {{ top }}, column {{ left }}.")
    def corner_transposed(self) -> Question | None:
        return self.but(top=self.left, left=self.top)

    @misconception("You swapped the height and the width. The crop has {{ height }} rows and {{ width }} columns.")
    def size_transposed(self) -> Question | None:
        return self.but(height=self.width, width=self.height)

    @misconception(
        "You left out the + 1. The number of positions along an axis is the image size minus the crop size, plus 1."
    )
    def no_first_place(self) -> dict[str, int]:
        return {"places": (len(self.image) - self.height) * (len(self.image[0]) - self.width)}
