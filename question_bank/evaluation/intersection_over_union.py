"""Two boxes given by their corners: what are their intersection, their union and their IoU?"""

from typing import Literal

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Question, Real, Row, Scalar, misconception
from examgen.question_bank.evaluation._boxes import Corners, area, corners


class IntersectionOverUnion(Question):
    """Intersection over union (IoU) of a predicted and a ground-truth bounding box."""

    topic, level, title = "evaluation", 2, "Intersection over union"
    stem = r"""
{% if box_format == "corners" %}A bounding box is given as $[x_1, y_1, x_2, y_2]$: the coordinates of its top-left and bottom-right corners
in pixels.{{ " Both corner pixels belong to the box, so its width is $x_2 - x_1 + 1$." if inclusive }}
{%- elif box_format == "size" %}A bounding box is given as $[x, y, w, h]$: the coordinates of its top-left corner, its width and its height
in pixels.{% else %}A bounding box is given as $[x, y, w, h]$: the coordinates of its centre, its width and its height in pixels.{% endif %}
The ground-truth box is $A = [{{ box_a | join(", ") }}]$, and the predicted box is $B = [{{ box_b | join(", ") }}]$.
"""
    box_a: Row = Field(min_length=4, max_length=4, description="Ground-truth box, four numbers in the given format.")
    box_b: Row = Field(min_length=4, max_length=4, description="Predicted box, four numbers in the given format.")
    box_format: Literal["corners", "size", "centre"] = Field(
        "corners",
        description="Format of the boxes: corners [x1, y1, x2, y2], size [x, y, width, height], "
        "or centre [centre x, centre y, width, height].",
    )
    inclusive: bool = Field(
        False, description="Whether the corners are pixels of the box, so that its width is x2 - x1 + 1."
    )
    dice: bool = Field(False, description="Whether the Dice coefficient is asked for as well.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sides = range(40, 130, 10)
        left, top = d.choice("left", range(10, 60, 10)), d.choice("top", range(10, 60, 10))
        width, height = d.choice("width", sides), d.choice("height", sides)
        right, down = (d.choice(name, (-30, -20, -10, 10, 20, 30)) for name in ("right", "down"))
        wide, tall = d.choice("wide", sides), d.choice("tall", sides)
        corners = d.choice("box_format", ("corners", "corners", "size")) == "corners"
        boxes = ((left, top, width, height), (left + right, top + down, wide, tall))
        a, b = ((x, y, x + w, y + h) if corners else (x, y, w, h) for x, y, w, h in boxes)
        return dict(box_a=a, box_b=b, box_format="corners" if corners else "size")

    def check(self) -> None:
        for box, (left, top, right, bottom) in zip((self.box_a, self.box_b), self.corners, strict=True):
            if right <= left or bottom <= top:
                raise ValueError(f"a box must have a positive width and height, got {', '.join(map(str, box))}")
        if self.inclusive and self.box_format != "corners":
            raise ValueError(f"inclusive applies only to box_format corners; got {self.box_format}")

    @property
    def corners(self) -> tuple[Corners, Corners]:
        """The corners of both boxes."""
        a, b = (corners(box, self.box_format, int(self.inclusive)) for box in (self.box_a, self.box_b))
        return a, b

    def admissible(self) -> bool:
        (left, top, right, bottom), other = self.corners
        crossing = other[0] < right and other[2] > left and other[1] < bottom and other[3] > top
        told = min(self.box_b) >= 0 and self.box_a[2:] != self.box_b[2:]
        return crossing and told and 22 <= self.derivation().effort <= 25

    @property
    def asks(self) -> dict[str, Ask]:
        whole = all(isinstance(x, int) for box in self.corners for x in box)
        kind, share = Integer() if whole else Real(decimals=4), Real(decimals=3)
        text = "What is the area of the intersection of the boxes?"
        union = Computed(
            lambda q, answers: area(q.corners, both=False) + area(q.corners, both=True) - answers["intersection"]
        )
        iou = Computed(
            lambda q, answers: 1 / (answers["union"] / answers["intersection"]) if answers["intersection"] else 0
        )
        asks = {
            "intersection": Ask(text, kind, of=Computed(lambda q: area(q.corners, both=True))),
            "union": Ask("What is the area of their union?", kind, of=union, follows="intersection"),
            "iou": Ask("What is the intersection over union (IoU)?", share, of=iou, follows=("intersection", "union")),
        }
        if self.dice:
            text = "What is the Dice coefficient, twice the intersection over the sum of the areas?"
            dice = Computed(lambda q, answers: 2 * answers["iou"] / (1 + answers["iou"]))
            asks["dice"] = Ask(text, share, of=dice, follows="iou")
        return asks

    @misconception("You counted the intersection twice. The union is the sum of both areas minus the intersection.")
    def intersection_counted_twice(self) -> dict[str, Scalar] | None:
        common = area(self.corners, both=True)
        union = area(self.corners, both=False) + common
        return {"union": union, "iou": common / union} if common else None

    @misconception("You divided by the area of the ground-truth box. IoU divides by the area of the union.")
    def divided_by_the_true_box(self) -> dict[str, Scalar] | None:
        left, top, right, bottom = self.corners[0]
        common = area(self.corners, both=True)
        return {"iou": common / ((right - left) * (bottom - top))} if common else None

    @misconception("You used the smallest box around both. The union is the area that at least one of them covers.")
    def box_around_both(self) -> dict[str, Scalar]:
        a, b = self.corners
        around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
        return {"union": around, "iou": area(self.corners, both=True) / around}

    @misconception("You added 1 to the widths and heights. The coordinates are corners: the width is $x_2 - x_1$.")
    def pixels_counted(self) -> Question | None:
        return self.but(inclusive=True) if self.box_format == "corners" else None

    @misconception("You took width and height for the bottom-right corner. It is at $x + w$ and $y + h$.")
    def size_for_corner(self) -> dict[str, Scalar] | None:
        if self.box_format != "size":
            return None
        seen_as = self.but(box_format="corners")
        if seen_as is None or not (common := area(seen_as.corners, both=True)):
            return None
        union = area(seen_as.corners, both=False)
        return {"intersection": common, "union": union, "iou": common / union}
