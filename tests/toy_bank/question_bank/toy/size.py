"""A picture 29 wide, a filter of 5, padding 1, stride 3: how wide is the output?"""

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class Size(Question):
    """The side of an output."""

    topic, level, title = "toy", 1, "A size"
    stem = "A filter of size $f = {{ f }}$ moves with stride $s = {{ s }}$ over $n = {{ n }}$ pixels and {{ p }} zeros on either side."
    side = Ask("What is the side of the output?", Integer(), of=observable.shape("z", axis=0))

    n: int = Field(ge=1, le=1000)
    f: int = Field(ge=1)
    p: int = Field(ge=0)
    s: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 20, 99), f=d.integer("f", 3, 7), p=d.integer("p", 1, 2), s=d.integer("s", 2, 3))

    def check(self) -> None:
        if self.f > self.n + 2 * self.p:
            raise ValueError(f"the filter ({self.f}) is larger than the padded picture ({self.n + 2 * self.p})")

    def admissible(self) -> bool:
        return (self.n + 2 * self.p - self.f) % self.s != 0

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s))

    @misconception("The quotient was rounded up. Round down.")
    def rounded_up(self) -> dict[str, int]:
        return {"side": -(-(self.n + 2 * self.p - self.f) // self.s) + 1}
