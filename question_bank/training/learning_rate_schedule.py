"""A learning rate of 0.1 is halved every 10 epochs: what is it in epoch 35, and when does it fall below 0.001?"""

from typing import Literal

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Question, Real, Vector, listed, misconception
from examgen.question_bank.training._schedules import FORMULAS, TO_A_MINIMUM, rate

_LAST = 100_000


def _first_below(q: "LearningRateSchedule") -> int:
    """The first epoch with a smaller learning rate, by trying one after the other."""
    return next(t for t in range(q.warmup, _LAST) if q.rate(t) < q.threshold * (1 - 1e-12))


class LearningRateSchedule(Question):
    """Learning rates by a schedule, and the first epoch below a bound (calculator)."""

    topic, level, title = "training", 2, "Learning rate schedules"
    symbols = {"learning_rate": r"\eta_0", "gamma": r"\gamma", "threshold": "x"}
    stem = r"""
In epoch $t = 0, 1, 2, \dots$, a network is trained with the learning rate

$$\eta_t = {{ formula }}, \qquad \eta_0 = {{ learning_rate | number }}
{%- if schedule not in ("cosine", "linear") %}, \quad \gamma = {{ gamma | number }}{% endif %}
{%- if minimum %}, \quad \eta_{\min} = {{ minimum | number }}{% endif %}, \quad k = {{ k }}.$$
{%- if schedule in ("cosine", "linear") %} From epoch $k$ on, the learning rate is {{ minimum | number }}.{% endif %}
{%- if warmup %} In the first {{ warmup }} epochs, it is multiplied by $t / {{ warmup }}$ (warm-up).{% endif %}
"""
    learning_rate: float = Field(gt=0, description="Initial learning rate.")
    schedule: Literal["step", "exponential", "inverse_time", "cosine", "linear"] = Field(
        description="Schedule: step, exponential, inverse_time, cosine or linear."
    )
    gamma: float = Field(0.5, gt=0, description="Decay factor, below 1; decay rate of an inverse_time schedule.")
    k: int = Field(1, ge=1, description="Epochs per decay, or until a cosine or linear schedule reaches the minimum.")
    epochs: tuple[int, ...] = Field(min_length=1, max_length=20, description="Epochs asked for, counted from 0.")
    threshold: float = Field(0.0, ge=0, description="Asks for the first epoch below this rate; 0 omits this part.")
    minimum: float = Field(0.0, ge=0, description="Learning rate from epoch k on in a cosine or linear schedule.")
    power: float = Field(
        1.0, gt=0, description="Exponent of 1 − t/k in a linear schedule; if it is not 1, the decay is polynomial."
    )
    warmup: int = Field(0, ge=0, description="Number of epochs of linear warm-up at the start; 0 for no warm-up.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        schedule = d.choice("schedule", ("step", "exponential", "inverse_time"))
        k = d.choice("k", (5, 10, 20) if schedule != "inverse_time" else (1, 5, 10))
        rate = d.choice("learning_rate", (0.01, 0.05, 0.1, 0.2))
        epochs = tuple(sorted((d.integer("early", k + 1, 3 * k + 4), d.integer("late", 3 * k + 5, 60))))
        return dict(
            schedule=schedule,
            learning_rate=rate,
            gamma=d.choice("gamma", (0.5, 0.2, 0.1) if schedule != "inverse_time" else (0.5, 1.0, 2.0)),
            k=k,
            epochs=d.choice("epochs", (epochs[1:] if schedule == "exponential" else epochs,)),
            threshold=rate / d.choice("part", (20, 25, 50, 200)),
        )

    def check(self) -> None:
        if self.schedule in ("step", "exponential") and self.gamma > 1:
            raise ValueError(f"gamma must be at most 1, so that the learning rate does not rise; got {self.gamma}")
        if self.minimum and (self.schedule not in TO_A_MINIMUM or self.minimum >= self.learning_rate):
            raise ValueError(
                "minimum must be below the initial learning rate, and belongs to a cosine or linear schedule; "
                f"got {self.minimum} for {self.schedule}"
            )
        if self.power != 1 and self.schedule != "linear":
            raise ValueError(f"power belongs to a linear schedule; got {self.power} for {self.schedule}")
        if min(self.epochs) < 0 or max(self.epochs) >= _LAST:
            raise ValueError(f"epochs must lie between 0 and {_LAST - 1}")
        if self.threshold and (self.threshold >= self.learning_rate or self.rate(_LAST - 1) >= self.threshold):
            raise ValueError("threshold must be below the initial learning rate and be reached")

    def admissible(self) -> bool:
        between = self.k == 1 or all(t % self.k for t in self.epochs)
        return between and self.rate(max(self.epochs)) > 1e-4 and 23 <= self.derivation().effort <= 26

    def rate(self, t: int) -> float:
        """The learning rate of an epoch."""
        return rate(t, self.schedule, self.learning_rate, self.gamma, self.k, self.minimum, self.warmup, self.power)

    @property
    def formula(self) -> str:
        """The schedule as TeX."""
        power = f"^{{{self.power:g}}}" if self.power != 1 else ""
        return (TO_A_MINIMUM if self.minimum else FORMULAS)[self.schedule] + power

    @property
    def asks(self) -> dict[str, Ask]:
        named, plural = listed(self.epochs), "s" if len(self.epochs) > 1 else ""
        order = ", in this order" if plural else ""
        asks = {
            "rates": Ask(
                f"Compute the learning rate{plural} in epoch{plural} {named}{order}.",
                Vector(decimals=6) if plural else Real(decimals=6),
                of=Computed(lambda q: [q.rate(t) for t in q.epochs] if plural else q.rate(q.epochs[0])),
            )
        }
        if self.threshold:
            asks["first"] = Ask(
                "What is the first epoch{% if warmup %} after the warm-up{% endif %} in which the learning rate is "
                "smaller than ${{ threshold | number }}$?",
                Integer(),
                of=Computed(_first_below),
            )
        return asks

    @misconception("You did not round $t / k$ down. The learning rate changes only every {{ k }} epochs.")
    def not_rounded(self) -> Question | None:
        return self.but(schedule="exponential") if self.schedule == "step" else None

    @misconception("You rounded $t / k$ down. This schedule changes the learning rate in every epoch.")
    def rounded(self) -> Question | None:
        return self.but(schedule="step") if self.schedule == "exponential" and self.k > 1 else None

    @misconception("You left out $k$. The formula contains $t / k$, not $t$.")
    def every_epoch(self) -> Question | None:
        return self.but(k=1) if self.k > 1 and self.schedule not in ("cosine", "linear") else None

    @misconception("You counted epochs from 1. The first epoch is $t = 0$.")
    def counted_from_one(self) -> Question | None:
        return self.but(epochs=tuple(max(t - 1, 0) for t in self.epochs)) if self.schedule != "step" else None
