"""Red +20, green −20, blue +20 on a 2 × 2 picture: which values come out, between 0 and 255?"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from examgen.authoring import (
    Array,
    Ask,
    Draw,
    Field,
    Grid,
    Matrix,
    Network,
    Question,
    Row,
    cells,
    elementwise,
    misconception,
    model_validator,
    nonzero,
    ops,
)

LEVELS = (0, 4, 9, 12, 18, 25, 60, 100, 128, 170, 200, 230, 236, 241, 247, 250, 255)
"""Brightnesses to draw from: many near the ends, so that some leave the range."""


class ColourShift(Question):
    """A shift of the colours of a small picture, by hand, with the values kept in their range."""

    topic, level, title = "augmentation", 1, "Shifting the colours"
    picture = "grids"
    axes: ClassVar = dict.fromkeys(("red", "green", "blue"), "rows columns")
    stem = r"""
The channels of a colour picture hold values from 0 to 255:

$$R = {{ red | matrix }} \qquad G = {{ green | matrix }} \qquad B = {{ blue | matrix }}$$

For augmentation its colours are shifted to $R {{ "+" if shift[0] > 0 }}{{ shift[0] | number }}$,
$G {{ "+" if shift[1] > 0 }}{{ shift[1] | number }}$ and $B {{ "+" if shift[2] > 0 }}{{ shift[2] | number }}$. A value that leaves
the range is set to the end of the range that it passed.
"""
    r = Ask("What is the red channel afterwards?", Matrix())
    g = Ask("What is the green channel afterwards?", Matrix())
    b = Ask("What is the blue channel afterwards?", Matrix())

    red: Grid
    green: Grid
    blue: Grid
    shift: Row = Field(min_length=3, max_length=3)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        red = d.grid("red", (2, d.integer("columns", 2, 3)), LEVELS)
        size = (len(red), len(red[0]))
        return dict(
            red=red,
            green=d.grid("green", size, LEVELS),
            blue=d.grid("blue", size, LEVELS),
            shift=d.row("shift", 3, nonzero(range(-30, 31, 5))),
        )

    @model_validator(mode="after")
    def _is_a_picture(self) -> Self:
        if outside := [value for value in cells((self.red, self.green, self.blue)) if not 0 <= value <= 255]:
            raise ValueError(f"a picture holds values from 0 to 255, got {outside[0]}")
        return self

    def admissible(self) -> bool:
        channels = zip((self.red, self.green, self.blue), self.shift, strict=True)
        clipped = [[not 0 <= value + by <= 255 for value in cells(channel)] for channel, by in channels]
        return sum(map(any, clipped)) >= 2 and not any(map(all, clipped)) and min(self.shift) < 0 < max(self.shift)

    @property
    def network(self) -> Network:
        net = Network(R=self.red, G=self.green, B=self.blue, dR=self.shift[0], dG=self.shift[1], dB=self.shift[2])
        for name in "RGB":
            net = net.add(f"{name} shifted", ops.add(), name, f"d{name}").add(name.lower(), ops.clip(0, 255))
        return net

    @misconception("Values left the range. What passes 255 is set to 255, what falls below 0 is set to 0.")
    def not_clipped(self) -> Network:
        return self.network.without("r", "g", "b")

    @misconception("A value that left the range came in again at the other end. It is set to the end that it passed.")
    def wrapped_around(self) -> dict[str, Array]:
        channels = zip("rgb", (self.red, self.green, self.blue), self.shift, strict=True)
        return {name: elementwise(lambda value, by=by: (value + by) % 256, grid) for name, grid, by in channels}

    @misconception("Every channel was made brighter. A shift with a minus sign takes away.")
    def all_brighter(self) -> Self | None:
        return self.but(shift=tuple(map(abs, self.shift)))
