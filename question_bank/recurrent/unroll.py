"""A tanh layer with h_0 = [0, 0] and three inputs: what are h_1, h_2 and h_3?"""

from examgen.authoring import Agreements, Ask, Draw, Network, Question, misconception, nonzero, steps
from examgen.question_bank.recurrent._unrolled import Unrolled, asked, numbers


class Unroll(Unrolled):
    """Unrolling a simple recurrent layer with tanh (calculator)."""

    topic, level, title = "recurrent", 3, "Unrolling a recurrent layer"
    depends = {"h3": ("h1",)}
    picture = "network"
    stem = r"""
The input sequence of the recurrent layer `{{ network.code("layer") }}` is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}. The initial state is $h_0 = {{ h0 | vector }}$, all vectors are row vectors, and

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$
"""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        arrays = cls.arrays(
            d, features=(1, 1), units=(2, 2), inputs=steps(-2, 2, 0.5), weights=steps(-1, 1, 0.25),
            biases=nonzero(steps(-0.5, 0.5, 0.25)),
        )  # fmt: skip
        return dict(**arrays, **d.choices(activation=("tanh",), go_backwards=(False,)))

    def admissible(self) -> bool:
        told_apart = all(len({round(h, 3) for h in state}) == self.units for state in self.worked.values())
        return super().admissible() and told_apart

    @property
    def asks(self) -> dict[str, Ask]:
        return asked(self.steps, numbers(self.units, decimals=3))

    @property
    def agreements(self) -> Agreements:
        return ((self.states[-1], "layer"),)

    @property
    def network(self) -> Network:
        return self.unrolled

    @misconception("You reversed the sequence. The first step uses $x_{{ x | length if go_backwards else 1 }}$.")
    def read_from_the_other_end(self) -> Question | None:
        return self.but(go_backwards=not self.go_backwards)
