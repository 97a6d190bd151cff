"""Softmax of the logits 1003, 1001 and 1000, whose exponentials overflow: subtract the maximum first."""

from examgen.authoring import Ask, Choice, Draw, Field, Network, Question, Row, Vector
from examgen.authoring import layers, misconception, observable, ops


class Shift(Question):
    """The numerically stable softmax, its logarithm, and what leaves softmax unchanged (calculator)."""

    topic, level, title = "softmax", 3, "Numerically stable softmax"
    axes = {"z": "classes", "y": "classes"}
    stem = r"""
A network outputs the logits $z = {{ z | vector }}$. Their exponentials would overflow. Therefore the largest logit is
subtracted from every logit before softmax is applied.
"""
    exponents = Ask("Compute the logits after the subtraction.", Vector())
    p = Ask("Compute the softmax probabilities $p$.", Vector(decimals=3), follows="exponents")
    log_p = Ask(
        "Compute $\\ln p$ directly from the shifted logits, without the rounded probabilities.",
        Vector(decimals=3),
        follows=("exponents", "p"),
    )
    same = Ask(
        r"Another network outputs the logits $y = {{ y | vector }}$. Does softmax give the same probabilities "
        r"for $y$ as for $z$?",
        Choice(("no", "yes")),
        of=observable.agrees("p", "q"),
    )
    z: Row = Field(min_length=2, description="Logits.")
    y: Row = Field(min_length=2, description="Logits of the other network.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        top = d.integer("top", 720, 2000)  # exp overflows in float64 from 710 on
        below = d.row("below", d.integer("classes", 3, 3), range(6))
        stretch, other = d.choice("stretch", (1, 1, 2, -1)), d.integer("other", -9, 9)
        return d.choices(z=(tuple(top - step for step in below),), y=(tuple(other - stretch * step for step in below),))

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z)

    @property
    def network(self) -> Network:
        net = Network(z=self.z, y=self.y)
        net = net.add("subtracted", ops.max(), "z").add("exponents", ops.subtract(), "z", "subtracted")
        return net.add("p", layers.Softmax()).add("log_p", ops.log()).add("q", layers.Softmax(), "y")

    @misconception("You subtracted the smallest logit. Subtract the largest, so that no exponent is positive.")
    def smallest_subtracted(self) -> Network:
        return self.network.swap("subtracted", ops.min)

    @misconception("You subtracted the mean. Subtract the largest logit, so that no exponent is positive.")
    def mean_subtracted(self) -> Network:
        return self.network.swap("subtracted", ops.mean)

    @misconception("You gave the shifted logits. Subtract the logarithm of the sum of the exponentials from each.")
    def sum_left_out(self) -> Network:
        return self.network.swap("log_p", layers.Identity).rewire("log_p", "exponents")

    @misconception("You took the logarithm to base 10. The symbol $\\ln$ denotes the natural logarithm, to base $e$.")
    def base_ten(self) -> Network:
        return self.network.insert_after("log_p", ops.divide(), ln_ten=2.302585092994046)

    @misconception("You compared the logits themselves. Adding a constant to all logits does not change softmax.")
    def size_matters(self) -> dict[str, int] | None:
        return {"same": 0} if self._moved else None

    @misconception(
        "You compared only the order of the logits. The probabilities are the same only if the differences between the logits are the same."
    )
    def order_is_enough(self) -> dict[str, int] | None:
        places = [sorted(range(len(row)), key=row.__getitem__) for row in (self.z, self.y)]
        return {"same": 1} if places[0] == places[1] and not self._moved else None

    @property
    def _moved(self) -> bool:
        """Whether the logits of the two networks differ by one constant."""
        return len({ours - other for ours, other in zip(self.z, self.y, strict=True)}) == 1
