"""A fully connected network takes 3840 × 2160 colour images: how many input neurons does it have?"""

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable


class InputNeurons(Question):
    """One input neuron per value of an image, whatever the batch size."""

    topic, level, title = "dense", 1, "Input neurons for an image"
    stem = r"""
A fully connected network classifies images that are {{ width }} pixels wide and {{ height }} pixels high and have {{ channels
}} channel{{ "s" if channels > 1 }}. Each image is flattened. The network is trained with a batch size of {{ batch_size }}.
"""
    count = Ask("How many input neurons does the network have?", Integer(), of=observable.shape("flat", axis=0))
    height: int = Field(ge=1, le=100_000, description="Height of the images in pixels.")
    width: int = Field(ge=1, le=100_000, description="Width of the images in pixels.")
    channels: int = Field(ge=1, le=100_000, description="Number of channels of the images: 1 for grayscale, 3 for RGB.")
    batch_size: int = Field(1, ge=1, le=1_000_000, description="Batch size; it does not affect the answer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            height=(120, 180, 240, 360, 480, 600, 720, 768, 900, 1080, 1440, 2160),
            width=(160, 240, 320, 480, 640, 800, 1024, 1280, 1600, 1920, 2560, 3840),
            channels=(1, 3, 3, 4),
            batch_size=(8, 16, 32, 64, 128),
        )

    def admissible(self) -> bool:
        return self.height < self.width < 2 * self.height

    @property
    def network(self) -> Network:
        return Network(x=Input(self.height, self.width, self.channels)).add("flat", layers.Flatten())

    @misconception(
        "You counted the pixels only. Every pixel has {{ channels }} values, one per channel, and each value has its own input neuron."
    )
    def channels_left_out(self) -> Network | None:
        return self.network.with_arrays(x=Input(self.height, self.width)) if self.channels > 1 else None

    @misconception("You multiplied by the batch size. All images of a batch use the same input neurons.")
    def batch_counted(self) -> Network:
        return self.network.with_arrays(x=Input(self.batch_size, self.height, self.width, self.channels))

    @misconception("You added height and width. The number of pixels is height times width.")
    def sides_added(self) -> dict[str, int]:
        return {"count": (self.height + self.width) * self.channels}
