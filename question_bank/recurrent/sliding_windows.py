"""A series of 1000 steps is cut into windows of 24 steps: how many examples are there, and what shapes do they have?"""

from examgen.authoring import Ask, Computed, Count, Draw, Field, Integer, Question, Shape, misconception
from examgen.question_bank.recurrent._sequences import last_end, window_count


class SlidingWindows(Question):
    """Training examples for forecasting, cut from a series with a sliding window."""

    topic, level, title = "recurrent", 2, "Sliding windows over a series"
    symbols = {"window": r"\text{input}", "horizon": r"\text{target}"}
    stem = r"""
A time series has $n = {{ n | number }}$ time steps with {{ features }} feature{{ "s" if features > 1 }} each. Training examples are cut
from it with a sliding window: the input of an example is {{ window }} consecutive time steps, and its target is the value of the first
feature at {% if horizon == 1 %}the next time step{% else %}each of the next {{ horizon }} time steps{% endif %}. The window moves by
{{ strides }} time step{{ "s" if strides > 1 }}. Only complete examples are used.
"""
    count = Ask("How many examples are there?", Integer(), of=Computed(lambda q: q.counted), weight=2)
    inputs = Ask(
        "What is the shape of the array of all inputs, with the examples along the first axis?",
        Shape(rank=3, axes="examples x time steps x features"),
        of=Computed(lambda q, answers: (answers["count"], q.window, q.features)),
        follows="count",
    )
    targets = Ask(
        "What is the shape of the array of all targets, with the examples along the first axis?",
        Shape(rank=2, axes="examples x time steps"),
        of=Computed(lambda q, answers: (answers["count"], q.horizon)),
        follows="count",
    )
    last = Ask(
        "The time steps are numbered from 1. What is the number of the last time step of the last target?",
        Integer(),
        of=Computed(lambda q, answers: last_end(int(answers["count"]), q.window + q.horizon, q.strides)),
        follows="count",
    )
    n: int = Field(ge=2, le=10_000_000, description="Number of time steps in the series.")
    window: Count = Field(description="Number of time steps in the input of an example.")
    horizon: Count = Field(1, description="Number of time steps in the target of an example.")
    strides: Count = Field(1, description="Number of time steps by which the window moves.")
    features: Count = Field(1, description="Number of features per time step.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            n=(365, 500, 720, 1000, 1440, 2000),
            window=(10, 12, 14, 24, 30, 48),
            horizon=(2, 3, 6, 7),
            strides=(2, 3, 4, 5, 6),
            features=(3, 4, 5, 8),
        )

    def check(self) -> None:
        if self.window + self.horizon > self.n:
            raise ValueError(f"{self.window} + {self.horizon} time steps do not fit into n = {self.n}")

    @property
    def counted(self) -> int:
        """The number of examples."""
        return window_count(self.n, self.window + self.horizon, self.strides)

    def admissible(self) -> bool:
        rest = (self.n - self.window - self.horizon) % self.strides
        return (
            rest > 0 and len({self.horizon, self.strides, self.features}) == 3 and 12 <= self.derivation().effort <= 14
        )

    @misconception("You counted the moves of the window. With $k$ moves there are $k + 1$ windows.")
    def first_window_forgotten(self) -> dict[str, object]:
        return self._counted(self.counted - 1)

    @misconception(
        "You left out the target. Its {{ horizon }} time steps, which follow the input, must also lie within the series."
    )
    def target_left_out(self) -> dict[str, object]:
        return self._counted((self.n - self.window) // self.strides + 1)

    @misconception("You cut the series into separate windows. The window moves by {{ strides }}, not by {{ window }}.")
    def not_overlapping(self) -> Question | None:
        return self.but(strides=self.window) if self.strides < self.window else None

    @misconception("You ignored the stride. The window moves by {{ strides }} time steps.")
    def moved_by_one(self) -> Question | None:
        return self.but(strides=1) if self.strides > 1 else None

    def _counted(self, count: int) -> dict[str, object]:
        return {"count": count, "inputs": (count, self.window, self.features), "targets": (count, self.horizon)}
