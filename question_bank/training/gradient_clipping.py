"""The gradient [6, -8] is clipped by norm to 5, or by value to 4: what is the clipped gradient?"""

from itertools import product
from math import hypot

from examgen.authoring import Agreements, Array, Ask, Draw, Field, Network, Question, Real, Row, Vector
from examgen.authoring import misconception, nonzero, observable, ops, optimizers

_PLANE, _SPACE = (product(nonzero(range(-size, size + 1)), repeat=axes) for size, axes in ((12, 2), (6, 3)))
_GRADIENTS = tuple(row for row in (*_PLANE, *_SPACE) if hypot(*row).is_integer())


class GradientClipping(Question):
    """Clipping a gradient by norm and by value."""

    topic, level, title = "training", 2, "Gradient clipping"
    stem = r"""
Backpropagation computes the gradient $g = {{ gradient | vector }}$. It is clipped before the weights are updated.
"""
    norm = Ask(r"Compute the Euclidean norm $\lVert g \rVert$.", Real(decimals=2))
    by_norm = Ask(
        r"Clip $g$ by norm, with the maximum norm {{ clipnorm | number }}.", Vector(decimals=2), follows="norm"
    )
    by_value = Ask(
        r"Instead, clip $g$ by value, to the interval from $-{{ clipvalue | number }}$ to ${{ clipvalue | number }}$.",
        Vector(decimals=2),
    )
    gradient: Row = Field(description="Gradient before clipping.")
    clipnorm: float = Field(gt=0, description="Maximum norm.")
    clipvalue: float = Field(gt=0, description="Maximum absolute value of an entry.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(gradient=_GRADIENTS, clipnorm=(1.0, 2.0, 2.5, 5.0, 8.0), clipvalue=(0.5, 1.0, 2.0, 3.0, 4.0))

    def admissible(self) -> bool:
        return min(self.gradient) < -self.clipvalue < max(self.gradient)

    @property
    def _short(self) -> bool:
        """Whether the norm does not exceed the maximum."""
        return hypot(*self.gradient) <= self.clipnorm

    @property
    def network(self) -> Network:
        net = Network(g=self.gradient, clipnorm=self.clipnorm, high=self.clipvalue, low=-self.clipvalue, one=1)
        net = net.add("norm", ops.norm(), "g").add("factor", ops.divide(), "clipnorm", "norm")
        net = net.add("at most one", ops.minimum(), "factor", "one").add("by_norm", ops.multiply(), "g", "at most one")
        net = net.add("capped", ops.minimum(), "g", "high").add("by_value", ops.maximum(), "capped", "low")
        # For a loss with gradient -g, a step from 0 with learning rate 1 ends at the clipped gradient.
        net = net.with_arrays(w=(0,) * len(self.gradient), uphill=tuple(-g for g in self.gradient))
        return net.add("slopes", ops.multiply(), "w", "uphill").add("L", ops.sum())

    @property
    def agreements(self) -> Agreements:
        by_norm, by_value = optimizers.SGD(1.0, clipnorm=self.clipnorm), optimizers.SGD(1.0, clipvalue=self.clipvalue)
        return (
            ("by_norm", observable.after_step("w", "L", by_norm)),
            ("by_value", observable.after_step("w", "L", by_value)),
        )

    @misconception("You increased the norm of the gradient. It is scaled only if its norm exceeds the maximum.")
    def made_longer(self) -> Network | None:
        return self.network.rewire("by_norm", "g", "factor") if self._short else None

    @misconception("You added the absolute values. The Euclidean norm is the square root of the sum of the squares.")
    def sum_of_sizes(self) -> Network:
        return self.network.but("norm", ord=1)

    @misconception("You left out the square root. The norm is the square root of the sum of the squares.")
    def root_left_out(self) -> Network:
        return self.network.insert_after("norm", ops.square())

    @misconception(
        "You clipped the entries one by one. Clipping by norm multiplies all entries by the same factor, so the direction stays the same."
    )
    def values_for_norm(self) -> dict[str, Array] | None:
        cut = tuple(max(-self.clipnorm, min(g, self.clipnorm)) for g in self.gradient)
        return None if self._short else {"by_norm": cut}

    @misconception("You did not clip the negative entries. Clipping by value bounds the absolute value of every entry.")
    def negative_kept(self) -> Network:
        return self.network.without("by_value")
