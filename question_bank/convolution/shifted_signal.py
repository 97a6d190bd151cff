"""A signal is shifted by one position: what happens to the feature map and to the output of max pooling?"""

from collections.abc import Sequence
from operator import mul
from typing import Any

from examgen.authoring import Ask, Draw, Field, Network, Question, Row, Vector, layers, misconception, ops


class ShiftedSignal(Question):
    """Convolution is translation equivariant; max pooling makes the output less sensitive to shifts."""

    topic, level, title = "convolution", 3, "Shifting the input"
    conventions = ("cross_correlation", "valid_padding", "unit_stride", "pool_stride")
    depends = {"z_shifted": ("x[0]",), "p": ("z",), "p_shifted": ("z_shifted",)}
    stem = r"""
A one-dimensional convolutional layer with the kernel $k = {{ kernel | vector }}$ is applied to the signal $x = {{ x | vector }}$, followed
by max pooling with windows of {{ pool_size }} values. The signal $x'$ is $x$ shifted to the right by {{ shift }} position{{ "s" if
shift > 1 }}: {{ "a zero is" if shift == 1 else "zeros are" }} inserted at the start, and the last {{ "value is" if shift == 1
else "values are" }} dropped.
"""
    z = Ask("Compute the feature map of $x$.", Vector())
    p = Ask("Compute the output of max pooling for $x$.", Vector(), follows="z")
    z_shifted = Ask(
        "Compute the feature map of $x'$.", Vector(), follows="z", continues=lambda q, answers: q.moved_on(answers["z"])
    )
    p_shifted = Ask("Compute the output of max pooling for $x'$.", Vector(), follows="z_shifted")
    x: Row = Field(description="Signal.")
    kernel: Row = Field(description="Kernel.")
    shift: int = Field(1, ge=1, description="Positions by which the signal is shifted to the right.")
    pool_size: int = Field(2, ge=2, description="Length of the pooling windows, which is also the stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(x=d.row("x", d.integer("length", 8, 8), range(6)), kernel=d.row("kernel", 3, (-2, -1, 1, 2, 3)))

    def check(self) -> None:
        if len(self.x) - len(self.kernel) + 1 < self.pool_size:
            raise ValueError("the feature map must be at least as long as a pooling window")
        if self.shift >= len(self.x):
            raise ValueError(f"the shift must be smaller than the length of the signal, {len(self.x)}")

    def admissible(self) -> bool:
        p, shifted = self.worked["p"], self.worked["p_shifted"]
        mixed = min(self.kernel) < 0 < max(self.kernel) and self.kernel != self.kernel[::-1]
        same = sum(a == b for a, b in zip(p, shifted, strict=True))
        return mixed and same == 1 and self.x.count(0) <= 1 and self.x[-1] != 0 and 42 <= self.derivation().effort <= 48

    @property
    def network(self) -> Network:
        moved = (*(0,) * self.shift, *self.x[: -self.shift])
        net = Network(x=self.x, moved=moved, kernel=self.kernel)
        length = len(self.x) - len(self.kernel) + 1
        for signal, suffix in (("x", ""), ("moved", "_shifted")):
            net = (
                net.add(f"map{suffix}", layers.Conv1D(1, len(self.kernel), use_bias=False), signal, weights=("kernel",))
                .add(f"z{suffix}", ops.reshape((length,)))
                .add(f"column{suffix}", ops.reshape((length, 1)))
                .add(f"pooled{suffix}", layers.MaxPooling1D(self.pool_size))
                .add(f"p{suffix}", ops.reshape((length // self.pool_size,)))
            )
        return net

    def moved_on(self, z: Sequence[Any]) -> tuple[Any, ...] | None:
        """A feature map of x shifted like x; the first values come from windows with inserted zeros."""
        f = len(self.kernel)
        if len(z) != len(self.x) - f + 1:
            return None
        moved = (*(0,) * self.shift, *self.x[: -self.shift])
        first = range(min(self.shift, len(z)))
        return (*(sum(map(mul, moved[i : i + f], self.kernel)) for i in first), *z[: -self.shift])

    @misconception(
        "You shifted the feature map cyclically. Its first values come from windows that contain inserted zeros."
    )
    def shifted_in_a_circle(self) -> Network:
        return self.network.with_arrays(moved=(*self.x[-self.shift :], *self.x[: -self.shift]))

    @misconception(
        "You shifted the signal to the left. The signal $x'$ is shifted to the right, so it begins with a zero."
    )
    def shifted_left(self) -> Network:
        return self.network.with_arrays(moved=(*self.x[self.shift :], *(0,) * self.shift))

    @misconception(
        "You moved the pooling windows by one position at a time. They move by their length, so they do not overlap."
    )
    def windows_overlap(self) -> Network:
        return self.network.but("pooled", "pooled_shifted", strides=1).but("p", "p_shifted", newshape=(-1,))

    @misconception(
        "You gave the same output for both signals. Max pooling makes the output less sensitive to shifts, but not invariant."
    )
    def taken_for_invariant(self) -> dict[str, object]:
        return {"p_shifted": self.worked["p"]}
