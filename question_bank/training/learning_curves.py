"""Training and validation loss over ten epochs: when does early stopping end the training, and what do the curves show?"""

from examgen.authoring import Ask, Choice, Computed, Draw, Field, Integer, Question, Row, misconception
from examgen.question_bank.training._curves import DIAGNOSES, diagnosed, lowest, stop


class LearningCurves(Question):
    """Early stopping with patience, and what learning curves show."""

    topic, level, title = "training", 2, "Reading learning curves"
    depends = {"stopped": ("patience",)}
    axes = {"training": "epochs", "validation": "epochs"}
    stem = r"""
A network was trained for {{ training | length }} epochs:

| Epoch | {% for _ in training %}{{ loop.index }}{{ " | " if not loop.last }}{% endfor %} |
|:------|{% for _ in training %}:---:|{% endfor %}
| Training loss | {{ training | aligned | join(" | ") }} |
| Validation loss | {{ validation | aligned | join(" | ") }} |
"""
    best = Ask(
        "After which of these epochs does the network generalise best, judged by the validation loss?",
        Integer(),
        of=Computed(lambda q: q.lowest),
    )
    stopped = Ask(
        "With early stopping and a patience of {{ patience }}, the training ends when the validation loss has not fallen "
        "below its lowest value for {{ patience ~ ' epochs in a row' if patience > 1 else 'one epoch' }}. After which epoch "
        "does the training end? (If early stopping never applies, it ends after epoch {{ training | length }}.)",
        Integer(),
        of=Computed(lambda q: q.end[1]),
    )
    restored = Ask(
        "When the training ends, the weights with the lowest validation loss so far are restored. From which "
        "epoch are they?",
        Integer(),
        of=Computed(lambda q, answers: lowest(q.validation, answers["stopped"])),
        follows="stopped",
    )
    diagnosis = Ask(
        "What do the curves show?", Choice(DIAGNOSES), of=Computed(lambda q: diagnosed(q.training, q.validation))
    )
    training: Row = Field(min_length=3, max_length=30, description="Training loss after every epoch.")
    validation: Row = Field(description="Validation loss after every epoch.")
    patience: int = Field(ge=1, description="Number of epochs without improvement after which training ends.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kind, epochs = d.choice("kind", ("over", "over", "under", "good", "high")), d.integer("epochs", 10, 10)
        start, turn = d.choice("start", (1.6, 1.8, 2.0, 2.2)), d.integer("turn", 4, 6)
        noise = d.row("noise", epochs, (-0.09, -0.05, 0.0, 0.05, 0.09))
        training, validation = [], []
        for t in range(epochs):
            falling = start * {"over": 0.72, "good": 0.78, "under": 0.985, "high": 1.06}[kind] ** t
            gap = {"over": 0.12 + 0.3 * max(t - turn, 0), "good": 0.08, "under": 0.06, "high": 0.1}[kind]
            training.append(round(falling, 2))
            validation.append(round(falling + gap + noise[t], 2))
        return d.choices(training=(tuple(training),), validation=(tuple(validation),), patience=(1, 2, 2, 3))

    def check(self) -> None:
        if min(*self.training, *self.validation) < 0:
            raise ValueError("losses must not be negative")

    def admissible(self) -> bool:
        clear = all(self.validation.count(loss) == 1 for loss in self.validation)
        best, last = self.end
        return clear and (diagnosed(self.training, self.validation) != 0 or (best > 2 and last < len(self.validation)))

    @property
    def end(self) -> tuple[int, int]:
        """The best epoch and the last one with early stopping."""
        return stop(self.validation, self.patience)

    @property
    def lowest(self) -> int:
        """The epoch with the lowest validation loss of all."""
        return lowest(self.validation, len(self.validation))

    @property
    def stops_early(self) -> bool:
        """Whether the patience is used up."""
        best, last = self.end
        return last - best == self.patience

    @misconception("You used the training loss. The validation loss measures how well the network generalises.")
    def training_loss_used(self) -> dict[str, int] | None:
        lowest = self.training.index(min(self.training)) + 1
        return None if lowest == self.lowest else {"best": lowest}

    @misconception("You compared every epoch with the previous one. Compare with the lowest validation loss so far.")
    def compared_with_the_last(self) -> dict[str, int] | None:
        waited, stopped = 0, len(self.validation)
        for epoch in range(1, len(self.validation)):
            waited = waited + 1 if self.validation[epoch] >= self.validation[epoch - 1] else 0
            if waited == self.patience:
                stopped = epoch + 1
                break
        return None if stopped == self.end[1] else {"stopped": stopped}

    @misconception(
        "You gave the epoch with the lowest validation loss. The training ends "
        "{% if stops_early %}{{ patience }} epoch{{ 's' if patience > 1 }} later{% else %}after the last epoch, since early "
        "stopping never applies{% endif %}."
    )
    def stopped_at_the_best(self) -> dict[str, int] | None:
        best, last = self.end
        return None if best == last else {"stopped": best}

    @misconception("You used the lowest validation loss of all epochs. The training has ended before that epoch.")
    def later_epoch_restored(self) -> dict[str, int] | None:
        return None if self.lowest == self.end[0] else {"restored": self.lowest}
