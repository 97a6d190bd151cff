"""A gradient [6, -8] is clipped to norm 5, or to values within 4: what is left of it?"""

from __future__ import annotations

from itertools import product
from math import hypot
from typing import Any

from examgen.authoring import (
    Agreements,
    Array,
    Ask,
    Draw,
    Field,
    Network,
    Question,
    Real,
    Row,
    Vector,
    misconception,
    nonzero,
    observable,
    ops,
    optimizers,
)

_PLANE, _SPACE = (product(nonzero(range(-size, size + 1)), repeat=axes) for size, axes in ((12, 2), (6, 3)))
_GRADIENTS = tuple(row for row in (*_PLANE, *_SPACE) if hypot(*row).is_integer())


class GradientClipping(Question):
    """A gradient clipped by its norm, and clipped by its values."""

    topic, level, title = "training", 2, "Gradient clipping"
    stem = r"""
Backpropagation gives the gradient $g = {{ gradient | vector }}$. Before the weights are changed, it is clipped.
"""
    norm = Ask(r"What is the Euclidean norm $\lVert g \rVert$?", Real(decimals=2))
    by_norm = Ask(
        r"What is left of $g$ when it is clipped to the norm {{ clipnorm | number }}?",
        Vector(decimals=2),
        follows="norm",
    )
    by_value = Ask(
        r"What is left of $g$ when instead every number is clipped at ±{{ clipvalue | number }}?", Vector(decimals=2)
    )

    gradient: Row
    clipnorm: float = Field(gt=0)
    clipvalue: float = Field(gt=0)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            gradient=d.choice("gradient", _GRADIENTS),
            clipnorm=d.choice("clipnorm", (1.0, 2.0, 2.5, 5.0, 8.0)),
            clipvalue=d.choice("clipvalue", (0.5, 1.0, 2.0, 3.0, 4.0)),
        )

    def admissible(self) -> bool:
        return min(self.gradient) < -self.clipvalue < max(self.gradient)

    @property
    def _short(self) -> bool:
        """Whether the norm is within its limit."""
        return hypot(*self.gradient) <= self.clipnorm

    @property
    def network(self) -> Network:
        net = Network(g=self.gradient, clipnorm=self.clipnorm, high=self.clipvalue, low=-self.clipvalue, one=1)
        net = net.add("norm", ops.norm(), "g").add("factor", ops.divide(), "clipnorm", "norm")
        net = net.add("at most one", ops.minimum(), "factor", "one").add("by_norm", ops.multiply(), "g", "at most one")
        net = net.add("capped", ops.minimum(), "g", "high").add("by_value", ops.maximum(), "capped", "low")
        # A loss whose gradient is -g: from 0, a step with learning rate 1 ends at what the optimizer has left of g.
        net = net.with_arrays(w=(0,) * len(self.gradient), uphill=tuple(-g for g in self.gradient))
        return net.add("slopes", ops.multiply(), "w", "uphill").add("L", ops.sum())

    @property
    def agreements(self) -> Agreements:
        by_norm, by_value = optimizers.SGD(1.0, clipnorm=self.clipnorm), optimizers.SGD(1.0, clipvalue=self.clipvalue)
        return (
            ("by_norm", observable.after_step("w", "L", by_norm)),
            ("by_value", observable.after_step("w", "L", by_value)),
        )

    @misconception("The gradient was made longer. It is clipped only where its norm is larger than the limit.")
    def made_longer(self) -> Network | None:
        return self.network.rewire("by_norm", "g", "factor") if self._short else None

    @misconception(
        "The sizes of the numbers were added up. The Euclidean norm is the root of the sum of their squares."
    )
    def sum_of_sizes(self) -> Network:
        return self.network.but("norm", ord=1)

    @misconception("The root is missing: the norm is the square root of the sum of the squares.")
    def root_left_out(self) -> Network:
        return self.network.insert_after("norm", ops.square())

    @misconception(
        "The numbers were clipped one by one. Clipping by the norm shortens the whole gradient and keeps its direction."
    )
    def values_for_norm(self) -> dict[str, Array] | None:
        cut = tuple(max(-self.clipnorm, min(g, self.clipnorm)) for g in self.gradient)
        return None if self._short else {"by_norm": cut}

    @misconception("The negative numbers were not clipped. The limit holds for their size, below 0 as well.")
    def negative_kept(self) -> Network:
        return self.network.without("by_value")
