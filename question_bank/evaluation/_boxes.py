"""Bounding boxes: their corners, the area that two of them cover, and which survive non-maximum suppression."""

from collections.abc import Sequence
from itertools import pairwise

from examgen.authoring import Grid, Row, Scalar

Corners = tuple[Scalar, Scalar, Scalar, Scalar]


def corners(box: Row, box_format: str, extra: int = 0) -> Corners:
    """Left, top, right and bottom of a box; ``extra`` is 1 where corner pixels belong to it."""
    a, b, c, d = box
    if box_format == "corners":
        return a, b, c + extra, d + extra
    if box_format == "size":
        return a, b, a + c, b + d
    return a - c / 2, b - d / 2, a + c / 2, b + d / 2


def area(boxes: Sequence[Corners], *, both: bool) -> Scalar:
    """The area that lies in both boxes, or in one at least, added up over the cells of a grid through all corners."""
    columns = sorted({x for left, _, right, _ in boxes for x in (left, right)})
    rows = sorted({y for _, top, _, bottom in boxes for y in (top, bottom)})
    covered: Scalar = 0
    for left, right in pairwise(columns):
        for top, bottom in pairwise(rows):
            inside = [a <= left and right <= c and b <= top and bottom <= d for a, b, c, d in boxes]
            covered += (right - left) * (bottom - top) * (all(inside) if both else any(inside))
    return covered


def overlap(a: Row, b: Row, side: int) -> float:
    """IoU of two squares, given by their top-left corners, to two decimals: to draw by, never the key."""
    right, down = (max(side - abs(p - q), 0) for p, q in zip(a, b, strict=True))
    return round(right * down / (2 * side**2 - right * down), 2)


def survivors(confident: Sequence[Scalar], scores: Row, overlaps: Grid, threshold: float) -> list[int]:
    """Which boxes remain: no remaining box with a higher score overlaps them too much; decided from the best score, recursively."""
    taken = [i for i, stays in enumerate(confident) if stays]

    def remains(i: int) -> bool:
        better = (j for j in taken if scores[j] > scores[i])
        return not any(overlaps[i][j] >= threshold and remains(j) for j in better)

    return [int(i in taken and remains(i)) for i in range(len(scores))]
