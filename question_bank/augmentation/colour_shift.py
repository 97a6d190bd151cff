"""Colour shift of a 2 × 2 image by +20, −20 and +20, with clipping to 0..255: what are the new channels?"""

from examgen.authoring import Array, Ask, Draw, Field, Grid, Matrix, Network, Question, Row
from examgen.authoring import cells, elementwise, misconception, nonzero, ops

LEVELS = (0, 4, 9, 12, 18, 25, 60, 100, 128, 170, 200, 230, 236, 241, 247, 250, 255)
"""Pixel values to draw from: many near the ends, so that some are clipped."""


class ColourShift(Question):
    """A colour shift of a small image with clipping, by hand."""

    topic, level, title = "augmentation", 1, "Colour shifting"
    picture = "grids"
    axes = dict.fromkeys(("red", "green", "blue"), "rows columns")
    stem = r"""
The channels of a colour image hold values from 0 to 255:

$$R = {{ red | matrix }} \qquad G = {{ green | matrix }} \qquad B = {{ blue | matrix }}$$

For data augmentation the values of $R$, $G$ and $B$ are shifted by ${{ "+" if shift[0] > 0 }}{{ shift[0] | number }}$,
${{ "+" if shift[1] > 0 }}{{ shift[1] | number }}$ and ${{ "+" if shift[2] > 0 }}{{ shift[2] | number }}$, respectively. The results are
clipped to the range from 0 to 255.
"""
    r = Ask("Compute the new red channel.", Matrix())
    g = Ask("Compute the new green channel.", Matrix())
    b = Ask("Compute the new blue channel.", Matrix())
    red: Grid = Field(description="Red channel.")
    green: Grid = Field(description="Green channel.")
    blue: Grid = Field(description="Blue channel.")
    shift: Row = Field(min_length=3, max_length=3, description="Shift of the red, the green and the blue channel.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        red = d.grid("red", (2, d.integer("columns", 2, 2)), LEVELS)
        green, blue = (d.grid(name, (len(red), len(red[0])), LEVELS) for name in ("green", "blue"))
        return dict(red=red, green=green, blue=blue, shift=d.row("shift", 3, nonzero(range(-30, 31, 5))))

    def check(self) -> None:
        if outside := [value for value in cells((self.red, self.green, self.blue)) if not 0 <= value <= 255]:
            raise ValueError(f"an image must hold values from 0 to 255, got {outside[0]}")

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

    @misconception("You did not clip the results. Values above 255 become 255, and values below 0 become 0.")
    def not_clipped(self) -> Network:
        return self.network.without("r", "g", "b")

    @misconception("You let values wrap around. Values above 255 become 255, and values below 0 become 0.")
    def wrapped_around(self) -> dict[str, Array]:
        channels = zip("rgb", (self.red, self.green, self.blue), self.shift, strict=True)
        return {name: elementwise(lambda value, by=by: (value + by) % 256, grid) for name, grid, by in channels}

    @misconception("You ignored the minus sign of a shift. A negative shift makes the values smaller.")
    def all_brighter(self) -> Question | None:
        return self.but(shift=tuple(map(abs, self.shift)))
