"""A 28 × 28 image becomes 12 × 12 with stride 2 and no padding: which filter sizes are possible?"""

from examgen.authoring import Array, Ask, Draw, Field, Input, Network, Question, Vector
from examgen.authoring import layers, misconception, observable

LARGEST = 64
"""Largest filter side that is tried."""


class FittingKernels(Question):
    """All filter sizes with a given output size: with a stride above 1 there are several."""

    topic, level, title = "convolution", 3, "All filter sizes that fit"
    conventions = ("floor",)
    stem = r"""
A convolutional layer with $f \times f$ filters, zero padding $p = {{ p }}$ on every side and stride $s = {{ s }}$ turns an $n \times n$
image, $n = {{ n }}$, into an $m \times m$ output, $m = {{ m }}$.
"""
    n: int = Field(ge=1, le=1000, description="Side length of the image.")
    m: int = Field(ge=1, le=1000, description="Side length of the output.")
    p: int = Field(0, ge=0, le=100, description="Zero padding on every side.")
    s: int = Field(1, ge=1, le=20, description="Stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        m, s, p = d.integer("m", 7, 32), d.integer("s", 2, 3), d.integer("p", 0, 1)
        n = (m - 1) * s + d.integer("f", s + 2, 9) - 2 * p
        return dict(n=n, m=m, p=p, s=s)

    def check(self) -> None:
        if not self.sizes:
            raise ValueError(f"no filter size gives m = {self.m} for n = {self.n}, p = {self.p} and s = {self.s}")
        if self.sizes[-1] > LARGEST:
            raise ValueError(f"filter sides up to {LARGEST} are tried, but {self.sizes[-1]} would fit as well")

    @property
    def sizes(self) -> tuple[int, ...]:
        """The filter sizes that fit; for checks only, the answer comes from the network."""
        padded = self.n + 2 * self.p
        return tuple(f for f in range(1, padded + 1) if (padded - f) // self.s + 1 == self.m)

    def admissible(self) -> bool:
        return self.n > 8 and len(self.sizes) == self.s and self.sizes[0] > 2 * self.p

    @property
    def asks(self) -> dict[str, Ask]:
        tried = observable.row(*(observable.shape(f"of {f}", axis=0) for f in range(1, self.tried + 1)))
        text = "Which filter sizes $f$ are possible? Give all of them in increasing order."
        return {"sizes": Ask(text, Vector(decimals=0), of=observable.places(tried, self.m))}

    @property
    def tried(self) -> int:
        """The largest filter that is tried: a larger one than the first that is too large has still fewer places."""
        return min(self.sizes[-1] + 1, self.n + 2 * self.p)

    @property
    def network(self) -> Network:
        """One convolution for every size that can be tried."""
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        for f in range(1, self.tried + 1):
            net = net.add(f"of {f}", layers.Conv2D(1, f, strides=self.s), "padded")
        return net

    @misconception("You gave only the size that fits exactly. Up to $s - 1$ rows and columns may be left over.")
    def exact_fit_alone(self) -> dict[str, Array] | None:
        return {"sizes": self.sizes[-1:]} if len(self.sizes) > 1 else None

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> dict[str, Array] | None:
        return {"sizes": tuple(f - self.p for f in self.sizes)} if self.p else None
