"""A 32 × 32 image and a 5 × 5 kernel: how large is the map with valid, same and full padding?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)


class PaddingModes(Question):
    """The side of the output for each of the three ways to pad."""

    topic, level, title = "convolution", 2, "Valid, same and full padding"
    stem = r"""
A kernel of {{ f }} × {{ f }} moves with stride {{ s }} over a square image of side {{ n }}. How large the output is depends on the
padding: *valid* pads nothing; *same* pads as Keras does; *full* pads so many zeros all round that every window counts which meets
the image at all. A window that does not fit entirely is left out.
"""
    valid = Ask("What is the side of the output with *valid* padding?", Integer(), of=observable.shape("v", axis=0))
    same = Ask("What is it with *same* padding?", Integer(), of=observable.shape("s", axis=0))
    full = Ask("What is it with *full* padding?", Integer(), of=observable.shape("w", axis=0))

    n: int = Field(ge=1, le=100_000)
    f: int = Field(ge=1)
    s: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 10, 64), f=d.integer("f", 2, 7), s=d.choice("s", (1, 1, 2, 3)))

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if self.f > self.n:
            raise ValueError(f"with *valid* padding the kernel (f = {self.f}) must fit on the image (n = {self.n})")
        return self

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1)).add("v", layers.Conv2D(1, self.f, strides=self.s), "x")
        net = net.add("s", layers.Conv2D(1, self.f, strides=self.s, padding="same"), "x")
        net = net.add("padded", layers.ZeroPadding2D(padding=self.f - 1), "x")
        return net.add("w", layers.Conv2D(1, self.f, strides=self.s), "padded")

    @misconception(
        "The output of *full* padding was taken to be as large as with *same*. There are $f - 1$ zeros on each side, so that it grows."
    )
    def full_for_same(self) -> Network:
        net = self.network.without("padded")
        return net.but("w", padding="same")

    @misconception("The 1 is missing: the window also stands at its first place, before it has moved at all.")
    def no_first_place(self) -> dict[str, int]:
        return {"valid": (self.n - self.f) // self.s, "full": (self.n + self.f - 2) // self.s}

    @misconception(
        "*Same* was taken to keep the size whatever the stride. With stride $s$ the output has $n / s$ rows, rounded up."
    )
    def same_size_always(self) -> Network | None:
        return self.network.but("s", strides=1) if self.s > 1 else None
