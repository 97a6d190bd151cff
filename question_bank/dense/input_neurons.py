"""Colour pictures of 3840 × 2160 pixels are read by a fully connected network: how many input neurons has it?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class InputNeurons(Question):
    """One input for every number of a picture, whatever the batch."""

    topic, level, title = "dense", 1, "Input neurons for a picture"
    stem = r"""
A fully connected network reads pictures that are {{ width }} pixels wide and {{ height }} pixels high, with {{ channels
}} channel{{ "s" if channels > 1 }} each. It is trained on batches of {{ batch }} pictures.
"""
    count = Ask("How many input neurons has the network?", Integer(), of=observable.shape("flat", axis=0))

    height: int = Field(ge=1, le=100_000)
    width: int = Field(ge=1, le=100_000)
    channels: int = Field(ge=1, le=100_000)
    batch: int = Field(ge=1, le=1_000_000)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            height=d.choice("height", (120, 180, 240, 360, 480, 600, 720, 768, 900, 1080, 1440, 2160)),
            width=d.choice("width", (160, 240, 320, 480, 640, 800, 1024, 1280, 1600, 1920, 2560, 3840)),
            channels=d.choice("channels", (1, 3, 3, 4)),
            batch=d.choice("batch", (8, 16, 32, 64, 128)),
        )

    def admissible(self) -> bool:
        return self.height < self.width < 2 * self.height

    @property
    def network(self) -> Network:
        return Network(x=Input(self.height, self.width, self.channels)).add("flat", layers.Flatten())

    @misconception(
        "The channels were left out: every pixel of a colour picture is several numbers, and each has an input."
    )
    def channels_left_out(self) -> Network | None:
        return self.network.with_arrays(x=Input(self.height, self.width)) if self.channels > 1 else None

    @misconception("The batch was counted. All of its pictures use the same neurons, each picture by itself.")
    def batch_counted(self) -> Network:
        return self.network.with_arrays(x=Input(self.batch, self.height, self.width, self.channels))

    @misconception("There is one input for every picture element, rows times columns; you added up the sides.")
    def sides_added(self) -> dict[str, int]:
        return {"count": (self.height + self.width) * self.channels}
