"""Cut the 3 × 3 crop with its top-left cell in row 2, column 1 out of this 4 × 5 picture: what is left?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Grid,
    Integer,
    Matrix,
    Network,
    Option,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)


class Crop(Question):
    """A crop by hand, and how many crops of its size there are."""

    topic, level, title = "augmentation", 1, "Cropping a picture"
    picture = "grids"
    stem = r"""
For augmentation, crops of {{ height }} × {{ width }} cells (height × width) are cut out of the picture $X$. Rows and columns are
counted from 1.

$$X = {{ image | matrix }}$$
"""
    crop = Ask("What is the crop whose top-left cell lies in row {{ top }}, column {{ left }} of $X$?", Matrix())
    places = Ask(
        "At how many different places can a crop of this size be cut out?",
        Integer(),
        of=observable.shape("places", axis=0),
    )

    image: Grid
    height: int = Field(ge=1)
    width: int = Field(ge=1)
    top: int = Field(ge=1)
    left: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        image = d.grid("image", (d.integer("rows", 4, 5), d.integer("columns", 5, 6)), range(10))
        height, width = d.integer("height", 2, 3), d.integer("width", 2, 4)
        return dict(
            image=image,
            height=height,
            width=width,
            top=d.integer("top", 1, len(image) - height + 1),
            left=d.integer("left", 1, len(image[0]) - width + 1),
        )

    @model_validator(mode="after")
    def _crop_fits(self) -> Self:
        bottom, right = self.top + self.height - 1, self.left + self.width - 1
        if bottom > len(self.image) or right > len(self.image[0]):
            raise ValueError(
                f"the crop ends in row {bottom}, column {right}, outside the picture of {len(self.image)} × {len(self.image[0])}"
            )
        return self

    def admissible(self) -> bool:
        ends = self.top + self.height > len(self.image), self.left + self.width > len(self.image[0])
        return self.top != self.left and self.height != self.width and not any(ends)

    @property
    def network(self) -> Network:
        bottom = len(self.image) - self.top - self.height + 1
        right = len(self.image[0]) - self.left - self.width + 1
        border: Option = ((self.top - 1, bottom), (self.left - 1, right))
        return (
            Network(x=self.image)
            .add("crop", layers.Cropping2D(cropping=border))
            .add("corners", layers.Cropping2D(cropping=((0, self.height - 1), (0, self.width - 1))), "x")
            .add("places", layers.Flatten())
        )

    @misconception("Rows and columns were counted from 0. Here the first row and the first column have the number 1.")
    def counted_from_zero(self) -> Self | None:
        return self.but(top=self.top + 1, left=self.left + 1)

    @misconception(
        "The row and the column of the corner changed places: the row says how far down, the column how far right."
    )
    def corner_transposed(self) -> Self | None:
        return self.but(top=self.left, left=self.top)

    @misconception("Height and width changed places: a crop of $h \\times w$ has $h$ rows and $w$ columns.")
    def size_transposed(self) -> Self | None:
        return self.but(height=self.width, width=self.height)

    @misconception("The first place is missing: a window of $h$ rows stands at $H - h + 1$ places along $H$ rows.")
    def no_first_place(self) -> dict[str, int]:
        return {"places": (len(self.image) - self.height) * (len(self.image[0]) - self.width)}
