"""How many different 224 × 224 crops does a 256 × 256 × 3 image have, with horizontal flips?"""

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
    """The shape of a crop, and the number of images that cropping and flipping make of one image.

    Pinned to 256 × 256 and 16 on each side it is AlexNet's augmentation by 224 × 224 crops and their mirror images: the paper says
    2048 = 2 · 32 · 32, all places counted there are 2 · 33 · 33.
    """

    topic, level, title = "augmentation", 2, "Number of crops"
    conventions = ("channels_last",)
    stem = r"""
The layer `{{ network.code("crop") }}` is applied to images of {{ height }} × {{ width }} pixels with {{ channels }} channel{{
"s" if channels > 1 }}. It removes rows at the top and at the bottom, then columns on the left and on the right. For data augmentation,
crops of the same size are taken at every position of the image.
"""
    crop = Ask("What is the shape of a crop?", Shape())
    places = Ask(
        "How many different positions can a crop of this size have in one image?",
        Integer(), of=observable.shape("places", axis=0), follows="crop",
        continues=lambda q, answers: (q.height - answers["crop"][0] + 1) * (q.width - answers["crop"][1] + 1),
    )  # fmt: skip
    mirrored = Ask(
        "How many images does one image yield if every crop is used with and without a horizontal flip?",
        Integer(), of=observable.shape("mirrored", axis=0), follows="places",
    )  # fmt: skip

    height: int = Field(ge=1, le=10_000)
    """Height of the images."""
    width: int = Field(ge=1, le=10_000)
    """Width of the images."""
    channels: int = Field(ge=1, le=10_000)
    """Channels of the images."""
    cropping: tuple[tuple[int, int], tuple[int, int]]
    """Rows removed at the top and at the bottom, columns removed on the left and on the right."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height = d.choice("height", (64, 96, 128, 160, 256, 256))
        rows, columns = ((d.integer(f"{name}1", 2, 16), d.integer(f"{name}2", 2, 16)) for name in ("rows", "columns"))
        return dict(
            height=height,
            width=d.choice("width", (height, height, height + 32)),
            channels=d.choice("channels", (1, 3, 3)),
            cropping=d.choice("cropping", ((rows, columns),)),
        )

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        for side, border in zip((self.height, self.width), self.cropping, strict=True):
            if min(border) < 0 or sum(border) >= side:
                raise ValueError(
                    f"the crop must leave something of the {side} rows or columns; {border[0]} and {border[1]} are removed"
                )
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

    @misconception("You left out the + 1. A crop of $h$ rows has $H - h + 1$ positions along $H$ rows.")
    def no_first_place(self) -> dict[str, int]:
        down, right = map(sum, self.cropping)
        return {"places": down * right, "mirrored": 2 * down * right}

    @misconception(
        "You removed one side only. Rows are removed at the top and at the bottom, columns on the left and on the right."
    )
    def one_side_only(self) -> Self | None:
        (top, _), (left, _) = self.cropping
        return self.but(cropping=((top, 0), (left, 0)))

    @misconception("You interchanged rows and columns. Keras writes ((top, bottom), (left, right)).")
    def directions_exchanged(self) -> Self | None:
        return self.but(cropping=(self.cropping[1], self.cropping[0]))
