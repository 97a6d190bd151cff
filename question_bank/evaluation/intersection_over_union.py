"""Two boxes given by their corners: what are their intersection, their union and their IoU?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal, Self

from examgen.authoring import (
    Ask,
    Computed,
    Draw,
    Field,
    Integer,
    Question,
    Real,
    Row,
    Scalar,
    misconception,
    model_validator,
)

Corners = tuple[Scalar, Scalar, Scalar, Scalar]


def _corners(q: IntersectionOverUnion, box: Row) -> Corners:
    """Left, top, right and bottom of a box."""
    a, b, c, d = box
    extra = int(q.inclusive)
    if q.box_format == "corners":
        return a, b, c + extra, d + extra
    if q.box_format == "size":
        return a, b, a + c, b + d
    return a - c / 2, b - d / 2, a + c / 2, b + d / 2


def _area(q: IntersectionOverUnion, *, both: bool) -> Scalar:
    """The area that lies in both boxes, or in one at least, added up over the cells of a grid through all corners."""
    boxes = [_corners(q, q.box_a), _corners(q, q.box_b)]
    columns = sorted({x for left, _, right, _ in boxes for x in (left, right)})
    rows = sorted({y for _, top, _, bottom in boxes for y in (top, bottom)})
    area: Scalar = 0
    for left, right in pairwise(columns):
        for top, bottom in pairwise(rows):
            inside = [a <= left and right <= c and b <= top and bottom <= d for a, b, c, d in boxes]
            area += (right - left) * (bottom - top) * (all(inside) if both else any(inside))
    return area


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
    box_a: Row = Field(min_length=4, max_length=4)
    """Ground-truth box, four numbers in the given format."""
    box_b: Row = Field(min_length=4, max_length=4)
    """Predicted box, four numbers in the given format."""
    box_format: Literal["corners", "size", "centre"] = "corners"
    """Format of the boxes: corners [x1, y1, x2, y2], size [x, y, width, height], or centre [centre x, centre y, width, height]."""
    inclusive: bool = False
    """Whether corner coordinates name pixels that belong to the box, so that a width is x2 - x1 + 1."""
    dice: bool = False
    """Whether the Dice coefficient is asked for as well."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        sides = range(40, 130, 10)
        left, top = d.choice("left", range(10, 60, 10)), d.choice("top", range(10, 60, 10))
        width, height = d.choice("width", sides), d.choice("height", sides)
        right, down = (d.choice(name, (-30, -20, -10, 10, 20, 30)) for name in ("right", "down"))
        wide, tall = d.choice("wide", sides), d.choice("tall", sides)
        corners = d.choice("box_format", ("corners", "corners", "size")) == "corners"
        boxes = ((left, top, width, height), (left + right, top + down, wide, tall))
        a, b = ((x, y, x + w, y + h) if corners else (x, y, w, h) for x, y, w, h in boxes)
        return dict(box_a=a, box_b=b, box_format="corners" if corners else "size")

    @model_validator(mode="after")
    def _boxes_have_an_area(self) -> Self:
        for box in (self.box_a, self.box_b):
            left, top, right, bottom = _corners(self, box)
            if right <= left or bottom <= top:
                raise ValueError(f"a box must have a positive width and height, got {', '.join(map(str, box))}")
        if self.inclusive and self.box_format != "corners":
            raise ValueError("inclusive is about corners; a width and a height are what they are")
        return self

    def admissible(self) -> bool:
        (left, top, right, bottom), other = _corners(self, self.box_a), _corners(self, self.box_b)
        crossing = other[0] < right and other[2] > left and other[1] < bottom and other[3] > top
        told = min(self.box_b) >= 0 and self.box_a[2:] != self.box_b[2:]
        return crossing and told and 22 <= self.derivation().effort <= 25

    @property
    def asks(self) -> Mapping[str, Ask]:
        whole = all(isinstance(x, int) for box in (self.box_a, self.box_b) for x in _corners(self, box))
        area, share = Integer() if whole else Real(decimals=4), Real(decimals=3)
        text = "What is the area of the intersection of the boxes?"
        union = Computed(lambda q, answers: _area(q, both=False) + _area(q, both=True) - answers["intersection"])
        iou = Computed(
            lambda q, answers: 1 / (answers["union"] / answers["intersection"]) if answers["intersection"] else 0
        )
        asks = {
            "intersection": Ask(text, area, of=Computed(lambda q: _area(q, both=True))),
            "union": Ask("What is the area of their union?", area, of=union, follows="intersection"),
            "iou": Ask("What is the intersection over union (IoU)?", share, of=iou, follows=("intersection", "union")),
        }
        if self.dice:
            text = "What is the Dice coefficient, twice the intersection over the sum of the areas?"
            dice = Computed(lambda q, answers: 2 * answers["iou"] / (1 + answers["iou"]))
            asks["dice"] = Ask(text, share, of=dice, follows="iou")
        return asks

    @misconception("You counted the intersection twice. The union is the sum of both areas minus the intersection.")
    def intersection_counted_twice(self) -> dict[str, Scalar] | None:
        common = _area(self, both=True)
        union = _area(self, both=False) + common
        return {"union": union, "iou": common / union} if common else None

    @misconception("You divided by the area of the ground-truth box. IoU divides by the area of the union.")
    def divided_by_the_true_box(self) -> dict[str, Scalar] | None:
        left, top, right, bottom = _corners(self, self.box_a)
        common = _area(self, both=True)
        return {"iou": common / ((right - left) * (bottom - top))} if common else None

    @misconception("You used the smallest box around both. The union is the area that at least one of them covers.")
    def box_around_both(self) -> dict[str, Scalar]:
        a, b = _corners(self, self.box_a), _corners(self, self.box_b)
        around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
        return {"union": around, "iou": _area(self, both=True) / around}

    @misconception("You added 1 to the widths and heights. The coordinates are corners: the width is $x_2 - x_1$.")
    def pixels_counted(self) -> Self | None:
        return self.but(inclusive=True) if self.box_format == "corners" else None

    @misconception("You took width and height for the bottom-right corner. It is at $x + w$ and $y + h$.")
    def size_for_corner(self) -> dict[str, Scalar] | None:
        if self.box_format != "size":
            return None
        seen_as = self.but(box_format="corners")
        if seen_as is None or not (common := _area(seen_as, both=True)):
            return None
        union = _area(seen_as, both=False)
        return {"intersection": common, "union": union, "iou": common / union}
