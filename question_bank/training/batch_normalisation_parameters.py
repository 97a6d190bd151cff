"""Batch normalisation of 64 channels: how many parameters does the layer have, and how many are trainable?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class BatchNormalisationParameters(Question):
    """Four parameters per channel, two of them trainable."""

    topic, level, title = "training", 1, "Parameters of batch normalisation"
    conventions = ("channels_last",)
    stem = r"""
The input of the Keras layer `BatchNormalization()` has the shape {{ height }} × {{ width }} × {{ channels }}.
"""
    total = Ask(
        "How many parameters does the layer have, as `model.summary()` counts them?",
        Integer(),
        of=observable.parameters("y"),
    )
    trained = Ask(
        "How many of them are trainable?",
        Integer(),
        of=observable.parameters("y", trainable=True),
        follows="total",
        continues=lambda q, answers: Fraction(answers["total"], 2),
    )

    height: int = Field(ge=1, le=10_000)
    """Height of the input."""
    width: int = Field(ge=1, le=10_000)
    """Width of the input."""
    channels: int = Field(ge=1, le=100_000)
    """Number of channels of the input."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height = d.choice("height", (7, 8, 14, 16, 28, 32, 56, 64, 112))
        return dict(
            height=height,
            width=d.integer("width", height, height),
            channels=d.choice("channels", (16, 32, 48, 64, 96, 128, 192, 256, 384, 512)),
        )

    @property
    def network(self) -> Network:
        return Network(x=Input(self.height, self.width, self.channels)).add("y", layers.BatchNormalization())

    @misconception(
        "You counted only the scale and the shift. The layer also has a moving mean and a moving variance for every channel."
    )
    def moving_averages_left_out(self) -> dict[str, int]:
        return {"total": 2 * self.channels}

    @misconception(
        "You counted the moving mean and the moving variance as trainable. They are updated during training, "
        "but not by gradient descent."
    )
    def all_trained(self) -> dict[str, int]:
        return {"trained": 4 * self.channels}

    @misconception("You counted parameters for every position. All positions of a channel share the same parameters.")
    def cell_by_cell(self) -> Network:
        return self.network.with_arrays(x=Input(self.height * self.width * self.channels))

    @misconception("You counted only one set of parameters for the whole layer. Every channel has its own.")
    def one_set(self) -> Network:
        return self.network.with_arrays(x=Input(self.height, self.width, 1))
