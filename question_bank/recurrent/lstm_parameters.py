"""How many parameters has an LSTM of 32 units that reads vectors of length 10?"""

from __future__ import annotations

from examgen.authoring import Ask, Integer, Network, layers, misconception, observable
from examgen.question_bank.recurrent._gated_parameters import GatedParameters


class LstmParameters(GatedParameters):
    """Parameters of an LSTM, beside those of a SimpleRNN of the same size."""

    topic, level, title = "recurrent", 2, "Parameters of an LSTM"
    kind = layers.LSTM
    stem = (
        GatedParameters.stem
        + "{% if use_bias %}Keras gives each unit one bias in each gate and in the candidate.{% endif %}"
    )
    count = Ask(
        "How many parameters has the `{{ kind.name }}`?",
        Integer(),
        of=observable.parameters("h"),
        follows="simple",
        continues=lambda q, answers: 4 * answers["simple"],
    )

    @misconception("Three sets of weights were counted. The three gates and the candidate make four.")
    def candidate_left_out(self) -> Network:
        return self.network.swap("h", layers.GRU).but("h", reset_after=False)

    @misconception("Two biases were counted for each unit and gate, as PyTorch has them. In Keras there is one.")
    def double_bias(self) -> dict[str, int] | None:
        return {"count": 4 * self.units * (self.features + self.units + 2)} if self.use_bias else None

    @misconception("The weights were counted once per step. All steps share the same weights.")
    def times_the_steps(self) -> dict[str, int]:
        simple = self.units * (self.features + self.units + self.use_bias)
        return {"simple": simple * self.steps, "count": 4 * simple * self.steps}
