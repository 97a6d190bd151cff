"""2000 images, 400 for validation; flips, two rotations, four crops of each: how many training images are there?"""

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Question, misconception


def _flipped(q: "DatasetSize") -> int:
    """The training images after step 1, counted one by one with their copies."""
    return sum(2 for _ in range(q.validation, q.images))


class DatasetSize(Question):
    """The size of a data set after offline augmentation, and the steps of an epoch."""

    topic, level, title = "augmentation", 2, "Data set size after offline augmentation"
    stem = r"""
Of {{ images }} labelled images, {{ validation }} are used for validation and not augmented. The other images are augmented offline,
before training, in this order:

1. for every image, a horizontally flipped copy is added;
2. for every image of the result, copies rotated by {{ angles }} different angle{{ "s" if angles > 1 }} are added;
3. every image of the result is replaced by {{ crops }} different crops.

The network is trained with a batch size of {{ batch_size }}; the last batch of an epoch may be smaller.
"""
    mirrored = Ask("How many training images are there after step 1?", Integer(), of=Computed(_flipped))
    stored = Ask(
        "How many training images are there after step 3?",
        Integer(),
        of=Computed(lambda q, answers: sum(answers["mirrored"] for _ in range((q.angles + 1) * q.crops))),
        follows="mirrored",
    )
    steps = Ask(
        "How many training steps does an epoch have?",
        Integer(),
        of=Computed(lambda q, answers: len(range(0, answers["stored"], q.batch_size))),
        follows="stored",
    )
    images: int = Field(ge=1, le=1_000_000, description="Number of labelled images.")
    validation: int = Field(ge=0, description="Number of images used for validation.")
    angles: int = Field(ge=0, le=100, description="Number of different rotations per image.")
    crops: int = Field(ge=1, le=100, description="Number of crops per image.")
    batch_size: int = Field(ge=1, le=1_000_000, description="Batch size.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            images=d.choice("images", (500, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000, 4000)),
            validation=d.choice("validation", (50, 100, 150, 200, 250, 300)),
            angles=d.integer("angles", 2, 5),
            crops=d.integer("crops", 2, 5),
            batch_size=d.choice("batch_size", (16, 32, 64, 128)),
        )

    def check(self) -> None:
        if self.validation >= self.images:
            raise ValueError(f"validation must be smaller than the {self.images} images; got {self.validation}")

    def admissible(self) -> bool:
        return self._train * 2 * (self.angles + 1) * self.crops % self.batch_size != 0

    @property
    def _train(self) -> int:
        return self.images - self.validation

    def _from(self, stored: int, **more: int) -> dict[str, int] | None:
        """The answers after a number of stored images."""
        return {**more, "stored": stored, "steps": -(-stored // self.batch_size)} if stored else None

    @misconception("You augmented the validation images as well. Performance is measured on unchanged images.")
    def validation_augmented(self) -> Question | None:
        return self.but(validation=0)

    @misconception("You counted the copies only. The originals are kept: multiply by 2, then by {{ angles }} + 1.")
    def originals_left_out(self) -> dict[str, int] | None:
        return self._from(self._train * self.angles * self.crops, mirrored=self._train)

    @misconception(
        "You left out the originals in step 2. They are kept, so there are {{ angles }} + 1 images for every image."
    )
    def unrotated_left_out(self) -> dict[str, int] | None:
        return self._from(2 * self._train * self.angles * self.crops)

    @misconception(
        "You applied every step to the original images only and added the results. Every step is applied to all images so far: multiply "
        "by 2, by {{ angles }} + 1 and by {{ crops }}."
    )
    def steps_added(self) -> dict[str, int] | None:
        return self._from(self._train * (2 + self.angles + self.crops))

    @misconception("You counted one training step per image. A training step uses a whole batch.")
    def pictures_as_steps(self) -> Question | None:
        return self.but(batch_size=1)

    @misconception("You left out the last, smaller batch. It is a training step as well: round up.")
    def last_batch_dropped(self) -> dict[str, int]:
        return {"steps": self._train * 2 * (self.angles + 1) * self.crops // self.batch_size}
