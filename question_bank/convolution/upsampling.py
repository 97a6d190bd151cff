"""A 2 × 2 feature map is upsampled to 4 × 4: by nearest neighbours and by bilinear interpolation."""

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network, Question, Row
from examgen.authoring import cells, layers, misconception, ops, transposed
from examgen.question_bank._grids import interpolation


class Upsampling(Question):
    """Upsampling a feature map by hand: nearest neighbours and bilinear interpolation."""

    topic, level, title = "convolution", 3, "Upsampling by hand"
    picture = "grids"
    inapplicable = ("upsampling_ignored",)
    stem = r"""
The feature map $X$ is upsampled by a factor of {{ size }}, to {{ size * (x | length) }} × {{ size * (x[0] | length) }}.

$$X = {{ x | matrix }}$$

For bilinear interpolation, {% if align_corners %}the corner values of input and output coincide (`align_corners=True`): output $i$ of
$m$ lies at the position $i \, (n - 1) / (m - 1)$ of the $n$ inputs, counted from 0.{% else %}as in Keras, every value is at the centre
of its pixel: output $i$ lies at the position $(i + 0.5) / {{ size }} - 0.5$ of the input, both counted from 0. Positions outside the
input are clamped to its border.{% endif %}
"""
    nearest = Ask("Compute the output of nearest-neighbour upsampling.", Matrix())
    bilinear = Ask("Compute the output of bilinear upsampling.", Matrix(), weight=3)
    x: Grid = Field(description="Feature map.")
    size: int = Field(2, ge=2, le=8, description="Factor by which each side grows.")
    align_corners: bool = Field(
        False, description="Whether the corners coincide, as with PyTorch's option of this name."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        unit = 9 if d.choice("align_corners", (False,)) else 16
        return dict(x=d.grid("x", (2, 2), tuple(range(0, 10 * unit, unit))))

    def admissible(self) -> bool:
        numbers = list(cells(self.x))
        (a, b), (c, e) = self.x if len(numbers) == 4 else ((0, 1), (2, 0))
        return len(set(numbers)) == len(numbers) and a + e != b + c and 104 <= self.derivation().effort <= 116

    @property
    def network(self) -> Network:
        down, right = (interpolation(n, self.size, corners=self.align_corners) for n in (len(self.x), len(self.x[0])))
        net = Network(x=self.x, down=down, right=transposed(right))
        grid = ops.reshape((self.size * len(self.x), self.size * len(self.x[0])))
        net = net.add("nearest volume", layers.UpSampling2D(self.size), "x").add("nearest", grid)
        net = net.add("rows", ops.matmul(), "down", "x").add("bilinear", ops.matmul(), "rows", "right")
        if not self.align_corners:
            net = net.add("layer volume", layers.UpSampling2D(self.size, interpolation="bilinear"), "x")
            net = net.add("layer", grid)
        return net

    @property
    def agreements(self) -> Agreements:
        return () if self.align_corners else (("bilinear", "layer"),)

    @misconception(
        "You repeated the whole feature map. Nearest-neighbour upsampling repeats every value, so its copies are adjacent."
    )
    def map_repeated(self) -> dict[str, Grid]:
        rows: list[Row] = [row * self.size for row in self.x]
        return {"nearest": tuple(rows * self.size)}

    @misconception(
        "You repeated the values. Bilinear interpolation averages neighbouring values, weighted by distance."
    )
    def nearest_for_bilinear(self) -> Network:
        columns = range(self.size * len(self.x[0]))
        unit = tuple(tuple(int(i == j) for j in columns) for i in columns)
        return self.network.rewire("bilinear", "nearest", "unit").with_arrays(unit=unit)

    @misconception("You used other positions for the output values. Use the positions given in the question.")
    def other_alignment(self) -> Network:
        other = self.but(align_corners=not self.align_corners)
        return other.network if other else self.network

    @misconception("You interpolated along the rows only. Bilinear interpolation is linear along both axes.")
    def along_rows_only(self) -> Network:
        count = range(len(self.x))
        nearest = tuple(tuple(int(k == i) for k in count) for i in count for _ in range(self.size))
        return self.network.with_arrays(down=nearest)
