"""Arrays as shaded grids with their numbers: the larger the number, the brighter its cell; what is negative is hatched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from examgen.answers.spelling import exact, rounded_to
from examgen.arrays import Array, Scalar, cells, shape
from examgen.rendering import svg
from examgen.rendering.document import Picture
from examgen.rendering.languages import noted

Grid = tuple[tuple[Scalar, ...], ...]

_DARKEST = 166  # of 255: black text on it has a contrast of more than 7, and a pencil mark can still be seen
_INK = "#000000"
_FONT = 13.0
_TALL = 25.0
_TITLE = 20.0
_CAPTION = 15.0


CHANNEL = noted("channel {n}")


@dataclass(frozen=True)
class Group:
    """A named array as grids: one, or one for each of its channels, which are called ``channel``."""

    title: str
    arrays: tuple[Array, ...]
    channel: str = CHANNEL

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands under each grid."""
        count = len(self.arrays)
        return tuple(self.channel.format(n=place) for place in range(1, count + 1)) if count > 1 else ("",)


def number_text(value: Scalar) -> str:
    """A number as it is printed in a cell: ``−2``, ``0.25``, ``1/3``."""
    if isinstance(value, Fraction) and 1000 % value.denominator == 0:
        value = float(value)  # 0.5 rather than 1/2
    written = str(value) if isinstance(value, Fraction | int) else exact(float(rounded_to(value, 3)))
    return written.replace("-", "−")


def _rows(array: Array) -> Grid:
    """An array as rows of numbers.

    Raises:
        ValueError: it has more than two axes, or none.
    """
    rows = array if len(shape(array)) == 2 else (array,)
    if not isinstance(rows, tuple) or len(shape(rows)) != 2:
        raise ValueError(f"expected a row or a grid of numbers to draw, got an array of shape {shape(array)}")
    return tuple(tuple(cells(row)) for row in rows)


def _brightness(grid: Grid) -> tuple[tuple[float, ...], ...]:
    """How bright each cell is, from 0 to 1; where some are negative, zero lies in the middle."""
    values = [float(value) for row in grid for value in row]
    low, high = min(values), max(values)
    if low < 0:
        high = max(high, -low)
        low = -high
    spread = high - low
    return tuple(tuple((float(v) - low) / spread if spread else 1.0 for v in row) for row in grid)


# SVG ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Laid:
    """A group with its size."""

    title: str
    captions: tuple[str, ...]
    grids: tuple[Grid, ...]

    @cached_property
    def sides(self) -> tuple[float, ...]:
        """The width of a cell, for each grid."""
        longest = (max(len(number_text(value)) for row in grid for value in row) for grid in self.grids)
        return tuple(max(25.0, 7.2 * length + 8) for length in longest)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each grid, its caption included."""
        cells_wide = (side * len(grid[0]) for side, grid in zip(self.sides, self.grids, strict=True))
        return tuple(max(wide, 5.6 * len(caption)) for wide, caption in zip(cells_wide, self.captions, strict=True))

    @cached_property
    def width(self) -> float:
        return max(sum(self.widths) + 14 * (len(self.grids) - 1), 7.0 * len(self.title))

    @cached_property
    def height(self) -> float:
        tallest = max(_TALL * len(grid) for grid in self.grids)
        return tallest + (_TITLE if self.title else 0) + (_CAPTION if any(self.captions) else 0)


def grids_picture(groups: Sequence[Group], alt: str = "") -> Picture:
    """Named arrays side by side, each grid shaded by its own numbers."""
    laid = [_Laid(group.title, group.captions, tuple(map(_rows, group.arrays))) for group in groups]
    elements: list[str] = []
    x = y = 1.0
    tallest = right = 0.0
    for group in laid:
        if x > 1 and x + group.width > svg.WIDEST:
            x, y, tallest = 1.0, y + tallest + 12, 0.0
        elements.extend(_group(group, x, y))
        tallest, right = max(tallest, group.height), max(right, x + group.width)
        x += group.width + 28
    return svg.document(right + 1, y + tallest + 1, alt, elements)


def _group(group: _Laid, left: float, top: float) -> Iterator[str]:
    if group.title:
        yield svg.text(left + group.width / 2, top + 12, group.title, 14, style=svg.ITALIC)
        top += _TITLE
    left += (group.width - sum(group.widths) - 14 * (len(group.grids) - 1)) / 2
    for grid, side, width, caption in zip(group.grids, group.sides, group.widths, group.captions, strict=True):
        yield from _grid(grid, left + (width - side * len(grid[0])) / 2, top, side)
        if caption:
            yield svg.text(left + width / 2, top + _TALL * len(grid) + 12, caption, 11)
        left += width + 14


def _grid(grid: Grid, left: float, top: float, side: float) -> Iterator[str]:
    for i, (row, shades) in enumerate(zip(grid, _brightness(grid), strict=True)):
        for j, (value, bright) in enumerate(zip(row, shades, strict=True)):
            x, y = left + j * side, top + i * _TALL
            grey = round(_DARKEST + (255 - _DARKEST) * bright)
            box = f'x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(side)}" height="{svg.number(_TALL)}"'
            yield f'<rect {box} fill="#{grey:02x}{grey:02x}{grey:02x}" stroke="#303030" stroke-width="0.8"/>'
            if value < 0:
                yield _hatching(x, y, side)
            yield svg.text(x + side / 2, y + _TALL / 2 + 0.34 * _FONT, number_text(value), _FONT, fill=_INK)


def _hatching(x: float, y: float, side: float) -> str:
    """Lines across two corners of a cell, which leave its middle to the number."""
    low, far = y + _TALL, x + side
    steps = (3, 6, 9)
    n = svg.number
    corner = "".join(f"M{n(x)} {n(low - s)}L{n(x + s)} {n(low)}" for s in steps)
    other = "".join(f"M{n(far - s)} {n(y)}L{n(far)} {n(y + s)}" for s in steps)
    return f'<path d="{corner}{other}" fill="none" stroke="{_INK}" stroke-width="0.7" stroke-opacity="0.7"/>'


# characters -----------------------------------------------------------------------------------------------------------


def grids_text(groups: Sequence[Group], width: int = 100) -> str:
    """Named arrays in characters, side by side as far as they fit.

    Without shades: nobody knows whether a terminal writes black on white or white on black, so a block would be bright on one
    and dark on the other.
    """
    rows: list[list[list[str]]] = [[]]
    used = 0
    for group in groups:
        for place, (array, caption) in enumerate(zip(group.arrays, group.captions, strict=True)):
            heading = ", ".join(filter(None, (group.title if place == 0 or caption else "", caption)))
            block = [*([heading] if heading else []), *_grid_lines(_rows(array))]
            room = max(map(len, block))
            if rows[-1] and used + room > width:
                rows.append([])
                used = 0
            rows[-1].append([line.ljust(room) for line in block])
            used += room + 3
    return "\n\n".join("\n".join(_beside(blocks)) for blocks in rows if blocks)


def _grid_lines(grid: Grid) -> Iterator[str]:
    wide = max(len(number_text(value)) for row in grid for value in row)
    for row in grid:
        yield "│" + "│".join(f" {number_text(value):>{wide}} " for value in row) + "│"


def _beside(blocks: Sequence[Sequence[str]]) -> Iterable[str]:
    for i in range(max(map(len, blocks))):
        yield "   ".join(block[i] if i < len(block) else " " * len(block[0]) for block in blocks).rstrip()
