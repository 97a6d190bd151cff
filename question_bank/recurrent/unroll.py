"""Start from h_0 = [0, 0] and read three inputs: what are h_1, h_2 and h_3 of a tanh layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from examgen.arrays import cells
from examgen.draw import Draw, nonzero, steps
from examgen.network import Network
from examgen.question import Ask, misconception
from examgen.question_bank.recurrent._unrolled import Unrolled, numbers


class Unroll(Unrolled):
    """A simple recurrent layer with tanh, unrolled by hand (calculator)."""

    topic, level, title = "recurrent", 3, "Unrolling a recurrent layer"
    picture = "network"
    stem = r"""
The recurrent layer `{{ layer }}` starts from the state $h_0 = {{ h0 | vector }}$ and reads the sequence
{% for row in x %}$x_{{ loop.index }} = {{ row | vector }}${{ "" if loop.last else ", " }}{% endfor %}{{
", backwards, from its last row to its first" if go_backwards }}. All vectors are rows, and

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$
"""

    @classmethod
    def draw(cls, d: Draw) -> Self:
        arrays = cls.arrays(
            d, features=(1, 2), units=(1, 2), inputs=steps(-2, 2, 0.5), weights=steps(-1, 1, 0.25),
            biases=nonzero(steps(-0.5, 0.5, 0.25)),
        )  # fmt: skip
        return cls(
            **arrays,
            activation=d.choice("activation", ("tanh",)),
            go_backwards=d.choice("go_backwards", (False,)),
        )

    def admissible(self) -> bool:
        states = self.derivation().answers.values()
        return super().admissible() and all(len({round(h, 3) for h in cells(state)}) == self.units for state in states)

    @property
    def asks(self) -> Mapping[str, Ask]:
        kind = numbers(self.units, decimals=3)
        return {
            f"h{t}": Ask(rf"What is $h_{{{t}}}$?", kind, follows=f"h{t - 1}" if t > 1 else ())
            for t in range(1, self.steps + 1)
        }

    @property
    def network(self) -> Network:
        return self.unrolled

    @misconception("The sequence was read from its other end.")
    def read_from_the_other_end(self) -> Self | None:
        return self.but(go_backwards=not self.go_backwards)
