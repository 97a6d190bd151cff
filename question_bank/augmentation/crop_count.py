"""How many different 224 × 224 crops does a 256 × 256 × 3 image have, with horizontal flips?"""

from examgen.authoring import Answers, Ask, Computed, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception


def _positions(q: "CropCount", answers: Answers) -> int:
    """The first rows and the first columns from which a crop stays inside the image, listed one by one."""
    height, width, *_ = answers["crop"]
    rows = [top for top in range(q.height) if top + height <= q.height]
    columns = [left for left in range(q.width) if left + width <= q.width]
    return len(rows) * len(columns)


class CropCount(Question):
    """The shape of a crop, and the number of images that cropping and flipping make of one image.

    Pinned to 256 × 256 and 16 on each side it is AlexNet's augmentation by 224 × 224 crops and their mirror images: the paper says
    2048 = 2 · 32 · 32, all places counted there are 2 · 33 · 33.
    """

    topic, level, title = "augmentation", 2, "Number of crops"
    conventions = ("channels_last",)
    stem = r"""
The layer `{{ network.code("crop") }}` is applied to images of {{ height }} × {{ width }} pixels with {{ channels }} channel{{
"s" if channels > 1 }}. It removes rows at the top and at the bottom, and columns on the left and on the right. For data augmentation,
crops of this output size are taken at every possible position in the image.
"""
    crop = Ask("What is the shape of a crop?", Shape())
    places = Ask(
        "At how many different positions can such a crop be taken from one image?",
        Integer(),
        of=Computed(_positions),
        follows="crop",
    )
    mirrored = Ask(
        "How many images does one image yield if every crop is used with and without a horizontal flip?",
        Integer(),
        of=Computed(lambda q, answers: sum(answers["places"] for _ in ("as it is", "flipped"))),
        follows="places",
    )
    height: int = Field(ge=1, le=10_000, description="Height of the images.")
    width: int = Field(ge=1, le=10_000, description="Width of the images.")
    channels: int = Field(ge=1, le=10_000, description="Number of channels of the images.")
    cropping: tuple[tuple[int, int], tuple[int, int]] = Field(description="((top, bottom), (left, right)) as in Keras.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        height = d.choice("height", (64, 96, 128, 160, 256, 256))
        rows, columns = ((d.integer(f"{name}1", 2, 16), d.integer(f"{name}2", 2, 16)) for name in ("rows", "columns"))
        return dict(
            height=height,
            **d.choices(width=(height, height, height + 32), channels=(1, 3, 3)),
            cropping=(rows, columns),
        )

    def check(self) -> None:
        for side, border in zip((self.height, self.width), self.cropping, strict=True):
            if min(border) < 0 or sum(border) >= side:
                removed = f"{border[0]} and {border[1]} are removed"
                raise ValueError(f"the crop must leave something of the {side} rows or columns; {removed}")

    def admissible(self) -> bool:
        (top, bottom), (left, right) = self.cropping
        return top != bottom and left != right and top + bottom != left + right

    @property
    def network(self) -> Network:
        image = Network(x=Input(self.height, self.width, self.channels))
        return image.add("crop", layers.Cropping2D(cropping=self.cropping))

    @misconception(
        "You left out the + 1. Along each axis, the number of positions is the number of removed rows or columns plus 1."
    )
    def no_first_place(self) -> dict[str, int]:
        down, right = map(sum, self.cropping)
        return {"places": down * right, "mirrored": 2 * down * right}

    @misconception(
        "You cropped only one side along each axis. Rows are removed at the top and bottom, columns on the left and right."
    )
    def one_side_only(self) -> Question | None:
        (top, _), (left, _) = self.cropping
        return self.but(cropping=((top, 0), (left, 0)))

    @misconception("You swapped rows and columns. In Keras, `cropping` is ((top, bottom), (left, right)).")
    def directions_exchanged(self) -> Question | None:
        return self.but(cropping=(self.cropping[1], self.cropping[0]))
