"""A 5 × 5 kernel is applied to a 32 × 32 image: what is the output side with valid, same and full padding?"""

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class PaddingModes(Question):
    """The output side for each of the three padding modes."""

    topic, level, title = "convolution", 2, "Valid, same and full padding"
    conventions = ("floor",)
    inapplicable = ("padding_once",)  # f - 1 zeros on one side lead to the output side of *same* padding
    stem = r"""
An $f \times f$ kernel, $f = {{ f }}$, is applied to an $n \times n$ image, $n = {{ n }}$, with stride $s = {{ s }}$. *Valid* padding
adds no zeros. *Same* padding, as in Keras, adds zeros so that the output side is $\lceil n / s \rceil$. *Full* padding adds $f - 1$
zeros on every side.
"""
    valid = Ask("What is the output side with *valid* padding?", Integer(), of=observable.shape("v", axis=0))
    same = Ask("What is the output side with *same* padding?", Integer(), of=observable.shape("s", axis=0))
    full = Ask("What is the output side with *full* padding?", Integer(), of=observable.shape("w", axis=0))
    n: int = Field(ge=1, le=100_000, description="Side length of the image.")
    f: int = Field(ge=1, description="Side length of the kernel.")
    s: int = Field(1, ge=1, description="Stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            n=(28, 32, 48, 55, 56, 64, 96, 100, 112, 128, 150, 160, 200, 224, 227, 256), f=(3, 5, 7, 11), s=(2, 2, 3)
        )

    def check(self) -> None:
        if self.f > self.n:
            raise ValueError(f"the kernel (f = {self.f}) must fit into the image (n = {self.n}) with valid padding")

    @property
    def network(self) -> Network:
        layer = layers.Conv2D(1, self.f, strides=self.s)
        net = Network(x=Input(self.n, self.n, 1)).add("v", layer).add("s", layer.but(padding="same"), "x")
        return net.add("padded", layers.ZeroPadding2D(padding=self.f - 1), "x").add("w", layer)

    @misconception(
        "You added too few zeros: your output side is that of *same* padding. *Full* padding adds $f - 1$ zeros on every side, "
        "$2(f - 1)$ in all along each axis."
    )
    def full_for_same(self) -> Network:
        return self.network.without("padded").but("w", padding="same")

    @misconception("You used *same* padding instead of *valid* padding. *Valid* padding adds no zeros.")
    def same_for_valid(self) -> Network:
        return self.network.but("v", padding="same")

    @misconception("You left out the zeros. *Same* and *full* padding add zeros around the image.")
    def padding_left_out(self) -> Network:
        return self.network.but("padded", padding=0).but("s", padding="valid")

    @misconception("You left out the + 1. The quotient is the number of steps; add 1 for the first position.")
    def no_first_place(self) -> dict[str, int]:
        return {"valid": (self.n - self.f) // self.s, "full": (self.n + self.f - 2) // self.s}

    @misconception("You kept the size of the image. With *same* padding the output side is $\\lceil n / s \\rceil$.")
    def same_size_always(self) -> Network | None:
        return self.network.but("s", strides=1) if self.s > 1 else None
