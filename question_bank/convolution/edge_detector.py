"""A Sobel kernel is applied to an image of a bright bar: what is the feature map, and what does its sign mean?"""

from examgen.authoring import Ask, Choice, Draw, Matrix, Network, Question, cells, layers, misconception, ops
from examgen.question_bank._grids import transposed
from examgen.question_bank.convolution._map import KERNEL_ON_IMAGE, KernelOnImage, feature_map
from examgen.question_bank.convolution._sliding import drawn_layer

SMOOTHING = {"Prewitt": (1, 1, 1), "Sobel": (1, 2, 1), "Scharr": (3, 10, 3)}
"""Weights along the edge; across it, each kernel subtracts one side from the other."""


class EdgeDetector(KernelOnImage):
    """Edge detection by hand: the feature map, and the meaning of a positive value."""

    topic, level, title = "convolution", 3, "Edge detection"
    picture, conventions = "grids", ("cross_correlation", "floor")
    stem = KERNEL_ON_IMAGE
    z = Ask("Compute the feature map.", Matrix())
    positive = Ask(
        "A larger value means a brighter pixel. What kind of edge does a large positive value in the feature map indicate?",
        Choice(
            (
                "from bright on the left to dark on the right",
                "from dark on the left to bright on the right",
                "from bright at the top to dark at the bottom",
                "from dark at the top to bright at the bottom",
            )
        ),
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        upright, on_bright = d.choice("upright", (True, False)), d.choice("on_bright", (True, False))
        smoothing, sign = SMOOTHING[d.choice("operator", tuple(SMOOTHING))], d.choice("sign", (1, -1))
        levels = d.integer("dark", 0, 2), d.integer("bright", 4, 8)
        ground, bar = levels[::-1] if on_bright else levels
        # a bar with two edges, which may shift by one pixel from row to row
        places = map(int, d.row("places", 5, (1, 2)))
        image = tuple((ground,) * place + (bar,) * 2 + (ground,) * (3 - place) for place in places)
        kernel = tuple((sign * w, 0, -sign * w) for w in smoothing)
        return dict(
            image=image if upright else transposed(image),
            kernel=kernel if upright else transposed(kernel),
            bias=d.number("bias", (0,)),
            **drawn_layer(d),
        )

    def admissible(self) -> bool:
        z = list(cells(self.derivation().answers["z"]))
        return min(z) < 0 < max(z) and self.image != transposed(self.image)

    @property
    def network(self) -> Network:
        """The feature map, and the response of the kernel to each of the four edges."""
        height, width = self.slide.window
        left = tuple(tuple(int(column < width // 2) for column in range(width)) for _ in range(height))
        above = tuple(tuple(int(row < height // 2) for _ in range(width)) for row in range(height))
        edges = {"left": left, "right": tuple(row[::-1] for row in left), "above": above, "below": above[::-1]}
        net = feature_map(self).with_arrays(**edges)
        for name in edges:
            answer = layers.Conv2D(1, self.slide.window, use_bias=False)
            net = net.add(f"{name} bright", answer, name, weights=("kernel",))
        net = net.add("answers", layers.Concatenate(), *(f"{name} bright" for name in edges))
        return net.add("positive", ops.argmax())

    @misconception("You dropped the signs in the feature map. They show which side of the edge is brighter.")
    def sign_lost(self) -> Network:
        return self.network.insert_after("z", ops.absolute())

    @misconception("You swapped the two sides. Positive weights add their pixels, negative weights subtract them.")
    def flipped_kernel(self) -> Question | None:
        return self.but(kernel=tuple(tuple(-w for w in row) for row in self.kernel))

    @misconception("You used 1 and −1 for all weights. Multiply every pixel by its own weight in $K$.")
    def weights_evened(self) -> Question | None:
        return self.but(kernel=tuple(tuple((w > 0) - (w < 0) for w in row) for row in self.kernel))
