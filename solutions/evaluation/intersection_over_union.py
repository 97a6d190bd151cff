"""Overlap along each axis, its area, and the area of the union."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import largest, smallest, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.intersection_over_union import IntersectionOverUnion


def solve(q: IntersectionOverUnion, show: Show) -> None:
    (a, size_a), (b, size_b) = (_corners(q, unnamed(box), name, show) for box, name in ((q.box_a, "A"), (q.box_b, "B")))
    extra = 1 if q.inclusive else 0
    sides = []
    for axis, (name, last, first) in enumerate((("Width", "right", "left"), ("Height", "bottom", "top"))):
        side = smallest((a[axis + 2], b[axis + 2])) - largest((a[axis], b[axis]))
        side = show(
            "{name} of the intersection: the smaller {last} edge minus the larger {first} edge.",
            side + extra if extra else side,
            name=name,
            last=last,
            first=first,
        )
        sides.append(max(0, side))
    why = "Area of the intersection: width × height." if sides[0] and sides[1] else "The boxes do not overlap."
    intersection = show.answer("intersection", why, sides[0] * sides[1])
    union = size_a[0] * size_a[1] + size_b[0] * size_b[1] - intersection
    union = show.answer(
        "union",
        "Area of the union: add the areas of $A$ and $B$, and subtract the intersection, which is counted twice.",
        union,
    )
    iou = show.answer("iou", "IoU: divide the intersection by the union.", intersection / union)
    if q.dice:
        show.answer("dice", r"$\text{Dice} = 2\,\text{IoU} / (1 + \text{IoU})$.", 2 * iou / (1 + iou))


def _corners(q: Any, box: Any, name: str, show: Show) -> tuple[Any, Any]:
    """Left, top, right, bottom; and width and height."""
    x, y, w, h = box
    if q.box_format == "corners":
        extra = 1 if q.inclusive else 0
        size = (w - x + extra, h - y + extra) if extra else (w - x, h - y)
        return box, show("Width and height of ${name}$.", size, name=name)
    if q.box_format == "size":
        ends = show("Right and bottom edge of ${name}$.", (x + w, y + h), name=name)
        return (x, y, *ends), (w, h)
    starts = show("Left and top edge of ${name}$.", (x - w / 2, y - h / 2), name=name)
    ends = show("Right and bottom edge of ${name}$.", (x + w / 2, y + h / 2), name=name)
    return (*starts, *ends), (w, h)
