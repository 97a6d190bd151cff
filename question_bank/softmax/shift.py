"""Softmax of the scores 1003, 1001 and 1000, whose exponentials no computer holds: subtract the largest first."""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Ask,
    Choice,
    Draw,
    Field,
    Network,
    Question,
    Row,
    Vector,
    layers,
    misconception,
    observable,
    ops,
)


class Shift(Question):
    """Softmax in its stable form, its logarithms, and what does not change it (calculator)."""

    topic, level, title = "softmax", 3, "Softmax in its stable form"
    axes: ClassVar = {"z": "classes", "y": "classes"}
    stem = r"""
A network gives the scores $z = {{ z | vector }}$. So that no exponential grows too large for a computer, the largest
score is subtracted from every score before softmax is worked out.
"""
    exponents = Ask("What are the scores after the subtraction?", Vector())
    p = Ask("What probabilities does softmax make of them?", Vector(decimals=3), follows="exponents")
    log_p = Ask("What are the natural logarithms of these probabilities?", Vector(decimals=3), follows="exponents")
    same = Ask(
        r"Another network gives the scores $y = {{ y | vector }}$. Are its probabilities the same as those of $z$?",
        Choice(("no", "yes")),
        of=observable.agrees("p", "q"),
    )

    z: Row = Field(min_length=2)
    y: Row = Field(min_length=2)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        top = d.integer("top", 720, 2000)  # from 710 on the exponential is too large for float64
        below = d.row("below", d.integer("classes", 3, 3), range(6))
        stretch, other = d.choice("stretch", (1, 1, 2, -1)), d.integer("other", -9, 9)
        return dict(
            z=d.choice("z", (tuple(top - step for step in below),)),
            y=d.choice("y", (tuple(other - stretch * step for step in below),)),
        )

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z)

    @property
    def network(self) -> Network:
        net = Network(z=self.z, y=self.y)
        net = net.add("subtracted", ops.max(), "z").add("exponents", ops.subtract(), "z", "subtracted")
        return net.add("p", layers.Softmax()).add("log_p", ops.log()).add("q", layers.Softmax(), "y")

    @misconception(
        "The smallest score was subtracted. With the largest, all exponents are 0 or negative and no power grows too large."
    )
    def smallest_subtracted(self) -> Network:
        return self.network.swap("subtracted", ops.min)

    @misconception("The mean was subtracted. With the largest score all exponents are 0 or negative.")
    def mean_subtracted(self) -> Network:
        return self.network.swap("subtracted", ops.mean)

    @misconception("The exponents are not yet the logarithms: the logarithm of the sum is still to be subtracted.")
    def sum_left_out(self) -> Network:
        return self.network.swap("log_p", layers.Identity).rewire("log_p", "exponents")

    @misconception("The logarithms were taken to base 10. In losses and likelihoods the logarithm is the natural one.")
    def base_ten(self) -> Network:
        return self.network.insert_after("log_p", ops.divide(), ln_ten=2.302585092994046)

    @misconception(
        "The size of the scores does not matter. Softmax stays the same when all scores move by the same number."
    )
    def size_matters(self) -> dict[str, int] | None:
        return {"same": 0} if self._moved else None

    @misconception("The order of the scores is not enough. The differences between them must be the same.")
    def order_is_enough(self) -> dict[str, int] | None:
        places = [sorted(range(len(row)), key=row.__getitem__) for row in (self.z, self.y)]
        return {"same": 1} if places[0] == places[1] and not self._moved else None

    @property
    def _moved(self) -> bool:
        """Whether every score of the other network differs from ours by the same number."""
        return len({ours - other for ours, other in zip(self.z, self.y, strict=True)}) == 1
