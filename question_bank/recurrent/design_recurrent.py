"""An LSTM with 16 units has too many parameters: which recurrent layer has the same output shape and 600 to 1200?"""

from examgen.authoring import Ask, Draw, Field, Input, Integer, LayerDesign, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._weights import no_recurrent_weights

ALLOWED = ("SimpleRNN", "GRU", "LSTM", "Bidirectional")


def _one_set(features: int, units: int) -> int:
    """The parameters of a SimpleRNN; to draw by, never the key."""
    return units * (features + units + 1)


class DesignRecurrent(Question):
    """A recurrent layer of the student's own, for a given output shape and range of parameters."""

    topic, level, title = "recurrent", 4, "Design a recurrent layer"
    misconceptions = (no_recurrent_weights,)
    stem = r"""
The input of the layer `{{ network.code("proposal") }}` is a sequence of {{ steps }} time steps with {{ features }} features each. Its
output has the required shape {{ output | join(" × ") }}, but its number of parameters is not in the required range from {{ least }} to
{{ most }}. In Keras, each gate and the candidate of a `GRU` have two biases per unit.
"""
    steps: int = Field(ge=2, le=10_000, description="Number of time steps.")
    features: int = Field(ge=1, le=1000, description="Number of features per time step.")
    units: int = Field(ge=1, le=1000, description="Number of units in the given LSTM.")
    return_sequences: bool = Field(description="Whether the output has a time axis.")
    least: int = Field(ge=1, description="Smallest number of parameters that is accepted.")
    most: int = Field(ge=1, description="Largest number of parameters that is accepted.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        features, units = d.choice("features", (4, 6, 8, 10, 12, 16)), d.choice("units", (5, 8, 10, 16, 20, 24))
        one_set = _one_set(features, units)
        low, high = d.choice("sets", ((2, 3.6), (0.5, 2)))  # room for the three sets of a GRU, or for one alone
        return dict(
            steps=d.choice("steps", (10, 20, 30, 50)),
            features=features,
            units=units,
            return_sequences=d.choice("return_sequences", (True, True, False)),
            least=d.choice("least", (round(low * one_set / 10) * 10,)),
            most=d.choice("most", (round(high * one_set / 10) * 10,)),
        )

    def check(self) -> None:
        one_set = _one_set(self.features, self.units)
        counts = {"SimpleRNN": one_set, "GRU": 3 * (one_set + self.units), "LSTM": 4 * one_set}
        if not any(self.least <= count <= self.most for count in counts.values()):
            listed = ", ".join(f"{kind} has {count}" for kind, count in counts.items())
            raise ValueError(
                f"a layer of {self.units} units must be able to have {self.least} to {self.most} parameters; {listed}"
            )

    def admissible(self) -> bool:
        return self.most < 4 * _one_set(self.features, self.units) and len({self.steps, self.features, self.units}) == 3

    @property
    def output(self) -> tuple[int, ...]:
        """The required output shape."""
        return (self.steps, self.units) if self.return_sequences else (self.units,)

    @property
    def asks(self) -> dict[str, Ask]:
        design = LayerDesign(
            (self.steps, self.features), self.output, min_parameters=self.least, max_parameters=self.most, kinds=ALLOWED
        )
        text = (
            "Write Keras code for one layer (`SimpleRNN`, `GRU`, `LSTM`, or one of them in `Bidirectional`) "
            "that has the required output "
            "shape and {{ least }} to {{ most }} parameters."
        )
        return {
            "count": Ask("How many parameters does this `LSTM` have?", Integer(), of=observable.parameters("proposal")),
            "design": Ask(text, design, of=observable.shape("proposal"), weight=2),
        }

    @property
    def network(self) -> Network:
        proposal = layers.LSTM(self.units, return_sequences=self.return_sequences)
        return Network(x=Input(self.steps, self.features)).add("proposal", proposal)

    @misconception("You counted only one set of weights. An LSTM has four, for three gates and the candidate.")
    def one_set_of_weights(self) -> Network:
        return self.network.swap("proposal", layers.SimpleRNN)

    @misconception("You counted three sets of weights. An LSTM has four, for three gates and the candidate.")
    def candidate_left_out(self) -> Network:
        return self.network.swap("proposal", layers.GRU).but("proposal", reset_after=False)
