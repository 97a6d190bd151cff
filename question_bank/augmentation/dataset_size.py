"""2000 pictures, 400 kept for validation; mirrored, turned by two angles, four crops of each: how many are there to train on?"""

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
    ops,
)


class DatasetSize(Question):
    """How many pictures an off-line augmentation leaves on the disk, and how many steps an epoch then has."""

    topic, level, title = "augmentation", 2, "A data set after off-line augmentation"
    stem = r"""
Of {{ pictures }} labelled pictures, {{ validation }} are set aside for validation; they are not augmented. The others are augmented
off-line, before training, in this order:

1. each picture is kept, and stored a second time mirrored left to right;
2. each picture of the result is kept, and stored again turned by {{ angles }} different angle{{ "s" if angles > 1 }};
3. each picture of the result is replaced by {{ crops }} different crops of it.

An epoch goes once through the pictures for training in batches of {{ batch }}; the last batch may be smaller.
"""
    mirrored = Ask("How many pictures are there after step 1?", Integer(), of=observable.shape("mirrored", axis=0))
    stored = Ask(
        "How many are there after step 3, to train on?",
        Integer(),
        of=observable.shape("stored", axis=0),
        follows="mirrored",
    )
    steps = Ask("How many steps has an epoch?", Integer(), of=observable.shape("steps", axis=0), follows="stored")

    pictures: int = Field(ge=1, le=1_000_000)
    validation: int = Field(ge=0)
    angles: int = Field(ge=0, le=100)
    crops: int = Field(ge=1, le=100)
    batch: int = Field(ge=1, le=1_000_000)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            pictures=d.choice("pictures", range(400, 4001, 50)),
            validation=d.choice("validation", range(50, 301, 10)),
            angles=d.integer("angles", 2, 5),
            crops=d.integer("crops", 2, 5),
            batch=d.choice("batch", (16, 32, 64, 128)),
        )

    @model_validator(mode="after")
    def _some_are_left(self) -> Self:
        if self.validation >= self.pictures:
            raise ValueError(
                f"of {self.pictures} pictures, {self.validation} cannot be set aside: none is left to train on"
            )
        return self

    def admissible(self) -> bool:
        train = self.pictures - self.validation
        return train * 2 * (self.angles + 1) * self.crops % self.batch != 0

    @property
    def turned(self) -> tuple[str, ...]:
        """What the angles give."""
        return tuple(f"turned {angle}" for angle in range(1, self.angles + 1))

    @property
    def network(self) -> Network:
        # A data set is a tensor of shape (pictures, height, width); its pictures are square, so that they can be turned.
        net = Network(x=Input(self.pictures, 8, 8))
        net = net.add("train", layers.Cropping2D(cropping=((self.validation, 0), (0, 0))))
        net = net.add("flipped", ops.flip(axis=2)).add("mirrored", ops.concatenate(axis=0), "train", "flipped")
        for angle, name in enumerate(self.turned, start=1):
            net = net.add(name, ops.rot90(k=angle, axes=(1, 2)), "mirrored")
        net = net.add("kept", ops.concatenate(axis=0), "mirrored", *self.turned)
        net = net.add("cut", layers.Cropping2D(cropping=((0, 0), (1, 1))))
        net = net.add("stored", ops.concatenate(axis=0), *("cut",) * self.crops)
        # windows of one batch side by side, the last one padded: as many as there are steps
        return net.add("steps", layers.DepthwiseConv2D((self.batch, 1), strides=self.batch, padding="same"))

    @misconception(
        "The pictures for validation were augmented as well. They measure how the network does on real pictures."
    )
    def validation_augmented(self) -> Self | None:
        return self.but(validation=0)

    @misconception(
        "The pictures that are kept were left out: mirroring doubles them, turning by $n$ angles makes $n + 1$ of each."
    )
    def originals_forgotten(self) -> Network:
        return self.network.rewire("mirrored", "flipped").rewire("kept", *self.turned)

    @misconception(
        "The steps were added up. Each step works on every picture that the step before it left: their factors multiply."
    )
    def steps_added(self) -> Network:
        net = self.network
        for name in self.turned:
            net = net.rewire(name, "train")
        return net.rewire("stored", "kept", *("train",) * self.crops)

    @misconception("Every picture was counted as a step. A step takes a whole batch of them.")
    def pictures_as_steps(self) -> Self | None:
        return self.but(batch=1)

    @misconception("The last, smaller batch was left out. It is a step as well: round up.")
    def last_batch_dropped(self) -> Network:
        return self.network.but("steps", padding="valid")
