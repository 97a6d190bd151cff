"""60,000 examples, batch size 32, 10 epochs: how many weight updates are there?"""

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Question, misconception

SIZES = (
    500,
    1000,
    1200,
    1500,
    2000,
    2500,
    3000,
    4000,
    5000,
    6000,
    7000,
    8000,
    10000,
    12000,
    20000,
    25000,
    50000,
    60000,
)


def _updates_per_epoch(q: "StepsPerEpoch") -> int:
    """The batches of one epoch, listed by their first example."""
    starts = range(0, q.examples, q.batch_size)
    return sum(1 for start in starts if not q.drop or start + q.batch_size <= q.examples)


class StepsPerEpoch(Question):
    """Weight updates per epoch and during the whole training."""

    topic, level, title = "training", 1, "Batches and epochs"
    stem = r"""
A network is trained on ${{ examples | number }}$ examples with a batch size of {{ batch_size }} for {{ epochs
}} epoch{{ "s" if epochs > 1 }}. {% if drop %}At the end of every epoch, an incomplete batch is dropped.{% else
%}The last batch of every epoch may be smaller.{% endif %} The weights are updated after every batch.
"""
    steps = Ask("How many updates are there per epoch?", Integer(), of=Computed(_updates_per_epoch))
    updates = Ask(
        "How many updates are there during the whole training?",
        Integer(),
        of=Computed(lambda q, answers: sum(answers["steps"] for _ in range(q.epochs))),
        follows="steps",
    )
    examples: int = Field(ge=1, le=100_000_000, description="Number of training examples.")
    batch_size: int = Field(ge=1, le=1_000_000, description="Batch size.")
    epochs: int = Field(ge=1, le=100_000, description="Number of epochs.")
    drop: bool = Field(False, description="Whether an incomplete last batch is dropped.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            examples=SIZES,
            batch_size=(16, 32, 64, 128, 256),
            epochs=(2, 3, 5, 10, 20),
            drop=(False, False, False, True),
        )

    def check(self) -> None:
        if self.drop and self.batch_size > self.examples:
            raise ValueError(f"{self.examples} examples do not fill a batch of {self.batch_size}, so no batch is left")

    def admissible(self) -> bool:
        rest = self.examples % self.batch_size
        short = rest if self.drop else self.batch_size - rest
        # so that epochs run together have another number of batches
        return rest > 0 and self.epochs * short >= self.batch_size

    @misconception("You left out the last, smaller batch. The weights are updated after it as well, so round up.")
    def rounded_down(self) -> Question | None:
        return None if self.drop else self.but(drop=True)

    @misconception("You counted the incomplete batch. Here it is dropped, so round down.")
    def rounded_up(self) -> Question | None:
        return self.but(drop=False) if self.drop else None

    @misconception("You counted one update per example. There is one update per batch.")
    def every_example(self) -> Question | None:
        return self.but(batch_size=1)

    @misconception(
        "You divided the examples of all epochs by the batch size. Round for each epoch, since every epoch starts with a new batch."
    )
    def epochs_run_together(self) -> dict[str, int] | None:
        everything = self.examples * self.epochs
        together = everything // self.batch_size if self.drop else -(-everything // self.batch_size)
        return {"updates": together} if self.epochs > 1 else None
