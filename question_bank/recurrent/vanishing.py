"""h_t = 0.5 h_(t-1) + x_t: what is ∂h_10/∂h_0, and when does the gradient fall below 0.001?"""

from examgen.authoring import Ask, Choice, Computed, Draw, Field, Integer, Network, Number, Question, Real
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._powers import first_beyond


def _fate(q: "Vanishing") -> int:
    """Whether the gradient is larger after 500 steps than after one."""
    size = 1.0
    for _ in range(500):
        size *= abs(float(q.wh))
    return int(size > abs(float(q.wh)))


class Vanishing(Question):
    """The gradient over many steps of a linear unit, and when it crosses a bound (calculator)."""

    topic, level, title = "recurrent", 3, "Vanishing and exploding gradients"
    symbols = {"steps": "t"}
    stem = r"""
A linear recurrent unit processes a long sequence:

$$h_t = w_x x_t + w_h h_{t-1} + b, \qquad w_h = {{ wh | number }}$$
"""
    factor = Ask(
        r"Compute $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$.",
        Real(decimals=4, tiny=True),
        of=observable.gradient("last", "h0"),
    )
    fate = Ask(
        "What happens to the gradient as the number of steps grows?",
        Choice(("It vanishes.", "It explodes.")),
        of=Computed(_fate),
    )
    passed = Ask(
        r"What is the smallest $t$ for which $\left|\frac{\partial h_t}{\partial h_0}\right|$ is "
        "{{ 'less' if bound < 1 else 'greater' }} than {{ bound | number }}?",
        Integer(),
        of=Computed(lambda q: first_beyond(q.wh, q.bound)),
    )
    wh: Number = Field(description="Hidden-to-hidden weight.")
    steps: int = Field(ge=1, le=150, description="Number of time steps.")
    bound: Number = Field(ge=1e-12, le=1e12, description="Bound: below 1 if the gradient vanishes, else above 1.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sizes = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.5, 2)
        wh = d.number("wh", (*sizes, *(-size for size in sizes)))
        bounds = (0.1, 0.01, 0.001) if abs(wh) < 1 else (10, 100, 1000)
        return dict(wh=wh, steps=d.integer("steps", 3, 20), bound=d.number("bound", bounds))

    def check(self) -> None:
        vanishing, exploding = 0.001 <= abs(self.wh) <= 0.999, 1.001 <= abs(self.wh) <= 100
        if not (exploding if self.bound > 1 else vanishing and self.bound < 1):
            raise ValueError(f"with w_h = {self.wh} the gradient does not cross the bound {self.bound}")

    def admissible(self) -> bool:
        signed = self.wh > 0 or self.steps % 2 == 1
        return signed and 0.005 <= abs(self.wh) ** self.steps < 100

    @property
    def network(self) -> Network:
        net = Network(x=((1, 1),) * self.steps, wx=((1,), (1,)), wh=self.wh, h0=0.5)
        unit = layers.SimpleRNN(1, activation="linear", use_bias=False)
        return net.add("last", unit, "x", state="h0", weights=("wx", "wh"))

    @misconception(
        "You multiplied $w_h$ by the number of steps. Each of the {{ steps }} steps multiplies the gradient by $w_h$, so the "
        "result is $w_h^{ {{- steps -}} }$."
    )
    def multiple_for_power(self) -> dict[str, float]:
        return {"factor": float(self.wh * self.steps)}

    @misconception(
        "You left out one step. From $h_0$ to $h_{ {{- steps -}} }$ there are {{ steps }} steps, each with a factor $w_h$."
    )
    def one_step_short(self) -> Question | None:
        return self.but(steps=self.steps - 1)

    @misconception(
        "You gave the last $t$ for which the absolute value of the gradient is not yet {{ 'less' if bound < 1 else 'greater' }} than "
        "{{ bound | number }}. Add 1."
    )
    def last_step_inside(self) -> dict[str, int]:
        return {"passed": first_beyond(self.wh, self.bound) - 1}

    @misconception("You dropped the sign. A negative weight reverses the sign of the gradient at every step.")
    def sign_lost(self) -> Question | None:
        return self.but(wh=abs(self.wh))
