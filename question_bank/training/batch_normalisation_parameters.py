"""Batch normalisation of 64 channels: how many parameters does the layer have, and how many are trainable?"""

from fractions import Fraction

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Observable, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import FIXED


class BatchNormalisationParameters(Question):
    """Four parameters per channel, two of them trainable."""

    topic, level, title = "training", 1, "Parameters of batch normalisation"
    conventions = ("channels_last",)
    stem = r"""
The input of the Keras layer `BatchNormalization()` has the shape {{ height }} × {{ width }} × {{ channels }}.
"""
    height: int = Field(ge=1, le=10_000, description="Height of the input.")
    width: int = Field(ge=1, le=10_000, description="Width of the input.")
    channels: int = Field(ge=1, le=100_000, description="Number of channels of the input.")
    tensors: bool = Field(False, description="Whether non-trainable parameters and weight tensors are asked for, too.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        height = d.choice("height", (7, 8, 14, 16, 28, 32, 56, 64, 112))
        return dict(
            height=height,
            width=d.integer("width", height, height),
            channels=d.choice("channels", (16, 32, 48, 64, 96, 128, 192, 256, 384, 512)),
        )

    @property
    def asks(self) -> dict[str, Ask]:
        trained = observable.parameters("y", trainable=True)
        asks = {
            "total": Ask(
                "How many parameters does the layer have, as `model.summary()` counts them?",
                Integer(),
                of=observable.parameters("y"),
            ),
            "trained": Ask(
                "How many of them are trainable?",
                Integer(),
                of=trained,
                follows="total",
                continues=lambda q, answers: Fraction(answers["total"], 2),
            ),
        }
        if self.tensors:
            asks["fixed"] = Ask(
                "How many of them are not trainable?", Integer(), of=FIXED, follows=("total", "trained")
            )
            asks["trainable_tensors"] = self._tensors("trainable", trained)
            asks["non_trainable_tensors"] = self._tensors("non-trainable", FIXED)
        return asks

    def _tensors(self, kind: str, parameters: Observable) -> Ask:
        """The ask for the number of tensors; each has one value per channel."""
        text = f"In how many weight tensors, with one value per channel each, are the {kind} parameters stored?"
        return Ask(text, Integer(), of=observable.ratio(parameters, observable.shape("y", axis=2)))

    @property
    def network(self) -> Network:
        return Network(x=Input(self.height, self.width, self.channels)).add("y", layers.BatchNormalization())

    @misconception(
        "You counted only the scale and the shift. The layer also has a moving mean and a moving variance for every channel."
    )
    def moving_averages_left_out(self) -> dict[str, int]:
        return {"total": 2 * self.channels}

    @misconception(
        "You counted the moving mean and the moving variance as trainable. They are updated during training, but not by gradient descent."
    )
    def all_trained(self) -> dict[str, int]:
        return {"trained": 4 * self.channels}

    @misconception("You counted parameters for every position. All positions of a channel share the same parameters.")
    def cell_by_cell(self) -> Network:
        return self.network.with_arrays(x=Input(self.height * self.width * self.channels))

    @misconception("You counted only one set of parameters for the whole layer. Every channel has its own.")
    def one_set(self) -> Network:
        return self.network.with_arrays(x=Input(self.height, self.width, 1))
