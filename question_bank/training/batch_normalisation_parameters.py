"""Batch normalisation follows Conv2D(64, 3): how many parameters does it own, and how many does training change?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class BatchNormalisationParameters(Question):
    """Four numbers a channel, two of them trained."""

    topic, level, title = "training", 1, "Parameters of batch normalisation"
    stem = r"""
In Keras, a layer `BatchNormalization()` reads volumes of {{ height }} × {{ width }} × {{ channels }} numbers (height ×
width × channels).
"""
    total = Ask(
        "How many parameters does the layer own, as `model.summary()` counts them?",
        Integer(),
        of=observable.parameters("y"),
    )
    trained = Ask(
        "How many of them does gradient descent change?", Integer(), of=observable.parameters("y", trainable=True)
    )

    height: int = Field(ge=1, le=10_000)
    width: int = Field(ge=1, le=10_000)
    channels: int = Field(ge=1, le=100_000)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height = d.integer("height", 4, 64)
        return dict(
            height=height,
            width=d.integer("width", height, height),
            channels=d.choice("channels", (6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 100, 128, 192, 256, 384, 512)),
        )

    @property
    def network(self) -> Network:
        return Network(x=Input(self.height, self.width, self.channels)).add("y", layers.BatchNormalization())

    @misconception(
        "Scale and shift were counted. The layer also owns a moving mean and a moving variance for every channel."
    )
    def moving_averages_left_out(self) -> dict[str, int]:
        return {"total": 2 * self.channels}

    @misconception(
        "The moving averages were counted as trained. They are kept up to date, but no gradient changes them."
    )
    def all_trained(self) -> dict[str, int]:
        return {"trained": 4 * self.channels}

    @misconception(
        "Every cell of the volume was given numbers of its own. All cells of a channel are normalised together."
    )
    def cell_by_cell(self) -> Network:
        return self.network.with_arrays(x=Input(self.height * self.width * self.channels))

    @misconception("One set of numbers was counted for the layer. Every channel has its own.")
    def one_set(self) -> Network:
        return self.network.with_arrays(x=Input(self.height, self.width, 1))
