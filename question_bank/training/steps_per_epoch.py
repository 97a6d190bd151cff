"""60,000 examples in batches of 32 for 10 epochs: how often are the weights updated?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)


class StepsPerEpoch(Question):
    """Updates of the weights in an epoch, and in a whole training."""

    topic, level, title = "training", 1, "Steps and epochs"
    stem = r"""
A network is trained on {{ examples }} examples in batches of {{ batch }} for {{ epochs }} epoch{{ "s" if epochs > 1 }}.
In every epoch each example is used once{% if drop %}; what does not fill a whole batch at the end of an epoch is left
out{% else %}; the last batch of an epoch may be smaller{% endif %}. After every batch the weights are updated.
"""
    steps = Ask("How many updates are there in an epoch?", Integer(), of=observable.shape("steps", axis=0))
    updates = Ask(
        "How many updates are there in the whole training?", Integer(), of=observable.shape("updates", axis=0)
    )

    examples: int = Field(ge=1, le=100_000_000)
    batch: int = Field(ge=1, le=1_000_000)
    epochs: int = Field(ge=1, le=100_000)
    drop: bool = False

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            examples=d.choice("examples", tuple(range(500, 5000, 50))),
            batch=d.choice("batch", (16, 20, 32, 64, 100, 128)),
            epochs=d.choice("epochs", (2, 3, 5, 10, 20)),
            drop=d.choice("drop", (False, False, False, True)),
        )

    @model_validator(mode="after")
    def _one_batch_at_least(self) -> Self:
        if self.drop and self.batch > self.examples:
            raise ValueError(
                f"{self.examples} examples do not fill a batch of {self.batch}: nothing is left to train on"
            )
        return self

    def admissible(self) -> bool:
        rest = self.examples % self.batch
        short = rest if self.drop else self.batch - rest
        # so that epochs run together have another number of batches
        return rest > 0 and self.epochs * short >= self.batch

    @property
    def network(self) -> Network:
        # The losses of an epoch's examples in a row: a window of one batch beside the other gives one number an update.
        window = layers.DepthwiseConv1D(self.batch, strides=self.batch, padding="valid" if self.drop else "same")
        net = Network(losses=Input(self.examples, 1)).add("batches", window).add("steps", layers.Flatten())
        return net.add("epochs", layers.RepeatVector(self.epochs)).add("updates", layers.Flatten())

    @misconception("The last, smaller batch was left out. The weights are updated after it as well: round up.")
    def rounded_down(self) -> Network | None:
        return None if self.drop else self.network.but("batches", padding="valid")

    @misconception("What does not fill a batch is left out here: round down.")
    def rounded_up(self) -> Network | None:
        return self.network.but("batches", padding="same") if self.drop else None

    @misconception("An update was counted for every example. There is one for every batch.")
    def every_example(self) -> Self | None:
        return self.but(batch=1)

    @misconception("The epochs were run together. Each begins with a whole batch of its own.")
    def epochs_run_together(self) -> dict[str, int] | None:
        everything = self.examples * self.epochs
        together = everything // self.batch if self.drop else -(-everything // self.batch)
        return {"updates": together} if self.epochs > 1 else None
