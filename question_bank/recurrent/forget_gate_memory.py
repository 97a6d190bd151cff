"""The forget gate of an LSTM is constantly 0.9: what is the cell state after 20 steps?"""

import math
from fractions import Fraction

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Network, Number, Question, Real
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._powers import first_beyond


class ForgetGateMemory(Question):
    """The decay of the cell state under a constant forget gate (calculator)."""

    topic, level, title = "recurrent", 2, "Memory of a forget gate"
    symbols = {"steps": "t"}
    stem = r"""
The forget gate of an LSTM with one unit has the value $f = {{ f | number }}$ at every time step. The candidate is always 0, so nothing is
added to the cell state. The initial cell state is $c_0 = {{ c0 | number }}$.
"""
    c = Ask(r"Compute $c_{ {{- steps -}} }$.", Real(decimals=4, tiny=True))
    slope = Ask(
        r"Compute $\frac{\partial c_{ {{- steps -}} }}{\partial c_0}$.",
        Real(decimals=4, tiny=True),
        of=observable.gradient("c", "c0"),
        follows="c",
        continues=lambda q, answers: answers["c"] / q.c0,
    )
    forgotten = Ask(
        r"What is the smallest $t$ for which $|c_t|$ is less than ${{ percent | number }}$ % of $|c_0|$?",
        Integer(),
        of=Computed(lambda q: first_beyond(q.f, Fraction(str(q.percent)) / 100)),
    )
    f: Number = Field(gt=0, lt=1, description="Value of the forget gate.")
    c0: Number = Field(1, description="Initial cell state.")
    steps: int = Field(ge=1, le=1000, description="Number of time steps.")
    percent: Number = Field(gt=0, le=100, description="Percentage of the initial state below which the state falls.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **d.choices(f=(0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95), c0=(-3, -2, 2, 3, 4, 5)),
            steps=d.integer("steps", 3, 20),
            percent=d.number("percent", (1, 5, 10, 20)),
        )

    def check(self) -> None:
        if self.f**5000 * 100 >= self.percent:
            raise ValueError(f"with f = {self.f} more than {self.percent} % is left even after 5000 steps")

    def admissible(self) -> bool:
        return self.f**self.steps >= 0.01

    @property
    def network(self) -> Network:
        gets = math.log(self.f / (1 - self.f))  # its sigmoid is f
        net = Network(x=((1,),) * self.steps, kernel=((0, gets, 0, 0),), U=((0, 0, 0, 0),), h0=0, c0=self.c0)
        layer = layers.LSTM(1, activation="linear", use_bias=False, return_state=True)
        return net.add(("layer", "h", "c"), layer, "x", state=("h0", "c0"), weights=("kernel", "U"))

    @misconception("You subtracted the same amount at every step. Each step multiplies the cell state by $f$.")
    def equal_losses(self) -> dict[str, float] | None:
        left = float(1 - self.steps * (1 - self.f))
        return {"c": float(self.c0) * left, "slope": left} if left > 0 else None

    @misconception("You used $1 - f$. The forget gate is the fraction that is kept, not the one that is forgotten.")
    def part_that_goes(self) -> Question | None:
        return self.but(f=round(1 - self.f, 12))

    @misconception("You computed only one step. Each of the {{ steps }} steps multiplies the cell state by $f$.")
    def one_step(self) -> Question | None:
        return self.but(steps=1)

    @misconception(
        "You gave the last step at which at least ${{ percent | number }}$ % is left. The next step is the first with less."
    )
    def one_step_early(self) -> dict[str, int]:
        return {"forgotten": first_beyond(self.f, Fraction(str(self.percent)) / 100) - 1}
