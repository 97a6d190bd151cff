"""How many different 224 × 224 crops has a 256 × 256 × 3 image, if each may be mirrored as well?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)


class CropCount(Question):
    """The size of a crop, and how many times it multiplies a data set.

    Pinned to 256 × 256 and 16 on each side it is AlexNet's augmentation by 224 × 224 crops and their mirror images: the paper says
    2048 = 2 · 32 · 32, all places counted there are 2 · 33 · 33.
    """

    topic, level, title = "augmentation", 2, "How many crops there are"
    stem = r"""
The layer `{{ network.code("crop") }}` cuts the border off images of {{ height }} × {{ width }} pixels with {{ channels }} channel{{
"s" if channels > 1 }}: first come the rows that it takes away above and below, then the columns to the left and to the right. For
augmentation, crops of the same size are also cut out everywhere else in the image.
"""
    crop = Ask("What is the shape of a crop?", Shape())
    places = Ask(
        "How many different crops of this size can be cut out of one image?",
        Integer(), of=observable.shape("places", axis=0), follows="crop",
        continues=lambda q, answers: (q.height - answers["crop"][0] + 1) * (q.width - answers["crop"][1] + 1),
    )  # fmt: skip
    mirrored = Ask(
        "How many pictures does one image give if every crop is used as it is and mirrored left to right?",
        Integer(), of=observable.shape("mirrored", axis=0), follows="places",
    )  # fmt: skip

    height: int = Field(ge=1, le=10_000)
    width: int = Field(ge=1, le=10_000)
    channels: int = Field(ge=1, le=10_000)
    cropping: tuple[tuple[int, int], tuple[int, int]]

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height = d.choice("height", (64, 72, 96, 112, 128, 160, 192, 256))
        rows, columns = ((d.integer(f"{name}1", 2, 16), d.integer(f"{name}2", 2, 16)) for name in ("rows", "columns"))
        return dict(
            height=height,
            width=d.choice("width", (height, height, height + 16, height + 32)),
            channels=d.choice("channels", (1, 3, 3)),
            cropping=d.choice("cropping", ((rows, columns),)),
        )

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        for side, border in zip((self.height, self.width), self.cropping, strict=True):
            if min(border) < 0 or sum(border) >= side:
                raise ValueError(f"a border of {border[0]} and {border[1]} leaves nothing of a side of {side}")
        return self

    def admissible(self) -> bool:
        (top, bottom), (left, right) = self.cropping
        return top != bottom and left != right and top + bottom != left + right

    @property
    def network(self) -> Network:
        (top, bottom), (left, right) = self.cropping
        height, width = self.height - top - bottom, self.width - left - right
        return (
            Network(x=Input(self.height, self.width, self.channels), plane=Input(self.height, self.width, 1))
            .add("crop", layers.Cropping2D(cropping=self.cropping), "x")
            .add("corners", layers.Cropping2D(cropping=((0, height - 1), (0, width - 1))), "plane")
            .add("places", layers.Flatten())
            .add("mirrored", layers.Concatenate(), "places", "places")
        )

    @misconception("The first place is missing: a window of $h$ rows stands at $H - h + 1$ places along $H$ rows.")
    def no_first_place(self) -> dict[str, int]:
        down, right = map(sum, self.cropping)
        return {"places": down * right, "mirrored": 2 * down * right}

    @misconception(
        "One side of the border was forgotten: rows go away above and below, columns to the left and to the right."
    )
    def one_side_only(self) -> Self | None:
        (top, _), (left, _) = self.cropping
        return self.but(cropping=((top, 0), (left, 0)))

    @misconception("Rows and columns changed places: Keras writes ((top, bottom), (left, right)).")
    def directions_exchanged(self) -> Self | None:
        return self.but(cropping=(self.cropping[1], self.cropping[0]))
