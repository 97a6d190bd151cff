"""Start from h_0 = [0, 0] and read three inputs: what are h_1, h_2 and h_3 of a tanh layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import Ask, Draw, Network, misconception, nonzero, steps
from examgen.question_bank.recurrent._unrolled import Unrolled, asked, numbers


class Unroll(Unrolled):
    """A simple recurrent layer with tanh, unrolled by hand (calculator)."""

    topic, level, title = "recurrent", 3, "Unrolling a recurrent layer"
    picture = "network"
    stem = r"""
The recurrent layer `{{ network.code("layer") }}` starts from the state $h_0 = {{ h0 | vector }}$ and reads the sequence
{{ x | sequence }}{{ ", backwards, from its last row to its first" if go_backwards }}. All vectors are rows, and

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$
"""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        arrays = cls.arrays(
            d, features=(1, 2), units=(1, 2), inputs=steps(-2, 2, 0.5), weights=steps(-1, 1, 0.25),
            biases=nonzero(steps(-0.5, 0.5, 0.25)),
        )  # fmt: skip
        return dict(
            **arrays,
            activation=d.choice("activation", ("tanh",)),
            go_backwards=d.choice("go_backwards", (False,)),
        )

    def admissible(self) -> bool:
        told_apart = all(len({round(h, 3) for h in state}) == self.units for state in self.worked.values())
        return super().admissible() and told_apart

    @property
    def asks(self) -> Mapping[str, Ask]:
        return asked(self.steps, numbers(self.units, decimals=3))

    @property
    def network(self) -> Network:
        return self.unrolled

    @misconception(
        "The sequence was read from its other end: it begins with $x_{{ x | length if go_backwards else 1 }}$."
    )
    def read_from_the_other_end(self) -> Self | None:
        return self.but(go_backwards=not self.go_backwards)
